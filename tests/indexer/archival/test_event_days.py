"""The days that a paper speaks of: with or without a year, and not the one it was written on."""

from __future__ import annotations

import pytest

from indexer.archival.events.days import days_named, within


@pytest.mark.parametrize(
    ("text", "own", "days"),
    [
        ("定于6月3日召开支委会。\n2021年5月31日", "2021-05-31", {"2021-06-03"}),
        ("定于一月五日召开。\n2021年12月28日", "2021-12-28", {"2022-01-05"}),
        ("1月21日召开组织生活会。\n二〇二二年一月二十四日", "2022-01-24", {"2022-01-21"}),
        ("9月30日是烈士纪念日。\n2020年9月30日", "2020-09-30", {"2020-09-30"}),
        ("关于召开会议的通知\n2021年5月31日", "2021-05-31", set()),
        ("定于6月3日召开支委会。", "2021", {"2021-06-03"}),
        ("2月29日开会。\n2021年2月20日", "2021-02-20", {"2020-02-29"}),
    ],
)
def test_they_are_read_but_for_its_own_date(text: str, own: str, days: set[str]) -> None:
    assert days_named(text, own) == days


def test_only_those_count_on_which_the_meeting_may_have_been() -> None:
    days = frozenset(("2021-06-01", "2021-06-03", "2021-07-20"))
    assert within(days, "2021-06-02", before=15, after=0) == ["2021-06-03"]
    assert within(days, "2021-06-02", before=0, after=15) == ["2021-06-01"]
