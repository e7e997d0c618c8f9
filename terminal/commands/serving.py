"""``dangan serve`` and ``dangan demo``."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from terminal.chinese import Command
from terminal.session import Session, pass_session
from terminal.streams import note, say

if TYPE_CHECKING:
    from indexer.settings import Settings
    from search_app import Services


@click.command(cls=Command)
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


@click.command(cls=Command)
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
