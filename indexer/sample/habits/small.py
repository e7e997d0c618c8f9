"""Archives of a million small files: a file a meeting, in formats that take no library to write."""

from __future__ import annotations

from collections.abc import Iterator

from indexer.sample.events import events_of
from indexer.sample.filing import SampleFile, file_draft, meeting_folder
from indexer.sample.habits.hands import hand_of
from indexer.sample.kinds.activities import celebrate, write_plan, write_record
from indexer.sample.kinds.lessons import write_lesson
from indexer.sample.kinds.minutes import SPOKEN, write_minutes
from indexer.sample.kinds.notices import write_notice
from indexer.sample.kinds.review import write_review
from indexer.sample.kinds.signin import write_signin
from indexer.sample.kinds.yearly import write_dues, write_roster, write_summary
from indexer.sample.kinds.yearly import write_plan as write_year_plan
from indexer.sample.meetings import hold
from indexer.sample.paper import Draft
from indexer.sample.unit import Branch

#: In turn: mostly text, some of each of the others.
FORMATS = ("txt", "txt-gbk", "txt", "html", "txt", "md", "txt", "docx", "txt", "txt-gbk", "txt", "html")


def keep(branch: Branch, year: int) -> Iterator[SampleFile]:
    for number, (draft, folder) in enumerate(_drafts(branch, year)):
        yield file_draft(draft, f"{branch.name}/{year}/{folder}", draft.stem, FORMATS[number % len(FORMATS)])


def _drafts(branch: Branch, year: int) -> Iterator[tuple[Draft, str]]:
    for event in events_of(branch, year):
        hand = hand_of(branch, year, event.kind)
        group = f"{event.group}组" if event.group else ""
        folder = f"{meeting_folder(event.day, event.kind)}{group}"
        if event.kind in SPOKEN:
            meeting = hold(event)
            yield write_minutes(meeting, hand), folder
            yield write_notice(meeting, hand), folder
            yield write_signin(meeting, hand), folder
        elif event.kind == "主题党日":
            day = celebrate(event)
            yield write_plan(day, hand), folder
            yield write_record(day, hand), folder
        elif event.kind == "党课":
            yield write_lesson(event, hand), folder
        else:
            yield write_review(event, hand), folder
    hand = hand_of(branch, year)
    for write in (write_year_plan, write_summary, write_roster, write_dues):
        yield write(branch, year, hand), "年度"
