"""The filters that several commands take."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import click

from indexer.errors import UsageError

if TYPE_CHECKING:
    pass


def filter_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """``--branch`` and ``--not-branch`` and so on, each repeatable, for every filter of the API."""
    names = {
        "branch": "党支部",
        "year": "业务年度，例如 2021",
        "category": "类别，例如 02 或 02.支委会",
        "role": "材料类型，例如 会议记录",
        "doc_type": "文件格式，例如 docx",
        "issuer": "责任者",
        "secrecy": "密级",
        "month": "月份，例如 2021-06",
    }
    for name, text in reversed(names.items()):
        option = name.replace("_", "-")
        excluded = click.option(f"--not-{option}", f"not_{name}", multiple=True, hidden=True, metavar="值")
        command = excluded(command)
        text = f"只要这些{text}；可重复，- 表示未定（--not-{option} 排除）"
        command = click.option(f"--{option}", name, multiple=True, metavar="值", help=text)(command)
    return command


def date_options(command: Callable[..., Any]) -> Callable[..., Any]:
    command = click.option("--date-to", metavar="日期", help="日期到（含）")(command)
    told = "日期从（含）：2021、2021-06 或 2021-06-03"
    return click.option("--date-from", metavar="日期", help=told)(command)


def search_words(query: Sequence[str]) -> str:
    """The search text. What looks like an option of ours is none of its words. Raises ``UsageError``."""
    strange = next((word for word in query if word.startswith("--")), None)
    if strange is not None:
        raise UsageError(f"没有 {strange} 这个选项", "dangan search --help 显示用法")
    return " ".join(query)
