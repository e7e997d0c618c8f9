"""How well the search finds what a question asks for, on public question sets, through the search itself.

    python -m benchmarks.retrieval --shared ../shared/data --work /tmp/retrieval \\
        [--sets cmrc drcd …] [--half 0|1] [--ablation] [--elasticsearch http://127.0.0.1:9200] [--worst 10]

Weights were chosen on half 0 of each set; half 1 is the one to report. The first run fills an archive a
corpus (some minutes), later ones use it again. With ``--elasticsearch`` that engine is asked too, and the
first ten hits of both are compared.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from analyzers import Analyzer
from search_app.search.answers import SearchRequest
from search_app.search.finding.ranking import Ranking
from search_app.search.service import SearchService

from .archives import Archive, opened
from .corpora import READERS, QuestionSet
from .material import unpack
from .measuring import Ask, Outcome, head, measured, outcomes, wins_and_losses

NOTHING = Ranking(coverage=0, title=0, opening=0, nearness=0, trigrams=0, leaning=0)
FULL = Ranking()
#: What is added from line to line; the last line is what the product does.
ABLATION: Mapping[str, Ranking] = {
    "words": replace(NOTHING, grams=0),
    "bigrams": replace(NOTHING, words=0),
    "words + bigrams": NOTHING,
    "+ share of words": replace(NOTHING, coverage=FULL.coverage),
    "+ title, opening": replace(NOTHING, coverage=FULL.coverage, title=FULL.title, opening=FULL.opening),
    "+ nearness": replace(FULL, trigrams=0),
    "+ trigrams (all)": FULL,
}


def main() -> None:
    options = _options()
    unpack(options.shared, options.work / "material")
    analyzer = Analyzer()
    for name, reader in READERS.items():
        corpus, sets = reader(options.work / "material")
        chosen = [one for one in sets if not options.sets or one.name in options.sets]
        if not chosen:
            continue
        print(f"\n### {name}: {len(corpus.passages):,} passages\n", flush=True)
        with opened(corpus, options.work, analyzer, None) as archive:
            answers = dict(_measure(archive, chosen, options))
        if options.elasticsearch:
            with opened(corpus, options.work, analyzer, options.elasticsearch) as archive:
                _compare(answers, dict(_measure(archive, chosen, options, "elasticsearch")))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--shared", type=Path, required=True, help="folder of the test material")
    parser.add_argument("--work", type=Path, required=True, help="folder for archives, kept between runs")
    parser.add_argument("--sets", nargs="*", help="cmrc, drcd, drcd-simplified, news, stard")
    parser.add_argument("--half", type=int, choices=(0, 1), default=1)
    parser.add_argument("--ablation", action="store_true")
    parser.add_argument("--elasticsearch", help="URL of a server")
    parser.add_argument("--worst", type=int, default=0, help="list so many questions that went wrong")
    parser.add_argument("--limit", type=int, help="ask only so many questions of each set")
    return parser.parse_args()


Answers = dict[str, list[Outcome]]


def _measure(
    archive: Archive, sets: list[QuestionSet], options: argparse.Namespace, engine: str = "embedded"
) -> Iterator[tuple[str, list[list[str]]]]:
    """Print a line a set and ranking; yield the keys found by the product's own, for comparing engines."""
    print(head("engine", "set", "ranking"), flush=True)
    for one in sets:
        questions = one.half(options.half)[: options.limit]
        plain: list[Outcome] = []
        for name, ranking in ABLATION.items() if options.ablation else [("all", FULL)]:
            ask = _asking(archive, ranking)
            found = outcomes(questions, ask)
            print(measured(found).row(engine, one.name, name), flush=True)
            plain = found if ranking == NOTHING else plain
        if plain:
            print(wins_and_losses(found, plain), flush=True)
        for outcome in sorted(found, key=lambda outcome: outcome.gain)[: options.worst]:
            print(f"    · {outcome.question.text} → {outcome.places[:3] or 'not among 100'}")
        yield one.name, [list(ask(question.text))[:10] for question in questions[:300]]


def _asking(archive: Archive, ranking: Ranking) -> Ask:
    service = SearchService(archive.catalog, archive.engine, archive.analyzer, ranking=ranking)

    def ask(text: str) -> list[str]:
        hits = service.found(SearchRequest(text, size=100))
        return [archive.keys[identifier] for identifier in hits]

    return ask


def _compare(one: Mapping[str, list[list[str]]], other: Mapping[str, list[list[str]]]) -> None:
    """Print how many of the questions have the same first ten on both engines."""
    for name in one:
        same = sum(ours == theirs for ours, theirs in zip(one[name], other[name], strict=True))
        print(f"\n{name}: the same first ten on both engines for {same} of {len(one[name])} questions")


if __name__ == "__main__":
    main()
