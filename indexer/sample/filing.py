"""From drafts to files: a name, a format, the truth with its place; books, bundles and mails of several."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from indexer.sample.numerals import compact as compact
from indexer.sample.numerals import dotted
from indexer.sample.paper import Block, Break, Draft, Paper, title
from indexer.sample.prepared import KINDS, PICTURES, prepared
from indexer.sample.truth import PartTruth, TruthEntry
from indexer.sample.writers import doc_type, extension, write
from indexer.sample.writers.mail import mail
from indexer.sample.writers.zips import pack


@dataclass(frozen=True, slots=True)
class SampleFile:
    """``entries``: the file's own truth first, then those of its members and parts.

    ``wanted`` lists what was asked of the prepared material: (kind, paper).
    """

    path: str
    data: bytes
    entries: tuple[TruthEntry, ...]
    wanted: tuple[tuple[str, Paper], ...] = ()


def file_draft(draft: Draft, folder: str, name: str | None = None, format_name: str = "docx") -> SampleFile:
    """The draft in a format, under ``folder``, named ``name`` or by its own stem."""
    path = f"{folder}/{clean(name or draft.stem)}.{extension(format_name)}"
    own = replace(draft.truth, path=path, doc_type=doc_type(format_name), parts=len(draft.parts))
    parts = tuple(replace(part, path=path, doc_type=own.doc_type) for part in draft.parts)
    return SampleFile(path, write(format_name, draft.paper), (own, *parts))


def file_prepared(draft: Draft, folder: str, name: str, kind: str) -> SampleFile:
    """The draft as a scan, a photograph or an old office file; in a usual format where none was prepared."""
    extension_name, type_name, stand_in = KINDS[kind]
    wanted = ((kind, draft.paper),)
    data = prepared(kind, draft.paper)
    if data is None:
        return replace(file_draft(draft, folder, name, stand_in), wanted=wanted)
    path = f"{folder}/{clean(name)}.{extension_name}"
    own = replace(draft.truth, path=path, doc_type=type_name, ocr=kind in PICTURES)
    return SampleFile(path, data, (own,), wanted)


def clean(name: str) -> str:
    """Without what Windows does not take in a name."""
    return name.translate(str.maketrans('\\/:*?"<>|', "＼／：＊？“《》｜")).strip(". ")


def book(drafts: Sequence[Draft], heading: str, *, breaks: bool = True) -> Draft:
    """A year's minutes in one file, in the order of their dates; the meetings become its parts."""
    first = drafts[0].truth
    blocks: list[Block] = [title(heading)]
    for draft in drafts:
        blocks += [Break(), *draft.paper.blocks] if breaks else draft.paper.blocks
    parts = tuple(
        replace(draft.truth, part=PartTruth(number, f"{draft.truth.date}"))
        for number, draft in enumerate(drafts, 1)
    )
    truth = TruthEntry(
        path="",
        kind="book",
        title=heading,
        branch=first.branch,
        work_year=first.work_year,
        date=str(first.work_year),
        category=first.category,
        subcategory=first.subcategory if len({draft.truth.subcategory for draft in drafts}) == 1 else None,
        role="会议记录",
        hand=first.hand,
    )
    paper = Paper(tuple(blocks), drafts[-1].paper.author, drafts[-1].paper.created)
    return Draft(heading, paper, truth, parts)


def bundle(files: Iterable[SampleFile], path: str, *, names: str = "utf-8", truth: TruthEntry) -> SampleFile:
    """A ZIP of the files; their truths become those of members, nested ones joined by ``!``."""
    files = list(files)
    inside = tuple(_inside(entry, path) for file in files for entry in file.entries)
    data = pack([(file.path, file.data) for file in files], names=names)
    wanted = tuple(want for file in files for want in file.wanted)
    return SampleFile(path, data, (replace(truth, path=path, doc_type="zip", kind="bundle"), *inside), wanted)


def _inside(entry: TruthEntry, path: str) -> TruthEntry:
    member = entry.path if entry.member is None else f"{entry.path}!{entry.member}"
    return replace(entry, path=path, member=member)


def letter(paper: Paper, path: str, attachments: Sequence[SampleFile], truth: TruthEntry) -> SampleFile:
    """An e-mail with the files attached; the attachments' paths are their names alone."""
    data = mail(
        paper,
        "dangwu@ydldz.example",
        "zongzhi@ydldz.example",
        [(file.path, file.data) for file in attachments],
    )
    inside = tuple(_inside(entry, path) for file in attachments for entry in file.entries)
    own = replace(truth, path=path, doc_type="eml", kind="mail", title=paper.title)
    return SampleFile(path, data, (own, *inside))


def month_name(day: date) -> str:
    return f"{day.year}年{day.month}月"


def meeting_folder(day: date, kind: str) -> str:
    """2021.6.3支委会"""
    return f"{dotted(day)}{kind}"


def dated_name(day: date, name: str) -> str:
    """20210603_name"""
    return f"{compact(day)}_{name}"
