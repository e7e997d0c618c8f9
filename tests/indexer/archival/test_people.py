"""Whom a paper is about or signed by is found; words that look like names are not."""

from __future__ import annotations

import pytest

from .casebook import described


def _persons(text: str, path: str = "第一党支部/材料.docx") -> list[str]:
    return described({"path": path, "text": text}).value("persons") or []


NAMED = [
    ("谈话人：王光豪  谈话对象：沈光  \n2024-2-2下午 值班室\n", "沈光"),
    ("谈话人：王光豪、张敏　对象：冉桂香　时间：2024年1月11日\n", "冉桂香"),
    ("领　条\n今领到慰问金伍佰元整。\n领款人：鲍旺（其女代签）\n", "鲍旺"),
    ("廉洁承诺书\n承诺人 石开泰   （签在纸上）\n", "石开泰"),
    ("廉洁承诺书\n我是第一党支部党员石开泰，负责装备领用。\n", "石开泰"),
    ("选举计票单\n候选人\t得票\t是否当选\n谭永强\t9\t当选\n何玉珍\t8\t当选\n", "何玉珍"),
    ("委员选票\n候选人\t韦小龙\t方之恒\t阮晓东\n符号\t\t\t\n", "阮晓东"),
    ("关于选举结果的报告\n会议选举谭永强为书记，分工何玉珍任组织委员。\n", "谭永强"),
    ("关于选举结果的报告\n会议选举谭永强为书记，分工何玉珍任组织委员。\n", "何玉珍"),
    ("批复\n同意方之恒、阮晓东、涂春燕、韦小龙为下届委员候选人预备人选。\n", "方之恒"),
    ("批复\n同意方之恒、阮晓东、涂春燕、韦小龙为下届委员候选人预备人选。\n", "韦小龙"),
    ("请示\n现任书记邱明远因年龄原因不再提名。\n", "邱明远"),
    ("公示\n评议结果：优秀2名（苏洁、佟家豪），合格5名。\n", "苏洁"),
    ("考察登记表\n积极分子\t蒋晨\t培养联系人\t王芳、周强\n", "蒋晨"),
    ("目标责任书\n责任人：支部书记　谭永强\n", "谭永强"),
    ("政治生日\n过生日的有：宋启发（2009年4月入党，关系已转来）、蒋勇（2006年4月入党）。\n", "宋启发"),
    ("支委会\n钱晓露，女，药店经营者，2019年确定为积极分子。\n", "钱晓露"),
    ("报告\n石有才，2009年入党，外出后失去联系。\n", "石有才"),
    ("表彰决定\n决定授予周德顺、滕桂花、向晓琴等3名同志“优秀共产党员”称号。\n", "向晓琴"),
    ("听党课的感想\n书记讲竹子有节，我想到质检。\n质检　沈佳　7月2日\n", "沈佳"),
]


@pytest.mark.parametrize(("text", "name"), NAMED)
def test_whom_a_paper_is_about_is_named(text: str, name: str) -> None:
    assert name in _persons(text)


def test_the_name_that_a_files_name_ends_with_is_its_authors() -> None:
    assert "唐亚萍" in _persons("读后感\n我教了十五年语文。\n", "第一党支部/心得 唐亚萍.txt")


@pytest.mark.parametrize(
    "text",
    [
        "协议\n为推动诚信经营，经协商，双方自2023年4月起结对共建。\n",
        "通知\n流入地支部管活动、管纪律、管困难、管学习。\n",
        "总结\n党员包车。班主任担任指导，第一责任人履行责任。\n",
        "办法\n党员流动管理。\n第五章　附则\n",
        "通知\n先由党员和群众代表分别推荐，再由镇党委研究确定。\n",
    ],
)
def test_words_that_look_like_names_name_nobody(text: str) -> None:
    assert _persons(text) == []
