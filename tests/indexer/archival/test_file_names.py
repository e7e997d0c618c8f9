"""What a file's name says once its habits are stripped."""

from __future__ import annotations

import pytest

from indexer.archival.names import clean_name, says_something
from indexer.archival.paper import plain


@pytest.mark.parametrize(
    ("name", "clean"),
    [
        ("2021年党建工作总结(终稿)", "2021年党建工作总结"),
        ("2021年党建工作总结（最终版）(2)", "2021年党建工作总结"),
        ("党建工作总结 最终版 改2", "党建工作总结"),
        ("党建工作总结v2.1", "党建工作总结"),
        ("党建工作总结-定稿-打印版", "党建工作总结"),
        ("20210603党员大会签到表", "党员大会签到表"),
        ("2021.6.3 支委会会议记录", "支委会会议记录"),
        ("支委会会议记录2021.6.3", "支委会会议记录"),
        ("支委会会议记录-20210603", "支委会会议记录"),
        ("20250508-党员汇总表(2)(1)", "党员汇总表"),
        ("2021年6月支委会会议记录", "2021年6月支委会会议记录"),
        ("3.主题党日方案", "主题党日方案"),
        ("03-主题党日方案", "主题党日方案"),
        ("（三）主题党日方案", "主题党日方案"),
        ("1.1.2 组织生活会方案", "组织生活会方案"),
        ("附件1：党员花名册", "党员花名册"),
        ("附件2 推荐表", "推荐表"),
        ("【附件15】中国共产党发展党员工作细则", "中国共产党发展党员工作细则"),
        ("党员花名册 - 副本", "党员花名册"),
        ("党员花名册 - 副本 (2)", "党员花名册"),
        ("党员花名册_v1", "党员花名册"),
        ("20231001_党支部会议纪要_v1", "党支部会议纪要"),
        ("第一党支部支委会", "第一党支部支委会"),
        ("1支部会议记录", "1支部会议记录"),
        ("6月主题党日", "6月主题党日"),
        ("12月5日党课讲稿", "12月5日党课讲稿"),
        ("二十大精神学习心得", "二十大精神学习心得"),
    ],
)
def test_habits_are_stripped_and_words_are_kept(name: str, clean: str) -> None:
    assert clean_name(plain(name)) == clean


@pytest.mark.parametrize(
    "name",
    [
        "IMG_2031",
        "IMG_20210603_141500",
        "DSC_0012",
        "微信图片_20210604083012",
        "mmexport1646438400000",
        "扫描件0001",
        "新建 Microsoft Word 文档",
        "新建 Microsoft Office Excel 工作表 (2)",
        "新建文件夹(2)",
        "新建文本文档",
        "Doc1",
        "文档1",
        "工作簿1",
        "未命名",
        "1",
        "001",
        "Screenshot_20210603",
        "QQ图片20210603",
        "CamScanner 06-03-2021 14.15",
        "WPS图片",
        "a1b2c3d4e5f6",
        "2021.6.3",
    ],
)
def test_a_name_that_says_nothing_is_no_title(name: str) -> None:
    assert not says_something(plain(name)) or clean_name(plain(name)) == ""
