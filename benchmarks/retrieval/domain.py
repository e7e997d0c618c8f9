"""Queries as clerks type them, by another hand, on the sample archive: is the find among the first three?

    python -m benchmarks.retrieval.domain --work /tmp/retrieval [--elasticsearch http://127.0.0.1:9200]

``domain_queries.toml`` says what each should find and why. The first run writes and indexes the sample.
"""

from __future__ import annotations

import argparse
import tomllib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from statistics import median
from typing import Any

from analyzers import Analyzer
from indexer.catalog import Catalog
from indexer.engines import open_engine
from indexer.pipeline import index
from indexer.sample.archive import write_sample
from indexer.settings import load_settings
from search_app.search.answers import HitAnswer, SearchAnswer, SearchRequest
from search_app.search.service import SearchService

QUERIES = Path(__file__).with_name("domain_queries.toml")
GOOD = 3


@dataclass(frozen=True, slots=True)
class Judged:
    """``place`` is that of the first expected find among the hits, from 1; None where it is not there."""

    asked: dict[str, Any]
    answer: SearchAnswer
    place: int | None

    @property
    def good(self) -> bool:
        return self.place is not None and self.place <= GOOD


def main() -> None:
    options = _options()
    told = tomllib.loads(QUERIES.read_text(encoding="utf-8"))
    today = date.fromisoformat(told["today"])
    print("| engine | kind | queries | first | first three | p50 ms |")
    print("| --- | --- | ---: | ---: | ---: | ---: |")
    for engine, settings in _engines(options.elasticsearch):
        judged = list(_judged(options.work, settings, told["query"], today))
        _report(engine, judged)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--work", type=Path, required=True, help="folder for the archive, kept between runs")
    parser.add_argument("--elasticsearch", help="URL of a server")
    return parser.parse_args()


def _engines(elasticsearch: str | None) -> Iterator[tuple[str, dict[str, str]]]:
    yield "embedded", {}
    if elasticsearch:
        yield "elasticsearch", {"elasticsearch_url": elasticsearch, "elasticsearch_index": "dangan-domain"}


def _judged(
    work: Path, options: dict[str, str], queries: Sequence[dict[str, Any]], today: date
) -> Iterator[Judged]:
    folder = work / "domain" / "sample"
    if not folder.exists():
        write_sample(folder)
    settings = load_settings({"data": str(work / "domain" / f"data-{len(options)}"), **options}, {}, None)
    analyzer = Analyzer()
    with Catalog.open(settings.database_url) as catalog:
        engine = open_engine(settings, analyzer)
        index(catalog, engine, settings, [folder], fingerprint=analyzer.fingerprint)
        service = SearchService(catalog, engine, analyzer, today=lambda: today)
        for asked in queries:
            answer = service.search(SearchRequest(asked["q"]))
            yield Judged(asked, answer, _place(answer, asked["find"]))
        engine.close()


def _place(answer: SearchAnswer, wanted: Sequence[str]) -> int | None:
    """Copies of a hit share its place, as on the page."""
    for place, hit in enumerate(answer.hits, start=1):
        if any(_path(one).endswith(suffix) for one in (hit, *hit.folded) for suffix in wanted):
            return place
    return None


def _path(hit: HitAnswer) -> str:
    return f"{hit.path}!{hit.member}" if hit.member else hit.path


def _report(engine: str, judged: Sequence[Judged]) -> None:
    kinds = Counter(one.asked["kind"] for one in judged)
    for kind in [*kinds, "all"]:
        some = [one for one in judged if kind in {"all", one.asked["kind"]}]
        first, good = sum(one.place == 1 for one in some), sum(one.good for one in some)
        time = median(one.answer.took_ms for one in some)
        print(f"| {engine} | {kind} | {len(some)} | {first} | {good} | {time:.0f} |", flush=True)
    for one in judged:
        if not one.good:
            print(f"\n· {one.asked['q']} ({one.asked['kind']}): place {one.place} of {one.answer.total}")
            print(f"  wanted {one.asked['find'][0]}, {one.asked.get('note', '')}")
            print(f"  first {[_path(hit) for hit in one.answer.hits[:2]]}, taken as {one.answer.query}")


if __name__ == "__main__":
    main()
