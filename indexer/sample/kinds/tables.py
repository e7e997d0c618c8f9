"""The tables of occasional papers: rows made of a branch's people."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import TypeAlias

from indexer.sample.unit import Branch

Rows: TypeAlias = tuple[tuple[str, ...], ...]


def _board(owner: Branch, _rng: random.Random) -> Rows:
    duties = {
        "书记": "主持支部全面工作，负责党风廉政建设",
        "组织委员": "发展党员、党费收缴、组织生活会、档案整理",
        "宣传委员": "理论学习、意识形态、信息报道",
        "纪检委员": "纪律监督、警示教育、廉政谈话",
        "青年委员": "群团工作、志愿服务、青年学习小组",
    }
    return (("职务", "姓名", "分工"), *((p.post, p.name, duties[p.post]) for p in owner.board))


def _votes(owner: Branch, rng: random.Random) -> Rows:
    total = len(owner.people)
    people = owner.people[: len(owner.board) + 1]
    counts = [total - rng.randint(0, 3) for _ in owner.board] + [3]
    rows = [(p.name, _strokes(count), str(count)) for p, count in zip(people, counts, strict=True)]
    head = (f"发出选票{total}张", f"收回{total}张", "有效票全部")
    return (head, ("候选人", "画票", "得票数"), *rows, ("监票人（签字）", "", ""), ("计票人（签字）", "", ""))


def _strokes(count: int) -> str:
    """A tally as it is kept on a blackboard: five strokes a 正."""
    return "正" * (count // 5) + ("", "一", "丁", "下", "止")[count % 5]


def _receipts(owner: Branch, rng: random.Random) -> Rows:
    chosen = rng.sample(owner.people, 4)
    rows = [(str(n), p.name, "慰问金500元、大米一袋", p.name) for n, p in enumerate(chosen, 1)]
    return (("序号", "姓名", "慰问金、物品", "签收"), *rows)


def _united_front(_owner: Branch, _rng: random.Random) -> Rows:
    head = ("类别", "人数", "其中中级以上职称", "备注")
    return (
        head,
        ("无党派人士", "6", "4", "工程科3人"),
        ("少数民族职工", "4", "1", "土家族3人、苗族1人"),
        ("归侨侨眷", "1", "0", ""),
    )


def _rectification(_owner: Branch, _rng: random.Random) -> Rows:
    return (
        ("序号", "巡察反馈问题", "整改措施", "责任人", "完成情况"),
        ("1", "支委会记录不规范，未写明请假人员", "统一记录模板，每季度抽查", "总支组织委员", "已完成"),
        ("2", "仓库旧灯具出入库登记不全", "清点造册，双人签字", "物资科科长", "已完成"),
        ("3", "部分支部主题党日流于形式", "年初报计划、事后有反馈", "各支部书记", "长期坚持"),
        ("4", "路灯经费支出未及时公示", "每季度在公开栏公示一次", "财务室", "正在整改"),
    )


def _study(owner: Branch, _rng: random.Random) -> Rows:
    themes = ("党的二十大报告", "新修订的党章", "主题教育必读书目", "安全生产法")
    rows = [(f"{n}季度", theme, "集中领学、讨论", owner.people[n].name) for n, theme in enumerate(themes, 1)]
    return (("时间", "学习内容", "方式", "领学人"), *rows)


def _hours(owner: Branch, rng: random.Random) -> Rows:
    rows = [
        (p.name, str(rng.randint(20, 34)), str(rng.randint(8, 22)), str(rng.randint(36, 62)))
        for p in owner.people
    ]
    return (("姓名", "集中学习学时", "网络学习学时", "合计"), *rows)


def _scores(owner: Branch, rng: random.Random) -> Rows:
    return (("姓名", "得分", "等次"), *((p.name, str(rng.randint(78, 99)), "合格") for p in owner.people))


def _medals(owner: Branch, _rng: random.Random) -> Rows:
    old = [p for p in owner.people if p.joined <= 1971] or list(owner.people[:3])
    return (
        ("姓名", "入党年份", "党龄", "颁发方式"),
        *((p.name, str(p.joined), f"{2021 - p.joined}年", "送章上门") for p in old),
    )


def _dues_base(owner: Branch, rng: random.Random) -> Rows:
    head = ("姓名", "月工资收入（元）", "比例", "月应交党费（元）", "本人签字")
    rows = []
    for person in owner.people:
        wage = rng.randint(2600, 5800)
        rate = 0.005 if wage <= 3000 else 0.01
        rows.append((person.name, str(wage), f"{rate * 100:.1f}%", f"{wage * rate:.2f}", ""))
    return (head, *rows)


def _scoring(_owner: Branch, _rng: random.Random) -> Rows:
    return (
        ("考核项目", "分值", "考核要点", "得分", "扣分原因"),
        ("三会一课", "25", "次数达标、记录完整", "23", "两次支委会未写请假人员"),
        ("主题党日", "15", "每月一次，六有齐全", "13.5", "8月缺照片"),
        ("组织生活会", "15", "程序规范、整改到位", "15", ""),
        ("发展党员", "15", "程序严格、材料齐全", "14", "一份思想汇报未签名"),
        ("党费", "10", "按月足额、公示", "10", ""),
        ("中心工作", "20", "亮灯率、投诉办结率", "18", "一次超时办结"),
        ("合计", "100", "", "93.5", ""),
    )


def _signatures(owner: Branch, _rng: random.Random) -> Rows:
    return (
        ("序号", "姓名", "服务内容", "签名"),
        *((str(n), p.name, "楼道灯检修", p.name) for n, p in enumerate(owner.people, 1)),
    )


TABLES: dict[str, Callable[[Branch, random.Random], Rows]] = {
    "board": _board,
    "votes": _votes,
    "receipts": _receipts,
    "united_front": _united_front,
    "rectification": _rectification,
    "study": _study,
    "hours": _hours,
    "scores": _scores,
    "medals": _medals,
    "dues_base": _dues_base,
    "scoring": _scoring,
    "signatures": _signatures,
}
