"""The demonstration: the sample archive in a data folder of its own, apart from everything of the user's."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from indexer.errors import DanganError, UsageError, explain_os_error
from indexer.settings import Settings

#: Where the demonstration's data and its files lie, in the data folder and in its own.
FOLDER, ARCHIVE = "demo", "示例档案"
_MARK = ".written"


def demo_settings(settings: Settings) -> Settings:
    """The settings of the demonstration: its own catalog and its own embedded index, whatever is set."""
    data = settings.data / FOLDER
    return replace(settings, data=data, database_url="", elasticsearch_url=None, unit_name=None, ignore=())


def write_demo(folder: Path) -> int:
    """Write the sample files into a new or empty folder; return how many there are.

    Raises ``UsageError`` for a folder with something in it, ``DanganError`` where it cannot be written.
    """
    from indexer.sample import write_sample

    try:
        if folder.exists() and any(folder.iterdir()):
            raise UsageError(f"{folder} 不是空文件夹", "换一个空的或还没有的文件夹", parameter="write_only")
        folder.mkdir(parents=True, exist_ok=True)
        write_sample(folder)
        return sum(1 for path in folder.rglob("*") if path.is_file())
    except OSError as error:
        raise DanganError(
            f"示例文件写不进 {folder}：{explain_os_error(error)}", "检查路径、权限和磁盘空间"
        ) from None


def write_demo_once(folder: Path) -> None:
    """Write the sample files unless an earlier demonstration has written them whole."""
    import shutil

    mark = folder.parent / _MARK
    if mark.exists():
        return
    shutil.rmtree(folder, ignore_errors=True)
    write_demo(folder)
    mark.write_text("", encoding="utf-8")
