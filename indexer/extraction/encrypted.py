"""An encrypted package (MS-OFFCRYPTO 2.3): a document of today's Office in an envelope of the old kind."""

from __future__ import annotations

from collections.abc import Iterator

from indexer.documents import ProblemKind
from indexer.extraction import registry
from indexer.extraction.detect import detect
from indexer.extraction.passwords import opened_with_password
from indexer.extraction.reading import Context, Member, NotReadable, Reading, Source


def read(source: Source, context: Context) -> Reading:
    """What the document inside says. Raises ``NotReadable`` (``ENCRYPTED``) where no password fits."""
    inner = _inner(source, context)
    with inner:
        kind = detect(inner)
        reader = registry.reader_of(kind)
        if kind == "encrypted" or reader is None:
            raise NotReadable(ProblemKind.BROKEN, "解密后的内容不是文档")
        return reader(inner, context)


def members(source: Source, context: Context) -> Iterator[Member]:
    """The files that the document inside holds."""
    try:
        inner = _inner(source, context)
    except NotReadable:
        return  # the reader says why
    with inner:
        kind = detect(inner)
        opener = registry.member_reader_of(kind) if kind != "encrypted" else None
        if opener is not None:
            yield from opener(inner, context)


def _inner(source: Source, context: Context) -> Source:
    opened = opened_with_password(source, context)
    if opened is source:
        raise NotReadable(ProblemKind.ENCRYPTED, "文件用了不认识的加密方式，打不开", "用原来的软件解密后另存")
    return opened
