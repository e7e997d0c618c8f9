"""A small archive for tests: real files, a real catalog, the embedded engine, filled without extraction."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from flask import Flask
from flask.testing import FlaskClient

from analyzers import Analyzer
from indexer.catalog import Catalog
from indexer.catalog.records import DocumentDraft, FileDraft, PartDraft, SeenFile
from indexer.documents import (
    FIELDS,
    MEETING_FIELDS,
    Content,
    Description,
    Evidence,
    FieldSource,
    FieldValue,
    MemberRef,
    Page,
    Problem,
)
from indexer.engines import open_engine
from indexer.engines.protocol import Engine
from indexer.pipeline.loader import load
from indexer.settings import Settings, load_settings
from search_app import Services, create_app
from search_app.search.service import SearchService

READER = "test-reader"
FINGERPRINT = "test-description"


def described(
    meeting: Mapping[str, Any] | None = None,
    unsure: Mapping[str, Any] | None = None,
    given: Mapping[str, FieldValue] | None = None,
    **values: Any,
) -> Description:
    """A description with these values, each with evidence on page 1; those in ``unsure`` are guesses,
    those in ``given`` are taken as they are."""
    fields = {name: _field(values.get(name)) for name in FIELDS}
    fields |= {name: FieldValue(value, confidence=0.3) for name, value in (unsure or {}).items()}
    fields |= given or {}
    inside = {name: _field((meeting or {}).get(name)) for name in MEETING_FIELDS} if meeting else {}
    return Description(fields, inside)


def _field(value: Any) -> FieldValue:
    if value is None:
        return FieldValue()
    return FieldValue(value, FieldSource.EXTRACTED, Evidence(str(value), 1), 0.9)


def pages(*texts: str) -> tuple[Page, ...]:
    return tuple(Page(number, f"第{number}页", text) for number, text in enumerate(texts, 1))


@dataclass
class Archive:
    """An archive being filled. ``client`` talks to the application over what it holds."""

    folder: Path
    settings: Settings
    catalog: Catalog
    engine: Engine
    analyzer: Analyzer

    @classmethod
    def open(cls, place: Path, **options: object) -> Archive:
        folder = place / "档案"
        folder.mkdir(parents=True)
        settings = load_settings({"data": str(place / "data"), **options}, {})
        catalog = Catalog.open(settings.database_url)
        catalog.add_root(folder)
        analyzer = Analyzer()
        return cls(folder, settings, catalog, open_engine(settings, analyzer), analyzer)

    def close(self) -> None:
        self.engine.close()
        self.catalog.close()

    def put(
        self,
        path: str,
        *texts: str,
        doc_type: str = "docx",
        data: bytes | None = None,
        problems: Sequence[Problem] = (),
        mark: str | None = None,
        parts: Sequence[PartDraft] = (),
        members: Mapping[str, bytes] | None = None,
        secret: str | None = None,
        meeting: Mapping[str, Any] | None = None,
        **values: Any,
    ) -> str:
        """Write a file and save it as a run would have; return its id.

        ``members`` are those of a container, ``secret`` the one among them that is under quarantine.
        """
        content = data if data is not None else (path + "\n".join(texts)).encode()
        file = self.folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
        values.setdefault("title", file.stem)
        own = Content(
            _sha(content),
            len(content),
            doc_type,
            pages(*texts),
            len(texts),
            problems=tuple(problems),
            mark=mark,
        )
        drafts = [
            DocumentDraft(None, own.sha256, own.size, described(meeting, **values), parts=tuple(parts)),
            *(
                DocumentDraft(name, _sha(inner), len(inner), described(title=Path(name).stem))
                for name, inner in (members or {}).items()
            ),
        ]
        inside = [
            Content(_sha(inner), len(inner), "txt", mark="秘密")
            if name == secret
            else Content(_sha(inner), len(inner), "txt", pages(inner.decode(errors="replace")), 1)
            for name, inner in (members or {}).items()
        ]
        refs = tuple(
            MemberRef(name, inner.sha256, inner.size)
            for name, inner in zip(members or {}, inside, strict=True)
        )
        seen = SeenFile(path, len(content), file.stat().st_mtime_ns)
        draft = FileDraft("档案", seen, tuple(drafts), FINGERPRINT)
        return self.catalog.save_file(draft, [replace(own, members=refs), *inside], READER).id

    def load(self) -> None:
        """Bring the engine up to the catalog."""
        load(self.catalog, self.engine)

    def services(self) -> Services:
        search = SearchService(self.catalog, self.engine, self.analyzer)
        return Services(self.catalog, self.engine, self.analyzer, search)

    def app(self) -> Flask:
        self.load()
        app = create_app(self.services(), self.settings)
        app.config["TESTING"] = True
        return app

    def client(self) -> FlaskClient:
        return self.app().test_client()


def _sha(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
