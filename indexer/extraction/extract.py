"""One file in, its contents out: every member's content first, the file's own content last.

Here, and only here, stand the limits of containers, the check for secrecy marks, and the rule that
nothing is lost: whatever a reader does, every file and every listed member ends as a content.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from indexer.archival.secrecy import find_mark, withheld
from indexer.documents import Content, MemberRef, Page, Problem, ProblemKind
from indexer.extraction import registry, salvage
from indexer.extraction.detect import UNKNOWN, detect, mismatch
from indexer.extraction.reading import (
    CHUNK,
    MEBIBYTE,
    Context,
    Limits,
    Member,
    NotReadable,
    Reader,
    Reading,
    Source,
    Spool,
    stand_in,
)
from indexer.extraction.textless import explained


@dataclass(frozen=True, slots=True)
class Piece:
    """A content and where it lies in the file: a member's name for each level, none for the file itself."""

    path: tuple[str, ...]
    content: Content

    def ref(self, level: int = 0) -> MemberRef:
        """The reference by which the container at that level names this piece."""
        return MemberRef("!".join(self.path[level:]), self.content.sha256, self.content.size)


#: Told as soon as a file's bytes are known: its hash, size and type, before any reader runs.
Begun = Callable[[str, int, str], None]


def extract(source: Source, context: Context) -> Iterator[Content]:
    """Every member's content first, nested ones before what holds them; the file's own content last.

    Never raises for what a file holds; a file that cannot be read gives an ``UNREADABLE`` content
    whose ``sha256`` is a stand-in (``reading.STAND_IN``).
    """
    for piece in pieces(source, context):
        yield piece.content


def pieces(source: Source, context: Context, begun: Begun | None = None) -> Iterator[Piece]:
    """As ``extract``, with the place of each content."""
    too_large = _too_large(source, context.limits)
    if too_large is not None:
        key = stand_in(source.name, source.size)
        yield Piece((), Content(key, source.size or 0, UNKNOWN, problems=(too_large,)))
        return
    try:
        sha256, size = _hashed(source, context)
        doc_type = _type_of(source)
    except NotReadable as error:
        yield Piece((), Content(stand_in(source.name, source.size), 0, UNKNOWN, problems=(error.problem,)))
        return
    except OSError as error:
        yield Piece((), unreadable(source.name, error))
        return
    if begun is not None:
        begun(sha256, size, doc_type)
    yield from _Extraction(context, _Budget(packed=size)).run(source, sha256, size, doc_type)


def _type_of(source: Source) -> str:
    """The type of a source; ``unknown`` where its bytes make even that fail."""
    try:
        return detect(source)
    except OSError:
        raise
    except Exception:  # noqa: BLE001 - the edge where a reader meets hostile bytes
        return UNKNOWN


def unreadable(name: str, error: OSError) -> Content:
    """The content of a file that the system does not let us read."""
    reason = f"文件打不开：{error.strerror or error}"
    problem = Problem(ProblemKind.UNREADABLE, reason, "检查文件的权限和网络盘的连接，再索引一次")
    return Content(stand_in(name, reason), 0, UNKNOWN, problems=(problem,))


def _too_large(source: Source, limits: Limits) -> Problem | None:
    if source.size is None or source.size <= limits.file_bytes:
        return None
    return _size_problem(limits.file_bytes)


def _size_problem(limit: int) -> Problem:
    return Problem(
        ProblemKind.TOO_LARGE,
        f"文件大于上限 {limit // MEBIBYTE} MB，只记名称，没有提取文字",
        "调大设置 max_file_megabytes，或把文件拆小",
    )


def _hashed(source: Source, context: Context) -> tuple[str, int]:
    """SHA-256 and size of the bytes; ends at the limit, since a file may grow for ever."""
    told, size, limit = hashlib.sha256(), 0, context.limits.file_bytes
    with source.open() as stream:
        while part := stream.read(CHUNK):
            told.update(part)
            size += len(part)
            context.beat()
            if size > limit:
                raise NotReadable(*_as_arguments(_size_problem(limit)))
    return told.hexdigest(), size


def _as_arguments(problem: Problem) -> tuple[ProblemKind, str, str]:
    return problem.kind, problem.reason, problem.hint


@dataclass(slots=True)
class _Budget:
    """What one file of the archive, of ``packed`` bytes, has unpacked so far, nested containers together;
    ``kept``: the bytes of members that were not refused."""

    packed: int
    members: int = 0
    bytes: int = 0
    kept: int = 0
    characters: int = 0


@dataclass(slots=True)
class _Extraction:
    """The work on one file: its context and what its containers have used of their limits."""

    context: Context
    budget: _Budget

    def run(
        self, source: Source, sha256: str, size: int, doc_type: str, path: tuple[str, ...] = ()
    ) -> Iterator[Piece]:
        """The pieces of one file or member, itself last. ``path`` is the way in: a name for each level."""
        refs: list[MemberRef] = []
        problems: list[Problem] = []
        waiting = False
        if (open_members := registry.member_reader_of(doc_type)) is not None:
            for piece in self._members(open_members(source, self.context), sha256, size, path, problems):
                waiting = waiting or not piece.content.complete
                refs.append(piece.ref(len(path)))
                yield piece
        reading = self._affordable(_read(source, self.context, doc_type, has_members=bool(refs)))
        reading = replace(reading, problems=(*reading.problems, *problems))
        own = _content(source.name, sha256, size, doc_type, reading, tuple(refs), waiting)
        yield Piece(path, own)

    def _affordable(self, reading: Reading) -> Reading:
        """The reading without its text where the file's members have said too much already."""
        most = self.context.limits.total_characters
        self.budget.characters += sum(len(page.text) for page in reading.pages)
        if self.budget.characters <= most or not reading.pages:
            return reading
        cut = _cut(f"里面的文字超过 {most} 字", "")
        return replace(reading, pages=(), problems=(*reading.problems, cut))

    def _members(
        self, found: Iterator[Member], holder: str, size: int, path: tuple[str, ...], problems: list[Problem]
    ) -> Iterator[Piece]:
        """The pieces of every member; what goes wrong with the container itself joins ``problems``."""
        limits = self.context.limits
        try:
            for member in found:
                if len(path) >= limits.depth:
                    problems.append(_too_deep(limits.depth))
                    return
                if self.budget.members >= limits.members:
                    problems.append(_cut(f"里面的文件超过 {limits.members} 个", "container_members"))
                    return
                self.budget.members += 1
                yield from self._member(member, holder, size, (*path, member.name))
                if (beyond := self._beyond()) is not None:
                    problems.append(beyond)
                    return
        except NotReadable as error:
            problems.append(error.problem)
        except OSError as error:
            problems.append(Problem(ProblemKind.BROKEN, f"压缩包读到一半出错：{error}", "用压缩软件检查它"))
        except Exception as error:  # noqa: BLE001 - the edge where a reader meets hostile bytes
            problems.append(_broken(error))

    def _member(self, member: Member, holder: str, packed: int, path: tuple[str, ...]) -> Iterator[Piece]:
        place = "!".join(path)
        if member.source is None:
            problem = member.problem or Problem(ProblemKind.BROKEN, "压缩包里的这个文件取不出来")
            yield Piece(path, Content(stand_in(holder, place), 0, UNKNOWN, problems=(problem,)))
            return
        spool = Spool()
        try:
            self._unpack(member, spool, member.packed or packed)
        except NotReadable as error:
            spool.discard()
            yield Piece(path, Content(stand_in(holder, place), 0, UNKNOWN, problems=(error.problem,)))
            return
        except BaseException:
            spool.discard()
            raise
        self.budget.kept += spool.size
        with spool.source(member.name.rsplit("/", 1)[-1]) as source:
            yield from self.run(source, spool.sha256, spool.size, _type_of(source), path)

    def _unpack(self, member: Member, spool: Spool, packed: int) -> None:
        """Copy a member's bytes, within the limits of one member, of the whole and of growth."""
        assert member.source is not None
        try:
            with member.source.open() as stream:
                while part := stream.read(CHUNK):
                    spool.write(part)
                    self.context.beat()
                    self.budget.bytes += len(part)
                    self._check(spool.size, packed)
        except (NotReadable, MemoryError):
            raise
        except OSError as error:
            raise NotReadable(ProblemKind.BROKEN, f"压缩包里的这个文件已损坏：{error}") from error
        except Exception as error:
            raise NotReadable(*_as_arguments(_broken(error))) from error

    def _check(self, size: int, packed: int) -> None:
        limits = self.context.limits
        if size > limits.member_bytes:
            raise NotReadable(*_as_arguments(_size_problem(limits.member_bytes)))
        if self.budget.bytes > limits.total_bytes:
            raise NotReadable(*_as_arguments(_too_much(limits)))
        if size > limits.ratio_from and size > packed * limits.ratio:
            raise NotReadable(*_as_arguments(_bomb(limits.ratio)))

    def _beyond(self) -> Problem | None:
        """What is wrong once all that was unpacked is more than one file may come to."""
        limits, kept = self.context.limits, self.budget.kept
        if self.budget.bytes > limits.total_bytes:
            return _too_much(limits)
        if kept > limits.ratio_from and kept > self.budget.packed * limits.ratio:
            return _bomb(limits.ratio)
        return None


def _too_much(limits: Limits) -> Problem:
    return _cut(f"解开后超过 {limits.total_bytes // MEBIBYTE} MB", "container_megabytes")


def _bomb(ratio: int) -> Problem:
    return Problem(
        ProblemKind.TOO_LARGE, f"解开后是原来的 {ratio} 倍以上，可能是恶意的压缩包，没有提取", "确认它的来历"
    )


def _too_deep(depth: int) -> Problem:
    return Problem(
        ProblemKind.LIMITED,
        f"压缩包套压缩包超过 {depth} 层，里面的文件没有提取",
        "把里层的压缩包取出来单独存放，或调大设置 container_depth",
    )


def _cut(what: str, setting: str) -> Problem:
    larger = f"，或调大设置 {setting}" if setting else ""
    return Problem(ProblemKind.LIMITED, f"压缩包{what}，其余的没有提取", f"把它拆成几个{larger}")


def _broken(error: BaseException) -> Problem:
    return Problem(
        ProblemKind.BROKEN, f"文件已损坏，内容读不出来（{type(error).__name__}）", "找一份好的原件替换它"
    )


def _read(source: Source, context: Context, doc_type: str, *, has_members: bool) -> Reading:
    """What the type's reader finds; where that fails, what Tika still finds, or what can be saved of it
    without understanding it; else only the problem."""
    reader = registry.reader_of(doc_type)
    if reader is None:
        return Reading(doc_type)
    if source.size == 0:
        return Reading(
            doc_type,
            problems=(
                Problem(ProblemKind.NO_TEXT, "文件是空的（0 字节）", "没有用就删去；应当有内容的，找回原件"),
            ),
        )
    reading = _tried(reader, source, context, doc_type)
    if not reading.has_text and _failed(reading) and registry.has_own_reader(doc_type):
        second = _tried(registry.fallback_reader(), source, context, doc_type)
        if second.has_text:
            partly = Problem(
                ProblemKind.BROKEN, "文件有损坏，已读出其中的文字，可能不全", "找一份好的原件替换它"
            )
            reading = replace(second, doc_type=doc_type, problems=(partly,))
    if not reading.has_text and _failed(reading) and doc_type in salvage.KINDS:
        saved = _tried(salvage.read, source, context, doc_type)
        reading = replace(saved, doc_type=doc_type) if saved.has_text else reading
    reading = _within(reading, context.limits)
    if has_members:
        kept = tuple(p for p in reading.problems if p.kind is not ProblemKind.NO_TEXT)
        reading = replace(reading, problems=kept)
    return reading


def _within(reading: Reading, limits: Limits) -> Reading:
    """The reading with no more text than one document may have; the page that goes over is cut."""
    left, kept = limits.characters, list[Page]()
    for page in reading.pages:
        if left <= 0:
            break
        kept.append(page if len(page.text) <= left else replace(page, text=page.text[:left], boxes=()))
        left -= len(page.text)
    if left >= 0:
        return reading
    reason = f"文字超过 {limits.characters} 字，后面的没有索引"
    cut = Problem(ProblemKind.LIMITED, reason, "把文件拆成几个")
    told = any(problem.kind is ProblemKind.LIMITED for problem in reading.problems)
    return replace(
        reading, pages=tuple(kept), problems=reading.problems if told else (*reading.problems, cut)
    )


def _failed(reading: Reading) -> bool:
    return any(problem.kind is ProblemKind.BROKEN for problem in reading.problems)


def _tried(reader: Reader, source: Source, context: Context, doc_type: str) -> Reading:
    try:
        reading = reader(source, context)
    except NotReadable as error:
        return Reading(doc_type, problems=(error.problem,))
    except OSError as error:
        return Reading(doc_type, problems=unreadable(source.name, error).problems)
    except MemoryError:
        return Reading(doc_type, problems=(_TOO_MUCH_MEMORY,))
    except Exception as error:  # noqa: BLE001 - the edge where a reader meets hostile bytes
        return Reading(doc_type, problems=(_broken(error),))
    return reading


def _content(
    name: str,
    sha256: str,
    size: int,
    doc_type: str,
    reading: Reading,
    refs: tuple[MemberRef, ...],
    waiting: bool,
) -> Content:
    """The reading as a content; with a secrecy mark nothing of it is kept but the mark."""
    found_type = reading.doc_type or doc_type
    complete = not (reading.pictures_left or waiting)
    mark = find_mark(reading.pages, name)
    if mark is not None:
        return withheld(Content(sha256, size, found_type, members=refs, complete=not waiting), mark.level)
    metadata = dict(reading.metadata)
    if claimed := mismatch(found_type, name):
        metadata["claimed_type"] = claimed
    problems = reading.problems
    if size and not reading.has_text and not refs and found_type not in _IN_PIECES:
        problems = explained(found_type, name, problems or (_NOTHING,))
    return Content(
        sha256, size, found_type, reading.pages, reading.page_count, metadata, problems, refs, complete
    )


#: Types of which a file may be a later piece of an archive: it says nothing itself, the first one does.
_IN_PIECES = ("volume", "rar")
_NOTHING = Problem(
    ProblemKind.NO_TEXT, "打开了，里面什么也没有", "打开原件看看它是不是空白；应有内容就找一份好的替换它"
)
_TOO_MUCH_MEMORY = Problem(
    ProblemKind.TOO_LARGE, "读取这个文件要的内存太多，没有读出文字", "把文件拆小，或换一台内存更大的机器"
)
