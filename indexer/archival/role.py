"""材料类型: what kind of paper a document is, by the word that ends its title or name, else by its looks."""

from __future__ import annotations

import re

from indexer.documents import Evidence, FieldSource, FieldValue

from .paper import plain
from .view import View

_PICTURES = frozenset(
    {
        "jpg",
        "jpeg",
        "png",
        "gif",
        "bmp",
        "tif",
        "tiff",
        "webp",
        "heic",
        "heif",
        "mp4",
        "avi",
        "mov",
        "wmv",
        "mp3",
        "wav",
        "m4a",
    }
)
_SUFFIX = re.compile(
    r"(?:\s*[\[(][^\[\]()]{0,40}[\])]|\s+[\u4e00-\u9fff]{2,3}|-[\u4e00-\u9fff·&、]{2,8}|[\d\s_.:,、-]+)$"
)
#: 会议记录汇编 is of the kind that it collects.
_COLLECTION = re.compile(r"(?<=[\u4e00-\u9fff]{2})(?:汇编|合订本|合集|汇总本|集锦)(?=$|[(\[\d_-])")
#: 简讯：…, 党课讲稿：…: a kind that is named before the title.
_BEFORE = re.compile(r"^([\u4e00-\u9fff]{2,6})[:_-](?=.{4})")
_MINUTES_LABELS = re.compile(
    r"(?:主\s?持|记\s?录|出\s?席|列\s?席|缺\s?席|应\s?到|实\s?到|参会人员|参加人员|到会|议\s?题)(?:人员?|者|单位)?\s?(?:\(签名\))?\s?[:\t]"
)
_ABOUT_SIGNING = re.compile(r"签\s?到|签\s?名")


def role(view: View, title: FieldValue) -> FieldValue:
    """The kind of paper. The title in the text decides before the file's name, the name before the looks."""
    words = view.unit.taxonomy.role_words
    written = plain(str(title.value or "")) if title.source is not FieldSource.NAME else ""
    from_title = kind_at_end(written, words) if written else None
    from_name = kind_at_end(view.stem, words)
    if view.subject.doc_type in _PICTURES and from_name is None and len(view.head.text) < 80:
        return FieldValue("照片", FieldSource.EXTRACTED, Evidence(view.name), 0.85)
    if from_title is not None and (title.confidence >= 0.6 or from_name is None):
        return FieldValue(
            from_title, title.source, title.evidence, 0.92 if from_name in (None, from_title) else 0.8
        )
    if from_name is not None:
        return FieldValue(from_name, FieldSource.NAME, Evidence(view.stem), 0.85)
    return _by_looks(view) or _by_folder(view) or FieldValue()


def kind_at_end(text: str, words: dict[str, str] | object) -> str | None:
    """The kind whose word stands last in a title, bracketed additions and names aside."""
    table: dict[str, str] = words  # type: ignore[assignment]
    stripped = _COLLECTION.sub("", text)
    while True:
        found = _last_word(stripped, table)
        if found is not None and found[1] == len(stripped):
            return found[0]
        shorter = _SUFFIX.sub("", stripped)
        if shorter == stripped or not shorter:
            break
        stripped = shorter
    before = _BEFORE.match(text)
    named = kind_at_end(before[1], table) if before else None
    found = _last_word(stripped, table) or _last_word(text, table)
    return named or (found[0] if found is not None else None)


def _last_word(text: str, words: dict[str, str]) -> tuple[str, int] | None:
    """The word that ends last, the longest of those, with its end."""
    best: tuple[int, int, str] | None = None
    longest = 10
    single = words.get(text[-1:])
    if single is not None and text[-2:-1] not in ("信", "来", "指", "命") and words.get(text[-2:]) is None:
        return single, len(text)
    for end in range(len(text), 1, -1):
        for start in range(max(0, end - longest), end - 1):
            value = words.get(text[start:end])
            if value is not None:
                best = (end, start, value)
                break
        if best is not None:
            return best[2], best[0]
    return None


def _by_looks(view: View) -> FieldValue | None:
    text = view.head.text[:1500]
    labels = {match[0][:2] for match in _MINUTES_LABELS.finditer(text)}
    if len(labels) >= 3:
        return FieldValue("会议记录", FieldSource.EXTRACTED, None, 0.7)
    if _ABOUT_SIGNING.search(text[:200]) and len(text) < 800:
        return FieldValue("签到表", FieldSource.EXTRACTED, None, 0.6)
    if view.subject.doc_type in ("ppt", "pptx", "dps"):
        return FieldValue("讲稿", FieldSource.EXTRACTED, Evidence(view.name), 0.6)
    if view.subject.doc_type in _PICTURES:
        return FieldValue("照片", FieldSource.EXTRACTED, Evidence(view.name), 0.6)
    return None


def _by_folder(view: View) -> FieldValue | None:
    words = view.unit.taxonomy.role_words
    for folder in view.folders[:2]:
        found = kind_at_end(folder, words)
        if found is not None:
            return FieldValue(found, FieldSource.FOLDER, Evidence(folder), 0.55)
    return None
