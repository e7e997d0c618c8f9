"""Documents as a table that people correct in Excel or WPS and hand back."""

from __future__ import annotations

from collections.abc import Sequence

from indexer import worksheets
from indexer.archival.taxonomy import Taxonomy
from indexer.catalog.records import DocumentRecord
from indexer.documents import FieldSource
from search_app.corrections.cells import cell_text
from search_app.corrections.columns import FIELDS, HEADINGS, ID
from search_app.documents.corrections import current, value_of
from search_app.web.display import SOURCES

_WIDE = {"title": 36, "path": 40, "member": 24, "meeting.topics": 30, "meeting.resolutions": 30, "reason": 20}
_NARROW = {"revision": 6, "id": 20, "part": 14}
_GUIDE = (
    "这张表列出检索选中的文件和它们现在的著录。改好后在“更正表”页面导入，导入前会先列出要改什么。",
    "只改要改的格；清空一格表示“没有”。没有改动的行、删掉的行不受影响。",
    "“编号”和“修订”两列用来认文件，不要改动。根文件夹、文件等列只供查看，改了也不起作用。",
    "日期写作 2021-06-03、2021-06 或 2021。几个人名用、隔开；议题和决议一行一条。",
    "密级只能提高，不能降低。定为秘密及以上的文件会立即移出本系统。",
    "“更正理由”可以逐行写；不写的用导入时填的理由。",
    "第二张表“来源”说明每个值从哪里来，只供查看。",
)


def table(records: Sequence[DocumentRecord], taxonomy: Taxonomy, branches: Sequence[str]) -> bytes:
    """An xlsx file: the values, where each came from, how to fill it in."""
    headings = list(HEADINGS.values())
    widths = [_WIDE.get(name) or _NARROW.get(name) or 14 for name in HEADINGS]
    choices = _choices(taxonomy, branches)
    offered = {number: choices[name] for number, name in enumerate(HEADINGS) if name in choices}
    return worksheets.write(
        [
            worksheets.Sheet("著录", headings, (_row(one, taxonomy) for one in records), widths, offered),
            worksheets.Sheet("来源", [HEADINGS[ID], *FIELDS.values()], map(_sources, records), [20]),
            worksheets.Sheet("说明", ["怎么填"], [[line] for line in _GUIDE], [110]),
        ]
    )


def _choices(taxonomy: Taxonomy, branches: Sequence[str]) -> dict[str, Sequence[str]]:
    return {
        "branch": branches,
        "category": [f"{one.code} {one.name}" for one in taxonomy.categories],
        "subcategory": list(dict.fromkeys(second for one in taxonomy.categories for second in one.second)),
        "role": taxonomy.roles,
        "secrecy": (*taxonomy.restricted, *taxonomy.quarantined),
    }


def _row(record: DocumentRecord, taxonomy: Taxonomy) -> list[str]:
    part = record.part.label if record.part else ""
    naming = [record.id, str(record.revision), record.root, record.path, record.member or "", part]
    return [*naming, *(cell_text(name, current(record, name), taxonomy) for name in FIELDS), ""]


def _sources(record: DocumentRecord) -> list[str]:
    return [record.id, *(_source(record, name) for name in FIELDS)]


def _source(record: DocumentRecord, name: str) -> str:
    """``正文 95% 第2页：“…”``; empty where there is no value."""
    found = value_of(record, name)
    if found is None or found.value in (None, [], ()):
        return ""
    if found.source is FieldSource.CORRECTED:
        return SOURCES[found.source.value]
    told = f"{SOURCES[found.source.value]} {found.confidence:.0%}"
    if found.evidence is None:
        return told
    page = f" 第{found.evidence.page}页" if found.evidence.page else ""
    return f"{told}{page}：“{found.evidence.text[:80]}”"
