"""A year's minutes are cut into meetings; what only speaks of meetings is left whole."""

from __future__ import annotations

from indexer.archival.splitting import split_meetings
from indexer.documents import LineBox, Page

RECORD = """第一党支部支委会会议记录
时间：2021年{month}月3日　上午
地点：二楼会议室
主持人：王光豪　记录人：樊炫腾
应到：5人　实到：5人
议题：研究路灯经费
会议内容：
王光豪同志传达了上级文件精神。会议讨论了第{month}次会议遗留的问题，大家一致同意尽快完成路灯维修任务。
"""


def _page(number: int, text: str) -> Page:
    return Page(number, f"第{number}页", text)


def test_twelve_records_are_twelve_meetings() -> None:
    text = "".join(RECORD.format(month=month) for month in range(1, 13))
    parts = split_meetings([_page(1, text)])
    assert [part.number for part in parts] == list(range(1, 13))
    assert parts[5].label == "2021年6月3日支委会"
    assert "".join(page.text for part in parts for page in part.pages) == text


def test_meetings_cross_pages_and_keep_their_page_numbers() -> None:
    text = "2021年度会议记录本\n" + "".join(RECORD.format(month=month) for month in range(1, 5))
    pages = [_page(1, text[:250]), _page(2, text[250:500]), _page(3, text[500:])]
    parts = split_meetings(pages)
    assert len(parts) == 4
    assert parts[0].pages[0].text.startswith("2021年度会议记录本")
    assert "".join(page.text for part in parts for page in part.pages) == text
    assert [page.number for page in parts[1].pages] == [1, 2]


def test_two_meetings_on_a_day_are_two() -> None:
    text = RECORD.format(month=6) + RECORD.format(month=6).replace("上午", "下午").replace(
        "支委会", "支部党员大会"
    )
    assert [part.label for part in split_meetings([_page(1, text)])] == [
        "2021年6月3日支委会",
        "2021年6月3日支部党员大会",
    ]


def test_sheets_of_a_workbook_are_meetings() -> None:
    pages = [
        Page(
            n,
            f"{n}月",
            f"支委会会议记录\n会议时间\t2021年{n}月5日\n地点\t会议室\n主持人\t王光豪\t记录人\t樊炫腾\n"
            f"内容\t{'研究工作。' * 30}\n",
        )
        for n in range(1, 4)
    ]
    assert [part.label for part in split_meetings(pages)] == [f"2021年{n}月5日支委会" for n in range(1, 4)]


def test_records_told_in_sentences_are_cut_at_their_headings() -> None:
    text = "".join(
        f"2021年{n}月支委会会议记录\n{n}月8日，支部书记王光豪主持召开支委会，樊炫腾记录。"
        f"{'会议研究了近期工作安排，明确了责任分工。' * 8}\n"
        for n in range(1, 4)
    )
    assert [part.label for part in split_meetings([_page(1, text)])] == [
        f"2021年{n}月8日支委会" for n in range(1, 4)
    ]


def test_one_record_is_not_split() -> None:
    assert split_meetings([_page(1, RECORD.format(month=3) + "会议内容补充说明。" * 40)]) == []


def test_an_agenda_of_meetings_is_not_split() -> None:
    text = "2021年会议安排\n" + "".join(
        f"第{n}次支委会　时间：{n}月3日　地点：会议室\n" for n in range(1, 13)
    )
    assert split_meetings([_page(1, text + "主持：王光豪　记录：樊炫腾\n" * 2)]) == []


def test_mentions_of_meetings_in_running_text_do_not_split() -> None:
    text = (
        RECORD.format(month=3) + "会议回顾了第1次会议、第2次会议的决定。时间安排：6月10日。地点待定。\n" * 20
    )
    assert split_meetings([_page(1, text)]) == []


def test_a_record_with_its_sign_in_sheet_is_one_meeting() -> None:
    text = (
        RECORD.format(month=3)
        + "内容。\n" * 60
        + "会议签到表\n时间：2021年3月3日　上午\n地点：二楼会议室\n主持人：王光豪\n姓名\t签名\n"
    )
    assert split_meetings([_page(1, text)]) == []


def test_boxes_of_a_scan_go_with_their_lines() -> None:
    first, second = RECORD.format(month=1), RECORD.format(month=2)
    text = first + second
    at = text.index("地点", len(first))
    box = LineBox(at, at + 8, 0.1, 0.5, 0.4, 0.52, 0.9)
    parts = split_meetings([Page(1, "第1页", text, ocr=True, confidence=0.9, boxes=(box,))])
    moved = parts[1].pages[0]
    assert parts[0].pages[0].boxes == ()
    assert moved.text[moved.boxes[0].start : moved.boxes[0].end] == text[at : at + 8]
