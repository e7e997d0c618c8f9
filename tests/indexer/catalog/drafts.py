"""Short ways to write the values that tests save."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from indexer.catalog import Catalog
from indexer.catalog.records import DocumentDraft, FileDraft, PartDraft, SavedFile, SeenFile
from indexer.documents import FIELDS, Content, Description, FieldSource, FieldValue, MemberRef, Page, Problem

READER = "readers-1"
FINGERPRINT = "rules-1"


def sha(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def content(text: str, **other: Any) -> Content:
    """A text file that says ``text``; its hash is that of the text."""
    pages = (Page(1, "第1页", text),) if text else ()
    values: dict[str, Any] = {"doc_type": "txt", "pages": pages, "page_count": 1} | other
    return Content(sha256=sha(text), size=len(text.encode()), **values)


def described(**values: Any) -> Description:
    """A description with these values, read from the text with full confidence."""
    fields = {name: FieldValue() for name in FIELDS}
    fields.update(
        {name: FieldValue(value, FieldSource.EXTRACTED, None, 0.9) for name, value in values.items()}
    )
    return Description(fields)


def seen(path: str, text: str = "", mtime_ns: int = 1) -> SeenFile:
    return SeenFile(path, len(text.encode()), mtime_ns)


def plain_draft(
    root: str,
    path: str,
    text: str,
    *,
    moved_from: str | None = None,
    parts: Sequence[PartDraft] = (),
    mtime_ns: int = 1,
    fingerprint: str = FINGERPRINT,
    **values: Any,
) -> FileDraft:
    own = DocumentDraft(None, sha(text), len(text.encode()), described(**values), tuple(parts))
    return FileDraft(root, seen(path, text, mtime_ns), (own,), fingerprint, moved_from)


def save_plain(catalog: Catalog, root: str, path: str, text: str, **other: Any) -> SavedFile:
    """Save a text file of one page."""
    return catalog.save_file(plain_draft(root, path, text, **other), [content(text)], READER)


def container(text: str, members: Mapping[str, str], problems: Sequence[Problem] = ()) -> list[Content]:
    """The contents of an archive file: its members' first, its own (named by ``text``) last."""
    inner = [content(words) for words in members.values()]
    refs = tuple(MemberRef(name, sha(words), len(words.encode())) for name, words in members.items())
    own = Content(sha(text), len(text.encode()), "zip", members=refs, problems=tuple(problems))
    return [*inner, own]


def save_container(
    catalog: Catalog, root: str, path: str, text: str, members: Mapping[str, str], **other: Any
) -> SavedFile:
    documents = [DocumentDraft(None, sha(text), len(text.encode()), described())]
    documents += [
        DocumentDraft(name, sha(words), len(words.encode()), described()) for name, words in members.items()
    ]
    draft = FileDraft(root, seen(path, text), tuple(documents), FINGERPRINT, other.get("moved_from"))
    return catalog.save_file(draft, container(text, members), READER)


def root_of(catalog: Catalog, folder: Path) -> str:
    """Make the folder and register it; return the root's name."""
    folder.mkdir(parents=True, exist_ok=True)
    return catalog.add_root(folder).root.name


def part(number: int, text: str, **values: Any) -> PartDraft:
    return PartDraft(number, f"第{number}次", (Page(number, f"第{number}页", text),), described(**values))
