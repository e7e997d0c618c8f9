"""What a branch writes once a year: the work plan, the summary, the roster, the dues tables."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date
from typing import Any

from indexer.sample.filling import Filling
from indexer.sample.numerals import chinese_date, chinese_number, full_date
from indexer.sample.paper import Block, Draft, Grid, Line, Paper, Style, body, plain, right, title
from indexer.sample.truth import TruthEntry
from indexer.sample.unit import Branch, Person, load_texts


def _random(branch: Branch, year: int, purpose: str) -> random.Random:
    return random.Random(f"{branch.copy} {branch.number} {year} {purpose}")


def _truth(branch: Branch, year: int, day: date, **values: Any) -> TruthEntry:
    facts: dict[str, Any] = {
        "path": "",
        "branch": branch.name,
        "work_year": year,
        "date": day.isoformat(),
    }
    return TruthEntry(**(facts | values))


def write_plan(branch: Branch, year: int, hand: str) -> Draft:
    rng = _random(branch, year, "plan")
    day = date(year, rng.randint(1, 3), rng.randint(4, 25))
    filling = Filling(rng, branch, day)
    texts = load_texts("yearly.toml")["plan"]
    heading = f"{branch.name}{year}年工作计划" if hand != "sloppy" else f"{year}年支部要做的事"
    items = filling.some(texts["items"], 5, 8)
    marks = [f"{chinese_number(n)}、" if hand != "sloppy" else f"{n}." for n in range(1, len(items) + 1)]
    blocks: list[Block] = [title(heading), *body(filling.one(texts["opening"]))]
    blocks += body(*(mark + item for mark, item in zip(marks, items, strict=True)))
    if hand in ("table", "formal"):
        blocks.append(Grid((("时间", "主要工作"), *map(tuple, texts["tasks"]))))
    blocks += [right(branch.name), right(_day(day, hand))]
    truth = _truth(
        branch,
        year,
        day,
        kind="plan",
        title=heading,
        category="12",
        subcategory="计划要点",
        role="计划",
        hand=hand,
        phrases=(items[0],),
    )
    return Draft(f"{year}年工作计划", Paper(tuple(blocks), branch.board[-1].name, day, heading), truth)


def write_summary(branch: Branch, year: int, hand: str) -> Draft:
    """Signed in December or, as often, in January of the next year: the work year is the one in the title."""
    rng = _random(branch, year, "summary")
    day = date(year, 12, rng.randint(10, 28)) if rng.random() < 0.5 else date(year + 1, 1, rng.randint(4, 15))
    filling = Filling(rng, branch, date(year, 12, 10))
    texts = load_texts("yearly.toml")["summary"]
    heading = f"{branch.name}{year}年度工作总结" if hand != "sloppy" else f"{branch.short}{year}年总结"
    items = filling.some(texts["items"], 3, 6)
    blocks: list[Block] = [title(heading), *body(filling.one(texts["opening"]))]
    blocks += [
        Line("一、主要工作", Style.HEADING),
        *body(*(f"（{chinese_number(n)}）{item}" for n, item in enumerate(items, 1))),
    ]
    blocks += [Line("二、存在的问题", Style.HEADING), *body(*filling.some(texts["faults"], 1, 3))]
    blocks += [Line("三、下步打算", Style.HEADING), *body(filling.one(texts["next"]))]
    blocks += [right(branch.name), right(_day(day, hand))]
    truth = _truth(
        branch,
        year,
        day,
        kind="summary",
        title=heading,
        category="12",
        subcategory="总结述职",
        role="总结",
        hand=hand,
        phrases=(items[0],),
    )
    return Draft(f"{year}年度工作总结", Paper(tuple(blocks), branch.board[-1].name, day, heading), truth)


def write_roster(branch: Branch, year: int, hand: str) -> Draft:
    """Identity numbers in it are invented, with a wrong check digit."""
    day = date(year, 1, 10)
    heading = f"{branch.name}党员花名册（{year}年）" if hand != "numerals" else f"{branch.name}党员名册"
    head = ("序号", "姓名", "性别", "出生年月", "入党时间", "党内职务", "身份证号码", "联系电话")
    rows = [(str(n), *_row(branch, person, n)) for n, person in enumerate(branch.people, 1)]
    foot = plain(f"填报单位：{branch.name}　　填报日期：{full_date(day)}")
    truth = _truth(
        branch,
        year,
        day,
        kind="roster",
        title=heading,
        category="05",
        subcategory="名册统计",
        role="名册",
        hand=hand,
        persons=tuple(person.name for person in branch.people),
        phrases=(branch.people[-1].name,),
    )
    blocks = (title(heading), foot, Grid((head, *rows)))
    return Draft(f"{year}年党员花名册", Paper(blocks, branch.board[-1].name, day), truth)


def _row(branch: Branch, person: Person, number: int) -> tuple[str, ...]:
    month = 1 + (number * 5) % 12
    code = f"431299{person.born}{month:02d}{10 + number:02d}{branch.number}{number:02d}"
    phone = f"199{branch.number:02d}{number:02d}{person.born}"
    return (
        person.name,
        "女" if person.female else "男",
        f"{person.born}.{month:02d}",
        f"{person.joined}.07",
        person.post or "党员",
        code + "0",
        phone,
    )


def write_dues(branch: Branch, year: int, hand: str) -> Draft:
    """The collection by month; a table in every hand, the title in several."""
    rng = _random(branch, year, "dues")
    day = date(year, 12, 25)
    heading = {
        "sloppy": f"{year}党费",
        "table": f"{year}年党费收缴登记表",
        "numerals": f"{branch.name}党员交纳党费登记册",
    }.get(hand, f"{branch.name}{year}年党费收缴明细表")
    months = tuple(f"{month}月" for month in range(1, 13))
    rows = [_dues_row(person, rng) for person in branch.people]
    total = sum(float(row[-1]) for row in rows)
    grid = Grid((("姓名", *months, "合计"), *rows, ("总计", *[""] * 12, f"{total:.2f}")))
    blocks = (title(heading), plain(f"支部：{branch.name}　单位：元　制表人：{branch.board[-1].name}"), grid)
    truth = _truth(
        branch,
        year,
        day,
        kind="dues",
        title=heading,
        category="06",
        subcategory="收缴",
        role="清单台账",
        hand=hand,
        phrases=(f"{total:.2f}",),
    )
    return Draft(
        f"{year}年党费收缴明细表", Paper(blocks, branch.board[-1].name, day), replace(truth, date=str(year))
    )


def _dues_row(person: Person, rng: random.Random) -> tuple[str, ...]:
    monthly = rng.randint(8, 60) / 2
    return (person.name, *[f"{monthly:.2f}"] * 12, f"{monthly * 12:.2f}")


def write_dues_notice(branch: Branch, year: int, quarter: int) -> Draft:
    """The quarterly publication of what was paid."""
    rng = _random(branch, year, f"dues {quarter}")
    day = date(year, quarter * 3, 28)
    heading = f"{branch.name}{year}年第{chinese_number(quarter)}季度党费收缴情况公示"
    amount = rng.randint(6000, 30000) / 10
    text = (
        f"{year}年第{chinese_number(quarter)}季度，{branch.name}应交党费党员{len(branch.people)}名，"
        f"实交{len(branch.people)}名，共收缴党费{amount:.2f}元，已全额上缴总支。"
        "现予公示，接受党员监督。公示期三天。"
    )
    blocks = (title(heading), *body(text), right(branch.name), right(full_date(day)))
    truth = _truth(
        branch,
        year,
        day,
        kind="dues-notice",
        title=heading,
        category="06",
        subcategory="公示",
        role="其他",
        phrases=(f"{amount:.2f}元",),
    )
    return Draft(f"第{chinese_number(quarter)}季度党费公示", Paper(blocks, branch.board[-1].name, day), truth)


def _day(day: date, hand: str) -> str:
    return chinese_date(day) if hand == "numerals" else full_date(day)
