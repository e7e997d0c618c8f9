"""Minutes of meetings by six hands, from the model clerk to the hurried one."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from indexer.sample.meetings import Meeting, entry_of
from indexer.sample.numerals import WEEKDAYS, chinese_date, chinese_number, dotted, full_date, weekday
from indexer.sample.paper import Block, Draft, Grid, Line, Paper, Style, body, plain, title
from indexer.sample.truth import MeetingTruth

#: What a hand makes of a meeting: the title as written, the contents, what it tells.
Written: TypeAlias = tuple[str, tuple[Block, ...], MeetingTruth]
SPOKEN = {"支委会": "支委会", "支部党员大会": "党员大会", "党小组会": "党小组会"}


def formal(meeting: Meeting) -> Written:
    """Every label on a line of its own, decisions under a heading."""
    event = meeting.event
    heading = f"{_who(meeting)}{_when(meeting)}{SPOKEN[event.kind]}会议记录"
    absent = "、".join(f"{name}（{reason}）" for name, reason in meeting.absent) or "无"
    labels = [
        f"会议时间：{full_date(event.day)}（{weekday(event.day)}）{meeting.start}",
        f"会议地点：{meeting.place}",
        f"主持人：{meeting.host}",
        f"记录人：{meeting.recorder}",
        f"应到人数：{meeting.expected}人　　实到人数：{len(meeting.present)}人",
        f"出席人员：{'、'.join(meeting.present)}",
        *([f"列席人员：{'、'.join(meeting.attending)}"] if meeting.attending else []),
        f"缺席人员及原因：{absent}",
        "会议议题：",
        *(f"{number}.{matter.title}" for number, matter in enumerate(meeting.matters, 1)),
        "会议内容：",
    ]
    blocks: list[Block] = [title(heading), *map(plain, labels), *body(meeting.opening)]
    for number, matter in enumerate(meeting.matters, 1):
        blocks.append(Line(f"{chinese_number(number)}、{matter.title}", Style.HEADING))
        blocks += body(f"{matter.reporter}同志汇报：{matter.report}")
        blocks += body(*(f"{name}同志发言：{text}" for name, text in matter.speeches))
    blocks.append(Line("会议决议：", Style.HEADING))
    blocks += body(*(f"{number}.{matter.decision}" for number, matter in enumerate(meeting.matters, 1)))
    blocks += body(meeting.agree, meeting.closing)
    return heading, tuple(blocks), meeting.truth()


def run_together(meeting: Meeting) -> Written:
    """Labels one after the other on the same line, the way a form looks once it is typed up."""
    event = meeting.event
    heading = f"{SPOKEN[event.kind]}会议记录"
    absent = "、".join(name for name, _reason in meeting.absent)
    head = (
        f"支部名称：{event.branch.name}时间：{full_date(event.day)}{meeting.start}地点：{meeting.place}"
        f"主持：{meeting.host}记录：{meeting.recorder}"
    )
    second = (
        f"应到：{meeting.expected}人实到：{len(meeting.present)}人出席：{'、'.join(meeting.present)}"
        f"缺席：{absent or '0人'}"
    )
    topics = "议题：" + "；".join(
        f"{number}、{matter.title}" for number, matter in enumerate(meeting.matters, 1)
    )
    blocks: list[Block] = [title(heading), plain(head), plain(second), plain(topics), plain("会议内容：")]
    for matter in meeting.matters:
        talk = "".join(f"{name}：{text}" for name, text in matter.speeches)
        blocks += body(f"{matter.report}{talk}")
    blocks.append(
        plain("决议：" + "".join(f"（{n}）{matter.decision}" for n, matter in enumerate(meeting.matters, 1)))
    )
    return heading, tuple(blocks), meeting.truth(left_out=("attending",))


def table(meeting: Meeting) -> Written:
    """Everything in the cells of a printed form."""
    event = meeting.event
    heading = f"{event.branch.name}{SPOKEN[event.kind]}记录表"
    content = "\n".join(
        f"{number}、{matter.title}。{matter.report}"
        + "".join(f"\n{name}：{text}" for name, text in matter.speeches)
        for number, matter in enumerate(meeting.matters, 1)
    )
    rows = (
        ("会议时间", f"{dotted(event.day)} {meeting.start}", "会议地点", meeting.place),
        ("主持人", meeting.host, "记录人", meeting.recorder),
        ("应参会人数", str(meeting.expected), "实际参会人数", str(len(meeting.present))),
        ("实际参会人员", "、".join(meeting.present)),
        ("缺席人员", "、".join(f"{name}({reason})" for name, reason in meeting.absent) or "无"),
        ("会议议题", "；".join(matter.title for matter in meeting.matters)),
        ("会议内容", content),
        ("形成决议", "\n".join(matter.decision for matter in meeting.matters)),
        ("备注", ""),
    )
    return heading, (title(heading), Grid(rows)), meeting.truth(left_out=("attending",))


def sloppy(meeting: Meeting) -> Written:
    """Half-width commas, a short date, no labels for decisions, names without posts."""
    event = meeting.event
    heading = f"{event.branch.short}{SPOKEN[event.kind]} {event.day.month}.{event.day.day}"
    lines = [
        f"时间 {dotted(event.day)}  地点 {meeting.place}",
        f"参加: {' '.join(meeting.present)}  {meeting.host}主持",
    ]
    if meeting.absent:
        lines.append(f"请假: {' '.join(name for name, _reason in meeting.absent)}")
    lines.append("说的事: " + ", ".join(matter.short for matter in meeting.matters))
    for number, matter in enumerate(meeting.matters, 1):
        talk = " ".join(f"{name[0]}: {_half(text)}" for name, text in matter.speeches)
        lines.append(f"{number}. {_half(matter.report)} {talk}")
        lines.append(f"定了: {_half(matter.decision)}")
    lines.append("大家都同意,没有别的意见。")
    told = meeting.truth(
        left_out=("attending", "recorder", "expected", "present"),
        topics=tuple(matter.short for matter in meeting.matters),
        resolutions=tuple(_half(matter.decision) for matter in meeting.matters),
    )
    return heading, (plain(heading), *map(plain, lines)), told


def numerals(meeting: Meeting) -> Written:
    """The old school: Chinese numerals, 同志 after every name."""
    event = meeting.event
    name = {"支委会": "支部委员会", "支部党员大会": "支部大会"}.get(event.kind, event.kind)
    heading = f"{_who(meeting)}{name}会议记录"
    zero = "〇○Ｏ0"[event.branch.number % 2]
    labels = [
        f"时　间：{chinese_date(event.day, zero)}星期{WEEKDAYS[event.day.weekday()]}",
        f"地　点：{meeting.place}",
        f"主　持：{meeting.host}同志",
        f"出席人：{'、'.join(meeting.present)}等{chinese_number(len(meeting.present))}人",
        f"缺席人：{'、'.join(name for name, _reason in meeting.absent) or '无'}",
        f"记　录：{meeting.recorder}",
        "议　题："
        + "；".join(f"{chinese_number(n)}、{matter.title}" for n, matter in enumerate(meeting.matters, 1)),
    ]
    blocks: list[Block] = [title(heading), *map(plain, labels), *body(meeting.opening)]
    for number, matter in enumerate(meeting.matters, 1):
        blocks += body(f"第{chinese_number(number)}项，{matter.reporter}同志说：{matter.report}")
        blocks += body(*(f"{name}同志：{text}" for name, text in matter.speeches))
        blocks += body(f"会议决定：{matter.decision}")
    told = meeting.truth(left_out=("attending", "expected"))
    return heading, tuple(blocks), told


def verbatim(meeting: Meeting) -> Written:
    """Speaker by speaker, like a transcript; the head is a paragraph."""
    event = meeting.event
    heading = f"{_who(meeting)}{SPOKEN[event.kind]}纪录（{event.day:%Y-%m-%d}）"
    absent = "，".join(f"{name}同志因{reason.removeprefix('因')}请假" for name, reason in meeting.absent)
    head = (
        f"{full_date(event.day)}，{event.branch.name}在{meeting.place}召开{SPOKEN[event.kind]}，"
        f"应到{meeting.expected}人，实到{len(meeting.present)}人{'，' + absent if absent else ''}。"
        f"{meeting.host}同志主持，{meeting.recorder}同志记录。"
    )
    blocks: list[Block] = [title(heading), *body(head)]
    for matter in meeting.matters:
        blocks += body(
            f"{meeting.host}（主持人）：下面{matter.title}。", f"{matter.reporter}：{matter.report}"
        )
        blocks += body(*(f"{name}：{text}" for name, text in matter.speeches))
        blocks += body(f"{meeting.host}：归纳一下，{matter.decision}{meeting.agree}")
    return heading, tuple(blocks), meeting.truth(left_out=("attending",))


HANDS: dict[str, Callable[[Meeting], Written]] = {
    "formal": formal,
    "run_together": run_together,
    "table": table,
    "verbatim": verbatim,
    "sloppy": sloppy,
    "numerals": numerals,
}


def write_minutes(meeting: Meeting, hand: str) -> Draft:
    heading, blocks, told = HANDS[hand](meeting)
    event = meeting.event
    truth = entry_of(
        event,
        kind="minutes",
        role="会议记录",
        title=heading,
        meeting=told,
        persons=_persons(meeting, hand),
        hand=hand,
        phrases=_phrases(meeting, hand),
    )
    paper = Paper(
        blocks, author=meeting.recorder, created=event.day, title=heading if hand == "formal" else ""
    )
    return Draft(f"{SPOKEN[event.kind]}会议记录", paper, truth)


def _persons(meeting: Meeting, hand: str) -> tuple[str, ...]:
    """Everyone whose name stands in the minutes: a transcript does not list those who kept silent."""
    absent = [name for name, _reason in meeting.absent]
    if hand != "verbatim":
        return tuple(dict.fromkeys((*meeting.present, *absent)))
    talked = [name for matter in meeting.matters for name, _text in matter.speeches]
    reported = [matter.reporter for matter in meeting.matters]
    return tuple(dict.fromkeys((meeting.host, meeting.recorder, *absent, *reported, *talked)))


def _phrases(meeting: Meeting, hand: str) -> tuple[str, ...]:
    change = _half if hand == "sloppy" else str
    return tuple(change(matter.decision) for matter in meeting.matters)


def _who(meeting: Meeting) -> str:
    group = meeting.event.group
    return meeting.event.branch.name + (f"第{chinese_number(group)}党小组" if group else "")


def _when(meeting: Meeting) -> str:
    event = meeting.event
    if event.kind == "支部党员大会":
        return f"{event.day.year}年第{chinese_number(event.number)}季度"
    return f"{event.day.year}年{event.day.month}月"


_HALF = str.maketrans("，；：“”（）", ',;:""()')


def _half(text: str) -> str:
    """The same with the punctuation of someone who types without switching the keyboard."""
    return text.translate(_HALF)
