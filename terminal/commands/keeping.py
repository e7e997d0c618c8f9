"""``dangan backup``, ``dangan restore`` and ``dangan config``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from terminal.chinese import Command
from terminal.session import Session, json_option, pass_session
from terminal.streams import say, say_json, say_lines

if TYPE_CHECKING:
    pass


@click.command(cls=Command)
@click.argument("file", metavar="文件")
@click.option("--history", is_flag=True, help="连同检索过的词")
@pass_session
def backup(session: Session, file: str, history: bool) -> None:
    """备份不能从文件重新得到的东西：更正、党支部名单等。"""
    with session.catalog(session.settings()) as catalog:
        catalog.backup(Path(file), history=history)
    say(f"已备份到 {file}")


@click.command(cls=Command)
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


@click.command(cls=Command)
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
