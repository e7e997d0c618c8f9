"""How values are written for readers: sizes, dates, formats, shares, sources."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from flask import Flask

from indexer.settings import Settings

#: Names of formats; what is missing here is shown as its code in capitals.
FORMATS = {
    "doc": "Word 97",
    "docx": "Word",
    "wps": "WPS 文字",
    "xls": "Excel 97",
    "xlsx": "Excel",
    "et": "WPS 表格",
    "ppt": "PPT 97",
    "pptx": "PPT",
    "dps": "WPS 演示",
    "pdf": "PDF",
    "ofd": "OFD",
    "txt": "文本",
    "md": "Markdown",
    "csv": "CSV",
    "html": "网页",
    "xml": "XML",
    "rtf": "RTF",
    "eml": "邮件",
    "msg": "邮件",
    "jpg": "JPG 图片",
    "png": "PNG 图片",
    "gif": "GIF 图片",
    "bmp": "BMP 图片",
    "tif": "TIF 图片",
    "heic": "HEIC 图片",
    "webp": "WebP 图片",
    "zip": "ZIP 压缩包",
    "rar": "RAR 压缩包",
    "7z": "7Z 压缩包",
    "unknown": "未知格式",
}
SOURCES = {
    "extracted": "正文",
    "folder": "文件夹",
    "name": "文件名",
    "manifest": "目录",
    "event": "同会材料",
    "corrected": "已更正",
}
OUTCOMES = {
    "searchable": "全文可检索",
    "partly": "部分可检索",
    "not_searchable": "只能按名称找到",
    "quarantined": "疑似涉密，未收录",
    "ignored": "未索引（系统文件等）",
}
PROBLEM_KINDS = {
    "no_text": "没有文字",
    "ocr_unsure": "识别不可靠",
    "encrypted": "有密码",
    "broken": "文件损坏",
    "too_large": "文件太大",
    "limited": "只取了一部分",
    "unknown_format": "格式不认识",
    "unreadable": "读不到",
    "timed_out": "处理超时",
    "quarantined": "疑似涉密",
    "vanished": "原件已不在",
    "ignored": "未索引",
}
FIELD_NAMES = {
    "title": "题名",
    "branch": "党支部",
    "issuer": "责任者",
    "work_year": "业务年度",
    "archive_year": "归档年度",
    "date": "日期",
    "category": "类别",
    "subcategory": "二级类别",
    "category_secondary": "相关类别",
    "role": "材料类型",
    "genre": "文种",
    "doc_no": "文号",
    "secrecy": "密级",
    "urgency": "紧急程度",
    "signer": "签发人",
    "addressees": "主送",
    "copied_to": "抄送",
    "retention": "保管期限",
    "archival_no": "档号",
    "persons": "人名",
    "meeting": "会议",
    "type": "会议名称",
    "place": "地点",
    "host": "主持",
    "recorder": "记录",
    "expected": "应到",
    "present": "实到",
    "attending": "列席",
    "absent": "缺席",
    "topics": "议题",
    "resolutions": "决议",
}
#: Where a word of a query stands.
WHERE = {"title": "题名", "name": "文件名", "body": "正文", "description": "著录"}
FACET_NAMES = {
    "branch": "党支部",
    "category": "类别",
    "year": "年度",
    "month": "月份",
    "role": "材料类型",
    "doc_type": "文件格式",
    "issuer": "责任者",
    "secrecy": "密级",
}
#: The features that a place of the main navigation leads to, where there are several.
ROOMS = {
    "search.home": ("search", "searches"),
    "problems.worklist": ("problems", "likeness"),
    "administration.branches": (
        "administration",
        "words",
        "corrections_log",
        "corrections",
        "corrections_bulk",
        "work",
    ),
}
_UNITS = ("字节", "KB", "MB", "GB", "TB")
_STEP = 1024


def register(app: Flask, settings: Settings) -> None:
    """Give the templates of ``app`` these ways of writing."""
    app.jinja_env.filters.update(
        filesize=filesize,
        moment=lambda when: moment(when, settings),
        format_name=format_name,
        number=number,
        share=share,
        duration=duration,
    )
    app.jinja_env.globals.update(
        SOURCES=SOURCES,
        OUTCOMES=OUTCOMES,
        PROBLEM_KINDS=PROBLEM_KINDS,
        FIELD_NAMES=FIELD_NAMES,
        FACET_NAMES=FACET_NAMES,
        ROOMS=ROOMS,
        WHERE=WHERE,
        unit_name=settings.unit_name,
    )


def filesize(size: int | None) -> str:
    """Bytes in the unit a reader expects: ``312 KB``."""
    amount, unit = float(size or 0), 0
    while amount >= _STEP and unit < len(_UNITS) - 1:
        amount, unit = amount / _STEP, unit + 1
    return f"{amount:.0f} {_UNITS[unit]}" if unit < 2 or amount >= 100 else f"{amount:.1f} {_UNITS[unit]}"


def moment(when: datetime | None, settings: Settings) -> str:
    """A time in the archive's zone: ``2021-06-03 09:30``."""
    return when.astimezone(settings.zone).strftime("%Y-%m-%d %H:%M") if when else ""


def format_name(doc_type: str | None) -> str:
    return FORMATS.get(doc_type or "unknown", (doc_type or "").upper())


def number(value: int) -> str:
    return f"{value:,}"


def duration(seconds: float) -> str:
    """A time as people say it: ``3 分 20 秒``; under a second it is called one."""
    whole = max(1, round(seconds))
    if whole < 60:
        return f"{whole} 秒"
    minutes, rest = divmod(whole, 60)
    if minutes < 60:
        return f"{minutes} 分 {rest} 秒" if minutes < 10 and rest else f"{minutes} 分"
    return f"{minutes // 60} 小时 {minutes % 60} 分"


def share(count: int, counts: Mapping[Any, int]) -> str:
    """A part of a whole in percent; what is there but rounds to nothing is said to be under one."""
    total = sum(counts.values())
    if not total or not count:
        return "0%"
    percent = 100 * count / total
    return "<1%" if percent < 1 else f"{percent:.0f}%"
