"""What a person asks to change in a description, from a form or a call. The catalog checks the values."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from indexer.archival.taxonomy import Taxonomy
from indexer.catalog import Catalog
from indexer.catalog.records import DocumentRecord
from indexer.documents import FIELDS, MEETING_FIELDS, FieldValue
from indexer.errors import UsageError

MEETING = "meeting."
LISTS = frozenset(
    {"addressees", "copied_to", "persons", *(MEETING + name for name in ("present", "attending", "absent"))}
)
#: Lists whose items are sentences: a line each in the form. The others are parted by 、 too.
SENTENCES = frozenset({MEETING + "topics", MEETING + "resolutions"})
NUMBERS = frozenset({"work_year", "archive_year", MEETING + "expected"})
#: Who was there: names, or only how many.
COUNTED = frozenset(MEETING + name for name in ("present", "attending", "absent"))
CORRECTABLE = (*FIELDS, *(MEETING + name for name in MEETING_FIELDS))

#: Before a field's name: the text it was shown with.
WAS = "was."
REVERT = "revert"
REASON = "reason"
REVISION = "revision"
_ITEMS = re.compile(r"[\n、，,;；]+")


@dataclass(frozen=True, slots=True)
class Wish:
    """New values by field (None clears one), the fields whose correction is taken back, and why."""

    values: Mapping[str, Any] = field(default_factory=dict)
    revert: Sequence[str] = ()
    reason: str = ""


def correct(
    catalog: Catalog, taxonomy: Taxonomy, record: DocumentRecord, wish: Wish, *, who: str, revision: int
) -> DocumentRecord:
    """Write the wish into the catalog and return the document as it is then.

    Raises ``UsageError`` naming the field that cannot take its value, ``Conflict`` where somebody else
    has corrected the document since.
    """
    if not wish.values and not wish.revert:
        raise UsageError("没有要更正的内容", "请至少改一项，或选一项恢复为自动识别的值", parameter="fields")
    values = levels_agreeing(record, wish.values, taxonomy)
    return catalog.correct(record.id, values, wish.revert, who, wish.reason.strip(), revision)


def levels_agreeing(record: DocumentRecord, values: Mapping[str, Any], taxonomy: Taxonomy) -> dict[str, Any]:
    """A new category clears a second level that is not its own and that nobody gave with it."""
    second = record.description.value("subcategory")
    if "category" not in values or "subcategory" in values or second is None:
        return dict(values)
    own = next((one.second for one in taxonomy.categories if one.code == values["category"]), ())
    return dict(values) if second in own else {**values, "subcategory": None}


def touched(form: Mapping[str, str]) -> dict[str, str]:
    """The fields of a form that its reader changed, as typed.

    Each field comes with the text it was shown with (``was.branch``). What is not touched is not corrected,
    even where somebody else has changed it since.
    """
    return {
        name: form[name]
        for name in CORRECTABLE
        if name in form and parsed(name, form[name]) != parsed(name, form.get(WAS + name, ""))
    }


def wish_of_form(form: Mapping[str, str], reverted: Sequence[str]) -> Wish:
    """What a form asks for; a field emptied is cleared.

    Raises ``UsageError`` where no reason is given: the log of corrections is read by others.
    """
    typed = touched(form).items()
    values = {name: parsed(name, text) for name, text in typed if name not in reverted}
    reason = form.get(REASON, "").strip()
    if (values or reverted) and not reason:
        raise UsageError("请写明更正的理由", "例如：签到表上写的是第二党支部", parameter=REASON)
    return Wish(values, list(reverted), reason)


def parsed(name: str, text: str) -> Any:
    """What a form's text stands for: None where empty, a list, a whole number, else the text."""
    text = text.replace("\r\n", "\n").strip()
    if not text:
        return None
    if name in NUMBERS | COUNTED and text.isascii() and text.isdigit():
        return int(text)
    if name in SENTENCES:
        return [line.strip() for line in text.split("\n") if line.strip()]
    if name in LISTS:
        return [item.strip() for item in _ITEMS.split(text) if item.strip()]
    return text


def shown(name: str, value: Any) -> str:
    """A value as the form shows it; ``parsed`` reads it back."""
    if value is None:
        return ""
    if isinstance(value, list | tuple):
        return ("\n" if name in SENTENCES else "、").join(str(item) for item in value)
    return str(value)


def value_of(record: DocumentRecord, name: str) -> FieldValue | None:
    """A field as it is in force, ``meeting.host`` and the like included."""
    fields = record.description.meeting if name.startswith(MEETING) else record.description.fields
    return fields.get(name.removeprefix(MEETING))


def current(record: DocumentRecord, name: str) -> Any:
    """The effective value of a field."""
    found = value_of(record, name)
    return found.value if found else None
