"""Numbers as a sheet shows them. Expected texts are those Excel (Chinese) shows for the same cells."""

from __future__ import annotations

import pytest

from indexer.extraction.cell_formats import BUILT_IN, shown

DAY = 44350  # 2021-06-03


@pytest.mark.parametrize(
    ("value", "code", "expected"),
    [
        (DAY, 'yyyy"年"m"月"d"日"', "2021年6月3日"),
        (DAY, '[$-804]yyyy"年"m"月"d"日";@', "2021年6月3日"),
        (DAY, '[DBNum1][$-804]yyyy"年"m"月"d"日"', "二〇二一年六月三日"),
        (44550, '[DBNum1][$-804]m"月"d"日"', "十二月二十日"),
        (DAY, "yyyy\\-mm\\-dd", "2021-06-03"),
        (DAY, "yyyy/m/d;@", "2021/6/3"),
        (DAY, "d-mmm-yy", "3-Jun-21"),
        (DAY, "aaaa", "星期四"),
        (DAY + 0.604, "yyyy/m/d h:mm", "2021/6/3 14:29"),
        (DAY + 0.604, "h:mm AM/PM", "2:29 PM"),
        (DAY + 0.25, '上午/下午h"时"mm"分"', "上午6时00分"),
        (1.5, "[h]:mm", "36:00"),
        (0.5, "mm:ss", "00:00"),
        (0.025, "0%", "3%"),
        (0.025, "0.00%", "2.50%"),
        (198356388, "0.00E+00", "1.98E+08"),
        (2680.5, "#,##0", "2,681"),
        (1234567.891, "#,##0.##", "1,234,567.89"),
        (12, "0.##", "12"),
        (7, "0000", "0007"),
        (-1599.99, "$#,##0.00;[Red]($#,##0.00)", "($1,599.99)"),
        (12.5, '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ', "12.50"),
        (3, "¥#,##0.00", "¥3.00"),
        (12345678, '0.0,,"百万"', "12.3百万"),
        (5, '"第"0"届"', "第5届"),
        (0, '0.00;-0.00;"零"', "零"),
        (2, "\\(General\\)", "(2)"),
        (0.1 + 0.2, "General", "0.3"),
        (13800000000, "General", "13800000000"),
        (-3, "0", "-3"),
        (0.5, "# ?/?", "0.5"),
    ],
)
def test_a_number_is_shown_by_its_format(value: float, code: str, expected: str) -> None:
    assert shown(value, code) == expected


@pytest.mark.parametrize(
    ("number", "expected"),
    [(14, "2021/6/3"), (27, "2021年6月"), (31, "2021年6月3日"), (58, "6月3日"), (1, "44350")],
)
def test_built_in_formats_are_the_chinese_ones(number: int, expected: str) -> None:
    assert shown(DAY, BUILT_IN[number]) == expected


def test_days_count_from_1904_in_workbooks_that_say_so() -> None:
    assert shown(DAY - 1462, "yyyy-mm-dd", since_1904=True) == "2021-06-03"


def test_the_days_before_march_1900_are_right_in_spite_of_the_29th_of_february_that_never_was() -> None:
    assert shown(59, "yyyy-mm-dd") == "1900-02-28"
    assert shown(61, "yyyy-mm-dd") == "1900-03-01"


@pytest.mark.parametrize(
    "code", ["", ";;;", "[", '"', "\\", "E+", "[h", "yyyyyyyyyyyyyyyy", "0" * 400, "%%%%0"]
)
@pytest.mark.parametrize("value", [0.0, -1.0, 1e300, 1e-300, 3e6])
def test_no_format_however_odd_raises(value: float, code: str) -> None:
    assert isinstance(shown(value, code), str)
