"""The ``dangan`` command: options in, results to stdout, progress to stderr, exit codes out. Wiring only.

Everything heavy is imported inside the command that needs it, so that ``dangan --help`` answers at once.
"""

from __future__ import annotations

import sys
import traceback
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from indexer.errors import DanganError, UsageError
from terminal.chinese import Group, in_chinese
from terminal.streams import drop_output, note, prepare_streams, say, say_json, say_lines

if TYPE_CHECKING:
    from indexer.catalog import Catalog
    from indexer.settings import Settings
    from search_app import Services

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


def complain(error: DanganError) -> None:
    note(f"错误：{error.message}")
    if error.hint:
        note(f"怎么办：{error.hint}")


class Session:
    """What commands share: the settings, and what is opened from them when it is first asked for."""

    def __init__(self, options: Mapping[str, object]) -> None:
        self._options = dict(options)

    def settings(self, **options: object) -> Settings:
        """The settings, with a command's own options; remarks on them go to stderr."""
        from indexer.settings import load_settings

        settings = load_settings(self._options | options)
        for remark in settings.notices:
            note(f"提示：{remark}")
        return settings

    @contextmanager
    def catalog(self, settings: Settings) -> Iterator[Catalog]:
        from indexer.catalog import Catalog
        from indexer.pipeline.means import unit_taxonomy

        with Catalog.open(settings.database_url, unit_taxonomy(settings)) as catalog:
            yield catalog

    @contextmanager
    def services(self, settings: Settings) -> Iterator[Services]:
        """The open catalog and engine, and the search over them."""
        from analyzers import Analyzer
        from indexer.engines import open_engine
        from indexer.pipeline.means import unit_taxonomy, words_of_unit
        from search_app import Services
        from search_app.search.service import SearchService

        with ExitStack() as stack:
            catalog = stack.enter_context(self.catalog(settings))
            analyzer = Analyzer(words_of_unit(catalog))
            engine = open_engine(settings, analyzer)
            stack.callback(engine.close)
            taxonomy = unit_taxonomy(settings)
            search = SearchService(catalog, engine, analyzer, taxonomy, settings.today, zone=settings.zone)
            yield Services(catalog, engine, analyzer, search)


pass_session = click.make_pass_decorator(Session)
json_option = click.option("--json", "as_json", is_flag=True, help="输出 JSON，与网页接口相同")


def user_name() -> str:
    """Who is at the terminal, for the log of what people change."""
    import getpass

    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return ""


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


# Indexing ---------------------------------------------------------------------------------------------


@dangan.command("index")
@click.argument("folders", nargs=-1, metavar="[文件夹]…")
@click.option("--verify", is_flag=True, help="连大小和时间没有变的文件也逐个核对内容")
@click.option("--workers", metavar="数量", help="同时提取文件的进程数")
@click.option("--ocr/--no-ocr", default=None, help="识别或不识别图片里的文字")
@pass_session
def index_(
    session: Session, folders: Sequence[str], verify: bool, workers: str | None, ocr: bool | None
) -> int:
    """索引文件夹里新增和改动过的文件；不给文件夹时索引全部已登记的文件夹。

    退出码：0 每个文件都有结果；1 有些文件可以再试；2 用法不对；3 检索引擎或目录库不可用。
    """
    from indexer.pipeline import index
    from terminal.progress import ProgressLine
    from terminal.reports import summary_lines

    settings = session.settings(workers=workers, ocr=ocr)
    progress = ProgressLine()
    with session.services(settings) as services:
        try:
            summary = index(
                services.catalog,
                services.engine,
                settings,
                [Path(folder) for folder in folders],
                fingerprint=services.analyzer.fingerprint,
                verify=verify,
                observe=progress,
            )
        finally:
            progress.close()
    say_lines(summary_lines(summary))
    if summary.engine_failure is not None:
        complain(summary.engine_failure)
        note("文件都已收进目录库；引擎恢复后再运行一次 dangan index 就会补上。")
    return summary.exit_code


@dangan.command()
@pass_session
def rebuild(session: Session) -> None:
    """用目录库里存好的文字重建索引，不读文件；重建期间照常检索。"""
    from indexer.pipeline import purge, run_lock
    from indexer.pipeline import rebuild as rebuild_index
    from terminal.progress import ProgressLine

    settings, progress = session.settings(), ProgressLine()
    with session.services(settings) as services, run_lock(settings.data):
        try:
            loaded = rebuild_index(
                services.catalog, services.engine, services.analyzer.fingerprint, observe=progress
            )
            purge(
                services.catalog, services.engine, settings, services.analyzer.fingerprint, observe=progress
            )
        finally:
            progress.close()
    say(f"已重建：{loaded.put} 件" + (f"，引擎拒收 {loaded.rejected} 件" if loaded.rejected else ""))


@dangan.group(invoke_without_command=True)
@json_option
@click.pass_context
def roots(context: click.Context, as_json: bool) -> None:
    """列出已登记的文件夹；move 改指向，remove 移除。"""
    if context.invoked_subcommand is None:
        context.invoke(list_roots, as_json=as_json)


@roots.command("list")
@json_option
@pass_session
def list_roots(session: Session, as_json: bool) -> None:
    """列出已登记的文件夹。"""
    from search_app.status.service import root_json
    from terminal.text import table

    with session.catalog(session.settings()) as catalog:
        found = [root_json(root) for root in catalog.roots()]
    if as_json:
        say_json({"roots": found})
    elif found:
        rows = [
            (r["name"], f"{r['documents']} 件", r["path"], "" if r["reachable"] else "连不上") for r in found
        ]
        say_lines(table(rows, right=(1,)))
    else:
        note("还没有登记任何文件夹：dangan index 文件夹")


@roots.command("move")
@click.argument("name", metavar="名称")
@click.argument("folder", metavar="文件夹")
@pass_session
def move_root(session: Session, name: str, folder: str) -> None:
    """文件夹换了地方（换盘、换服务器）：改指向新的位置，记录和更正都保留。"""
    from indexer.pipeline import run_lock

    path = Path(folder)
    if not path.is_dir():
        raise UsageError(f"{folder} 不是文件夹", "给出文件夹现在的位置", parameter="FOLDER")
    settings = session.settings()
    with session.catalog(settings) as catalog, run_lock(settings.data):
        moved = catalog.move_root(name, path)
    say(f"{moved.name} 现在指向 {moved.path}")


@roots.command("remove")
@click.argument("name", metavar="名称")
@pass_session
def remove_root(session: Session, name: str) -> None:
    """不再检索一个文件夹。文件不动，更正保留；再索引它就会回来。"""
    from indexer.pipeline import load_patiently, run_lock

    settings = session.settings()
    with session.services(settings) as services, run_lock(settings.data):
        services.catalog.remove_root(name)
        load_patiently(services.catalog, services.engine)
    say(f"已移除 {name}")


# Searching --------------------------------------------------------------------------------------------


def filter_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """``--branch`` and ``--not-branch`` and so on, each repeatable, for every filter of the API."""
    names = {
        "branch": "党支部",
        "year": "业务年度，例如 2021",
        "category": "类别，例如 02 或 02.支委会",
        "role": "材料类型，例如 会议记录",
        "doc_type": "文件格式，例如 docx",
        "issuer": "责任者",
        "secrecy": "密级",
        "month": "月份，例如 2021-06",
    }
    for name, text in reversed(names.items()):
        option = name.replace("_", "-")
        excluded = click.option(f"--not-{option}", f"not_{name}", multiple=True, hidden=True, metavar="值")
        command = excluded(command)
        text = f"只要这些{text}；可重复，- 表示未定（--not-{option} 排除）"
        command = click.option(f"--{option}", name, multiple=True, metavar="值", help=text)(command)
    return command


def date_options(command: Callable[..., Any]) -> Callable[..., Any]:
    command = click.option("--date-to", metavar="日期", help="日期到（含）")(command)
    told = "日期从（含）：2021、2021-06 或 2021-06-03"
    return click.option("--date-from", metavar="日期", help=told)(command)


def search_words(query: Sequence[str]) -> str:
    """The search text. What looks like an option of ours is none of its words. Raises ``UsageError``."""
    strange = next((word for word in query if word.startswith("--")), None)
    if strange is not None:
        raise UsageError(f"没有 {strange} 这个选项", "dangan search --help 显示用法")
    return " ".join(query)


@dangan.command(context_settings={"ignore_unknown_options": True})
@click.argument("query", nargs=-1, metavar="检索词…")
@filter_options
@date_options
@click.option("--within", multiple=True, metavar="检索词", help="在这个检索词的结果中再找；可重复")
@click.option("--since", metavar="时间", help="只要这时以后新收进来的：2024-06-03 或 2024-06-03T09:30")
@click.option("--sort", metavar="方式", help="relevance 相关度、newest 最新、oldest 最早")
@click.option("--page", metavar="页", help="第几页，从 1 起")
@click.option("--size", metavar="件数", help="每页几件，1 到 100，默认 20")
@click.option("--no-expand", is_flag=True, help="不找同义词和数字、日期的其他写法")
@click.option("--no-understand", is_flag=True, help="不把“去年”“一支部”当作筛选条件")
@click.option("--no-relax", is_flag=True, help="没有文件包含全部词时，不给最接近的")
@json_option
@pass_session
def search(session: Session, /, query: Sequence[str], as_json: bool, **given: Any) -> None:
    """检索。几个词之间用空格，都要出现；"…" 原样出现；-词 不要出现。"""
    from search_app.command_line import answer_json, search_request
    from terminal.reports import answer_lines

    parameters = {name: value for name, value in given.items() if not name.startswith("no_")}
    parameters = {name.replace("not_", "not."): value for name, value in parameters.items()}
    parameters |= {name: "0" for name in ("expand", "understand", "relax") if given[f"no_{name}"]}
    request = search_request(search_words(query), parameters)
    with session.services(session.settings()) as services:
        answer = services.search.search(request)
    if as_json:
        say_json(answer_json(answer))
    else:
        say_lines(answer_lines(answer, colour=sys.stdout.isatty()))


@dangan.command()
@click.argument("document_id", metavar="编号")
@click.option("--text", "with_text", is_flag=True, help="连同全文")
@json_option
@pass_session
def show(session: Session, document_id: str, with_text: bool, as_json: bool) -> None:
    """显示一份文件的著录、依据和问题。编号见检索结果方括号里。"""
    from indexer.pipeline.means import unit_taxonomy
    from search_app.command_line import document_answer, text_answer
    from terminal.reports import document_lines, text_lines

    settings = session.settings()
    with session.services(settings) as services:
        document = document_answer(services, document_id)
        pages = text_answer(services, document_id) if with_text else []
    if as_json:
        say_json(document | ({"text": pages} if with_text else {}))
    else:
        say_lines(document_lines(document, unit_taxonomy(settings)))
        say_lines(text_lines(pages))


@dangan.command()
@json_option
@pass_session
def status(session: Session, as_json: bool) -> None:
    """档案的现状：文件夹、文件的去向、检索引擎、上次运行。"""
    from search_app.command_line import status_answer
    from terminal.reports import status_lines

    settings = session.settings()
    with session.services(settings) as services:
        found = status_answer(services)
    if as_json:
        say_json(found)
    else:
        say_lines(status_lines(found))


@dangan.command()
@click.option(
    "--kind", metavar="种类", help="只列一种：no_text、encrypted、broken …，ignored 和 vanished 要指明才列"
)
@click.option("--branch", metavar="党支部", help="只列一个党支部的")
@click.option("--retry", is_flag=True, help="把列出的文件重新读一遍")
@json_option
@pass_session
def problems(session: Session, kind: str | None, branch: str | None, retry: bool, as_json: bool) -> int:
    """哪些文件不能完全检索，为什么，怎么办。

    带 --retry 时重新读取这些文件，退出码同 dangan index。
    """
    from search_app.command_line import problem_list, problems_answer
    from terminal.reports import problem_lines

    code = _retry(session, kind, branch) if retry else 0
    with session.catalog(session.settings()) as catalog:
        rows = problem_list(catalog, kind, branch)
    if as_json:
        say_json(problems_answer(rows))
    else:
        say_lines(problem_lines(rows))
    return code


def _retry(session: Session, kind: str | None, branch: str | None) -> int:
    from search_app.command_line import retry_problems
    from terminal.progress import ProgressLine

    settings, progress = session.settings(), ProgressLine()
    with session.services(settings) as services:
        try:
            summary = retry_problems(services, settings, kind, branch, progress)
        finally:
            progress.close()
    if summary is None:
        note("没有可以重新读取的文件")
        return 0
    if summary.engine_failure is not None:
        complain(summary.engine_failure)
    return summary.exit_code


# Corrections ------------------------------------------------------------------------------------------


@dangan.group(invoke_without_command=True)
@click.pass_context
def corrections(context: click.Context) -> None:
    """列出更正；export 导出更正表，改好后 import 导入；undo 撤回一批。"""
    if context.invoked_subcommand is None:
        context.invoke(list_corrections)


@corrections.command("log")
@click.option("--document", metavar="编号", help="只列这份文件的")
@click.option("--batch", metavar="批号", help="只列这一批的")
@click.option("--who", metavar="谁", help="只列这个人的")
@click.option("--page", metavar="页", help="第几页，从 1 起")
@json_option
@pass_session
def list_corrections(session: Session, /, as_json: bool = False, **given: str | None) -> None:
    """更正记录：谁、什么时候、把什么改成了什么；新的在前。"""
    from search_app.command_line import corrections_answer
    from terminal.reports import correction_lines

    with session.catalog(session.settings()) as catalog:
        found = corrections_answer(catalog, given)
    if as_json:
        say_json(found)
    else:
        say_lines(correction_lines(found))


@corrections.command("export", context_settings={"ignore_unknown_options": True})
@click.argument("file", metavar="文件")
@click.argument("query", nargs=-1, metavar="检索词…")
@filter_options
@date_options
@pass_session
def export_corrections(session: Session, /, file: str, query: Sequence[str], **given: Any) -> None:
    """把检索选中的文件导出成更正表（.xlsx）；不给检索词和条件就是全部文件。"""
    from search_app.command_line import search_request, write_table

    parameters = {name.replace("not_", "not."): value for name, value in given.items()}
    request = search_request(search_words(query), parameters)
    settings = session.settings()
    with session.services(settings) as services:
        count = write_table(services, settings, request, Path(file))
    say(f"已导出 {count} 件到 {file}")


@corrections.command("import")
@click.argument("file", metavar="文件")
@click.option("--reason", metavar="理由", help="为什么更正；表里“更正理由”列写了的行用自己的")
@click.option("--check", is_flag=True, help="只列出会改什么，不改动")
@click.option("--good-rows", is_flag=True, help="有不对的行时，只改对的行；不给就一行也不改")
@pass_session
def import_corrections(session: Session, file: str, reason: str | None, check: bool, good_rows: bool) -> int:
    """导入改好的更正表：先列出每一行会改什么，再改。作为一批记下，可以整批撤回。"""
    from search_app.command_line import plan_of_file
    from search_app.corrections.planning import carry_out
    from terminal.reports import outcome_lines, plan_lines

    settings = session.settings()
    with session.services(settings) as services:
        plan = plan_of_file(services, settings, Path(file), reason or "")
        say_lines(plan_lines(plan))
        if check or not plan.rows:
            return 1 if plan.bad else 0
        if plan.bad and not good_rows:
            note("有不对的行，一行也没有改：改好表再导入，或加 --good-rows 只改对的行。")
            return 1
        outcome = carry_out(services.catalog, plan, user_name())
        say_lines(outcome_lines(outcome))
    return 1 if plan.bad or outcome.refused else 0


@corrections.command("undo")
@click.argument("batch", metavar="批号", type=int)
@pass_session
def undo_corrections(session: Session, batch: int) -> int:
    """撤回一批更正；后来单独改过的项不受影响，密级不撤回。"""
    from terminal.reports import outcome_lines

    with session.catalog(session.settings()) as catalog:
        outcome = catalog.undo_batch(batch, user_name())
    say_lines(outcome_lines(outcome, undone=True))
    return 1 if outcome.refused else 0


# Branches, backup, settings ---------------------------------------------------------------------------


@dangan.group(invoke_without_command=True)
@json_option
@click.pass_context
def branches(context: click.Context, as_json: bool) -> None:
    """列出党支部；export 导出成表，改好后 import 导入。"""
    if context.invoked_subcommand is None:
        context.invoke(list_branches, as_json=as_json)


@branches.command("list")
@json_option
@pass_session
def list_branches(session: Session, as_json: bool) -> None:
    """列出党支部。"""
    from indexer.branch_files import branch_json
    from terminal.reports import branch_lines

    with session.catalog(session.settings()) as catalog:
        found = catalog.branches()
    if as_json:
        say_json({"branches": [branch_json(branch) for branch in found]})
    else:
        say_lines(branch_lines(found))


@branches.command("export")
@click.argument("file", metavar="文件")
@pass_session
def export_branches(session: Session, file: str) -> None:
    """导出党支部名单；文件名以 .toml 或 .xlsx 结尾。"""
    from indexer.branch_files import write_branches

    with session.catalog(session.settings()) as catalog:
        found = catalog.branches()
    write_branches(Path(file), found)
    say(f"已导出 {len(found)} 个党支部到 {file}")


@branches.command("import")
@click.argument("file", metavar="文件")
@pass_session
def import_branches(session: Session, file: str) -> None:
    """导入核对过的党支部名单（.toml 或 .xlsx），代替现有名单，并据此重新著录。"""
    from indexer.branch_files import read_branches
    from indexer.pipeline import adopt_branches
    from indexer.pipeline.costs import cost_of_branches
    from terminal.progress import ProgressLine
    from terminal.reports import cost_line

    settings, progress = session.settings(), ProgressLine()
    found = read_branches(Path(file))
    with session.services(settings) as services:
        note(cost_line(cost_of_branches(services.catalog, settings, found)))
        try:
            count = adopt_branches(
                services.catalog,
                services.engine,
                settings,
                found,
                analyzer=services.analyzer,
                who=user_name(),
                observe=progress,
            )
        finally:
            progress.close()
    say(f"已导入 {len(found)} 个党支部，重新著录 {count} 件")


@dangan.group(invoke_without_command=True)
@json_option
@click.pass_context
def words(context: click.Context, as_json: bool) -> None:
    """列出本单位的词典（专用词、人名）；add、remove、export、import 修改，dangan rebuild 生效。"""
    if context.invoked_subcommand is None:
        context.invoke(list_words, as_json=as_json)


kind_option = click.option("--kind", metavar="类别", help="专用词（默认）、人名或同义词")


@words.command("list")
@json_option
@pass_session
def list_words(session: Session, as_json: bool) -> None:
    """列出本单位的词典。"""
    from indexer.archival.words import KIND_NAMES

    with session.catalog(session.settings()) as catalog:
        found = catalog.words()
    if as_json:
        say_json({"words": [{"kind": one.kind.value, "word": one.word} for one in found]})
    else:
        say_lines(f"{KIND_NAMES[one.kind]}  {one.word}" for one in found)
        note(f"共 {len(found)} 个词")


@words.command("add")
@click.argument("new", nargs=-1, required=True, metavar="词…")
@kind_option
@pass_session
def add_words(session: Session, new: Sequence[str], kind: str | None) -> None:
    """加入词典。"""
    from indexer.archival.words import kind_named

    with session.services(session.settings()) as services:
        added = services.catalog.add_words(kind_named(kind), new, user_name())
        say(f"已加入 {len(added)} 个词")
        _say_what_applying_costs(services)


@words.command("remove")
@click.argument("gone", nargs=-1, required=True, metavar="词…")
@kind_option
@pass_session
def remove_words(session: Session, gone: Sequence[str], kind: str | None) -> None:
    """从词典去掉。"""
    from indexer.archival.words import kind_named

    with session.services(session.settings()) as services:
        say(f"已去掉 {services.catalog.remove_words(kind_named(kind), gone)} 个词")
        _say_what_applying_costs(services)


@words.command("export")
@click.argument("file", metavar="文件")
@pass_session
def export_words(session: Session, file: str) -> None:
    """导出词典；文件名以 .txt 或 .xlsx 结尾。"""
    from indexer.word_files import write_words

    with session.catalog(session.settings()) as catalog:
        found = catalog.words()
    write_words(Path(file), found)
    say(f"已导出 {len(found)} 个词到 {file}")


@words.command("import")
@click.argument("file", metavar="文件")
@kind_option
@click.option("--replace", "replacing", is_flag=True, help="用文件里的词代替现有的，而不是添加")
@pass_session
def import_words(session: Session, file: str, kind: str | None, replacing: bool) -> None:
    """导入词典：.txt 一行一个词，或 .xlsx（“词”“类别”两列；有“姓名”列的名册也可以）。"""
    from indexer.archival.words import kind_named
    from indexer.word_files import read_words
    from search_app.administration.words import take

    found = read_words(Path(file), kind_named(kind) if kind else None)
    with session.services(session.settings()) as services:
        say(take(services.catalog, found, user_name(), replacing=replacing))
        _say_what_applying_costs(services)


def _say_what_applying_costs(services: Services) -> None:
    """Words count once the index is built by them; how long that takes is said before."""
    from search_app.administration.words import due
    from terminal.reports import cost_line

    cost = due(services)
    if cost is not None:
        note(f"{cost_line(cost)}：dangan rebuild")


@dangan.command()
@click.argument("file", metavar="文件")
@pass_session
def backup(session: Session, file: str) -> None:
    """备份不能从文件重新得到的东西：更正、党支部名单等。"""
    with session.catalog(session.settings()) as catalog:
        catalog.backup(Path(file))
    say(f"已备份到 {file}")


@dangan.command()
@click.argument("file", metavar="文件")
@pass_session
def restore(session: Session, file: str) -> None:
    """从备份恢复。已有的更正不会被覆盖；恢复后运行 dangan index 找回各自的文件。"""
    from indexer.pipeline import run_lock

    settings = session.settings()
    with session.catalog(settings) as catalog, run_lock(settings.data):
        summary = catalog.restore(Path(file))
    added = sum(summary.added.values())
    say(f"已恢复 {added} 条记录，{summary.found} 件对上了文件，{summary.waiting} 件等待索引")


@dangan.command()
@json_option
@pass_session
def config(session: Session, as_json: bool) -> None:
    """列出全部设置：值、来源、环境变量和说明。"""
    from dataclasses import asdict

    from indexer.settings import setting_lines
    from terminal.reports import config_lines

    lines = setting_lines(session.settings())
    if as_json:
        say_json({"settings": [asdict(line) for line in lines]})
    else:
        say_lines(config_lines(lines))


# Serving ----------------------------------------------------------------------------------------------


@dangan.command()
@click.option("--host", metavar="地址", help="监听的地址，默认 127.0.0.1")
@click.option("--port", metavar="端口", help="监听的端口，默认 8620")
@pass_session
def serve(session: Session, host: str | None, port: str | None) -> None:
    """启动网页服务；能访问时打印地址。按 Ctrl-C 停止。"""
    from search_app.command_line import check_host, serve_until_stopped

    settings = session.settings(host=host, port=port)
    check_host(settings)
    with session.services(settings) as services:
        serve_until_stopped(services, settings, announce=say)


@dangan.command()
@click.option("--port", metavar="端口", help="监听的端口，默认 8620")
@click.option("--write-only", metavar="文件夹", help="只把示例文件写进这个文件夹")
@pass_session
def demo(session: Session, port: str | None, write_only: str | None) -> int:
    """示例档案：写好、索引并打开网页，与自己的档案互不相干。按 Ctrl-C 停止。"""
    from indexer.demo import demo_settings, write_demo

    if write_only is not None:
        count = write_demo(Path(write_only))
        say(f"已写好 {count} 个示例文件：{write_only}")
        return 0
    return _demo(session, demo_settings(session.settings(port=port)))


def _demo(session: Session, settings: Settings) -> int:
    """Texts first, so that the page opens within seconds; its scans are read while it is served."""
    import multiprocessing

    from indexer.demo import ARCHIVE, write_demo_once
    from search_app.command_line import check_host, serve_until_stopped

    check_host(settings)
    note("正在准备示例档案……")
    write_demo_once(settings.data / ARCHIVE)
    with session.services(settings) as services:
        _index_demo(services, replace(settings, ocr=False))
        pictures = multiprocessing.get_context("spawn").Process(
            target=_read_demo_pictures, args=(session, settings)
        )
        if settings.ocr:
            pictures.start()
        try:
            serve_until_stopped(services, settings, announce=say)
        finally:
            if pictures.pid is not None:
                pictures.terminate()
                pictures.join()
    return 0


def _index_demo(services: Services, settings: Settings) -> None:
    from indexer.demo import ARCHIVE
    from indexer.pipeline import index
    from terminal.progress import ProgressLine

    index(
        services.catalog,
        services.engine,
        settings,
        [settings.data / ARCHIVE],
        fingerprint=services.analyzer.fingerprint,
        observe=ProgressLine(),
    )


def _read_demo_pictures(session: Session, settings: Settings) -> None:
    """In a process of its own beside the server; what it finds is in the results as soon as it is read."""
    with suppress(KeyboardInterrupt), session.services(settings) as services:
        _index_demo(services, settings)


if __name__ == "__main__":
    sys.exit(main())
