"""``dangan roots``: the folders that are indexed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from indexer.errors import UsageError
from terminal.chinese import Group
from terminal.session import Session, json_option, pass_session
from terminal.streams import note, say, say_json, say_lines

if TYPE_CHECKING:
    pass


@click.group(cls=Group, invoke_without_command=True)
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
