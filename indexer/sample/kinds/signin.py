"""Sign-in sheets, in five layouts."""

from __future__ import annotations

from collections.abc import Callable

from indexer.sample.meetings import Meeting, entry_of
from indexer.sample.numerals import chinese_date, dotted, full_date
from indexer.sample.paper import Block, Draft, Grid, Paper, plain, title
from indexer.sample.truth import MeetingTruth

Written = tuple[str, tuple[Block, ...], MeetingTruth]
_LABEL = {"党小组会": "党小组会", "支委会": "支委会", "支部党员大会": "党员大会"}


def _rows(meeting: Meeting) -> list[tuple[str, str]]:
    reasons = dict(meeting.absent)
    everyone = [*meeting.present, *reasons]
    return [(name, reasons.get(name, "")) for name in everyone]


def _numbered(meeting: Meeting) -> Written:
    event = meeting.event
    heading = f"{event.branch.name}{event.day.year}年{event.day.month}月{_name(meeting)}签到表"
    rows = [("序号", "姓名", "签名", "备注")]
    rows += [(str(n), name, "" if why else name, why) for n, (name, why) in enumerate(_rows(meeting), 1)]
    head = plain(f"时间：{full_date(event.day)}　地点：{meeting.place}　主持人：{meeting.host}")
    told = meeting.truth(left_out=("recorder", "expected", "present", "topics", "resolutions", "attending"))
    return heading, (title(heading), head, Grid(tuple(rows))), told


def _two_columns(meeting: Meeting) -> Written:
    event = meeting.event
    heading = "会议签到册"
    people = list(meeting.present)
    left, right = people[: (len(people) + 1) // 2], people[(len(people) + 1) // 2 :]
    rows = [
        ("会议名称", f"{event.branch.name}{_name(meeting)}"),
        ("会标（时间）", dotted(event.day)),
        ("姓名", "", "姓名", ""),
    ]
    rows += [
        (name, "√", right[at] if at < len(right) else "", "√" if at < len(right) else "")
        for at, name in enumerate(left)
    ]
    told = MeetingTruth(event.kind, event.day.isoformat())
    return heading, (title(heading), Grid(tuple(rows))), told


def _attendance(meeting: Meeting) -> Written:
    event = meeting.event
    heading = f"{_name(meeting)}考勤表（{event.branch.name}）"
    rows = [("姓名", "职务", "出勤情况")]
    posts = {person.name: person.post or "党员" for person in event.branch.people}
    rows += [(name, posts.get(name, "党员"), why or "到会") for name, why in _rows(meeting)]
    told = meeting.truth(left_out=("place", "host", "recorder", "topics", "resolutions", "attending"))
    foot = plain(f"应到{meeting.expected}人，实到{len(meeting.present)}人。考勤人：{meeting.recorder}")
    return heading, (title(heading), plain(f"日期：{event.day:%Y/%m/%d}"), Grid(tuple(rows)), foot), told


def _names_only(meeting: Meeting) -> Written:
    event = meeting.event
    heading = f"{event.day.month}月{event.day.day}日{_name(meeting)}签到"
    lines = [plain(heading), plain(event.branch.short), *(plain(name) for name in meeting.present)]
    return heading, tuple(lines), MeetingTruth(event.kind, event.day.isoformat())


def _old(meeting: Meeting) -> Written:
    event = meeting.event
    heading = f"{event.branch.name}{_name(meeting)}到会人员签名簿"
    rows = tuple((name, "（签名）") for name in meeting.present)
    told = MeetingTruth(event.kind, event.day.isoformat(), place=meeting.place)
    return heading, (title(heading), plain(f"{chinese_date(event.day)}于{meeting.place}"), Grid(rows)), told


HANDS: dict[str, Callable[[Meeting], Written]] = {
    "formal": _numbered,
    "run_together": _two_columns,
    "table": _attendance,
    "verbatim": _numbered,
    "sloppy": _names_only,
    "numerals": _old,
}


def write_signin(meeting: Meeting, hand: str) -> Draft:
    heading, blocks, told = HANDS[hand](meeting)
    truth = entry_of(
        meeting.event,
        kind="signin",
        role="签到表",
        title=heading,
        meeting=told,
        hand=hand,
        phrases=(meeting.present[0],),
    )
    paper = Paper(blocks, author=meeting.recorder, created=meeting.event.day)
    return Draft(f"{_name(meeting)}签到表", paper, truth)


def _name(meeting: Meeting) -> str:
    return _LABEL.get(meeting.event.kind, meeting.event.kind)
