"""What documents learn from others: rows of inventories, and the day of the meeting they belong to."""

from __future__ import annotations

import zipfile

from indexer.documents import FieldSource
from indexer.pipeline import Cause

from .archive import Archive

LIST = "序号\t文号\t责任者\t题名\t日期\t备注\n1\t衡路党发〔2021〕7号\t路灯站党总支\t{title}\t20210603\t\n"


def test_a_row_of_an_inventory_speaks_of_the_file_beside_or_below_it(archive: Archive) -> None:
    archive.write("2021/归档文件目录.txt", LIST.format(title="关于表彰先进的决定"))
    archive.write("2021/发文/关于表彰先进的决定.txt", "正文没有写文号。")
    archive.write("2022/关于表彰先进的决定.txt", "另一年的，不在目录之下。")
    archive.run()
    listed = archive.record("2021/发文/关于表彰先进的决定.txt").description.fields
    assert listed["doc_no"].value == "衡路党发〔2021〕7号"
    assert listed["doc_no"].source is FieldSource.MANIFEST
    assert archive.record("2022/关于表彰先进的决定.txt").description.value("doc_no") is None


def test_an_inventory_that_comes_later_changes_and_goes_is_followed(archive: Archive) -> None:
    archive.write("关于表彰先进的决定.txt", "正文没有写文号。")
    archive.run()

    def number() -> object:
        return archive.record("关于表彰先进的决定.txt").description.value("doc_no")

    assert number() is None
    file = archive.write("归档文件目录.txt", LIST.format(title="关于表彰先进的决定"))
    archive.run()
    assert number() == "衡路党发〔2021〕7号"
    file.write_text(LIST.format(title="关于表彰先进的决定").replace("7号", "17号"), encoding="utf-8")
    archive.run()
    assert number() == "衡路党发〔2021〕17号"
    file.unlink()
    archive.run()
    assert number() is None
    assert archive.run().redescribed == 0


def test_a_new_file_below_an_inventory_is_described_by_it(archive: Archive) -> None:
    archive.write("归档文件目录.txt", LIST.format(title="关于表彰先进的决定"))
    archive.run()
    archive.write("发文/关于表彰先进的决定.txt", "正文没有写文号。")
    assert archive.run().causes == {Cause.NEW: 1}
    record = archive.record("发文/关于表彰先进的决定.txt")
    assert record.description.value("doc_no") == "衡路党发〔2021〕7号"


def test_an_inventory_inside_a_container_speaks_of_its_members(archive: Archive) -> None:
    with zipfile.ZipFile(archive.folder / "归档.zip", "w") as container:
        container.writestr("2021/目录.txt", LIST.format(title="关于表彰先进的决定"))
        container.writestr("2021/关于表彰先进的决定.txt", "正文没有写文号。")
    archive.run()
    record = archive.record("归档.zip!2021/关于表彰先进的决定.txt")
    assert record.description.value("doc_no") == "衡路党发〔2021〕7号"


MINUTES = (
    "第一党支部支委会会议记录\n时间：2021年6月3日\n地点：会议室\n主持人：张三\n记录人：李四\n议题：路灯维修\n"
)


def test_a_document_without_a_date_takes_the_day_of_its_meeting(archive: Archive) -> None:
    place = "第一党支部/2021/6月支委会"
    archive.write(f"{place}/会议记录.txt", MINUTES)
    archive.write(f"{place}/签到表.txt", "第一党支部支委会签到表\n张三 李四 王五")
    for month in range(7, 12):
        archive.write(f"第一党支部/2021/{month}月党课.txt", f"第一党支部党课讲稿 {month}月")
    archive.run()
    date = archive.record(f"{place}/签到表.txt").description.fields["date"]
    assert (date.value, date.source) == ("2021-06-03", FieldSource.EVENT)
    assert archive.run().redescribed == 0


def test_a_notice_joins_the_meeting_whose_day_it_names(archive: Archive) -> None:
    notice = "关于召开支委会的通知\n各支委：\n定于{day}召开支委会。\n第一党支部\n2021年5月30日\n"
    archive.write("第一党支部/2021/记录/支委会.txt", MINUTES)
    archive.write("第一党支部/2021/通知/甲.txt", notice.format(day="6月3日"))
    archive.write("第一党支部/2021/通知/乙.txt", notice.format(day="6月12日"))
    for month in range(7, 12):
        archive.write(f"第一党支部/2021/{month}月党课.txt", f"第一党支部党课讲稿 {month}月")
    archive.run()
    minutes = archive.record("第一党支部/2021/记录/支委会.txt")
    _key, papers = archive.catalog.event(minutes.id, 10)
    assert [paper.path.rpartition("/")[2] for paper in papers] == ["甲.txt", "支委会.txt"]


def test_a_day_that_was_lent_goes_with_the_meeting(archive: Archive) -> None:
    place = "第一党支部/2021/6月支委会"
    minutes = archive.write(f"{place}/会议记录.txt", MINUTES)
    archive.write(f"{place}/签到表.txt", "第一党支部支委会签到表\n张三 李四 王五")
    for month in range(7, 12):
        archive.write(f"第一党支部/2021/{month}月党课.txt", f"第一党支部党课讲稿 {month}月")
    archive.run()
    minutes.unlink()
    archive.run()
    date = archive.record(f"{place}/签到表.txt").description.fields["date"]
    assert date.source is not FieldSource.EVENT


def test_a_document_without_a_branch_takes_that_of_its_dossier_and_loses_it_with_it(archive: Archive) -> None:
    archive.write("发展党员/周海棠/1入党申请书.txt", "入党申请书\n敬爱的党组织：\n申请人：周海棠\n")
    form = archive.write("发展党员/周海棠/3登记表.txt", "考察登记表\n姓名\t周海棠\t所在支部\t第二党支部\n")
    for month in range(7, 12):
        archive.write(f"第二党支部/2021/{month}月党课.txt", f"第二党支部党课讲稿\n2021年{month}月3日\n")

    def branch() -> object:
        return archive.record("发展党员/周海棠/1入党申请书.txt").description.value("branch")

    archive.run()
    assert branch() == "第二党支部"
    assert archive.run().redescribed == 0
    form.unlink()
    archive.run()
    assert branch() is None
