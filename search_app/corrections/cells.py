"""Values of fields as the cells of a table show them, and what people write into such cells."""

from __future__ import annotations

import re
from typing import Any

from indexer.archival.taxonomy import Taxonomy
from search_app.documents.corrections import parsed, shown

CATEGORIES = ("category", "category_secondary")
DATES = ("date", "meeting.date")
_CODED = re.compile(r"(\d{1,2})(?=$|[.\s])(?:\.(\S+))?")
_DAY = re.compile(r"(\d{4})[-./年](\d{1,2})(?:[-./月](\d{1,2})日?|月)?|(\d{4})年")


def cell_text(name: str, value: Any, taxonomy: Taxonomy) -> str:
    """A value as a cell shows it: a category with its name, a list joined."""
    if name not in CATEGORIES or value is None:
        return shown(name, value)
    return "、".join(_named(str(code), taxonomy) for code in (value if isinstance(value, list) else [value]))


def _named(value: str, taxonomy: Taxonomy) -> str:
    """``02`` as ``02 三会一课``; with a second level as it stands."""
    name = taxonomy.category_name(value)
    return f"{value} {name}" if name is not None else value


def cell_value(name: str, text: str, taxonomy: Taxonomy) -> Any:
    """What a cell's text stands for; None where it is empty. What is no value is left for the check."""
    text = text.strip()
    if not text:
        return None
    if name == "category":
        return _code(text, taxonomy)
    if name == "category_secondary":
        codes = [_code(one.strip(), taxonomy) for one in re.split(r"[、，,;；\n]+", text) if one.strip()]
        return codes[0] if len(codes) == 1 else codes
    if name in DATES:
        return _day(text)
    return parsed(name, text)


def _code(text: str, taxonomy: Taxonomy) -> str:
    """``2``, ``02``, ``02 三会一课`` and ``三会一课`` as ``02``; ``02.支委会`` as it stands."""
    coded = _CODED.match(text)
    if coded is not None:
        return coded[1].zfill(2) + (f".{coded[2]}" if coded[2] else "")
    return next((one.code for one in taxonomy.categories if one.name == text), text)


def _day(text: str) -> str:
    """2021.6.3, 2021/6/3 and 2021年6月3日 as 2021-06-03; what is none as it stands."""
    match = _DAY.fullmatch(text)
    if match is None:
        return text
    year, month, day = match[1] or match[4], match[2], match[3]
    return "-".join([year, *(part.zfill(2) for part in (month, day) if part)])
