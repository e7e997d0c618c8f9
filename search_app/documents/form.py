"""The form on which a description is corrected."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from indexer.archival.taxonomy import Taxonomy
from indexer.catalog.records import DocumentRecord
from search_app.documents.corrections import SENTENCES, current, shown
from search_app.documents.page import GROUPS, category_label, label

#: The levels of secrecy that the form offers; a quarantined one takes the document out of the product.
_NONE = ("", "（无）")
_HINTS = {
    "date": "2021-06-03，或 2021-06、2021",
    "meeting.date": "2021-06-03，或 2021-06、2021",
    "work_year": "材料所属的年度，四位数字",
    "archive_year": "归档的年度，四位数字",
    "category_secondary": "例如 08，或 08.警示教育",
    "persons": "用、隔开",
    "addressees": "用、隔开",
    "copied_to": "用、隔开",
    "meeting.present": "用、隔开",
    "meeting.attending": "用、隔开",
    "meeting.absent": "用、隔开",
    "meeting.topics": "一行一条",
    "meeting.resolutions": "一行一条",
    "secrecy": "定为秘密及以上的文件会立即移出本系统",
}


@dataclass(frozen=True, slots=True)
class FormField:
    """One control with its text, typed or stored. ``choices`` (value, label) make it a list."""

    name: str
    label: str
    text: str
    was: str
    hint: str
    choices: tuple[tuple[str, str], ...]
    long: bool
    corrected: bool


def form_groups(
    record: DocumentRecord, typed: Mapping[str, str], taxonomy: Taxonomy
) -> list[tuple[str, list[FormField]]]:
    """Every field in its group, with what was typed where its reader changed it, else what is stored."""
    return [(group, [_field(name, record, typed, taxonomy) for name in names]) for group, names in GROUPS]


def _field(name: str, record: DocumentRecord, typed: Mapping[str, str], taxonomy: Taxonomy) -> FormField:
    was = shown(name, current(record, name))
    text = typed.get(name, was)
    choices = _choices(name, taxonomy)
    if choices and text not in dict(choices):
        choices = (*choices, (text, text))
    return FormField(
        name=name,
        label=label(name),
        text=text,
        was=was,
        hint=_HINTS.get(name, ""),
        choices=choices,
        long=name in SENTENCES,
        corrected=name in record.corrected and name != "secrecy",
    )


@dataclass(frozen=True, slots=True)
class Control:
    """One field's control by itself, with what was typed."""

    name: str
    label: str
    text: str
    hint: str
    choices: tuple[tuple[str, str], ...]
    long: bool


def control_of(name: str, text: str, taxonomy: Taxonomy) -> Control:
    """The control of a field that is set for many documents at once."""
    return Control(
        name, label(name), text, _HINTS.get(name, ""), _choices(name, taxonomy), long=name in SENTENCES
    )


def _choices(name: str, taxonomy: Taxonomy) -> tuple[tuple[str, str], ...]:
    if name == "category":
        return (_NONE, *((one.code, category_label(one.code, taxonomy)) for one in taxonomy.categories))
    if name == "subcategory":
        seconds = dict.fromkeys(second for one in taxonomy.categories for second in one.second)
        return (_NONE, *((second, second) for second in seconds))
    if name == "role":
        return (_NONE, *((role, role) for role in taxonomy.roles))
    if name == "secrecy":
        return (_NONE, *((level, level) for level in (*taxonomy.restricted, *taxonomy.quarantined)))
    return ()
