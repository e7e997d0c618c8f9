"""The ``dangan`` command: options in, results to stdout, progress to stderr, exit codes out."""

from __future__ import annotations

import sys
import traceback
from collections.abc import Sequence

import click

from indexer.errors import DanganError, UsageError
from terminal.chinese import Group, in_chinese
from terminal.commands import (
    accounts,
    branches,
    corrections,
    indexing,
    keeping,
    roots,
    searching,
    serving,
    words,
)
from terminal.session import Session
from terminal.streams import complain, drop_output, note, prepare_streams, say

INTERRUPTED = 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; return the exit code (0 done, 1 to be tried again, 2 usage, 3 engine or database)."""
    prepare_streams()
    try:
        code = _run(arguments)
        sys.stdout.flush()
    except BrokenPipeError:
        drop_output()
        return 1
    return code


def _run(arguments: Sequence[str] | None) -> int:
    try:
        result = dangan.main(arguments, prog_name="dangan", standalone_mode=False)
    except DanganError as error:
        complain(error)
        return error.exit_code
    except click.UsageError as error:
        help_ = f"{error.ctx.command_path} --help" if error.ctx else "dangan --help"
        complain(UsageError(in_chinese(error), f"{help_} 显示用法"))
        return UsageError.exit_code
    except (KeyboardInterrupt, click.Abort):
        note("已中断。已经完成的部分都保存了，再运行一次会接着做。")
        return INTERRUPTED
    except BrokenPipeError:
        raise
    except Exception as error:  # noqa: BLE001 - the outer edge: a fault of ours, told with what helps to mend it
        traceback.print_exc()
        complain(DanganError(f"程序内部出错：{error!r}", "请把上面的内容发给管理员"))
        return DanganError.exit_code
    return result if isinstance(result, int) else 0


def _show_version(context: click.Context, _: click.Parameter, asked: bool) -> None:
    if asked:
        from search_app.version import version

        say(f"dangan {version()}")
        context.exit()


@click.group(cls=Group)
@click.option("--data", metavar="目录", help="数据目录（也可用环境变量 DANGAN_DATA）")
@click.option(
    "--version", is_flag=True, is_eager=True, expose_value=False, callback=_show_version, help="显示版本"
)
@click.pass_context
def dangan(context: click.Context, data: str | None) -> None:
    """党支部档案检索：把多年的会议记录、通知、名册和照片变成可以检索的档案。原件只读不改。"""
    context.obj = Session({"data": data})


for _command in (
    indexing.index_,
    indexing.rebuild,
    roots.roots,
    searching.search,
    searching.show,
    accounts.status,
    accounts.problems,
    corrections.corrections,
    branches.branches,
    words.words,
    keeping.backup,
    keeping.restore,
    keeping.config,
    serving.serve,
    serving.demo,
):
    dangan.add_command(_command)


if __name__ == "__main__":
    sys.exit(main())
