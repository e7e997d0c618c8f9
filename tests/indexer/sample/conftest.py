"""The sample archive, written once for the tests of this folder."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from indexer.sample import TruthEntry, write_sample


@dataclass(frozen=True)
class Archive:
    folder: Path
    truth: Path
    entries: list[TruthEntry]

    @property
    def by_path(self) -> Mapping[str, list[TruthEntry]]:
        grouped: dict[str, list[TruthEntry]] = defaultdict(list)
        for entry in self.entries:
            grouped[entry.path].append(entry)
        return grouped


@pytest.fixture(scope="session")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    top = tmp_path_factory.mktemp("sample")
    entries = write_sample(top / "archive", truth=top / "truth.json")
    return Archive(top / "archive", top / "truth.json", entries)
