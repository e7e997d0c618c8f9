"""A year's minutes are cut into meetings; what only speaks of meetings is left whole."""

from __future__ import annotations

import pytest

from indexer.archival.minutes.splitting import split_meetings
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


def _labels(text: str) -> list[str]:
    return [part.label for part in split_meetings([_page(1, text)])]


def test_lines_of_a_day_a_host_and_a_recorder_open_records_under_their_months() -> None:
    text = """第二党支部第一党小组会议记录
九月
2021年9月15日　值班室　主持：王光豪　记录：张敏　到会7人
商量给老党员送月饼，每人二十块。张敏说不如上门理发，定两样都送。
十月
2021年10月20日　值班室　主持：王光豪　记录：张敏　到会6人
学习一篇报道。李强说楼道的灯坏了四盏，写条子给办公室。
十一月
2021年11月17日　值班室　主持：王光豪　记录：李强　到会8人
给年底评议提名单。灯修了三盏，还差一盏。
"""
    parts = split_meetings([_page(1, text)])
    assert [part.label for part in parts] == [
        f"2021年{d}党小组会" for d in ("9月15日", "10月20日", "11月17日")
    ]
    assert [part.pages[0].text.split("\n")[0] for part in parts[1:]] == ["十月", "十一月"]


def test_terse_lines_that_each_open_with_a_day_are_as_many_meetings() -> None:
    lines = [
        f"{month}月19日 主持王光豪 到5人 研究第{month}次检查提出的问题,分工整改"
        for month in (1, 2, 3, 4, 5, 6)
    ]
    text = "\n".join(["一支部2021年上半年支委会记录（张敏整理）", *lines])
    assert _labels(text) == [f"2021年{month}月19日支委会" for month in (1, 2, 3, 4, 5, 6)]


def test_a_lesson_with_its_speaker_is_a_meeting_among_others() -> None:
    record = (
        "时间：2021年{m}月11日晚　地点：活动室　主持：王光豪　记录：张敏　应到8人，实到7人\n讨论了工作。\n"
    )
    lesson = "时间：2021年7月5日晚　地点：活动室　主讲：王光豪　到课11人\n讲的是规矩，大家提了问。\n"
    text = (
        "一支部2021年会议记录\n一、支委会\n"
        + record.format(m=3)
        + "二、党课\n"
        + lesson
        + "三、党员大会\n"
        + record.format(m=9)
    )
    assert _labels(text) == ["2021年3月11日支委会", "2021年7月5日党课", "2021年9月11日支部党员大会"]


def test_tables_that_name_who_came_and_who_was_missing_are_records() -> None:
    table = (
        "时间\t2022.{m}.8 17:30\t地点\t二楼\n到会\t王光豪、张敏、李强\t缺席\t无\n"
        "内容\t研究党费公示和慰问\n决定\t本月上墙\n"
    )
    text = "二支部2022年下半年支委会记录\n" + "".join(table.format(m=m) for m in (7, 8, 9))
    assert _labels(text) == [f"2022年{m}月8日支委会" for m in (7, 8, 9)]


def _table_of_meetings(title: str, columns: str = "日期\t会议\t主持\t到会\t主要内容") -> str:
    rows = (
        "2020.4.12\t党员大会\t王光豪\t13人\t捐款4260元；讨论志愿接送一事，大家支持，由张敏登记车辆和时间。",
        "2020.7.1\t党课\t王光豪\t15人\t张敏讲《一个值班室的两面旗》，讲了四十分钟。",
        "2020.9.27\t党员大会\t张敏\t11人\t通报党费；李强反映的问题帮助联系司法所。",
    )
    return "\n".join([title, columns, *rows])


def test_a_table_with_a_meeting_a_row_is_split_into_its_rows() -> None:
    assert _labels(_table_of_meetings("一支部2020年会议记录汇总")) == [
        "2020年4月12日支部党员大会",
        "2020年7月1日党课",
        "2020年9月27日支部党员大会",
    ]


def test_a_table_that_plans_or_counts_meetings_is_left_whole() -> None:
    assert _labels(_table_of_meetings("一支部2020年会议安排表")) == []
    assert _labels(_table_of_meetings("一支部三会一课开展情况统计")) == []
    assert _labels(_table_of_meetings("一支部会议记录", "日期\t会议\t主持\t编号\t备注")) == []


def test_days_spoken_of_in_one_record_do_not_split_it() -> None:
    told = "".join(
        f"{m}月8日支委会上定的事，由张敏落实，到会的都知道，还有两件没有办完，记录里写明了原因。\n"
        for m in (3, 4, 5)
    )
    assert _labels(RECORD.format(month=6) + told) == []


#: Books of meetings as clerks keep them, and the meetings in them.
BOOKS = {
    "days in figures": (
        """一支部会议记录

20230112 支委会
到会：周 吴 郑
议：元旦春节值班
定：每天一名党员

20230216 支委会
到会：周 吴
议：党费
定：按新工资核

20230320 党员大会
到会18人
议：年度计划
定：通过
""",
        ["2023年1月12日支委会", "2023年2月16日支委会", "2023年3月20日支部党员大会"],
    ),
    "numbered sentences": (
        """第三党小组2022年第一季度活动记录
（一）1月14日下午，在三车间休息室开会，组长雷大鸣主持，9人参加。学习中央经济工作会议精神，讨论节前安全生产。
（二）2月18日下午，线上，组长雷大鸣主持，10人参加。通报党费，学习两会筹备情况的新闻，大家谈了看法。
（三）3月18日下午，在三车间休息室，副组长贾明主持，8人参加，2人夜班请假。讨论入党积极分子沈飞的推荐，都同意。
""",
        ["2022年1月14日党小组会", "2022年2月18日党小组会", "2022年3月18日党小组会"],
    ),
    "bracketed days": (
        """2019年组织生活记录
【2019-03-15】支部党员大会
主持人：应红 记录人：蓝天宇 应到26 实到24
传达全市组织工作会议精神，通过年度计划。
【2019-06-28】党课
主讲：应红
题目：守初心
党员23人参加，两名积极分子旁听。
【2019-09-27】支部党员大会
主持人：应红 记录人：蓝天宇 应到26 实到25
讨论两名发展对象，票决通过。
【2019-12-20】支部党员大会
主持人：应红 记录人：米乐 应到27 实到27
年终总结。
""",
        [
            "2019年3月15日支部党员大会",
            "2019年6月28日党课",
            "2019年9月27日支部党员大会",
            "2019年12月20日支部党员大会",
        ],
    ),
    "records of which one counts nobody": (
        """2023年主题党日活动记录
一月
活动时间：1月11日 活动主题：走访慰问 参加人员：全体支委
走访了六户困难党员，送去米面油，老党员黎有田眼睛不好，帮他联系了医院。
三月
活动时间：3月10日 活动主题：植树 参加人员：25名党员
在河堤种了柳树一百二十棵，午饭后返回。
四月
活动时间：4月7日 活动主题：祭扫 参加人员：21名党员
在陵园敬献花篮，重温誓词，讲解员讲了三位烈士的故事。
""",
        ["2023年1月11日主题党日", "2023年3月10日主题党日", "2023年4月7日主题党日"],
    ),
    "two meetings under their days": (
        """支委会、党员大会记录（2021年9月）

9月6日 支委会
时间：14：00 地点：党员活动室
主持：苗壮 记录：季红
研究换届人选，推荐候选人4名。
9月24日 党员大会
时间：9：00 地点：大会议室
主持：苗壮 记录：季红 应到31 实到28
选举产生新一届委员会。
""",
        ["2021年9月6日支委会", "2021年9月24日支部党员大会"],
    ),
    "numbers run into days": (
        """2020年支部会议记录
1.1月10日，支委会，许茂才主持，记录柯南。研究慰问。到会5人。决定慰问8户，每户300元，周末前送到。
2.2月6日，微信群，许茂才主持。研究疫情防控值守排班，一天两班，党员每人三个班次，口罩自备。
3.4月17日，支委会，许茂才主持，记录柯南。研究复工后学习补课，一周一次，缺课的补笔记。
4.6月29日，党员大会，许茂才主持，到会41人。讲党课，表彰优秀，发展一名。
""",
        ["2020年1月10日支委会", "2020年2月6日支部会议", "2020年4月17日支委会", "2020年6月29日支部党员大会"],
    ),
    "short notes": (
        """三车间党小组会记录（2019年上半年）
1月22号 主持 老冯 到了6个
讲安全。
2月26号 主持 老冯 到了7个
讲两会。
3月19号 主持 小郝 到了5个
帮王师傅搬家的事。
""",
        ["2019年1月22日党小组会", "2019年2月26日党小组会", "2019年3月19日党小组会"],
    ),
    "lessons by their speakers": (
        """党课记录（2021年）

第一讲
时间：3月19日下午
主讲人：支部书记 秦岭
题目：从党史中汲取力量
听课人数：31人
内容提要：……

第二讲
时间：6月25日下午
主讲人：老党员 巴山
题目：我的入党故事
听课人数：35人
内容提要：……
""",
        ["2021年3月19日党课", "2021年6月25日党课"],
    ),
}


@pytest.mark.parametrize("name", BOOKS)
def test_books_of_meetings_are_cut_into_their_meetings(name: str) -> None:
    text, meetings = BOOKS[name]
    assert _labels(text) == meetings


def _labels(text: str) -> list[str]:
    return [part.label for part in split_meetings([_page(1, text)])]


SECTIONS = {
    "months": (
        "二项目部支部支委会记录\n一月（1月8日）\n到会：石国梁、黎敏、侯军。定组织生活会日子。\n"
        "二月（2月26日，微信视频）\n到会：石国梁、黎敏。复工方案：先开一个作业面，返岗人员住单间。\n",
        ["1月8日支委会", "2月26日支委会"],
    ),
    "bullets": (
        "研究生支部2024年下半年会议合集\n■ 7.3 支委会（星野主持，舒望记）\n毕业党员6人组织关系全转完。\n"
        "■ 9.25 三季度党员大会（星野主持 谈子墨记）\n应到13到12。传达三中全会精神学习安排。\n",
        ["2024年7月3日支委会", "2024年9月25日支部党员大会"],
    ),
    "times of a day": (
        "三项目部党支部6月14日会议记录\n上午 党员大会\n9时，应到5人，实到4人。尹长河主持，方圆记录。\n"
        "下午 主题党日\n15时，沉淀池边，四人到场。捡池边杂物两袋，合影一张。\n",
        ["6月14日支部党员大会", "6月14日主题党日"],
    ),
    "kinds": (
        "质检支部2019年7月会议\n一、支委会\n2019年7月1日14:00，化验室小会议室。乌兰芳记录。研究下午议程。\n"
        "二、党员大会\n当日15:00，同一地点。应到12人，实到11人。宁静书主持。作半年工作小结。\n",
        ["2019年7月1日支委会", "2019年7月1日支部党员大会"],
    ),
    "numbers": (
        "2022年上半年支委会会议记录\n第1次\n时间2022年1月12日，主持毛国栋，记录邢小羽，到会4人。准备组织生活会。\n"
        "第2次\n时间2022年2月23日，主持毛国栋，到会3人。汇总意见三十一条。\n",
        ["2022年1月12日支委会", "2022年2月23日支委会"],
    ),
    "a table each": (
        "2022年会议记录\n会标（时间）\t支部委员会 2022年1月13日\t地点\t检测楼408\n"
        "主持人\t麦青\t记录人\t蔺若兰\n议题及决定\t先进推荐\n"
        "会标（时间）\t一季度党员大会 2022年3月24日\t地点\t大厅\n"
        "主持人\t虞小川\t记录人\t蔺若兰\n议题及决定\t工作报告\n",
        ["2022年1月13日支委会", "2022年3月24日支部党员大会"],
    ),
}


@pytest.mark.parametrize(("text", "labels"), SECTIONS.values(), ids=SECTIONS)
def test_meetings_under_headings_of_one_form_are_several(text: str, labels: list[str]) -> None:
    assert _labels(text) == labels


@pytest.mark.parametrize(
    "text",
    [
        "2022年支委会工作计划\n一、支委会\n1月5日召开，由书记主持，全体支委参加。\n"
        "二、党员大会\n3月5日召开，由书记主持，应到全体党员。\n",
        "2021年主题党日活动记录\n上午 集中\n9:00，全体党员参加。\n"
        "下午 座谈\n15:00，参加座谈的有八人，史维岚主持。\n",
        "支委会会议记录\n时间：2021年6月3日\n主持：王光豪\n一、传达上级会议精神\n"
        "二、讨论7月1日的党员大会\n应到会党员三十人。\n",
    ],
)
def test_headings_of_a_plan_or_of_one_meeting_cut_nothing(text: str) -> None:
    assert _labels(text) == []
