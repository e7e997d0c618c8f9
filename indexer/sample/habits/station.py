"""What the general branch keeps for all: numbered documents, files of people who join, mails."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from indexer.sample.events import events_of
from indexer.sample.filing import SampleFile, bundle, file_draft, file_prepared, letter
from indexer.sample.habits.occasions import file_occasions
from indexer.sample.kinds.activities import celebrate, write_news
from indexer.sample.kinds.development import candidate_of, files_of
from indexer.sample.kinds.minutes import write_minutes
from indexer.sample.kinds.upper import documents_of, write_inventory
from indexer.sample.kinds.yearly import write_dues, write_summary
from indexer.sample.meetings import hold
from indexer.sample.paper import Paper, body, plain
from indexer.sample.truth import TruthEntry
from indexer.sample.unit import Branch, branch

#: Upper-level documents that came on paper: (year, their number in the year).
SCANNED = {(2021, 1), (2022, 1)}
FORMATS = ("pdf", "docx", "ofd", "pdf")


def keep(year: int, copy: int = 0) -> Iterator[SampleFile]:
    for number, draft in enumerate(documents_of(year)):
        own = draft.truth.kind == "own"
        folder = f"总支/本级文件/{year}" if own else f"总支/上级来文/{year}年"
        if (year, number) in SCANNED:
            yield file_prepared(draft, folder, draft.stem, "scan-pdf")
        else:
            yield file_draft(draft, folder, None, "docx" if own else FORMATS[number % len(FORMATS)])
    inventory = write_inventory(year)
    if inventory is not None:
        yield file_draft(inventory, f"总支/本级文件/{year}", "归档文件目录", "xlsx")
    if copy == 0:
        yield from file_occasions(0, year, lambda draft: f"总支/{year}/{draft.truth.subcategory}")
    yield from _members(year, copy)
    yield _mail(branch(2, copy), year)
    if year == 2022:
        yield _nested(copy)


def _members(year: int, copy: int) -> Iterator[SampleFile]:
    """Someone applies in 2020, 2021 and 2022; the files go on as long as the archive's years."""
    if year not in (2020, 2021, 2022):
        return
    person = candidate_of(branch(year - 2018, copy), year)
    for draft in files_of(person):
        if draft.paper.created.year <= 2024:
            yield file_draft(draft, f"发展党员/{person.name}", draft.stem)


def _mail(owner: Branch, year: int) -> SampleFile:
    attachments = [
        _attachment(file_draft(write_summary(owner, year, "formal"), "", f"{owner.short}总结")),
        _attachment(file_draft(write_dues(owner, year, "table"), "", f"{owner.short}党费表", "xlsx")),
    ]
    day = date(year, 12, 29)
    paper = Paper(
        (
            plain("总支办公室："),
            *body(f"现将{owner.name}{year}年度总结和党费表报上，请查收。纸质件随后送到。"),
            plain(owner.secretary.name),
        ),
        owner.secretary.name,
        day,
        f"报送{owner.name}{year}年总结和党费表",
    )
    truth = TruthEntry(path="", branch=owner.name, work_year=year, date=day.isoformat())
    return letter(paper, f"总支/邮件/{year}/报送{owner.short}年度材料.eml", attachments, truth)


def _attachment(file: SampleFile) -> SampleFile:
    name = file.path.rpartition("/")[2]
    return replace(file, path=name, entries=tuple(replace(entry, path=name) for entry in file.entries))


def _nested(copy: int) -> SampleFile:
    """What a branch sent: a ZIP that someone put into another ZIP."""
    owner = branch(4, copy)
    meetings = [
        write_minutes(hold(event), "verbatim")
        for event in events_of(owner, 2022)
        if event.kind == "支部党员大会"
    ]
    inner_files = [file_draft(draft, "党员大会", draft.truth.title) for draft in meetings]
    truth = TruthEntry(path="", branch=owner.name, work_year=2022, category="02")
    inner = bundle(inner_files, "会议/三会一课.zip", names="gbk", truth=truth)
    news = [
        write_news(celebrate(event))
        for event in events_of(owner, 2022)
        if event.kind == "主题党日" and event.number == 5
    ]
    outer = [inner, *(file_draft(draft, "简讯", None, "html") for draft in news)]
    truth = TruthEntry(path="", branch=owner.name, work_year=2022)
    return bundle(outer, f"总支/收件/{owner.short}2022年报送.zip", truth=truth)
