"""One branch written many ways; the branches of an archive; other units' branches left alone."""

from __future__ import annotations

import pytest

from indexer.archival.branches.finding import find_branches
from indexer.archival.branches.resolving import resolve
from indexer.archival.values import Branch, Place

LAMPS = (Branch("第一党支部"), Branch("第二党支部"), Branch("退休党支部"), Branch("养护党支部"))
COLLEGE = tuple(
    Branch(name)
    for name in ("教工第一党支部", "学生第一党支部", "学生第二党支部", "机关党支部", "计算机学院党支部")
)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("第一党支部", "第一党支部"),
        ("一支部", "第一党支部"),
        ("1支部", "第一党支部"),
        ("第1党支部", "第一党支部"),
        ("第 一 支 部", "第一党支部"),
        ("机关第一支部", "第一党支部"),
        ("机关第一党支部", "第一党支部"),
        ("党支部（一）", "第一党支部"),
        ("党支部(二)", "第二党支部"),
        ("支部一", "第一党支部"),
        ("中共衡东县路灯管理站第一支部委员会", "第一党支部"),
        ("中共衡东县路灯管理站第二支部委员会文件", "第二党支部"),
        ("衡东县路灯管理站第一党支部2021年工作总结", "第一党支部"),
        ("01第一党支部资料", "第一党支部"),
        ("一支部支委会", "第一党支部"),
        ("第二党支部党员大会", "第二党支部"),
        ("離退休黨支部", "退休党支部"),
        ("退休支部", "退休党支部"),
        ("2021年养护党支部三会一课", "养护党支部"),
        ("路灯管理站养护党支部", "养护党支部"),
    ],
)
def test_every_way_of_writing_it_is_the_branch(text: str, name: str) -> None:
    assert [named.branch.name for named in resolve(text, LAMPS, "衡东县路灯管理站")] == [name]


@pytest.mark.parametrize(
    "text",
    [
        "各党支部",
        "本支部",
        "支部党员大会",
        "支部委员会会议",
        "党支部工作手册",
        "先进基层党支部",
        "县公安局第一党支部",
        "5个党支部",
        "这支部队",
        "第三党支部",
        "党总支部",
        "六月支部大会",
        "关于党支部换届选举的通知",
    ],
)
def test_what_names_no_branch_of_ours_is_none(text: str) -> None:
    assert resolve(text, LAMPS, "衡东县路灯管理站") == []


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("学生一支部", ["学生第一党支部"]),
        ("学生第2党支部", ["学生第二党支部"]),
        ("教工一支部与学生一支部联合党日", ["教工第一党支部", "学生第一党支部"]),
        ("第一党支部", []),
        ("第二支部", ["学生第二党支部"]),
        ("计算机学院党支部", ["计算机学院党支部"]),
        ("中共东湖学院机关支部委员会", ["机关党支部"]),
    ],
)
def test_prefixes_tell_branches_apart(text: str, names: list[str]) -> None:
    assert [named.branch.name for named in resolve(text, COLLEGE, "东湖学院")] == names


def test_an_alias_that_a_person_gave_is_found() -> None:
    branches = (Branch("第一党支部", ("老城片区",)), Branch("第二党支部"))
    assert [named.branch.name for named in resolve("老城片区2021年总结", branches)] == ["第一党支部"]


def _places(*folders: str) -> list[Place]:
    return [Place(f"{folder}/{name}") for folder in folders for name in ("a.docx", "b.doc")]


def test_folders_name_the_branches() -> None:
    places = _places(
        "第一党支部/2020", "一支部/2021", "第二党支部/2021", "退休支部", "上级文件", "党支部工作手册"
    )
    assert {branch.name for branch in find_branches(places)} == {"第一党支部", "第二党支部", "退休党支部"}


def test_letterheads_add_to_folders_and_do_not_split_them() -> None:
    head = "中共衡东县路灯管理站第一支部委员会"
    places = [
        *_places("第一党支部/2020", "第二党支部/2020"),
        Place("第一党支部/2021/c.docx", None, (head,)),
        Place("第一党支部/2021/d.docx", None, (head,)),
    ]
    assert {branch.name for branch in find_branches(places)} == {"第一党支部", "第二党支部"}


def test_the_units_name_is_not_part_of_a_branch_of_its_own() -> None:
    places = [
        Place(f"{n}/a{m}.docx", None, (f"中共衡东县路灯管理站第{n}支部委员会",))
        for n in "一二"
        for m in range(3)
    ]
    assert {branch.name for branch in find_branches(places)} == {"第一党支部", "第二党支部"}


def test_students_and_staff_have_branches_of_their_own() -> None:
    places = _places("学生第一党支部", "学生第二党支部", "教工第一党支部", "机关党支部", "计算机学院党支部")
    assert {branch.name for branch in find_branches(places)} == {
        "学生第一党支部",
        "学生第二党支部",
        "教工第一党支部",
        "机关党支部",
        "计算机学院党支部",
    }


def test_a_branch_that_visits_once_is_not_the_archives() -> None:
    places = [
        *_places("第一党支部/2020", "第二党支部/2020"),
        Place("第一党支部/2021/交流.docx", None, ("县公安局第三党支部来我站交流",)),
        Place("上级文件/x.pdf", None, ("关于表彰先进基层党支部的决定",)),
    ]
    assert {branch.name for branch in find_branches(places)} == {"第一党支部", "第二党支部"}


def test_a_village_has_one_named_branch() -> None:
    places = [
        Place("2020/会议记录.docx", None, ("中共青山镇石桥村支部委员会",)),
        Place("2020/总结.docx", None, ("石桥村党支部2020年工作总结",)),
        Place("2021/通知.docx", None, ("石桥村党支部",)),
    ]
    assert [branch.name for branch in find_branches(places)] == ["石桥村党支部"]


def named(*places: Place) -> set[str]:
    return {branch.name for branch in find_branches(places)}


def test_a_folder_in_short_and_a_letterhead_in_full_are_one_branch() -> None:
    """The fullest form is its name; every form finds it."""
    papers = [
        Place(f"{short}分公司支部/20{year}/记录.docx", None, (f"{full}运营分公司党支部支委会会议记录",))
        for short, full in (("一", "第一"), ("二", "第二"))
        for year in range(18, 21)
    ]
    found = tuple(find_branches(papers))
    assert {branch.name for branch in found} == {"第一运营分公司党支部", "第二运营分公司党支部"}
    for text in ("二分公司支部", "第二运营分公司党支部", "中共江城公交集团第二运营分公司支部委员会"):
        assert [one.branch.name for one in resolve(text, found)] == ["第二运营分公司党支部"]


def test_a_joint_branch_is_found_under_its_short_name() -> None:
    places = [
        *_places("联合支部/2021"),
        Place("联合支部/2021/c.docx", None, ("场站票务联合党支部2021年工作总结",)),
        Place("联合支部/2021/d.docx", None, ("场站票务联合党支部",)),
    ]
    found = tuple(find_branches(places))
    assert [branch.name for branch in found] == ["场站票务联合党支部"]
    assert [one.branch.name for one in resolve("联合支部", found)] == ["场站票务联合党支部"]


def test_a_numbered_branch_may_lie_in_a_folder_of_another_name() -> None:
    places = [Place(f"外科支部/2021/{n}.docx", None, ("中共中心医院第三支部委员会",)) for n in range(4)]
    places += [Place(f"内科支部/2021/{n}.docx", None, ("中共中心医院第二支部委员会",)) for n in range(4)]
    assert named(*places) == {"第三党支部", "第二党支部"}


def test_folders_side_by_side_are_different_branches() -> None:
    assert named(*_places("机关支部/2021", "局机关支部/2021", "老干支部/2021")) == {
        "机关党支部",
        "局机关党支部",
        "老干党支部",
    }


def test_the_fuller_name_is_taken_and_the_units_own_left_out() -> None:
    papers = [Place(f"一网格支部/{n}.docx", None, ("杏园社区第一网格党支部",)) for n in range(3)]
    papers += [Place(f"二网格支部/{n}.docx", None, ("杏园社区第二网格党支部",)) for n in range(3)]
    assert named(*papers) == {"第一网格党支部", "第二网格党支部"}


def test_the_same_number_in_two_communities_is_two_branches() -> None:
    places = _places("翠湖社区/第一党支部", "翠湖社区/第二党支部", "东苑社区/第一党支部")
    assert named(*places) == {"翠湖社区第一党支部", "第二党支部", "东苑社区第一党支部"}


def test_a_folder_may_be_named_for_the_village_alone() -> None:
    places = [
        *_places("石桥村/2021", "双河村/2021", "上级文件/2021"),
        Place("石桥村/2021/c.docx", None, ("石桥村党支部2021年工作总结",)),
        Place("双河村/2021/c.docx", None, (), ("中共双河村支部委员会",)),
    ]
    assert named(*places) == {"石桥村党支部", "双河村党支部"}


@pytest.mark.parametrize(
    "line",
    [
        "修理厂团支部",
        "新一届党支部",
        "第一团支部",
        "现将我处养护党支部情况报上，请审阅，不妥之处请批评指正。",
    ],
)
def test_what_only_sounds_like_a_branch_is_none(line: str) -> None:
    assert not named(*(Place(f"材料/{n}.docx", None, (line,)) for n in range(4)))


@pytest.mark.parametrize("name", ["02支部资料", "6支部大会决议", "3支部党员大会记录"])
def test_numbering_before_a_word_is_no_branchs_number(name: str) -> None:
    assert resolve(name, (*LAMPS, Branch("第六党支部"), Branch("第三党支部"))) == []
