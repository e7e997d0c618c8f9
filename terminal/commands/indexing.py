"""``dangan index`` and ``dangan rebuild``."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from terminal.chinese import Command
from terminal.session import Session, pass_session
from terminal.streams import complain, note, say, say_lines

if TYPE_CHECKING:
    pass


@click.command("index", cls=Command)
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


@click.command(cls=Command)
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
