"""The list of branches as a file that a person edits: TOML for administrators, a worksheet for clerks."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from indexer import worksheets
from indexer.archival.values import Branch
from indexer.errors import DanganError, UsageError, explain_os_error

#: Keys of a ``[[branch]]`` in TOML, and the worksheet's columns: the first name is written, all are read.
COLUMNS = {
    "name": ("名称", "党支部", "支部名称", "党支部名称", "支部"),
    "aliases": ("别名", "简称", "曾用名", "其他名称"),
    "committee": ("支委会", "设支委会", "有无支委会", "支部委员会"),
    "groups": ("党小组数", "党小组", "党小组个数"),
    "term": ("任期起始", "本届任期起始", "任期起", "换届日期"),
    "from": ("成立日期", "起", "开始日期", "设立日期"),
    "until": ("撤销日期", "止", "结束日期"),
}
_YES, _NO = {"是", "有", "设", "true", "yes", "1", "√"}, {"否", "无", "不设", "没有", "false", "no", "0", "×"}
_DATE = re.compile(r"(\d{4})[-./年](\d{1,2})(?:[-./月](\d{1,2})日?|月)?")


def read_branches(file: Path) -> list[Branch]:
    """The branches of a ``.toml`` or ``.xlsx`` file, confirmed by a person.

    Raises ``UsageError`` that names the row and the column that cannot be taken.
    """
    _kind(file.name)
    try:
        data = file.read_bytes()
    except OSError as error:
        raise UsageError(
            f"{file} 读不出来：{explain_os_error(error)}", "检查路径", parameter="FILE"
        ) from None
    return parse_branches(file.name, data)


def parse_branches(name: str, data: bytes) -> list[Branch]:
    """The branches that the bytes of a file of this name list. Raises ``UsageError`` as ``read_branches``."""
    rows = _read_toml(name, data) if _kind(name) == ".toml" else _read_sheet(name, data)
    return checked_branches(((branch_of(row, where) for where, row in rows)), name)


def checked_branches(branches: Iterable[Branch], name: str = "名单") -> list[Branch]:
    """The branches as a list. Raises ``UsageError`` where there is none, or one stands twice."""
    found = list(branches)
    if not found:
        raise UsageError(f"{name}里没有党支部", "至少要有一个，写明名称", parameter="FILE")
    names = [branch.name for branch in found]
    twice = next((one for one in names if names.count(one) > 1), None)
    if twice is not None:
        raise UsageError(f"党支部“{twice}”写了两次", "每个党支部只写一行", parameter="FILE")
    return found


def write_branches(file: Path, branches: Sequence[Branch]) -> None:
    """Write the list so that ``read_branches`` reads it again. Raises ``UsageError``, ``DanganError``."""
    data = branches_file(_kind(file.name), branches)
    try:
        file.write_bytes(data)
    except OSError as error:
        raise DanganError(
            f"{file} 写不进去：{explain_os_error(error)}", "检查路径和权限，关闭打开着它的程序"
        ) from None


def branches_file(kind: str, branches: Sequence[Branch]) -> bytes:
    """The bytes of such a file; ``kind`` is ``.toml`` or ``.xlsx``."""
    rows = [branch_json(branch) for branch in branches]
    return _toml_file(rows).encode("utf-8") if kind == ".toml" else _worksheet(rows)


def branch_json(branch: Branch) -> dict[str, Any]:
    """A branch by the keys of the file; dates are ISO texts."""
    return {
        "name": branch.name,
        "aliases": list(branch.aliases),
        "committee": branch.committee,
        "groups": branch.groups,
        "term": branch.term.isoformat() if branch.term else None,
        "from": branch.since.isoformat() if branch.since else None,
        "until": branch.until.isoformat() if branch.until else None,
        "confirmed": branch.confirmed,
    }


def _kind(name: str) -> str:
    suffix = Path(name).suffix.lower()
    if suffix not in (".toml", ".xlsx"):
        raise UsageError(f"不知道怎么读写 {name}", "文件名要以 .toml 或 .xlsx 结尾", parameter="FILE")
    return suffix


# TOML


def _read_toml(name: str, data: bytes) -> list[tuple[str, Mapping[str, Any]]]:
    try:
        content = tomllib.loads(data.decode("utf-8-sig").replace("\r\n", "\n"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise UsageError(
            f"{name} 读不出来：格式不对（{error}）", "按 TOML 格式写，用 UTF-8 保存", parameter="FILE"
        ) from None
    tables = content.get("branch", [])
    if (
        set(content) - {"branch"}
        or not isinstance(tables, list)
        or not all(isinstance(t, dict) for t in tables)
    ):
        raise UsageError(f"{name} 里只能有 [[branch]]", "每个党支部一段 [[branch]]", parameter="FILE")
    return [(f"第 {number} 个 [[branch]]", table) for number, table in enumerate(tables, 1)]


def _toml_file(rows: Iterable[Mapping[str, Any]]) -> str:
    tables = []
    for row in rows:
        lines = [f"{key} = {_toml(key, row[key])}" for key in COLUMNS if row[key] is not None]
        tables.append("\n".join(["[[branch]]", *lines]))
    return "\n\n".join(tables) + "\n"


def _toml(key: str, value: Any) -> str:
    """JSON's texts, lists, numbers and booleans are TOML's too; dates stand bare."""
    return str(value) if key in ("term", "from", "until") else json.dumps(value, ensure_ascii=False)


# The worksheet


def _read_sheet(name: str, data: bytes) -> list[tuple[str, Mapping[str, Any]]]:
    _, rows = worksheets.headed(worksheets.read(name, data), COLUMNS, "name", name)
    return [(f"第 {number} 行", values) for number, values in rows]


def _worksheet(rows: Iterable[Mapping[str, Any]]) -> bytes:
    headings = [names[0] for names in COLUMNS.values()]
    offered = {list(COLUMNS).index("committee"): ("是", "否")}
    return worksheets.write(
        [worksheets.Sheet("党支部", headings, map(_sheet_row, rows), (24, 40, 8, 10, 12, 12, 12), offered)]
    )


def _sheet_row(row: Mapping[str, Any]) -> list[str]:
    committee = {True: "是", False: "否"}.get(row["committee"], "")
    values = {**row, "aliases": "、".join(row["aliases"]), "committee": committee}
    return [str(values[key]) if values[key] is not None else "" for key in COLUMNS]


# One branch


def branch_of(row: Mapping[str, Any], where: str) -> Branch:
    """A branch from texts by the keys of ``COLUMNS``. Raises ``UsageError`` naming ``where`` and the key."""
    computed = next((key for key, value in row.items() if isinstance(value, worksheets.Formula)), None)
    if computed is not None:
        raise UsageError(
            f"{where}：{COLUMNS[computed][0]}是公式，不能用", "把公式换成它的值", parameter="FILE"
        )
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
        term=_day(row.get("term"), where, "term"),
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
        "term": "日期，例如 2021-06-03",
        "from": "日期，例如 2021-06-03",
        "until": "日期，例如 2021-06-03",
    }
    return UsageError(
        f"{where}：{COLUMNS[key][0]}（{key}）的值“{value}”不能用", f"应为{wanted[key]}", parameter="FILE"
    )
