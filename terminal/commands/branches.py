"""``dangan branches``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from terminal.chinese import Group
from terminal.session import Session, json_option, pass_session, user_name
from terminal.streams import note, say, say_json, say_lines

if TYPE_CHECKING:
    pass


@click.group(cls=Group, invoke_without_command=True)
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
