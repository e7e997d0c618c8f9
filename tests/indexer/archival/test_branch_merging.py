"""One branch under several names is found once: in short, by number, by those who lead it."""

from __future__ import annotations

from dataclasses import replace

from indexer.archival.branches.finding import find_branches
from indexer.archival.branches.resolving import resolve
from indexer.archival.values import Branch, Place


def _papers(
    folder: str, line: str, count: int = 4, people: tuple[str, ...] = (), **listed: object
) -> list[Place]:
    found = [Place(f"{folder}/{number}.docx", None, (line,), people=people) for number in range(count)]
    return [replace(place, **listed) for place in found] if listed else found


def _names(places: list[Place], unit: str | None = None) -> set[str]:
    return {branch.name for branch in find_branches(places, unit)}


def test_a_name_in_short_on_its_own_folder_is_the_branch_written_out_on_papers() -> None:
    places = [
        *_papers("路灯所支部/2020", "路灯所党支部2021年总结"),
        *_papers("路灯支部/2021", "路灯支部2021年总结"),
        *_papers("年终", "中共岚川市城市管理局路灯管理所支部委员会", 2),
        *_papers("环卫支部", "环卫支部2021年总结"),
        *_papers("环卫支部/报送", "环境卫生管理所党支部", 2),
    ]
    assert _names(places, "岚川市城市管理局") == {"路灯管理所党支部", "环境卫生管理所党支部"}


def test_what_may_be_short_for_two_branches_is_neither() -> None:
    places = [
        *_papers("a", "东城供电所党支部2021年总结"),
        *_papers("b", "东城变电站党支部2021年总结"),
        *_papers("c", "东城党支部2021年总结"),
    ]
    assert len(_names(places)) == 3


def test_names_that_a_list_has_side_by_side_are_two_branches() -> None:
    listed = ("机关服务党支部", "机关后勤服务中心党支部")
    places = [*_papers("a", f"{listed[0]}2021年总结"), *_papers("b", f"{listed[1]}2021年总结")]
    assert len(_names(places)) == 1
    assert _names([*places, Place("一览.docx", apart=(listed,))]) == set(listed)


def test_a_number_is_the_branch_that_a_list_says_it_is() -> None:
    places = [
        *_papers("路灯所", "路灯所党支部2021年总结", 6),
        *_papers("其他", "第二党支部2021年总结"),
        *_papers("其他", "第三党支部2021年总结"),
        Place("支部一览.docx", same=(("第二党支部", "路灯所党支部"),)),
    ]
    found = tuple(find_branches(places))
    assert {branch.name for branch in found} == {"路灯所党支部", "第三党支部"}
    assert [one.branch.name for one in resolve("二支部", found)] == ["路灯所党支部"]


def test_two_names_whose_meetings_the_same_people_lead_are_one_branch() -> None:
    led = ("石国梁", "黎敏")
    places = [
        *_papers("二项目部", "二项目部党支部2021年总结", 5, led),
        *_papers("散件", "东湖安置房项目党支部2021年总结", 3, led),
        *_papers("三项目部", "三项目部党支部2021年总结", 5, ("尹长河", "方圆")),
    ]
    found = tuple(find_branches(places))
    assert len(found) == 2
    assert [one.branch.name for one in resolve("东湖安置房项目支部", found)] == ["二项目部党支部"]


def test_those_who_lead_many_branches_make_none_of_them_the_same() -> None:
    places = [
        paper
        for name in ("内科", "外科", "护理", "后勤")
        for paper in _papers(name, f"{name}党支部2021年总结", 4, ("党办干事甲", "书记乙"))
    ]
    assert _names(places) == {f"{name}党支部" for name in ("内科", "外科", "护理", "后勤")}


def test_a_body_below_the_unit_keeps_its_numbered_branches_apart_from_the_units() -> None:
    places = [
        *_papers("散件", "机关第一党支部2021年总结"),
        *_papers("石桥一支部", "石桥社区第一党支部2021年总结"),
        *_papers("石桥一支部/2021", "石桥一支部总结"),
    ]
    assert _names(places, "望梅街道") == {"机关第一党支部", "石桥社区第一党支部"}


def test_a_prefix_is_written_out_for_every_number() -> None:
    places = [
        *_papers("本科一支部", "本科生第一党支部2021年总结"),
        *_papers("本科二支部", "本科二支部2021年总结"),
    ]
    assert _names(places) == {"本科生第一党支部", "本科生第二党支部"}


def test_a_folder_named_in_short_for_a_branch_of_a_list_is_its_home() -> None:
    everybody = ("机关党支部", "作物育种研究室党支部", "研究生党支部")
    places = [
        *[Place(f"育种室/{number}.docx") for number in range(4)],
        *_papers("机关支部", "机关党支部2021年总结"),
        *[Place(f"汇总{number}.xlsx", apart=(everybody,)) for number in range(2)],
    ]
    assert "作物育种研究室党支部" in _names(places)


def test_an_outlines_number_and_a_weekday_are_no_branchs() -> None:
    known = (Branch("第一党支部"), Branch("第五党支部"))
    assert resolve("1.1.1支部班子架构", known) == []
    assert [one.branch.name for one in resolve("10月13日 周五 一支部支委会", known)] == ["第一党支部"]
    assert [one.branch.name for one in resolve("支部五1-3月", known)] == ["第五党支部"]
    assert [one.branch.name for one in resolve("2502机关一支委会", known)] == ["第一党支部"]


def test_the_kind_of_body_before_a_number_chooses_among_those_of_that_number() -> None:
    known = (Branch("机关第二党支部", ("第二党支部",)), Branch("石桥社区第二党支部"))
    assert [one.branch.name for one in resolve("社区第二党支部慰问情况", known)] == ["石桥社区第二党支部"]
    assert [one.branch.name for one in resolve("第二党支部慰问情况", known)] == ["机关第二党支部"]


def test_departments_branches_of_the_same_people_are_told_apart_and_the_department_is_none() -> None:
    places = [
        place
        for body in ("护理系", "机电工程系")
        for kind in ("教工", "学生")
        for place in (
            *[Place(f"{body}/2021-2022学年/{kind}支部/{number}.docx") for number in range(3)],
            *_papers("散件", f"{body}{kind}党支部2021年总结", 2),
        )
    ]
    listed = tuple(f"{body}党支部" for body in ("护理系", "机电工程系", "图书馆"))
    places += [Place("汇总.xlsx", apart=(listed,)), *_papers("散件", "机电系学生支部2022年计划", 2)]
    found = tuple(find_branches(places))
    assert {branch.name for branch in found} == {
        *("护理系教工党支部", "护理系学生党支部", "机电工程系教工党支部", "机电工程系学生党支部")
    }
    assert [one.branch.name for one in resolve("机电学生支部", found)] == ["机电工程系学生党支部"]


def test_bodies_that_differ_by_a_numeral_are_several() -> None:
    places = [
        *_papers("一大队支部", "一大队党支部2021年总结"),
        *_papers("三大队支部", "三大队党支部2021年总结"),
        *_papers("散件", "大队党支部2020年计划", 2),
    ]
    assert {"一大队党支部", "三大队党支部"} <= _names(places)


def test_a_body_with_and_in_its_name_is_one() -> None:
    assert _names(_papers("图信支部", "图书馆与信息中心党支部2021年总结")) == {"图书馆与信息中心党支部"}
    known = (Branch("路灯所党支部"), Branch("环卫所党支部"))
    assert len(resolve("路灯所党支部与环卫所党支部", known)) == 2


def test_a_troupe_has_a_branch_and_the_youth_league_is_none() -> None:
    assert _names(_papers("剧团支部", "花鼓戏剧团党支部2021年总结")) == {"花鼓戏剧团党支部"}
    assert resolve("机关团支部换届", (Branch("机关团党支部"), Branch("机关党支部"))) == []


def test_days_and_headings_before_a_branch_are_no_part_of_it() -> None:
    known = (Branch("机关第一党支部"), Branch("第三党支部"))
    assert [one.branch.name for one in resolve("20240117机关一支部紧急会议", known)] == ["机关第一党支部"]
    assert resolve("3支部设置标准化", known) == []
