"""Which texts say nearly the same: other dates, numbers and names make no other text, other words do."""

from __future__ import annotations

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from indexer.archival.likeness import ALIKE, bands, likeness, shingles

MINUTES = """第三党支部支委会会议记录
会议时间：2021年5月6日下午3点
会议地点：站二楼会议室
主持人：王光豪
记录人：樊炫腾
应到5人，实到4人
出席人员：王光豪、樊炫腾、赖长衡、邵佩和
缺席人员：余凯（请假）
会议议题：研究城区背街小巷路灯改造方案
会议内容：会议首先传达了上级关于城市照明节能改造的文件精神。维修班汇报了背街小巷路灯现状，老城区三条巷子
灯杆锈蚀严重，晚上居民出行不便。大家讨论后认为应当先改居民反映强烈的巷子，再改其他路段，材料从仓库余料里调剂，
不足部分列入下季度预算。王光豪强调施工要注意安全，夜间作业必须有人监护，改造完成后请社区代表一起验收。
形成决议：同意先改造三条巷子共二十八盏路灯，由维修班负责，月底前完成。
"""


def share(one: str, other: str) -> float:
    return likeness(shingles([one]), shingles([other]))


def copied(text: str, *changes: tuple[str, str]) -> str:
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    return text


def test_another_date_time_and_number_are_no_other_text() -> None:
    again = copied(
        MINUTES, ("2021年5月6日下午3点", "2023年11月8日上午9点"), ("应到5人，实到4人", "应到7人，实到6人")
    )
    assert share(MINUTES, again) > 0.95


def test_the_same_minutes_under_other_names_are_the_same_minutes() -> None:
    names = (
        ("王光豪", "孙静棠"),
        ("樊炫腾", "彭泽光"),
        ("赖长衡", "曾予桥"),
        ("邵佩和", "欧阳琼"),
        ("余凯", "孔正舟"),
    )
    again = copied(MINUTES, *names, ("2021年5月6日", "2021年6月4日"))
    assert share(MINUTES, again) > 0.9


def test_other_line_ends_blanks_and_full_width_forms_are_no_other_text() -> None:
    again = MINUTES.replace("\n", "\r\n\r\n").replace("：", ": ").replace("，", ", ")
    assert share(MINUTES, again) > 0.97


FORM = """{branch}支委会会议记录
会议时间：{day}　会议地点：支部活动室
主持人：{host}　记录人：{recorder}
应到5人，实到5人，会议符合规定人数，可以开会。
会议由支部书记主持，首先集体学习了习近平总书记近期重要讲话精神，与会同志结合工作实际作了交流发言。
会议议题：{topic}
{said}
最后，支部书记作了小结，要求各位支委按照分工抓好落实，党小组长负责督促，下次会议通报进展情况。
会议于下午五点结束。
"""
TOPICS = (
    (
        "研究党员活动室搬迁",
        "新活动室在一楼东侧，原来的桌椅够用，书柜要再添两个。宣传委员提出把荣誉墙一并重做，预算报总支审批后实施，搬迁期间的会议借用工会职工之家召开。",
    ),
    (
        "讨论发展对象政审情况",
        "组织委员汇报了三名发展对象的政审函调结果，两份已经回函，材料齐全；另一份因为户籍迁移需要重新函调，时间大约一个月，不影响短期培训报名。",
    ),
    (
        "审议第二季度党费收缴",
        "本季度应缴党费的党员都已按月缴纳，没有拖欠。两名退休党员的基数按退休工资重新核定，从下月起执行，公示栏已经张贴名单，没有收到异议。",
    ),
    (
        "安排七一走访慰问",
        "困难党员名单由党小组提名，支委会逐一核实，确定五户。慰问品以米面油为主，标准按工会规定执行，走访分两组，周六上午出发，留好照片和签收单。",
    ),
    (
        "通报巡察整改进度",
        "反馈的四个问题中三个已经销号，剩下固定资产台账不清的问题，由后勤同志对照实物重新盘点，盘亏的写明原因，月底前交财务核对后报巡察办。",
    ),
    (
        "部署防汛值班",
        "主汛期实行领导带班，夜间两人一岗，抢修车辆加满油停在院内。低洼路段的配电箱提前加装防水罩，物资清点后缺的编织袋和水泵由站里统一采购。",
    ),
    (
        "讨论结对共建方案",
        "拟与河西小学党支部结对，每学期讲一次安全用电课，帮助检修教室照明。对方希望增加一次校园开放日，时间与主题党日合并，方案修改后报双方党组织备案。",
    ),
    (
        "研究创建照明示范岗",
        "示范岗设在抢修热线，党员轮流值守，接单后十分钟内派工。评价办法参照市里文件，群众满意率低于九成的当月不参评，年底结合民主评议一并考核。",
    ),
)


def monthly() -> list[str]:
    """Minutes of eight months by one hand: the same form and formulas about other business."""
    return [
        FORM.format(
            branch="第二党支部",
            day=f"2022年{month}月{month + 5}日",
            host="高峰",
            recorder="罗岩",
            topic=topic,
            said=said,
        )
        for month, (topic, said) in enumerate(TOPICS, 1)
    ]


def test_monthly_minutes_that_share_their_form_are_about_different_things() -> None:
    shares = [share(one, other) for one, other in combinations(monthly(), 2)]
    assert max(shares) < ALIKE - 0.1, max(shares)


def test_the_same_business_twice_under_that_form_is_found() -> None:
    first = monthly()[0]
    again = copied(first, ("2022年1月6日", "2022年9月8日"), ("高峰", "刘彬"), ("东侧", "西侧"))
    assert share(first, again) >= ALIKE


def test_short_texts_are_alike_by_nature_and_not_compared() -> None:
    assert shingles(["关于召开支委会的通知。各位支委：请按时参加。"]) == frozenset()
    assert bands(frozenset()) == () and likeness(frozenset(), frozenset()) == 0.0


@given(st.lists(st.text(max_size=300), max_size=3))
def test_any_text_is_taken_and_sketched_alike_each_time(texts: list[str]) -> None:
    assert bands(shingles(texts)) == bands(shingles(list(texts)))


def test_like_texts_meet_in_some_band_and_unlike_ones_in_none() -> None:
    again = copied(MINUTES, ("2021年5月6日", "2023年9月1日"), ("王光豪", "孙静棠"))
    assert set(bands(shingles([MINUTES]))) & set(bands(shingles([again])))
    assert not set(bands(shingles([MINUTES]))) & set(bands(shingles([monthly()[3]])))
