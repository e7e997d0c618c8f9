"""Nearly equal documents of an archive: found by a run, kept up to date by the next, told in groups."""

from __future__ import annotations

import zipfile

from indexer.pipeline.likeness import near_copies, near_groups, sketch_all
from indexer.pipeline.progress import unobserved
from tests.indexer.archival.test_likeness import MINUTES, copied, monthly

from .archive import Archive


def group_paths(archive: Archive) -> list[set[str]]:
    return [
        {one.place.path + (f"!{one.place.member}" if one.place.member else "") for one in group.members}
        for group in near_groups(archive.catalog)
    ]


def test_copies_with_other_dates_make_a_group_and_monthly_minutes_none(archive: Archive) -> None:
    archive.write("三支部/5月支委会.txt", MINUTES)
    archive.write("三支部/8月支委会.txt", copied(MINUTES, ("2021年5月6日", "2021年8月5日")))
    archive.write("一支部/支委会.txt", copied(MINUTES, ("王光豪", "孙静棠"), ("第三党支部", "第一党支部")))
    archive.write("一支部/副本.txt", (archive.folder / "一支部/支委会.txt").read_bytes())
    with zipfile.ZipFile(archive.folder / "报送.zip", "w") as container:
        container.writestr("11月.txt", copied(MINUTES, ("2021年5月6日", "2021年11月4日")))
    for month, text in enumerate(monthly(), 1):
        archive.write(f"二支部/{month}月支委会.txt", text)
    archive.run()
    paths = {
        "三支部/5月支委会.txt",
        "三支部/8月支委会.txt",
        "一支部/支委会.txt",
        "一支部/副本.txt",
        "报送.zip!11月.txt",
    }
    assert group_paths(archive) == [paths]
    (group,) = near_groups(archive.catalog)
    assert 0.8 <= group.least <= group.most <= 1.0
    near = near_copies(archive.catalog, archive.record("三支部/5月支委会.txt"))
    assert {one.place.path for one in near} == {
        "三支部/8月支委会.txt",
        "一支部/支委会.txt",
        "一支部/副本.txt",
        "报送.zip",
    }
    assert sketch_all(archive.catalog, unobserved) == 0


def test_a_text_that_changes_leaves_its_group_and_one_that_comes_joins(archive: Archive) -> None:
    archive.write("三支部/5月支委会.txt", MINUTES)
    file = archive.write("三支部/8月支委会.txt", copied(MINUTES, ("2021年5月6日", "2021年8月5日")))
    archive.run()
    assert len(group_paths(archive)) == 1
    file.write_text(monthly()[0], encoding="utf-8")
    archive.run()
    assert group_paths(archive) == []
    archive.write("三支部/9月支委会.txt", copied(MINUTES, ("2021年5月6日", "2021年9月2日")))
    archive.run()
    assert group_paths(archive) == [{"三支部/5月支委会.txt", "三支部/9月支委会.txt"}]


def test_forms_and_what_is_gone_or_secret_are_in_no_group(archive: Archive) -> None:
    sheet = "第三党支部党员签到表\n" + "\n".join(f"{n}　{MINUTES[n : n + 40]}" for n in range(0, 400, 20))
    archive.write("三支部/5月党员大会签到表.txt", sheet)
    archive.write("三支部/6月党员大会签到表.txt", sheet.replace("签到表", "签到表 "))
    archive.write("三支部/5月支委会.txt", MINUTES)
    archive.write("三支部/8月支委会.txt", copied(MINUTES, ("2021年5月6日", "2021年8月5日")))
    archive.run()
    assert group_paths(archive) == [{"三支部/5月支委会.txt", "三支部/8月支委会.txt"}]
    record = archive.record("三支部/8月支委会.txt")
    archive.catalog.correct(record.id, {"secrecy": "机密"}, (), "张三", "", record.revision)
    assert group_paths(archive) == []
    assert record.sha256 is not None and archive.catalog.near(record.sha256) == {}


def test_a_form_that_hundreds_fill_in_costs_no_more_than_its_share(archive: Archive) -> None:
    for number in range(150):
        archive.write(
            f"三支部/{number}.txt", MINUTES.replace("2021年5月6日", f"2021年5月{number}日") + "x" * number
        )
    archive.run()
    (group,) = near_groups(archive.catalog)
    assert len(group.members) == 150
    assert len(archive.catalog.near_pairs()) <= 150 * 120
