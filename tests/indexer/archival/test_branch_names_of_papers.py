"""Which name a branch gets where its folder and its papers call it differently, and 党总支 among branches."""

from __future__ import annotations

import pytest

from indexer.archival.branches.cores import is_same_in_talk
from indexer.archival.branches.finding import find_branches
from indexer.archival.branches.resolving import resolve, resolve_bare, resolve_folder
from indexer.archival.values import Branch, Place


def _named(*places: Place) -> list[str]:
    return [branch.name for branch in find_branches(places)]


def _papers(folder: str, line: str, count: int = 4) -> list[Place]:
    return [Place(f"{folder}/{number}.docx", None, (line,)) for number in range(count)]


def test_papers_name_a_branch_whatever_its_folder_is_called() -> None:
    found = tuple(find_branches(_papers("老战友支部/2021", "退役军人党支部2021年总结")))
    assert [branch.name for branch in found] == ["退役军人党支部"]
    assert [one.branch.name for one in resolve("老战友支部", found)] == ["退役军人党支部"]


def test_a_folders_number_is_short_for_the_branch_of_that_number() -> None:
    places = [*_papers("一支部/2021", "第一片区党支部"), *_papers("二支部/2021", "第二片区党支部")]
    assert set(_named(*places)) == {"第一片区党支部", "第二片区党支部"}


def test_a_short_and_a_full_name_on_papers_are_one_branch_and_two_villages_two() -> None:
    shorter = _papers("a", "调控中心党支部主题党日记录", 5)
    fuller = _papers("b", "电力调度控制中心党支部2021年工作总结", 2)
    assert _named(*shorter, *fuller) == ["电力调度控制中心党支部"]
    villages = [*_papers("a", "石桥村党支部"), *_papers("b", "石板桥村党支部")]
    assert set(_named(*villages)) == {"石桥村党支部", "石板桥村党支部"}
    known = (Branch("调控中心党支部"), Branch("石桥村党支部"))
    assert [one.branch.name for one in resolve("电力调度控制中心党支部", known)] == ["调控中心党支部"]
    assert resolve("石板桥村党支部", known) == []


def test_a_place_belongs_to_a_schools_name_and_not_to_a_departments() -> None:
    school = _papers("中学支部/2021", "青溪镇小坝中学党支部")
    market = [*_papers("市场支部/2021", "市场党支部"), *_papers("市场支部/2022", "青溪镇市场党支部", 1)]
    assert set(_named(*school, *market)) == {"青溪镇小坝中学党支部", "市场党支部"}


def test_a_folder_may_be_lettered_and_shortened() -> None:
    branches = (Branch("石鼓变电站党支部"), Branch("变电运维中心党支部"), Branch("柳河供电所党支部"))
    for folder, name in (("D石鼓变电站", 0), ("C变电运维", 1), ("E2_柳河所", 2)):
        assert [one.branch for one in resolve_folder(folder, branches)] == [branches[name]]
    assert resolve_folder("A党委", branches) == []


def test_a_general_branch_with_folders_of_others_beside_it_is_one_of_the_archive() -> None:
    general = [Place(f"枫树坪村党总支/{year}/总结.docx") for year in range(2018, 2022)]
    below = [Place("枫树坪村党总支/一支部/记录.docx"), Place("枫树坪村党总支/二支部/记录.docx")]
    assert "枫树坪村党总支" in _named(*general, *below, Place("桥头社区党支部/2021/记录.docx"))
    assert set(_named(*general, *below)) == {"第一党支部", "第二党支部"}


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("征管", "征管科"),
        ("高1", "高一年级"),
        ("语文", "语文教研组"),
        ("退休", "退休教师"),
        ("老干", "离退休干部"),
    ],
)
def test_what_is_left_unsaid_of_a_name_makes_no_other_branch(said: str, written: str) -> None:
    assert is_same_in_talk(said, written) and is_same_in_talk(written, said)
    found = resolve(f"{said}支部", (Branch(f"{written}党支部"), Branch("第一党支部")))
    assert [one.branch.name for one in found] == [f"{written}党支部"]


@pytest.mark.parametrize(
    ("one", "other"), [("征管科", "征管处"), ("学生", "学生处"), ("退休教师", "离退休干部"), ("内科", "外科")]
)
def test_two_bodies_of_like_names_are_two(one: str, other: str) -> None:
    assert not is_same_in_talk(one, other)
    assert resolve(f"{other}党支部", (Branch(f"{one}党支部"),)) == []


def test_a_folder_and_papers_named_in_talk_are_the_branch_in_full() -> None:
    school = tuple(find_branches([*_papers("高一", "高一年级党支部"), *_papers("2021", "老干支部", 3)]))
    assert {branch.name for branch in school} == {"高一年级党支部", "老干党支部"}
    assert [one.branch.name for one in resolve_folder("高一", school)] == ["高一年级党支部"]
    bureau = find_branches([*_papers("a", "老干支部", 5), *_papers("b", "离退休干部党支部", 2)])
    assert [branch.name for branch in bureau] == ["离退休干部党支部"]


def test_a_name_that_is_a_bare_branchs_names_it_and_a_matters_does_not() -> None:
    branches = (Branch("征管科党支部"), Branch("宣传科党支部"))
    assert resolve_bare("征管", branches) == branches[0]
    assert resolve_bare("02征管", branches) == branches[0]
    assert resolve_bare("宣传", branches) is None
    assert resolve_bare("征管总结", branches) is None
