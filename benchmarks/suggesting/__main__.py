"""How long a search box waits for what it offers, on an archive of many documents.

    python -m benchmarks.suggesting --shared ../shared/data --work /tmp/suggesting \\
        [--documents 20000] [--elasticsearch http://127.0.0.1:9200]

Passages of the reading sets and paragraphs of the news, each with its first 24 characters for a title;
nothing else is described, so that no persons and no numbers of documents are among what is offered. Every
beginning of 100 titles, up to eight keys, is asked by characters and by initials, and of their first three
characters by pinyin. The first run fills the archive, later ones use it again.
"""

from __future__ import annotations

import argparse
import random
import statistics
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter

from analyzers import Analyzer, fold
from analyzers.pinyin import initials, spelled
from benchmarks.retrieval.archives import Archive, opened
from benchmarks.retrieval.corpora import Corpus, Passage, reading
from benchmarks.retrieval.material import unpack
from search_app.search.query.vocabulary import Vocabulary
from search_app.suggesting.suggester import Suggester

_TITLE = 24
_LONGEST_TYPED = 8


def main() -> None:
    options = _options()
    unpack(options.shared, options.work / "material")
    passages = reading(options.work / "material")[0].passages
    chosen = random.Random(1).sample(passages, options.documents)
    titled = tuple(Passage(one.key, one.text, one.text[:_TITLE]) for one in chosen)
    corpus = Corpus(f"suggesting-{options.documents}", titled)
    print("| engine | documents | first ms | ready s | asked | p50 ms | p95 ms | p99 ms | max ms |")
    print("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |")
    for server in [None, *([options.elasticsearch] if options.elasticsearch else [])]:
        with opened(corpus, options.work, Analyzer(), server) as archive:
            _measure(archive, corpus)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--shared", type=Path, required=True, help="folder of the test material")
    parser.add_argument("--work", type=Path, required=True, help="folder for archives, kept between runs")
    parser.add_argument("--documents", type=int, default=20_000)
    parser.add_argument("--elasticsearch", help="URL of a server")
    return parser.parse_args()


def _measure(archive: Archive, corpus: Corpus) -> None:
    vocabulary = Vocabulary(archive.catalog, archive.analyzer)
    suggester = Suggester(archive.catalog, archive.engine, vocabulary)
    first = _milliseconds(suggester, "路")
    started = perf_counter()
    vocabulary.wait()
    ready = perf_counter() - started + first / 1000
    suggester.offers("路")
    typed = list(_typed(corpus))
    times = sorted(_milliseconds(suggester, text) for text in typed)
    p = statistics.quantiles(times, n=100)
    print(
        f"| {archive.engine.name} | {len(corpus.passages):,} | {first:.0f} | {ready:.1f} | {len(times):,} | "
        f"{p[49]:.1f} | {p[94]:.1f} | {p[98]:.1f} | {times[-1]:.1f} |"
    )


def _typed(corpus: Corpus) -> Iterator[str]:
    """What somebody types on the way to the title of a document, key by key."""
    for passage in random.Random(2).sample(corpus.passages, 100):
        title = fold(passage.title)[:_LONGEST_TYPED]
        for text in (title, initials(title), spelled(title[:3])):
            for length in range(1, min(len(text), _LONGEST_TYPED) + 1):
                yield text[:length]


def _milliseconds(suggester: Suggester, text: str) -> float:
    started = perf_counter()
    suggester.offers(text)
    return (perf_counter() - started) * 1000


if __name__ == "__main__":
    main()
