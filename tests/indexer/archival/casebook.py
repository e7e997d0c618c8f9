"""Cases kept as data: what documents look like, and what a careful archivist would say of them."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from indexer.archival.describe import describe
from indexer.archival.values import Branch, Subject, Unit
from indexer.documents import Description, Page

CASES = Path(__file__).with_name("cases")
UNITS = {
    "lamps": Unit("衡东县路灯管理站", (Branch("第一党支部"), Branch("第二党支部"), Branch("退休党支部"))),
    "college": Unit(
        "东湖学院",
        tuple(
            Branch(name)
            for name in ("机关党支部", "教工第一党支部", "学生第一党支部", "学生第二党支部", "离退休党支部")
        ),
    ),
    "village": Unit("石桥村", (Branch("石桥村党支部"),)),
    "company": Unit(
        "宏远建设集团有限公司", (Branch("机关党支部"), Branch("养护党支部"), Branch("第一项目部党支部"))
    ),
    "unknown": Unit(None, (Branch("第一党支部"), Branch("第二党支部"), Branch("第三党支部"))),
    "new": Unit(),
}
#: Keys of a case that are not fields.
SETTING = frozenset(
    {"path", "member", "text", "unit", "doc_type", "metadata", "meeting", "manifest", "why", "ocr"}
)
_FIELDS = {"second": "subcategory", "secondary": "category_secondary"}


def cases(name: str) -> list[dict[str, Any]]:
    """The cases of one file of the case book."""
    found = tomllib.loads((CASES / f"{name}.toml").read_text(encoding="utf-8"))["case"]
    assert isinstance(found, list)
    return found


def described(case: dict[str, Any]) -> Description:
    """The description of a case's document. ``text`` may hold pages parted by a form feed."""
    pages = [
        Page(number, f"第{number}页", text, ocr=bool(case.get("ocr")))
        for number, text in enumerate(case.get("text", "").split("\f"), start=1)
        if text.strip()
    ]
    subject = Subject(
        "档案",
        case.get("path", "无名.docx"),
        case.get("member"),
        case.get("doc_type") or _type_of(case.get("member") or case.get("path", ".docx")),
        pages,
        case.get("metadata", {}),
        manifest=case.get("manifest"),
    )
    return describe(subject, UNITS[case.get("unit", "lamps")])


def _type_of(name: str) -> str:
    return name.rpartition(".")[2].lower()


def misses(case: dict[str, Any], found: Description) -> Iterator[tuple[str, Any, Any]]:
    """Field, wanted and found value for each field of the case that differs."""
    for key, wanted in case.items():
        if key in SETTING:
            continue
        value = found.value(_FIELDS.get(key, key))
        if _differs(wanted, value):
            yield key, wanted, value
    for key, wanted in case.get("meeting", {}).items():
        field = found.meeting.get(key)
        value = field.value if field is not None else None
        if _differs(wanted, value):
            yield f"meeting.{key}", wanted, value


def _differs(wanted: Any, value: Any) -> bool:
    return value is not None if wanted == "" else value != wanted
