"""``dangan words``: the unit's dictionary."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from terminal.chinese import Group
from terminal.session import Session, json_option, pass_session, user_name
from terminal.streams import note, say, say_json, say_lines

if TYPE_CHECKING:
    from search_app import Services


@click.group(cls=Group, invoke_without_command=True)
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
