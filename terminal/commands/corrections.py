"""``dangan corrections``."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from terminal.chinese import Group
from terminal.commands.filters import date_options, filter_options, search_words
from terminal.session import Session, json_option, pass_session, user_name
from terminal.streams import note, say, say_json, say_lines

if TYPE_CHECKING:
    pass


@click.group(cls=Group, invoke_without_command=True)
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
