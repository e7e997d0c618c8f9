"""The yearly review: the meeting's minutes, the ratings, the list of faults, the heart-to-heart talks."""

from __future__ import annotations

from datetime import date, timedelta

from indexer.sample.events import Event
from indexer.sample.filling import Filling
from indexer.sample.meetings import entry_of
from indexer.sample.numerals import chinese_date, dotted, full_date
from indexer.sample.paper import Block, Draft, Grid, Line, Paper, Style, body, plain, title
from indexer.sample.truth import MeetingTruth
from indexer.sample.unit import load_texts

TOPICS = ("支部书记代表支委会作对照检查", "开展批评与自我批评", "民主评议党员")


def write_review(event: Event, hand: str) -> Draft:
    rng = event.random("review")
    filling = Filling(rng, event.branch, event.day)
    texts = load_texts("review.toml")
    names = [person.name for person in event.branch.people]
    host = event.branch.secretary.name
    heading = {
        "sloppy": f"{event.branch.short}组织生活会",
        "table": f"{event.year}年度组织生活会记录表",
    }.get(hand, f"{event.branch.name}{event.year}年度组织生活会会议记录")
    day = chinese_date(event.day) if hand == "numerals" else full_date(event.day)
    labels = (
        f"时间：{day}",
        "地点：党员活动室",
        f"主持人：{host}",
        f"记录人：{names[-1]}",
        f"出席：{'、'.join(names)}",
        "缺席：无",
    )
    head: list[Block] = [plain("".join(labels))] if hand == "run_together" else list(map(plain, labels))
    blocks: list[Block] = [title(heading), *head, Line(f"一、{TOPICS[0]}", Style.HEADING)]
    blocks += body(*(f"{fault}。" for fault in filling.some(texts["faults"], 2, 3)))
    blocks.append(Line(f"二、{TOPICS[1]}", Style.HEADING))
    for name in names[:4]:
        critique = filling.fill(rng.choice(texts["critiques"]).replace("{name}", name))
        blocks += body(
            f"{name}自我批评：{filling.one(texts['faults'])}。",
            f"{rng.choice([n for n in names if n != name])}：{critique}",
        )
    good = len(names) // 3 or 1
    rating = (
        f"应到党员{len(names)}名，实到{len(names)}名。测评结果：优秀{good}名，"
        f"合格{len(names) - good}名，基本合格0名，不合格0名。"
    )
    blocks += [Line(f"三、{TOPICS[2]}", Style.HEADING), *body(rating)]
    told = MeetingTruth(
        "组织生活会",
        event.day.isoformat(),
        "党员活动室",
        host,
        names[-1],
        len(names),
        len(names),
        topics=TOPICS,
        resolutions=(),
    )
    truth = entry_of(
        event,
        kind="review",
        role="会议记录",
        title=heading,
        meeting=told,
        hand=hand,
        persons=tuple(names),
        phrases=(rating,),
    )
    return Draft(f"{event.year}年度组织生活会会议记录", Paper(tuple(blocks), names[-1], event.day), truth)


def write_fault_list(event: Event, hand: str) -> Draft:
    rng = event.random("faults")
    filling = Filling(rng, event.branch, event.day)
    texts = load_texts("review.toml")
    heading = f"{event.branch.name}{event.year}年度组织生活会问题整改清单"
    faults, people = filling.some(texts["faults"], 3, 5), event.branch.people
    rows = [
        (
            str(n),
            fault,
            filling.one(texts["improve"]),
            people[n % len(people)].name,
            f"{event.day.month % 12 + 1}月底",
        )
        for n, fault in enumerate(faults, 1)
    ]
    blocks = (title(heading), Grid((("序号", "存在问题", "整改措施", "责任人", "完成时限"), *rows)))
    truth = entry_of(
        event, kind="fault-list", role="清单台账", title=heading, hand=hand, phrases=(faults[0],)
    )
    return Draft("问题整改清单", Paper(blocks, event.branch.board[-1].name, event.day), truth)


def write_rating(event: Event, hand: str) -> Draft:
    rng = event.random("rating")
    heading = {"sloppy": "民主测评票数"}.get(
        hand, f"{event.branch.name}{event.year}年度民主评议党员测评汇总表"
    )
    people, good = event.branch.people, len(event.branch.people) // 3 or 1
    rows = []
    for at, person in enumerate(people):
        votes = len(people) - rng.randint(0, 3) if at < good else rng.randint(0, 3)
        rows.append(
            (person.name, str(votes), str(len(people) - votes), "0", "0", "优秀" if at < good else "合格")
        )
    head = ("姓名", "优秀票", "合格票", "基本合格票", "不合格票", "评定等次")
    blocks = (
        title(heading),
        plain(f"测评日期：{dotted(event.day)}　发出{len(people)}票　收回{len(people)}票"),
        Grid((head, *rows)),
    )
    truth = entry_of(
        event,
        kind="rating",
        role="报表",
        title=heading,
        subcategory="民主评议党员",
        hand=hand,
        phrases=(people[0].name,),
    )
    return Draft("民主评议测评汇总表", Paper(blocks, people[-1].name, event.day), truth)


def write_talk(event: Event, number: int, hand: str) -> Draft:
    """A talk before the review meeting, between the secretary or a committee member and a member."""
    rng = event.random(f"talk {number}")
    day = event.day - timedelta(days=rng.randint(6, 20))
    talker, listener = event.branch.board[0], event.branch.people[1 + number % (len(event.branch.people) - 1)]
    texts = load_texts("review.toml")
    said = [text.replace("{name}", listener.name) for text in rng.sample(texts["talks"], 2)]
    heading, blocks = _talk_form(
        event.branch.name, talker.name, listener.name, day, said, rng.choice(texts["answers"]), hand
    )
    truth = entry_of(
        event,
        kind="talk",
        role="会议记录",
        title=heading,
        subcategory="谈心谈话",
        date=day.isoformat(),
        event=None,
        hand=hand,
        persons=(talker.name, listener.name),
        phrases=(said[0],),
        work_year=event.year,
    )
    return Draft(f"谈心谈话记录（{listener.name}）", Paper(blocks, talker.name, day), truth)


def _talk_form(
    branch: str, talker: str, listener: str, day: date, said: list[str], answer: str, hand: str
) -> tuple[str, tuple[Block, ...]]:
    if hand == "sloppy":
        heading = f"和{listener}谈话"
        return heading, (plain(heading), plain(f"{dotted(day)} {talker}"), *map(plain, said), plain(answer))
    if hand == "table":
        rows = (
            ("谈话人", talker, "谈话对象", listener),
            ("时间", dotted(day), "地点", "支部办公室"),
            ("谈话内容", "\n".join(said)),
            ("谈话效果", answer),
        )
        return "谈心谈话记录表", (title("谈心谈话记录表"), plain(f"支部：{branch}"), Grid(rows))
    heading = f"{branch}谈心谈话记录"
    written = chinese_date(day) if hand == "numerals" else full_date(day)
    labels = (
        f"谈话时间：{written}",
        "谈话地点：支部办公室",
        f"谈话人：{talker}",
        f"谈话对象：{listener}",
        "谈话内容：",
    )
    head: list[Block] = [plain("".join(labels))] if hand == "run_together" else list(map(plain, labels))
    return heading, (title(heading), *head, *body(*said, answer))
