"""``dangan status`` and ``dangan problems``: what became of every file."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from terminal.chinese import Command
from terminal.session import Session, json_option, pass_session
from terminal.streams import complain, note, say_json, say_lines

if TYPE_CHECKING:
    pass


@click.command(cls=Command)
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


@click.command(cls=Command)
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
