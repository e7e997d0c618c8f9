"""Documents of one meeting find each other, and lend each other its day."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from indexer.archival.branches.folder_mates import branches_from_mates
from indexer.archival.describe import describe
from indexer.archival.events.finding import Described, dates_from_events, find_events
from indexer.archival.values import Branch, Subject, Unit
from indexer.documents import FieldSource, Page

UNIT = Unit("衡东县路灯管理站", (Branch("第一党支部"), Branch("第二党支部")))
RECORD = "支委会会议记录\n时间：{day}\n地点：会议室\n主持人：王光豪\n记录人：樊炫腾\n内容：……\n"


def _document(path: str, text: str = "", unit: Unit = UNIT) -> Described:
    folder, _, name = path.rpartition("/")
    pages = [Page(1, "第1页", text)] if text else []
    subject = Subject("档案", path, doc_type=path.rpartition(".")[2], pages=pages)
    return Described(path, folder, name, describe(subject, unit))


def test_a_meeting_is_proved_by_the_documents_of_its_folder() -> None:
    folder = "第一党支部/2021/2021.6.3支委会"
    documents = [
        _document(f"{folder}/会议记录.docx", RECORD.format(day="2021年6月3日")),
        _document(f"{folder}/签到表.jpg"),
        _document(f"{folder}/照片1.jpg"),
    ]
    (event,) = find_events(documents)
    assert event.key == "第一党支部|支委会|2021-06-03"
    assert set(event.documents) == {document.id for document in documents}


def test_a_document_without_a_day_learns_it() -> None:
    folder = "第一党支部/2021/6月支委会"
    documents = [
        _document(f"{folder}/会议记录.docx", RECORD.format(day="2021年6月3日")),
        _document(f"{folder}/签到表.jpg"),
    ]
    learned = dates_from_events(documents, find_events(documents))
    (description,) = learned.values()
    assert list(learned) == [f"{folder}/签到表.jpg"]
    assert description.value("date") == "2021-06-03"
    assert description.fields["date"].source is FieldSource.EVENT


def test_a_notice_belongs_to_the_meeting_that_follows_it() -> None:
    notice = "关于召开支委会的通知\n各支委：\n定于6月3日召开支委会。\n第一党支部\n2021年5月31日\n"
    documents = [
        _document("第一党支部/通知/支委会通知.docx", notice),
        _document("第一党支部/记录/a.docx", RECORD.format(day="2021年6月3日")),
        _document("第一党支部/记录/b.docx", RECORD.format(day="2021年8月3日")),
    ]
    events = find_events(documents)
    assert [len(event.documents) for event in events] == [2, 1]
    assert dates_from_events(documents, events) == {}


def test_branches_and_kinds_are_kept_apart() -> None:
    documents = [
        _document("第一党支部/a.docx", RECORD.format(day="2021年6月3日")),
        _document("第二党支部/b.docx", RECORD.format(day="2021年6月3日")),
        _document("第一党支部/c.docx", RECORD.format(day="2021年6月3日").replace("支委会", "支部党员大会")),
    ]
    assert len(find_events(documents)) == 3


def test_what_fits_several_meetings_belongs_to_none() -> None:
    documents = [
        _document("第一党支部/6月/a.docx", RECORD.format(day="2021年6月3日")),
        _document("第一党支部/6月/b.docx", RECORD.format(day="2021年6月17日")),
        _document("第一党支部/6月/2021年6月支委会签到表.jpg"),
    ]
    assert sorted(len(event.documents) for event in find_events(documents)) == [1, 1]


def test_papers_of_one_dossier_or_meeting_are_of_one_branch() -> None:
    documents = [
        _document(
            "发展党员/周海棠/1入党申请书.docx", "入党申请书\n敬爱的党组织：\n我志愿加入。\n申请人：周海棠\n"
        ),
        _document("发展党员/周海棠/3考察登记表.docx", "考察登记表\n姓名\t周海棠\t所在支部\t第二党支部\n"),
        _document("会议/2021.6.3支委会/会议记录.docx", "第一党支部" + RECORD.format(day="2021年6月3日")),
        _document("会议/2021.6.3支委会/照片1.jpg"),
        _document("会议/通知.docx", "通知\n各位党员：\n请按时开会。\n"),
    ]
    learned = branches_from_mates(documents)
    assert {key: value.value for key, value in learned.items()} == {
        "发展党员/周海棠/1入党申请书.docx": "第二党支部",
        "会议/2021.6.3支委会/照片1.jpg": "第一党支部",
    }
    assert {value.source for value in learned.values()} == {FieldSource.EVENT}


def test_papers_of_two_branches_lend_none() -> None:
    documents = [
        _document("会议/2021.6.3支委会/a.docx", "第一党支部" + RECORD.format(day="2021年6月3日")),
        _document("会议/2021.6.3支委会/b.docx", "第二党支部" + RECORD.format(day="2021年6月3日")),
        _document("会议/2021.6.3支委会/照片1.jpg"),
    ]
    assert branches_from_mates(documents) == {}


GROUP = "党小组会议记录\n时间：2021年6月8日\n地点：会议室\n主持人：{name}\n记录人：樊炫腾\n内容：……\n"


def test_groups_of_a_branch_that_meet_on_one_day_hold_a_meeting_each() -> None:
    documents = [
        _document("第一党支部/2021/第一党小组会议记录.docx", GROUP.format(name="王光豪")),
        _document("第一党支部/2021/第2党小组会议记录.docx", GROUP.format(name="曹书舟")),
    ]
    assert sorted(event.key for event in find_events(documents)) == [
        "第一党支部|党小组会（第1组）|2021-06-08",
        "第一党支部|党小组会（第2组）|2021-06-08",
    ]


def test_the_number_of_a_folder_is_not_that_of_a_group() -> None:
    (event,) = find_events([_document("第一党支部/04党小组会/记录.docx", GROUP.format(name="王光豪"))])
    assert event.key == "第一党支部|党小组会|2021-06-08"


def test_members_are_assessed_in_the_meeting_where_they_criticise_each_other() -> None:
    record = RECORD.replace("支委会", "组织生活会").format(day="2022年1月14日")
    documents = [
        _document("第一党支部/民主生活/2021年度组织生活会记录.docx", record),
        _document("第一党支部/民主生活/2021年度民主评议票数统计.xlsx"),
        _document(
            "第一党支部/民主生活/2022年度组织生活会记录.docx", record.replace("2022年1月", "2023年1月")
        ),
    ]
    events = find_events(documents)
    assert [(event.day, len(event.documents)) for event in events] == [("2022-01-14", 2), ("2023-01-14", 1)]


def test_photos_in_a_folder_of_a_whole_year_learn_no_day() -> None:
    documents = [
        _document("第一党支部/活动/2021/1月主题党日记录.docx", RECORD.format(day="2021年1月16日")),
        _document("第一党支部/活动/2021/DSC_1016.jpg"),
    ]
    assert dates_from_events(documents, find_events(documents)) == {}


def test_photos_among_many_documents_belong_to_none_of_their_meetings() -> None:
    folder = "第一党支部/照片"
    documents = [_document(f"{folder}/IMG_{number}.jpg") for number in range(30)]
    documents.append(_document(f"{folder}/会议记录.docx", RECORD.format(day="2021年6月3日")))
    assert dates_from_events(documents, find_events(documents)) == {}


def test_a_folder_whose_papers_are_of_one_branch_lends_it_whatever_it_is_called() -> None:
    told = [
        _document(f"档案/营销/{n}/会议记录.docx", "第一党支部" + RECORD.format(day="2021年6月3日"))
        for n in range(4)
    ]
    silent = _document("档案/营销/4/讲稿.docx", "那一头\n我当了六年客服。\n")
    numbered = _document("档案/营销/5/批复.docx", "某某党委〔2021〕5号\n关于接收预备党员的批复\n")
    elsewhere = _document("档案/工会/讲稿.docx", "那一头\n我当了六年客服。\n")
    learned = branches_from_mates([*told, silent, numbered, elsewhere])
    assert {key: value.value for key, value in learned.items()} == {silent.id: "第一党支部"}


def test_a_folder_that_also_holds_a_branchs_own_folder_lends_none() -> None:
    told = [
        _document(f"档案/机关/二支部/{n}.docx", "第二党支部" + RECORD.format(day="2021年6月3日"))
        for n in range(4)
    ]
    assert branches_from_mates([*told, _document("档案/机关/物资/合同.docx", "采购合同\n一、标的。\n")]) == {}


def test_a_dossier_may_say_what_it_is_for() -> None:
    told = _document("档案/周海棠入党材料/谈话.docx", "第二党支部谈话记录\n")
    silent = _document("档案/周海棠入党材料/思想汇报.docx", "思想汇报\n我到站里三年了。\n")
    learned = branches_from_mates([told, silent])
    assert {key: value.value for key, value in learned.items()} == {silent.id: "第二党支部"}


def test_one_paper_tells_a_folder_that_is_called_by_a_part_of_its_branchs_name() -> None:
    unit = Unit("衡东县路灯管理站", (Branch("行政后勤党支部"), Branch("第一党支部")))
    told = _document("档案/后勤/计划.docx", "陪餐计划\n每天两人。\n行政后勤党支部\n2021年3月1日\n", unit)
    silent = [_document(f"档案/后勤/{name}.docx", "谈话\n水管到年限了。\n", unit) for name in "甲乙丙"]
    assert set(branches_from_mates([told, *silent])) == {one.id for one in silent}


ELECTION = (
    "第一党支部换届选举党员大会记录\n时间：2022年6月17日\n地点：会议室\n主持人：王光豪\n记录人：樊炫腾\n"
)
FIRST = "新一届支部委员会第一次会议纪要\n2022年6月17日，王光豪主持召开支委会。\n记录：樊炫腾\n"


def _together(*documents: Described) -> set[frozenset[str]]:
    """The names of the papers of each event that has several."""
    events = [event.documents for event in find_events(documents)]
    return {frozenset(one.rpartition("/")[2] for one in some) for some in events if len(some) > 1}


def test_what_prepared_an_election_and_what_came_of_it_stands_with_it() -> None:
    folder = "第一党支部/换届"
    request = "关于第一党支部换届选举的请示\n党总支：\n拟于6月中旬换届。\n第一党支部\n2022年5月20日\n"
    report = "关于第一党支部换届选举结果的报告\n党总支：\n6月17日召开了大会。\n第一党支部\n2022年6月20日\n"
    assert _together(
        _document(f"{folder}/请示.docx", request),
        _document(f"{folder}/记录.docx", ELECTION),
        _document(f"{folder}/报告.docx", report),
        _document(f"{folder}/纪要.docx", FIRST),
    ) == {frozenset(("请示.docx", "记录.docx", "报告.docx"))}


def test_an_activity_has_several_names_and_its_news_is_written_afterwards() -> None:
    sheet = "第二党支部主题党日签到表\n时间：2023年3月5日\n地点：广场\n王光豪\n张敏\n"
    news = "红马甲走上广场\n3月5日，第二党支部党员开展学雷锋志愿服务。\n（张敏　2023年3月6日）\n"
    assert _together(
        _document("第二党支部/3月/签到.xlsx", sheet), _document("第二党支部/信息/学雷锋.docx", news)
    ) == {frozenset(("签到.xlsx", "学雷锋.docx"))}


def _with_text(path: str, text: str) -> Described:
    return replace(_document(path, text), text=partial(str, text))


def test_a_notice_of_a_meeting_that_left_no_record_is_not_of_the_next_one() -> None:
    notice = "关于召开支委会的通知\n各支委：\n定于{day}召开支委会。\n第一党支部\n2021年6月1日\n"
    record = _document("第一党支部/记录.docx", RECORD.format(day="2021年6月14日"))
    assert _together(record, _with_text("第一党支部/通知.docx", notice.format(day="6月13日"))) != set()
    assert _together(record, _with_text("第一党支部/通知.docx", notice.format(day="6月3日"))) == set()


def test_of_two_meetings_a_notice_is_of_the_one_it_names() -> None:
    notice = "关于召开支委会的通知\n各支委：\n定于6月14日召开支委会。\n第一党支部\n2021年6月1日\n"
    assert _together(
        _document("第一党支部/一.docx", RECORD.format(day="2021年6月3日")),
        _document("第一党支部/二.docx", RECORD.format(day="2021年6月14日")),
        _with_text("第一党支部/通知.docx", notice),
    ) == {frozenset(("二.docx", "通知.docx"))}


def test_a_meeting_that_only_a_report_tells_of_has_the_day_it_names_and_lends_it_to_none() -> None:
    report = (
        "2021年度组织生活会情况的报告\n党总支：\n我支部于1月21日召开组织生活会。\n第一党支部\n2022年1月24日\n"
    )
    documents = [
        _with_text("第一党支部/组织生活会/报告.docx", report),
        _document(
            "第一党支部/组织生活会/问题整改清单.xlsx", "组织生活会问题整改清单\n序号\t问题\n1\t学习不深\n"
        ),
    ]
    (event,) = find_events(documents)
    assert (event.key, len(event.documents)) == ("第一党支部|组织生活会|2022-01-21", 2)
    assert dates_from_events(documents, [event]) == {}


def test_the_plan_of_a_year_a_list_of_papers_and_talks_are_of_no_meeting() -> None:
    plan = "第一党支部2022年度主题党日计划\n1月 走访\n2月 学习\n第一党支部\n2022年1月10日\n"
    record = RECORD.replace("支委会会议", "主题党日活动").format(day="2022年1月15日")
    talk = "谈心谈话记录\n谈话人：王光豪\n谈话对象：{name}\n时间：2021年12月20日\n地点：办公室\n"
    assert not _together(
        _document("第一党支部/主题党日/计划.docx", plan),
        _document("第一党支部/主题党日/1月记录.docx", record),
        _document("第一党支部/盒/卷内目录.xlsx", "卷内文件目录\n序号\t题名\n1\t支委会会议记录\n"),
        _document("第一党支部/盒/01.docx", RECORD.format(day="2021年3月11日")),
        _document("第一党支部/谈话/张敏.docx", talk.format(name="张敏")),
        _document("第一党支部/谈话/李强.docx", talk.format(name="李强")),
    )


def test_photos_in_a_folder_within_that_of_a_meeting_are_of_it() -> None:
    folder = "第一党支部/2021.6.3支委会"
    photos = [_document(f"{folder}/照片/IMG_{number}.jpg") for number in range(12)]
    record = _document(f"{folder}/文字/记录.docx", RECORD.format(day="2021年6月3日"))
    (event,) = find_events([record, *photos])
    assert len(event.documents) == 13


def test_who_signs_in_on_the_day_of_an_election_signs_in_for_it() -> None:
    sheet = "第一党支部党员大会签到表\n时间：2022年6月17日\n王光豪\n张敏\n"
    assert _together(
        _document("第一党支部/签到.xlsx", sheet), _document("第一党支部/记录.docx", ELECTION)
    ) == {frozenset(("签到.xlsx", "记录.docx"))}


def test_a_sheet_that_names_no_group_is_that_of_the_only_one_that_met() -> None:
    sheet = _document("第一党支部/签到.xlsx", "第一党支部党小组会签到表\n时间：2021年6月8日\n王光豪\n")
    first, second = (
        _document(f"第一党支部/第{n}党小组会议记录.docx", GROUP.format(name="王光豪")) for n in "一二"
    )
    assert _together(sheet, first) == {frozenset(("签到.xlsx", "第一党小组会议记录.docx"))}
    assert _together(sheet, first, second) == set()


def test_what_a_branch_studies_together_is_an_event_and_the_plan_of_a_campaign_is_not_of_it() -> None:
    record = "第一党支部警示教育会记录\n时间：2024年5月22日\n地点：会议室\n主持人：王光豪\n记录人：张敏\n"
    sheet = "第一党支部警示教育签到表\n时间：2024年5月22日\n王光豪\n张敏\n"
    plan = "第一党支部警示教育月实施方案\n一、观看警示片。\n第一党支部\n2024年5月10日\n"
    assert _together(
        _document("第一党支部/警示教育/记录.docx", record),
        _document("第一党支部/警示教育/签到.xlsx", sheet),
        _document("第一党支部/警示教育/方案.docx", plan),
    ) == {frozenset(("记录.docx", "签到.xlsx"))}


def test_a_report_that_names_the_day_of_its_meeting_may_come_much_later() -> None:
    news = "党员献血\n6月3日，第一党支部开展主题党日活动，二十名党员献血。\n（张敏　2021年7月15日）\n"
    record = RECORD.replace("支委会会议", "主题党日活动")
    assert _together(
        _document("第一党支部/a.docx", record.format(day="2021年6月3日")),
        _document("第一党支部/b.docx", record.format(day="2021年7月14日")),
        _with_text("第一党支部/信息/简讯.docx", news),
    ) == {frozenset(("a.docx", "简讯.docx"))}


def test_a_talk_may_be_written_days_before_it_is_given() -> None:
    talk = "岗位就是阵地\n——在第一党支部党课上的讲稿\n王光豪\n2021年6月28日\n同志们：\n今天讲三个问题。\n"
    sheet = "第一党支部党课签到表\n时间：2021年6月30日\n王光豪\n张敏\n"
    documents = [_document("第一党支部/党课/讲稿.docx", talk), _document("第一党支部/党课/签到.xlsx", sheet)]
    assert [event.key for event in find_events(documents)] == ["第一党支部|党课|2021-06-30"]


def test_a_sheet_in_the_folder_of_a_meeting_is_of_it_whatever_the_form_is_headed() -> None:
    sheet = "第一党支部党员大会签到表\n时间：2021年6月3日\n王光豪\n张敏\n"
    record = RECORD.replace("支委会会议", "主题党日活动").format(day="2021年6月3日")
    folder = "第一党支部/2021.6.3主题党日"
    assert _together(_document(f"{folder}/a.docx", record), _document(f"{folder}/b.xlsx", sheet)) != set()
    assert _together(_document("第一党支部/a.docx", record), _document("第一党支部/b.xlsx", sheet)) == set()


def test_a_notice_known_to_the_year_only_is_of_the_meeting_whose_day_it_names() -> None:
    notice = "关于召开支委会的通知\n各支委：\n定于6月3日召开支委会。\n第一党支部\n"
    documents = [
        _with_text("第一党支部/通知/2021年/通知.docx", notice),
        _document("第一党支部/记录/2021年/5.docx", RECORD.format(day="2021年5月3日")),
        _document("第一党支部/记录/2021年/6.docx", RECORD.format(day="2021年6月3日")),
    ]
    assert documents[0].description.value("date") == "2021"
    assert _together(*documents) == {frozenset(("通知.docx", "6.docx"))}


def test_a_notice_of_all_members_meeting_is_of_the_election_on_the_day_it_names() -> None:
    notice = "关于召开党员大会的通知\n各位党员：\n定于6月17日召开党员大会。\n第一党支部\n2022年6月10日\n"
    assert _together(
        _with_text("第一党支部/通知/通知.docx", notice), _document("第一党支部/换届/记录.docx", ELECTION)
    ) == {frozenset(("通知.docx", "记录.docx"))}


def test_a_report_of_half_a_year_is_of_none_of_its_activities() -> None:
    report = (
        "关于上半年主题党日开展情况的报告\n党总支：\n5月15日、6月15日开展了两次。\n第一党支部\n2021年7月3日\n"
    )
    record = RECORD.replace("支委会会议", "主题党日活动")
    assert not _together(
        _with_text("第一党支部/报告.docx", report),
        *(
            _document(f"第一党支部/{month}.docx", record.format(day=f"2021年{month}月15日"))
            for month in (5, 6)
        ),
    )


def test_a_notice_that_speaks_of_the_last_meeting_too_is_of_the_next() -> None:
    notice = (
        "关于召开支委会的通知\n各支委：\n5月10日的事项未完，定于6月3日再开。\n第一党支部\n2021年5月28日\n"
    )
    assert _together(
        _with_text("第一党支部/通知.docx", notice),
        _document("第一党支部/5.docx", RECORD.format(day="2021年5月10日")),
        _document("第一党支部/6.docx", RECORD.format(day="2021年6月3日")),
    ) == {frozenset(("通知.docx", "6.docx"))}
