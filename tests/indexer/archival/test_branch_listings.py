"""What lists and tables of papers say of an archive's branches."""

from __future__ import annotations

import pytest

from indexer.archival.branches.listings import listed_in


@pytest.mark.parametrize(
    ("line", "same"),
    [
        ("第二党支部\t路灯管理所党支部\t雷鸿斌\t14", ("第二党支部", "路灯管理所党支部")),
        ("第四党支部\t民一庭\t12", ("第四党支部", "民一庭")),
        ("第二党支部（路灯管理所）：", ("第二党支部", "路灯管理所")),
        ("路灯所党支部（第二党支部）换届", ("路灯所党支部", "第二党支部")),
        ("第四党支部由民一庭党员组成", ("第四党支部", "民一庭")),
        ("滨河大道项目（一项目部）党支部", ("滨河大道项目党支部", "一项目部党支部")),
    ],
)
def test_two_ways_of_calling_one_branch_are_told(line: str, same: tuple[str, str]) -> None:
    assert same in listed_in([line], "支部一览").same


def test_a_paper_that_pairs_branches_with_others_calls_none_the_same() -> None:
    rows = "第一党支部\t石桥村党支部\n第二党支部\t柳沟村党支部"
    assert listed_in([rows], "结对共建一览表").same == ()
    assert listed_in([rows], "支部一览表").same != ()


def test_names_beside_each_other_and_down_a_column_are_several_branches() -> None:
    sentence = "机关党支部、路灯所党支部和退休党支部参加。"
    assert listed_in([sentence], "").apart == (("机关党支部", "路灯所党支部", "退休党支部"),)
    column = "序号\t名称\n1\t机关党支部\n2\t路灯所党支部\n"
    assert ("机关党支部", "路灯所党支部") in listed_in([column], "").apart


def test_a_column_headed_branch_names_branches_that_are_written_without_the_word() -> None:
    table = "党费收缴汇总\n支部\t人数\t金额\n机关\t12\t340\n育种室\t9\t260\n研究生\t31\t62\n合计\t52\t662\n"
    assert ("机关党支部", "育种室党支部", "研究生党支部") in listed_in([table], "").apart
    roster = "姓名\t所在支部\n张三\t育种室\n李四\t育种室\n王五\t机关\n"
    assert listed_in([roster], "").apart == ()
