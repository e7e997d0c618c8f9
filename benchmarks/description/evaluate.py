"""How well documents are described: accuracy by field, confusions, misses, against a truth file.

    python -m benchmarks.description.evaluate FOLDER TRUTH.json [--misses FIELD] [--ocr] [--cache FILE]

FOLDER is any archive; TRUTH.json holds ``{"entries": [...]}`` with the keys of
``indexer.sample.truth.TruthEntry`` (those that are absent or null are not judged, but for ``doc_no``,
``secrecy`` and parts, where null means none). No number here is a test's assertion.
"""

from __future__ import annotations

import argparse
import json
import pickle
import re
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from indexer.archival.branches import find_branches
from indexer.archival.describe import describe
from indexer.archival.paper import plain
from indexer.archival.splitting import split_meetings
from indexer.archival.values import Place, Subject, Unit
from indexer.documents import Content, Description, Page
from indexer.extraction.extract import pieces
from indexer.extraction.reading import Context, Source
from indexer.pipeline.describing import letterhead

FIELDS = (
    "title",
    "branch",
    "work_year",
    "date",
    "category",
    "subcategory",
    "category_secondary",
    "role",
    "genre",
    "issuer",
)
#: Fields whose null says that the document has none.
ABSENT_COUNTS = ("doc_no", "secrecy")
MEETING = (
    "type",
    "date",
    "place",
    "host",
    "recorder",
    "expected",
    "present",
    "attending",
    "absent",
    "topics",
    "resolutions",
)


@dataclass
class Score:
    """One field's tally: right, wrong, and which value was taken for which."""

    right: int = 0
    total: int = 0
    invented: int = 0
    confused: Counter[tuple[str, str]] = field(default_factory=Counter)
    misses: list[str] = field(default_factory=list)


Read = dict[str, list[tuple[tuple[str, ...], Content]]]


def main() -> None:
    options = _options()
    entries = json.loads(options.truth.read_text(encoding="utf-8"))["entries"]
    read = _read(options.folder, sorted({entry["path"] for entry in entries}), options)
    unit = Unit(options.unit, tuple(find_branches(_places(read))))
    print("支部：", "、".join(branch.name for branch in unit.branches))
    started = time.perf_counter()
    scores: dict[str, Score] = defaultdict(Score)
    for entry, content, description in _described(entries, read, unit):
        _judge(entry, content, description, scores)
    seconds = time.perf_counter() - started
    _judge_parts(entries, read, scores)
    _report(scores, options.misses)
    print(f"\n{len(entries)} 件，描述用时每件 {1000 * seconds / max(1, len(entries)):.2f} ms")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("folder", type=Path)
    parser.add_argument("truth", type=Path)
    parser.add_argument("--unit", help="the unit's name, as a setting would give it")
    parser.add_argument("--misses", action="append", default=[], help="list the misses of a field (or: all)")
    parser.add_argument("--ocr", action="store_true", help="read pictures too")
    parser.add_argument("--cache", type=Path, help="keep the extracted texts here between runs")
    return parser.parse_args()


def _read(folder: Path, paths: Sequence[str], options: argparse.Namespace) -> Read:
    if options.cache and options.cache.exists():
        cached: Read = pickle.loads(options.cache.read_bytes())
        return cached
    context = Context(ocr=options.ocr)
    read: Read = {}
    for number, path in enumerate(paths, start=1):
        with Source.of_path(folder / path) as source:
            read[path] = [(piece.path, piece.content) for piece in pieces(source, context)]
        if number % 200 == 0:
            print(f"{number}/{len(paths)}", file=sys.stderr)
    if options.cache:
        options.cache.write_bytes(pickle.dumps(read))
    return read


def _places(read: Read) -> Iterator[Place]:
    for path, found in read.items():
        for member, content in found:
            yield Place(path, "!".join(member) or None, letterhead(content.pages))


def _described(
    entries: Sequence[Mapping[str, Any]], read: Read, unit: Unit
) -> Iterator[tuple[Mapping[str, Any], Content | None, Description]]:
    for entry in entries:
        content = _content(read[entry["path"]], entry.get("member"))
        pages: Sequence[Page] = content.pages if content else ()
        if entry.get("part"):
            parts = {part.number: part.pages for part in split_meetings(pages)}
            pages = parts.get(entry["part"]["number"], ())
        doc_type = content.doc_type if content else "unknown"
        metadata = content.metadata if content else {}
        subject = Subject("档案", entry["path"], entry.get("member"), doc_type, pages, metadata)
        yield entry, content, describe(subject, unit)


def _content(found: list[tuple[tuple[str, ...], Content]], member: str | None) -> Content | None:
    return next((content for path, content in found if ("!".join(path) or None) == member), None)


def _judge(
    entry: Mapping[str, Any], content: Content | None, found: Description, scores: dict[str, Score]
) -> None:
    where = entry["path"] + (f"!{entry['member']}" if entry.get("member") else "")
    where += f"#{entry['part']['number']}" if entry.get("part") else ""
    marked = content.mark is not None if content else False
    _count(scores["mark"], entry.get("outcome") == "quarantined", marked, where)
    if entry.get("outcome") == "quarantined":
        return
    if entry.get("ocr") and not (content and content.has_text):
        return
    for name in FIELDS:
        if entry.get(name) is not None:
            _count(scores[name], entry[name], found.value(name), where)
    for name in ABSENT_COUNTS:
        _count(scores[name], entry.get(name), found.value(name), where)
    if entry.get("persons"):
        _count(scores["persons"], sorted(entry["persons"]), sorted(found.value("persons") or []), where)
    for name, wanted in (entry.get("meeting") or {}).items():
        value = found.meeting[name].value if name in found.meeting else None
        if wanted not in (None, []) or value not in (None, []):
            _count(scores[f"meeting.{name}"], wanted, value, where)


def _judge_parts(entries: Sequence[Mapping[str, Any]], read: Read, scores: dict[str, Score]) -> None:
    for entry in entries:
        content = _content(read[entry["path"]], entry.get("member"))
        if content is None or entry.get("part") or not content.has_text:
            continue
        _count(scores["parts"], entry.get("parts", 0), len(split_meetings(content.pages)), entry["path"])


def _count(score: Score, wanted: Any, value: Any, where: str) -> None:
    score.total += 1
    if _same(wanted, value):
        score.right += 1
        return
    score.invented += wanted in (None, [], 0, False)
    score.confused[_short(wanted), _short(value)] += 1
    score.misses.append(f"{where}\n      {_short(wanted, 90)}  ≠  {_short(value, 90)}")


def _same(wanted: Any, value: Any) -> bool:
    if isinstance(wanted, list) or isinstance(value, list):
        return (
            [_folded(w) for w in wanted or []]
            == [_folded(v) for v in (value if isinstance(value, list) else [value])]
            if value is not None
            else not wanted
        )
    return bool(_folded(wanted) == _folded(value))


def _folded(value: Any) -> Any:
    return re.sub(r"[\s,.:;、。()\[\]“”\"'《》-]", "", plain(value)) if isinstance(value, str) else value


def _short(value: Any, size: int = 24) -> str:
    text = "、".join(map(str, value)) if isinstance(value, (list, tuple)) else str(value)
    return text if len(text) <= size else text[: size - 1] + "…"


def _report(scores: Mapping[str, Score], wanted: Sequence[str]) -> None:
    for name, score in scores.items():
        share = 100 * score.right / max(1, score.total)
        print(f"{name:20} {share:6.1f} %  {score.right}/{score.total}  凭空 {score.invented}")
        for (truth, value), count in score.confused.most_common(6):
            print(f"      {count:4}  {truth}  →  {value}")
        if name in wanted or "all" in wanted:
            print("\n".join(f"    · {miss}" for miss in score.misses[:60]))


if __name__ == "__main__":
    main()
