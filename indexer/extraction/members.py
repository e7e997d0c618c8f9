"""A member's own bytes, found again by its path inside the container."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ..errors import NotFound
from . import registry
from .detect import detect
from .reading import CHUNK, Context, Member, MemberReader, NotReadable, Source, Spool

_BY_HAND = "下载整个压缩包，用解压软件打开"


@contextmanager
def open_member(path: Path, member: str, context: Context) -> Iterator[Source]:
    """The bytes of ``member`` (nested ones joined by ``!``) of the container at ``path``.

    Nothing is written to the archive; what was unpacked is gone when the block is left. The limits of
    the context hold. Raises ``NotFound`` where there is no such member or it cannot be opened.
    """
    try:
        with Source.of_path(path) as container:
            yield from _within(container, member, context, context.limits.depth)
    except NotReadable as error:
        raise NotFound(error.problem.reason, error.problem.hint) from error
    except OSError as error:
        raise NotFound(f"文件打不开：{error.strerror or error}", "检查文件和网络盘的连接") from error


def _within(container: Source, member: str, context: Context, depth: int) -> Iterator[Source]:
    members = registry.member_reader_of(detect(container))
    if members is None or depth < 0:
        raise NotFound("压缩包里没有这个文件", "它可能已被替换，重新索引后再试")
    for found in _listed(members, container, context):
        rest = member.removeprefix(found.name)
        if rest == member or (rest and not rest.startswith("!")):
            continue
        if found.source is None:
            raise NotFound(found.problem.reason if found.problem else "压缩包里的这个文件取不出来", _BY_HAND)
        with _copied(found.source, context) as source:
            if not rest:
                yield source
            else:
                yield from _within(source, rest[1:], context, depth - 1)
        return
    raise NotFound("压缩包里没有这个文件", "它可能已被替换，重新索引后再试")


def _listed(members: MemberReader, container: Source, context: Context) -> Iterator[Member]:
    listed = members(container, context)
    while True:
        try:
            found = next(listed, None)
        except (NotReadable, OSError):
            raise
        except Exception as error:  # whatever the container's library says of hostile bytes
            raise NotFound(f"压缩包已损坏（{type(error).__name__}）", _BY_HAND) from error
        if found is None:
            return
        yield found


def _copied(source: Source, context: Context) -> Source:
    spool = Spool()
    try:
        with source.open() as stream:
            while part := stream.read(CHUNK):
                spool.write(part)
                if spool.size > context.limits.member_bytes:
                    raise NotFound("压缩包里的这个文件超过大小上限", "用压缩软件解开后打开")
    except (NotFound, NotReadable, OSError):
        spool.discard()
        raise
    except Exception as error:  # whatever the container's library says of hostile bytes
        spool.discard()
        raise NotFound(f"压缩包里的这个文件取不出来（{type(error).__name__}）", _BY_HAND) from error
    return spool.source(source.name.rsplit("/", 1)[-1])
