"""Texts that are no records and carry no marks: what the rules read from them is invented."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from indexer.archival.describe import describe
from indexer.archival.minutes.splitting import split_meetings
from indexer.archival.secrecy import find_mark
from indexer.archival.values import Branch, Subject, Unit
from indexer.documents import Page

#: Archives of the shared test material whose texts are laws and news.
CORPORA = ("laws", "news-2022-2024")
_UNIT = Unit("衡东县路灯管理站", (Branch("第一党支部"), Branch("第二党支部"), Branch("退休党支部")))


@dataclass
class Counted:
    """How many texts of a set a rule was wrong on; ``told`` has them, for reading."""

    texts: int = 0
    wrong: int = 0
    told: list[str] = field(default_factory=list)

    def add(self, wrong: object, where: str) -> None:
        self.texts += 1
        if wrong:
            self.wrong += 1
            self.told.append(f"{where}: {wrong}")

    @property
    def rate(self) -> float:
        return 100 * self.wrong / max(1, self.texts)


def unpacked(shared: Path, work: Path) -> Iterator[tuple[str, Path]]:
    """Each corpus and the folder it lies in, unpacked under ``work`` once."""
    for name in CORPORA:
        folder = work / name
        if not folder.exists():
            folder.mkdir(parents=True)
            archive = shared / f"{name}.tar.zst"
            subprocess.run(["tar", "-I", "zstd", "-xf", str(archive), "-C", str(folder)], check=True)
        yield name, folder


def invented(folder: Path) -> dict[str, Counted]:
    """What is read from the texts under a folder, by rule: splitting, marks, numbers, meetings, branches."""
    counts = {name: Counted() for name in ("splitting", "secrecy mark", "内部", "文号", "meeting", "branch")}
    for path in sorted(folder.rglob("*.md")):
        pages = (Page(1, "", path.read_text(encoding="utf-8", errors="replace")),)
        found = describe(Subject("资料", path.name, None, "md", pages), _UNIT)
        mark = find_mark(pages, path.name)
        counts["splitting"].add(len(split_meetings(pages)), path.name)
        counts["secrecy mark"].add(mark and mark.text, path.name)
        counts["内部"].add(found.value("secrecy"), path.name)
        counts["文号"].add(found.value("doc_no"), path.name)
        counts["meeting"].add([key for key, value in found.meeting.items() if value.value], path.name)
        counts["branch"].add(found.value("branch"), path.name)
    return counts
