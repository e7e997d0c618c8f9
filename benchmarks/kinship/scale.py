"""The cost of near copies and events in a catalog of many documents."""

from __future__ import annotations

import random
import re
import resource
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

from indexer.catalog import Catalog, sqlite_url
from indexer.catalog.records import DocumentDraft, FileDraft, SeenFile
from indexer.documents import FIELDS, Content, Description, FieldSource, FieldValue, Page
from indexer.pipeline.likeness import near_copies, near_groups, sketch_all
from indexer.pipeline.progress import unobserved

T = TypeVar("T")

#: Of so many texts one is a copy of an earlier one under another date and name.
_COPIED = 20
_ARTICLE = re.compile(r"^(?:\*\*)?第[一二三四五六七八九十百千零]+条", re.MULTILINE)
_SHORTEST, _LONGEST = 150, 1500


def measure_scale(count: int, laws: Path | None) -> None:
    with (
        tempfile.TemporaryDirectory() as folder,
        Catalog.open(sqlite_url(Path(folder) / "catalog.db")) as catalog,
    ):
        _time(f"saving {count} documents", lambda: _fill(catalog, Path(folder), count, laws))
        before = (Path(folder) / "catalog.db").stat().st_size
        _time("sketching and comparing all", lambda: sketch_all(catalog, unobserved))
        after = (Path(folder) / "catalog.db").stat().st_size
        print(f"the database grew by {(after - before) / 1e6:.0f} MB, to {after / 1e6:.0f} MB")
        _time("nothing new", lambda: sketch_all(catalog, unobserved))
        groups = _time("all groups", lambda: near_groups(catalog))
        print(f"{len(catalog.near_pairs())} pairs, {len(groups)} groups")
        ids = [group.members[0].place.id for group in groups[:200]]
        records = list(catalog.documents(ids).values())
        _time(
            f"near copies of {len(records)} documents",
            lambda: [near_copies(catalog, one) for one in records],
        )
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


def _time(what: str, act: Callable[[], T]) -> T:
    started = time.perf_counter()
    result = act()
    print(f"{what}: {time.perf_counter() - started:.1f} s", flush=True)
    return result


def _fill(catalog: Catalog, folder: Path, count: int, laws: Path | None) -> None:
    (folder / "档案").mkdir()
    root = catalog.add_root(folder / "档案").root.name
    chance = random.Random(1)
    kept: list[str] = []
    texts = _texts(laws, chance)
    for number in range(count):
        copied = number % _COPIED == 0 and kept
        text = _as_copy(chance.choice(kept), number) if copied else next(texts)
        kept.append(text)
        _save(catalog, root, number, text)


def _as_copy(text: str, number: int) -> str:
    return f"2021年{number % 12 + 1}月{number % 28 + 1}日\n主持人：王光{chr(0x4E00 + number % 2000)}\n{text}"


def _texts(laws: Path | None, chance: random.Random) -> Iterator[str]:
    """Articles of laws of a minute's length; when they are used up, texts made of their sentences."""
    sentences: list[str] = []
    for file in sorted(laws.rglob("*.md")) if laws is not None else ():
        for article in _ARTICLE.split(file.read_text(encoding="utf-8"))[1:]:
            text = article.strip()
            sentences += [one for one in re.split(r"[。；\n]", text) if len(one) > 12][:3]
            if _SHORTEST <= len(text) <= _LONGEST:
                yield text
    alphabet = [chr(0x4E00 + n) for n in range(3000)]
    while True:
        pool = sentences or ["".join(chance.choices(alphabet, k=25)) for _ in range(10)]
        yield "。".join(chance.choice(pool) for _ in range(chance.randint(8, 20)))


def _save(catalog: Catalog, root: str, number: int, text: str) -> None:
    sha256 = f"{number:064x}"
    fields = dict.fromkeys(FIELDS, FieldValue()) | {
        "branch": FieldValue(f"第{number % 40}党支部", FieldSource.FOLDER, None, 0.9),
        "role": FieldValue("会议记录", FieldSource.EXTRACTED, None, 0.9),
    }
    own = Content(sha256, len(text), "txt", (Page(1, "正文", text),), 1)
    draft = DocumentDraft(None, sha256, len(text), Description(fields))
    seen = SeenFile(f"{number // 100}/{number}.txt", len(text), 1)
    catalog.save_file(FileDraft(root, seen, (draft,), "rules"), [own], "readers")
