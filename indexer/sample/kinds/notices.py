"""Notices that call a meeting, by five hands."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from indexer.sample.kinds.minutes import SPOKEN
from indexer.sample.meetings import Meeting, entry_of
from indexer.sample.numerals import chinese_date, full_date, weekday
from indexer.sample.paper import Block, Draft, Paper, body, plain, right, title

Written = tuple[str, tuple[Block, ...]]


def _official(meeting: Meeting, day: date) -> Written:
    event = meeting.event
    heading = f"关于召开{event.branch.name}{event.day.month}月{SPOKEN[event.kind]}的通知"
    topics = [f"{number}.{matter.title}；" for number, matter in enumerate(meeting.matters, 1)]
    return heading, (
        title(heading),
        plain("各位党员：" if event.kind != "支委会" else "各位支部委员："),
        *body(
            f"经研究，定于{full_date(event.day)}（{weekday(event.day)}）{meeting.start}召开{SPOKEN[event.kind]}，现将有关事项通知如下："
        ),
        *body("一、会议地点", meeting.place, "二、会议议题", *topics),
        *body("三、参会人员", "全体支部委员。" if event.kind == "支委会" else "全体党员，预备党员列席。"),
        *body(
            "四、有关要求",
            "请提前安排好工作，准时参会。确因工作不能参加的，须向支部书记书面请假。",
            "特此通知。",
        ),
        right(event.branch.name),
        right(full_date(day)),
    )


def _short(meeting: Meeting, day: date) -> Written:
    event = meeting.event
    heading = "会议通知"
    text = (
        f"{event.day.month}月{event.day.day}日{meeting.start}在{meeting.place}开{SPOKEN[event.kind]}，"
        f"议题：{'、'.join(matter.short for matter in meeting.matters)}。请互相转告，不要缺席。"
    )
    return heading, (
        title(heading),
        plain(text),
        right(event.branch.short),
        right(f"{day.month}月{day.day}日"),
    )


def _old(meeting: Meeting, day: date) -> Written:
    event = meeting.event
    heading = f"{event.branch.name}关于召开{SPOKEN[event.kind]}的通知"
    topics = "；".join(matter.title for matter in meeting.matters)
    return heading, (
        title(heading),
        plain("全体同志："),
        *body(
            f"兹定于{chinese_date(event.day)}在{meeting.place}召开{SPOKEN[event.kind]}，内容为{topics}，望准时出席。"
        ),
        right(f"{event.branch.name}支部委员会" if event.branch.committee else event.branch.name),
        right(chinese_date(day)),
    )


def _message(meeting: Meeting, day: date) -> Written:
    event = meeting.event
    heading = f"【{SPOKEN[event.kind]}通知】"
    return heading, (
        plain(heading),
        plain(f"时间：{event.day.month}月{event.day.day}日（{weekday(event.day)}）{meeting.start}"),
        plain(f"地点：{meeting.place}"),
        plain(f"内容：{'，'.join(matter.title for matter in meeting.matters)}"),
        plain(f"要求：带笔记本、党徽，收到请回复。联系人：{meeting.recorder}"),
        plain(f"{event.branch.name}  {day:%Y-%m-%d}"),
    )


def _list(meeting: Meeting, day: date) -> Written:
    event = meeting.event
    heading = f"关于召开{event.day.year}年{event.day.month}月份{SPOKEN[event.kind]}的预通知"
    lines = [
        f"（{number}）{matter.title}，汇报人：{matter.reporter}"
        for number, matter in enumerate(meeting.matters, 1)
    ]
    return heading, (
        title(heading),
        *body(
            f"初定{event.day.month}月{event.day.day}日召开{SPOKEN[event.kind]}，请汇报人提前一天把材料交{meeting.recorder}同志。议程如下："
        ),
        *body(*lines),
        right(event.branch.name),
        right(full_date(day)),
    )


HANDS: dict[str, Callable[[Meeting, date], Written]] = {
    "formal": _official,
    "run_together": _list,
    "table": _message,
    "verbatim": _official,
    "sloppy": _short,
    "numerals": _old,
}


def write_notice(meeting: Meeting, hand: str) -> Draft:
    """Signed two to five days before the meeting."""
    event = meeting.event
    day = event.day - timedelta(days=event.random("notice").randint(2, 5))
    heading, blocks = HANDS[hand](meeting, day)
    truth = entry_of(
        event,
        kind="notice",
        role="通知",
        title=heading,
        date=day.isoformat(),
        genre="通知",
        hand=hand,
        phrases=(meeting.place,),
    )
    return Draft(f"{SPOKEN[event.kind]}通知", Paper(blocks, author=meeting.recorder, created=day), truth)
