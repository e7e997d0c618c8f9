"""tantivy's failures as ours. It raises ``ValueError`` for nearly everything and panics for the rest."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from indexer.errors import EngineUnavailable

REBUILD = "运行 dangan rebuild 重建索引；原文件和目录库不受影响"
_DISK_FULL = ("os error 28", "os error 112", "Errno 28", "No space left")


@contextmanager
def translated(doing: str) -> Iterator[None]:
    """Raise ``EngineUnavailable`` for whatever tantivy raises inside; ``doing`` is a Chinese phrase."""
    try:
        yield
    except (ValueError, OSError, RuntimeError) as error:
        raise unavailable(doing, error) from error
    except BaseException as error:
        # A Rust panic arrives as pyo3_runtime.PanicException, which derives from BaseException alone.
        if type(error).__name__ != "PanicException":
            raise
        raise unavailable(doing, error) from error


def outdated(doing: str) -> EngineUnavailable:
    """The index has not the fields of this version."""
    return EngineUnavailable(f"{doing}失败：索引是由另一个版本的程序建的", REBUILD)


def unavailable(doing: str, error: BaseException) -> EngineUnavailable:
    reason = str(error).splitlines()[0] if str(error) else type(error).__name__
    return EngineUnavailable(f"{doing}失败：{reason}", _hint(error))


def _hint(error: BaseException) -> str:
    if any(sign in str(error) for sign in _DISK_FULL):
        return "磁盘满了：腾出空间再试"
    if isinstance(error, PermissionError):
        return "检查数据目录的读写权限"
    return REBUILD
