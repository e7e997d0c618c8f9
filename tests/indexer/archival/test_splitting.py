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


def test_a_record_that_opens_with_its_matter_begins_there_and_not_at_its_time() -> None:
    record = (
        "第一党支部2021年{month}月主题党日活动记录\n活动主题：{matter}\n活动时间：2021年{month}月17日\n"
        "活动地点：新市社区\n主持人：赖秉源\n记录人：蒋予桂\n活动内容：\n当天登记来往人员三百人次。\n"
    )
    records = [
        record.format(month=month, matter=matter) for month, matter in [(1, "值守"), (4, "清明"), (5, "汛期")]
    ]
    parts = split_meetings([_page(1, "第一党支部2021年主题党日活动记录汇编"), _page(2, "".join(records))])
    assert [page.text for part in parts[1:] for page in part.pages] == records[1:]


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


def test_a_half_years_book_whose_entries_begin_with_their_day_is_split() -> None:
    text = """离退休支部2020年上半年会议记录
（张敏记，疫情期间多用电话）
一月九日，支委会，老干部活动室。到会周强、王芳、吴刚。
研究春节走访十一户，分三路，老党员每户一份慰问品，行动不便的由支委上门，有困难的另行登记上报。
三月五日，电话开会，周、王、吴三人。
疫情捐款，老同志要求捐，劝小额，有三位要捐积蓄，退回去两位，另一位再三要求，收五百元。
五月二十一日，请老党员讲党课，在食堂，窗户全开。三十一人。
题目是自己的旧事，讲了四十分钟，有人录了音，准备放给年轻人听。
"""
    parts = split_meetings([_page(1, text)])
    assert [part.label for part in parts] == ["2020年1月9日支委会", "2020年3月5日会议", "2020年5月21日党课"]


def test_records_without_a_host_are_split_where_somebody_counted() -> None:
    record = (
        "主题党日活动记录\n支部：第二党支部时间：2021年{month}月16日地点：{place}主题：参观学习参加人数：13人\n"
        "党员参观了四个展区，观看了警示教育片，填写了自查表，大家谈了感受，表示今后要按规矩办事。\n"
    )
    book = "".join(record.format(month=m, place=place) for m, place in ((1, "纪念馆"), (2, "展览馆")))
    assert len(split_meetings([_page(1, book)])) == 2
    plan = book.replace("参加人数：13人", "要求：全体参加")
    assert split_meetings([_page(1, plan)]) == []


def _opened(opening: str, head: str = "一支部2022年会议记录本") -> list[str]:
    days = ("1月14日", "2月25日", "4月15日", "10月21日")
    notes = "主持人王光豪，三人到齐，研究春节值班和路灯维修的安排。"
    numbers = "①②③④"
    lines = [
        opening.format(n=n, sign=numbers[n - 1], day=day) + "\n" + notes
        for n, day in enumerate(days, start=1)
    ]
    return [part.label for part in split_meetings([_page(1, "\n".join([head, *lines]))])]


def test_entries_may_be_numbered_bracketed_and_named_before_their_day() -> None:
    by_kind = [
        "2022年1月14日支委会",
        "2022年2月25日支委会",
        "2022年4月15日支委会",
        "2022年10月21日支委会",
    ]
    assert _opened("{sign}支委会 2022年{day} 晚7点 老兵之家") == by_kind
    assert _opened("第{n}次支委会（2022年{day}）") == by_kind
    assert _opened("{n}、{day}支委会", "2022年会议记录") == by_kind
    assert len(_opened("【{day}】五金店门口。王光豪、樊炫腾。樊炫腾记。")) == 4


def test_a_list_of_what_was_decided_when_is_no_book() -> None:
    assert _opened("{n}.{day}支委会决定维修路灯，由办公室负责在两周内全部完成。", "工作台账") == []
