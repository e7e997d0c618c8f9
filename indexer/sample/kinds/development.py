"""The file of someone who joins the Party (发展党员工作细则): from the application to full membership."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from indexer.sample.numerals import chinese_date, full_date
from indexer.sample.paper import Block, Draft, Grid, Line, Paper, Style, body, plain, right, title
from indexer.sample.truth import TruthEntry
from indexer.sample.unit import Branch, new_name


@dataclass(frozen=True, slots=True)
class Candidate:
    branch: Branch
    name: str
    applied: date
    helpers: tuple[str, str]


def candidate_of(branch: Branch, year: int) -> Candidate:
    """Who applied to the branch in the year."""
    rng = random.Random(f"candidate {branch.copy} {branch.number} {year}")
    helpers = rng.sample([person.name for person in branch.people], 2)
    return Candidate(
        branch, new_name(rng), date(year, rng.randint(1, 3), rng.randint(2, 26)), (helpers[0], helpers[1])
    )


def files_of(person: Candidate) -> Iterator[Draft]:
    """The papers in the order in which they come to be."""
    day = person.applied
    yield _application(person, day)
    yield _first_talk(person, day + timedelta(days=18))
    yield _observation(person, day + timedelta(days=200))
    yield _report(person, day + timedelta(days=420))
    yield _vetting(person, day + timedelta(days=520))
    yield _resolution(person, day + timedelta(days=610))
    yield _full_membership(person, day + timedelta(days=980))


def _draft(
    person: Candidate,
    stem: str,
    heading: str,
    blocks: tuple[Block, ...],
    day: date,
    sub: str,
    role: str,
    phrase: str,
) -> Draft:
    facts: dict[str, Any] = {"kind": "development", "role": role, "category": "05", "subcategory": sub}
    truth = TruthEntry(
        path="",
        title=heading,
        branch=person.branch.name,
        work_year=day.year,
        date=day.isoformat(),
        persons=(person.name,),
        phrases=(phrase,),
        **facts,
    )
    return Draft(stem, Paper(blocks, person.name, day), truth)


def _application(person: Candidate, day: date) -> Draft:
    phrase = "我志愿加入中国共产党，愿意为共产主义事业奋斗终身"
    texts = (
        f"{phrase}。",
        f"我在{person.branch.section}工作，干的是巡灯和抢修的活。前年冬天冻雨，老党员带着我们在迎宾大道连夜处理断线，天亮时他的手套和灯杆冻在了一起。那一晚我就想，我也要做这样的人。",
        "我深知自己还有不足，政治理论学得不深，性子急，请党组织在实践中考验我。",
        "此致",
        "敬礼！",
    )
    blocks = (
        title("入党申请书"),
        plain("敬爱的党组织："),
        *body(*texts),
        right(f"申请人：{person.name}"),
        right(full_date(day)),
    )
    return _draft(person, "1入党申请书", "入党申请书", blocks, day, "入党申请人", "申请书", phrase)


def _first_talk(person: Candidate, day: date) -> Draft:
    phrase = f"{person.name}同志入党动机端正，对党的基本知识有一定了解"
    labels = (
        f"谈话时间：{full_date(day)}",
        f"谈话人：{person.branch.secretary.name}",
        f"谈话对象：{person.name}",
        "谈话内容：",
    )
    blocks = (
        title("同入党申请人谈话记录"),
        *map(plain, labels),
        *body(f"{phrase}。", "希望其加强理论学习，自觉接受党组织的培养和考察。"),
    )
    return _draft(person, "2谈话记录", "同入党申请人谈话记录", blocks, day, "入党申请人", "会议记录", phrase)


def _observation(person: Candidate, day: date) -> Draft:
    phrase = f"{person.name}同志半年来参加抢修夜班二十三次"
    rows = (
        ("姓名", person.name, "所在支部", person.branch.name),
        ("培养联系人", "、".join(person.helpers), "考察时间", f"{day:%Y.%m}"),
        ("考察意见", f"{phrase}，政治学习认真，能主动向党组织汇报思想，建议继续培养。"),
        ("支部意见", "同意培养联系人意见。"),
    )
    blocks = (title("入党积极分子培养教育考察登记表"), Grid(rows))
    return _draft(
        person,
        "3积极分子考察登记表",
        "入党积极分子培养教育考察登记表",
        blocks,
        day,
        "积极分子",
        "登记表",
        phrase,
    )


def _report(person: Candidate, day: date) -> Draft:
    phrase = "这一季度我跟着师傅学会了单灯控制器的接线"
    texts = (
        f"{phrase}，也看到了老党员怎样对待群众的电话。",
        "通过学习，我认识到入党不光是写申请，更是每天把工单干净利落地办完。",
        "恳请党组织继续帮助我。",
    )
    blocks = (
        title("思想汇报"),
        plain("敬爱的党组织："),
        *body(*texts),
        right(f"汇报人：{person.name}"),
        right(chinese_date(day)),
    )
    return _draft(person, "4思想汇报", "思想汇报", blocks, day, "积极分子", "报告", phrase)


def _vetting(person: Candidate, day: date) -> Draft:
    phrase = f"经函调和走访，{person.name}同志本人及主要社会关系政治历史清楚"
    blocks = (
        title(f"关于{person.name}同志的政治审查结论"),
        *body(f"{phrase}，遵纪守法，群众反映良好。", "政治审查结论：合格。"),
        right(f"中共沅汀县路灯管理站{person.branch.name}"),
        right(full_date(day)),
    )
    return _draft(
        person, "5政审结论", f"关于{person.name}同志的政治审查结论", blocks, day, "发展对象", "报告", phrase
    )


def _resolution(person: Candidate, day: date) -> Draft:
    people = len(person.branch.people)
    phrase = f"同意接收{person.name}同志为中共预备党员，赞成{people}票，反对0票，弃权0票"
    text = (
        f"{full_date(day)}，{person.branch.name}召开党员大会讨论{person.name}同志入党问题。"
        f"应到有表决权党员{people}名，实到{people}名。经无记名投票，{phrase}。"
    )
    blocks = (
        title(f"关于接收{person.name}同志为预备党员的决议"),
        *body(text),
        right(f"支部书记：{person.branch.secretary.name}"),
        right(full_date(day)),
    )
    return _draft(
        person,
        "6支部大会决议",
        f"关于接收{person.name}同志为预备党员的决议",
        blocks,
        day,
        "预备党员与转正",
        "决议",
        phrase,
    )


def _full_membership(person: Candidate, day: date) -> Draft:
    phrase = "预备期一年来，我按时参加组织生活，没有缺席一次"
    blocks = (
        title("转正申请书"),
        plain("敬爱的党组织："),
        *body(f"{phrase}，特申请按期转为中共正式党员。"),
        Line("此致敬礼", Style.PLAIN),
        right(f"申请人：{person.name}"),
        right(full_date(day)),
    )
    return _draft(person, "7转正申请书", "转正申请书", blocks, day, "预备党员与转正", "申请书", phrase)
