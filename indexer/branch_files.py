"""The list of branches as a file that a person edits: TOML for administrators, a worksheet for clerks."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

from openpyxl import Workbook, load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from indexer.archival.values import Branch
from indexer.errors import DanganError, UsageError, explain_os_error

#: Keys of a ``[[branch]]`` in TOML, and the worksheet's columns: the first name is written, all are read.
COLUMNS = {
    "name": ("名称", "党支部", "支部名称", "党支部名称", "支部"),
    "aliases": ("别名", "简称", "曾用名", "其他名称"),
    "committee": ("支委会", "设支委会", "有无支委会", "支部委员会"),
    "groups": ("党小组数", "党小组", "党小组个数"),
    "from": ("起", "成立日期", "开始日期", "设立日期"),
    "until": ("止", "撤销日期", "结束日期"),
}
_YES, _NO = {"是", "有", "设", "true", "yes", "1", "√"}, {"否", "无", "不设", "没有", "false", "no", "0", "×"}
_DATE = re.compile(r"(\d{4})[-./年](\d{1,2})(?:[-./月](\d{1,2})日?|月)?")


def read_branches(file: Path) -> list[Branch]:
    """The branches of a ``.toml`` or ``.xlsx`` file, confirmed by a person.

    Raises ``UsageError`` that names the row and the column that cannot be taken.
    """
    rows = _read_toml(file) if _kind(file) == ".toml" else _read_sheet(file)
    branches = [_branch(row, where) for where, row in rows]
    if not branches:
        raise UsageError(f"{file} 里没有党支部", "至少要有一个，写明名称", parameter="FILE")
    names = [branch.name for branch in branches]
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise UsageError(f"党支部“{twice}”写了两次", "每个党支部只写一行", parameter="FILE")
    return branches


def write_branches(file: Path, branches: Sequence[Branch]) -> None:
    """Write the list so that ``read_branches`` reads it again. Raises ``UsageError``, ``DanganError``."""
    write = _write_toml if _kind(file) == ".toml" else _write_sheet
    try:
        write(file, [branch_json(branch) for branch in branches])
    except OSError as error:
        raise DanganError(
            f"{file} 写不进去：{explain_os_error(error)}", "检查路径和权限，关闭打开着它的程序"
        ) from None


def branch_json(branch: Branch) -> dict[str, Any]:
    """A branch by the keys of the file; dates are ISO texts."""
    return {
        "name": branch.name,
        "aliases": list(branch.aliases),
        "committee": branch.committee,
        "groups": branch.groups,
        "from": branch.since.isoformat() if branch.since else None,
        "until": branch.until.isoformat() if branch.until else None,
        "confirmed": branch.confirmed,
    }


def _kind(file: Path) -> str:
    suffix = file.suffix.lower()
    if suffix not in (".toml", ".xlsx"):
        raise UsageError(f"不知道怎么读写 {file.name}", "文件名要以 .toml 或 .xlsx 结尾", parameter="FILE")
    return suffix


def _reason(error: Exception) -> str:
    return explain_os_error(error) if isinstance(error, OSError) else f"格式不对（{error}）"


# TOML


def _read_toml(file: Path) -> list[tuple[str, Mapping[str, Any]]]:
    try:
        content = tomllib.loads(file.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise UsageError(
            f"{file} 读不出来：{_reason(error)}", "按 TOML 格式写，用 UTF-8 保存", parameter="FILE"
        ) from None
    tables = content.get("branch", [])
    if (
        set(content) - {"branch"}
        or not isinstance(tables, list)
        or not all(isinstance(t, dict) for t in tables)
    ):
        raise UsageError(f"{file} 里只能有 [[branch]]", "每个党支部一段 [[branch]]", parameter="FILE")
    return [(f"第 {number} 个 [[branch]]", table) for number, table in enumerate(tables, 1)]


def _write_toml(file: Path, rows: Iterable[Mapping[str, Any]]) -> None:
    tables = []
    for row in rows:
        lines = [f"{key} = {_toml(key, row[key])}" for key in COLUMNS if row[key] is not None]
        tables.append("\n".join(["[[branch]]", *lines]))
    file.write_text("\n\n".join(tables) + "\n", encoding="utf-8")


def _toml(key: str, value: Any) -> str:
    """JSON's texts, lists, numbers and booleans are TOML's too; dates stand bare."""
    return str(value) if key in ("from", "until") else json.dumps(value, ensure_ascii=False)


# The worksheet


def _read_sheet(file: Path) -> list[tuple[str, Mapping[str, Any]]]:
    try:
        workbook = load_workbook(file, read_only=True, data_only=True)
    except (OSError, BadZipFile, InvalidFileException, KeyError, ValueError) as error:
        raise UsageError(
            f"{file} 读不出来：{_reason(error)}", "检查路径；要是 .xlsx 工作簿", parameter="FILE"
        ) from None
    try:
        rows = [list(row) for row in workbook.worksheets[0].iter_rows(values_only=True)]
    finally:
        workbook.close()
    head, columns = _headings(rows, file)
    found: list[tuple[str, Mapping[str, Any]]] = []
    for number, row in enumerate(rows[head + 1 :], head + 2):
        values = {key: row[at] for key, at in columns.items() if at < len(row) and row[at] not in (None, "")}
        if values:
            found.append((f"第 {number} 行", values))
    return found


def _headings(rows: Sequence[Sequence[Any]], file: Path) -> tuple[int, dict[str, int]]:
    """The row of headings among the first ten, and where each column is."""
    for head, row in enumerate(rows[:10]):
        named = {str(cell).strip(): at for at, cell in reversed(list(enumerate(row))) if cell is not None}
        columns = {
            key: next(named[name] for name in names if name in named)
            for key, names in COLUMNS.items()
            if any(name in named for name in names)
        }
        if "name" in columns:
            return head, columns
    raise UsageError(
        f"{file} 里没有“名称”这一列", f"列名：{'、'.join(n[0] for n in COLUMNS.values())}", parameter="FILE"
    )


def _write_sheet(file: Path, rows: Iterable[Mapping[str, Any]]) -> None:
    workbook = Workbook()
    sheet = workbook.active
    sheet.title = "党支部"
    sheet.append([names[0] for names in COLUMNS.values()])
    for row in rows:
        committee = {True: "是", False: "否"}.get(row["committee"])
        values = {**row, "aliases": "、".join(row["aliases"]), "committee": committee}
        sheet.append([values[key] for key in COLUMNS])
    workbook.save(file)


# One branch


def _branch(row: Mapping[str, Any], where: str) -> Branch:
    strange = next((key for key in row if key not in (*COLUMNS, "confirmed")), None)
    if strange is not None:
        raise UsageError(
            f"{where}：没有“{strange}”这一项", f"可以写的有：{'、'.join(COLUMNS)}", parameter="FILE"
        )
    name = str(row.get("name", "")).strip()
    if not name:
        raise UsageError(f"{where}：缺少名称", "写明党支部的名称", parameter="FILE")
    where = f"{where}（{name}）"
    return Branch(
        name=name,
        aliases=tuple(alias for alias in _aliases(row.get("aliases"), where) if alias != name),
        committee=_yes_or_no(row.get("committee"), where),
        groups=_count(row.get("groups"), where),
        since=_day(row.get("from"), where, "from"),
        until=_day(row.get("until"), where, "until"),
        confirmed=True,
    )


def _aliases(value: Any, where: str) -> list[str]:
    if value is None:
        return []
    if isinstance(value, list):
        if not all(isinstance(one, str) for one in value):
            raise _wrong(where, "aliases", value)
        items = value
    else:
        items = re.split(r"[、，,;；/\n]", str(value))
    return list(dict.fromkeys(item.strip() for item in items if item.strip()))


def _yes_or_no(value: Any, where: str) -> bool | None:
    if value is None or isinstance(value, bool):
        return value
    text = str(value).strip().lower()
    if text not in _YES | _NO:
        raise _wrong(where, "committee", value)
    return text in _YES


def _count(value: Any, where: str) -> int | None:
    if value is None:
        return None
    text = str(value).strip().removesuffix(".0").removesuffix("个")
    if isinstance(value, bool) or not re.fullmatch(r"[0-9]{1,3}", text):
        raise _wrong(where, "groups", value)
    return int(text)


def _day(value: Any, where: str, key: str) -> date | None:
    """A date, or a text of one; a month stands for its first day."""
    if value is None or isinstance(value, date):
        return value.date() if isinstance(value, datetime) else value
    match = _DATE.fullmatch(str(value).strip())
    try:
        return date(*(int(part or 1) for part in match.groups())) if match else _fail(where, key, value)
    except ValueError:
        raise _wrong(where, key, value) from None


def _fail(where: str, key: str, value: Any) -> date:
    raise _wrong(where, key, value)


def _wrong(where: str, key: str, value: Any) -> UsageError:
    wanted = {
        "aliases": "几个名称，之间用顿号",
        "committee": "是或否",
        "groups": "党小组的个数",
        "from": "日期，例如 2021-06-03",
        "until": "日期，例如 2021-06-03",
    }
    return UsageError(
        f"{where}：{COLUMNS[key][0]}（{key}）的值“{value}”不能用", f"应为{wanted[key]}", parameter="FILE"
    )
