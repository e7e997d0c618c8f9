"""Monthly party days: the plan before, the record after, the news item."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from indexer.sample.events import Event
from indexer.sample.filling import Filling
from indexer.sample.meetings import entry_of
from indexer.sample.numerals import chinese_date, dotted, full_date
from indexer.sample.paper import Block, Draft, Grid, Paper, body, plain, right, title
from indexer.sample.truth import MeetingTruth
from indexer.sample.unit import load_texts


@dataclass(frozen=True, slots=True)
class PartyDay:
    event: Event
    theme: str
    place: str
    plan: tuple[str, ...]
    story: tuple[str, ...]
    present: int
    organiser: str


def celebrate(event: Event) -> PartyDay:
    """Let the party day take place; the same event always goes the same way."""
    rng = event.random("activity")
    chosen = rng.choice(_possible(event))
    filling = Filling(rng, event.branch, event.day)
    return PartyDay(
        event=event,
        theme=chosen["theme"],
        place=filling.fill(chosen["place"]),
        plan=tuple(map(filling.fill, chosen["plan"])),
        story=tuple(map(filling.fill, chosen["story"])),
        present=len(event.branch.people) - rng.randint(0, 2),
        organiser=event.branch.board[-1].name,
    )


def _possible(event: Event) -> list[dict[str, Any]]:
    day = event.day
    return [
        activity
        for activity in load_texts("activities.toml")["activity"]
        if day.year in activity.get("years", (day.year,))
        and day.month in activity.get("months", (day.month,))
    ]


def write_plan(day: PartyDay, hand: str) -> Draft:
    event = day.event
    drafted = event.day - timedelta(days=event.random("plan").randint(4, 8))
    heading = {
        "formal": f"{event.branch.name}{event.day.year}年{event.day.month}月主题党日活动方案",
        "sloppy": f"{event.day.month}月党日安排",
        "table": f"“{day.theme}”主题党日活动方案",
    }.get(hand, f"{event.branch.name}开展“{day.theme}”主题党日活动的方案")
    blocks: tuple[Block, ...]
    if hand == "sloppy":
        blocks = (
            plain(heading),
            plain(f"{event.day.month}.{event.day.day}  {day.place}  {day.theme}"),
            *map(plain, day.plan),
        )
    else:
        blocks = (
            title(heading),
            *body(
                f"一、活动主题：{day.theme}",
                f"二、活动时间：{full_date(event.day)}",
                f"三、活动地点：{day.place}",
            ),
            *body("四、参加人员：支部全体党员、入党积极分子", "五、活动安排", *day.plan),
            *body("六、工作要求：全体党员佩戴党徽，准时参加，遵守纪律，注意安全，活动结束后三天内收齐资料。"),
            right(event.branch.name),
            right(full_date(drafted)),
        )
    return Draft(
        f"{event.day.month}月主题党日方案",
        Paper(blocks, day.organiser, drafted),
        _truth(day, "方案", heading, drafted, hand),
    )


def write_record(day: PartyDay, hand: str) -> Draft:
    event = day.event
    heading, blocks = RECORDS.get(hand, _record_formal)(day)
    truth = _truth(day, "会议记录", heading, event.day, hand, day.story[0])
    return Draft(f"{event.day.month}月主题党日活动记录", Paper(blocks, day.organiser, event.day), truth)


def _record_formal(day: PartyDay) -> tuple[str, tuple[Block, ...]]:
    event = day.event
    heading = f"{event.branch.name}{event.day.year}年{event.day.month}月主题党日活动记录"
    labels = (
        f"活动主题：{day.theme}",
        f"活动时间：{full_date(event.day)}",
        f"活动地点：{day.place}",
        f"主持人：{event.branch.secretary.name}",
        f"参加人数：{day.present}人",
        f"记录人：{day.organiser}",
        "活动内容：",
    )
    return heading, (title(heading), *map(plain, labels), *body(*day.story))


def _record_table(day: PartyDay) -> tuple[str, tuple[Block, ...]]:
    event = day.event
    heading = "主题党日活动纪实表"
    rows = (
        ("支部名称", event.branch.name, "活动时间", dotted(event.day)),
        ("活动主题", day.theme, "活动地点", day.place),
        ("主持人", event.branch.secretary.name, "参加人数", str(day.present)),
        ("活动过程", "\n".join(day.story)),
        ("活动效果", "党员参与率高，群众反映良好。"),
        ("影像资料", "见附图"),
    )
    return heading, (title(heading), Grid(rows))


def _record_together(day: PartyDay) -> tuple[str, tuple[Block, ...]]:
    event = day.event
    heading = "主题党日活动记录"
    head = (
        f"支部：{event.branch.name}时间：{full_date(event.day)}地点：{day.place}"
        f"主题：{day.theme}参加人数：{day.present}人"
    )
    return heading, (title(heading), plain(head), plain("".join(day.story)))


def _record_sloppy(day: PartyDay) -> tuple[str, tuple[Block, ...]]:
    event = day.event
    heading = f"{dotted(event.day)}党日活动"
    return heading, (
        plain(heading),
        plain(f"{event.branch.short}{day.present}个党员去{day.place}搞{day.theme}"),
        *map(plain, day.story),
    )


def _record_old(day: PartyDay) -> tuple[str, tuple[Block, ...]]:
    event = day.event
    heading = f"{event.branch.name}党日活动记要"
    return heading, (
        title(heading),
        *body(
            f"{chinese_date(event.day)}，{event.branch.name}{day.present}名党员在{day.place}开展“{day.theme}”党日活动。",
            *day.story,
        ),
    )


RECORDS: dict[str, Callable[[PartyDay], tuple[str, tuple[Block, ...]]]] = {
    "formal": _record_formal,
    "table": _record_table,
    "run_together": _record_together,
    "sloppy": _record_sloppy,
    "numerals": _record_old,
}


def write_news(day: PartyDay) -> Draft:
    event = day.event
    heading = f"{event.branch.name}开展“{day.theme}”主题党日活动"
    lead = (
        f"{event.day.month}月{event.day.day}日，县路灯管理站{event.branch.name}组织{day.present}名党员"
        f"在{day.place}开展“{day.theme}”主题党日活动。"
    )
    blocks = (title(heading), *body(lead, *day.story), right(f"（通讯员 {day.organiser}）"))
    paper = Paper(blocks, day.organiser, event.day + timedelta(days=1), heading)
    return Draft(f"简讯：{heading}", paper, _truth(day, "新闻简报", heading, event.day, "news", lead))


def _told(day: PartyDay, hand: str) -> MeetingTruth:
    """Forms and labels name the theme, the model clerk who wrote it down; some only tell a story."""
    has_labels = hand not in ("sloppy", "numerals")
    names_host = hand not in ("sloppy", "numerals", "run_together")
    is_formal = RECORDS.get(hand, _record_formal) is _record_formal
    return MeetingTruth(
        "主题党日",
        day.event.day.isoformat(),
        place=day.place,
        host=day.event.branch.secretary.name if names_host else None,
        recorder=day.organiser if is_formal else None,
        present=day.present,
        topics=(day.theme,) if has_labels else (),
    )


def _truth(
    day: PartyDay, role: str, heading: str, written: date, hand: str, phrase: str | None = None
) -> Any:
    return entry_of(
        day.event,
        kind="activity",
        role=role,
        title=heading,
        date=written.isoformat(),
        meeting=_told(day, hand) if role == "会议记录" else None,
        hand=hand,
        phrases=(phrase or day.plan[0],),
    )
