"""Party lessons: the speaker's script, as a text or as slides."""

from __future__ import annotations

from indexer.sample.events import Event
from indexer.sample.meetings import entry_of
from indexer.sample.numerals import chinese_date, full_date
from indexer.sample.paper import Block, Break, Draft, Line, Paper, Style, body, title
from indexer.sample.unit import load_texts


def write_lesson(event: Event, hand: str) -> Draft:
    lessons = [
        lesson
        for lesson in load_texts("lessons.toml")["lesson"]
        if event.year in lesson.get("years", (event.year,))
    ]
    lesson = event.random("lesson").choice(lessons)
    speaker = event.branch.secretary.name
    heading = lesson["title"]
    day = chinese_date(event.day) if hand == "numerals" else full_date(event.day)
    signature = {
        "formal": f"{event.branch.name}书记　{speaker}\n（{day}）",
        "sloppy": f"{event.branch.short} {speaker} {event.day:%Y.%m.%d}",
    }.get(hand, f"——{day}在{event.branch.name}党课上的讲稿\n主讲人：{speaker}")
    blocks: list[Block] = [title(heading), *(Line(line, Style.CENTER) for line in signature.split("\n"))]
    blocks += body("同志们：", *_greeting(hand))
    for part in lesson["parts"]:
        blocks += [Line(part[0], Style.HEADING), *body(*part[1:])]
    blocks += body("我就讲这些，不当之处请同志们批评指正。" if hand != "sloppy" else "今天就讲到这里。")
    truth = entry_of(
        event,
        kind="lesson",
        role="讲稿",
        title=heading,
        persons=(speaker,),
        hand=hand,
        phrases=(lesson["parts"][0][1],),
    )
    return Draft(f"党课讲稿：{heading}", Paper(tuple(blocks), speaker, event.day, heading), truth)


def _greeting(hand: str) -> tuple[str, ...]:
    return {
        "formal": ("按照支部学习计划，今天由我给大家讲一堂党课，主要讲以下几个方面。",),
        "numerals": ("今天利用这个时间，和大家一道交流学习体会。",),
        "sloppy": ("今天随便聊几句，不念稿子。",),
    }.get(hand, ("下面结合工作实际，谈几点认识和体会，与大家共勉。",))


def as_slides(draft: Draft) -> Draft:
    """The same lesson cut for a projector, with a closing slide."""
    lines = tuple(line for line in draft.paper.blocks if not isinstance(line, Break))
    paper = Paper(
        (*lines, Line("谢谢大家", Style.HEADING)), draft.paper.author, draft.paper.created, draft.paper.title
    )
    return Draft(draft.stem.replace("讲稿", "课件"), paper, draft.truth)
