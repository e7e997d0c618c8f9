"""Mailboxes: each mail a member. The ``mbox`` of many programs, and Foxmail's ``box``."""

from __future__ import annotations

from collections.abc import Iterator
from email import message_from_bytes
from typing import BinaryIO

from ..documents import Problem, ProblemKind
from .mail import decoded
from .member_names import harmless
from .reading import CHUNK, MEBIBYTE, Context, Member, Reading, Source
from .signatures import FOXMAIL

#: A mail larger than this would not fit any server.
LARGEST_MAIL = 256 * MEBIBYTE


def read(source: Source, context: Context) -> Reading:
    """A mailbox has no text of its own."""
    return Reading("mbox")


def members(source: Source, context: Context) -> Iterator[Member]:
    """The mails in order, named by their number and subject."""
    with source.open() as stream:
        is_foxmail = source.head(len(FOXMAIL)) == FOXMAIL
        for number, data in enumerate(_parted(stream) if is_foxmail else _cut(stream), 1):
            context.beat()
            yield _mail(number, data)


def _mail(number: int, data: bytes) -> Member:
    subject = harmless(decoded(message_from_bytes(data[:CHUNK]).get("Subject", ""))).replace("/", "_")
    name = f"{number:04d} {subject[:60]}.eml"
    if len(data) > LARGEST_MAIL:
        reason = f"邮件大于 {LARGEST_MAIL // MEBIBYTE} MB，没有提取"
        return Member(name, None, Problem(ProblemKind.TOO_LARGE, reason, "在邮件软件里把它单独另存"))
    return Member(name, Source.of_bytes(name, data))


def _cut(stream: BinaryIO) -> Iterator[bytes]:
    """The mails of an mbox: each begins at a line ``From `` after an empty one."""
    mail: list[bytes] = []
    size = 0
    empty = True
    for line in stream:
        if empty and line.startswith(b"From "):
            if mail:
                yield b"".join(mail)
            mail, size = [], 0
        elif size <= LARGEST_MAIL:
            mail.append(line[1:] if line.startswith(b">From ") else line)
            size += len(line)
        empty = not line.strip()
    if mail:
        yield b"".join(mail)


def _parted(stream: BinaryIO) -> Iterator[bytes]:
    """The mails of a Foxmail box: a mark stands before each."""
    rest = b""
    while part := stream.read(CHUNK):
        *whole, rest = (rest + part).split(FOXMAIL)
        yield from (mail for each in whole if (mail := _without_head(each)))
    if mail := _without_head(rest):
        yield mail


def _without_head(mail: bytes) -> bytes:
    """A mail without what is left of the mark's line."""
    return mail.partition(b"\n")[2]
