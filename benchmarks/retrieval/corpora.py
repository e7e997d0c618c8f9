"""The public question sets as passages and questions with known answers.

Each is read from the folder that ``material.unpack`` fills.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path
from random import Random

from analyzers import fold

from .material import LAWS, NEWS

SHORTEST_PARAGRAPH = 80
NEWS_QUESTIONS = 2_000


@dataclass(frozen=True, slots=True)
class Passage:
    """A document of a corpus; ``title`` is empty where the set gives none."""

    key: str
    text: str
    title: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """``answers`` are the keys of the passages that answer it."""

    text: str
    answers: frozenset[str]


@dataclass(frozen=True, slots=True)
class QuestionSet:
    """Questions of one kind, asked of the corpus ``corpus``."""

    name: str
    corpus: str
    questions: tuple[Question, ...]

    def half(self, number: int) -> tuple[Question, ...]:
        """Weights are chosen on half 0; half 1 is reported. The split is by text and never changes."""
        shuffled = sorted(self.questions, key=lambda question: question.text)
        Random(20240601).shuffle(shuffled)
        return tuple(shuffled[number::2])


@dataclass(frozen=True, slots=True)
class Corpus:
    name: str
    passages: tuple[Passage, ...]


def reading(folder: Path) -> tuple[Corpus, list[QuestionSet]]:
    """CMRC 2018 and DRCD (asked as it is and in simplified script) over all their passages and, as
    distractors, the long paragraphs of the news."""
    passages: list[Passage] = []
    sets = []
    for name, file in (("cmrc", "cmrc2018_dev.json"), ("drcd", "DRCD_dev.json")):
        found, questions = _read_reading(name, folder / file)
        passages += found
        sets.append(QuestionSet(name, "reading", tuple(questions)))
    simplified = [Question(_simplified(one.text), one.answers) for one in sets[1].questions]
    sets.append(QuestionSet("drcd-simplified", "reading", tuple(simplified)))
    paragraphs = dict.fromkeys(_paragraphs(folder / NEWS))
    passages += [Passage(f"n{number:06}", text) for number, text in enumerate(paragraphs)]
    return Corpus("reading", tuple(passages)), sets


def _read_reading(name: str, file: Path) -> tuple[list[Passage], list[Question]]:
    passages: list[Passage] = []
    questions: list[Question] = []
    for entry in json.loads(file.read_text(encoding="utf-8"))["data"]:
        for paragraph in entry["paragraphs"]:
            key = f"{name[0]}{len(passages):06}"
            passages.append(Passage(key, paragraph["context"]))
            questions += [Question(one["question"], frozenset({key})) for one in paragraph["qas"]]
    return passages, questions


def _simplified(text: str) -> str:
    """The question as it is typed in simplified script: character by character, all else kept."""
    return "".join(fold(one) if "\u4e00" <= one <= "\u9fff" else one for one in text)


def _paragraphs(folder: Path) -> Iterator[str]:
    for file in sorted(folder.rglob("*.md")):
        for line in file.read_text(encoding="utf-8").splitlines():
            if len(line.strip()) > SHORTEST_PARAGRAPH:
                yield line.strip()


def news(folder: Path) -> tuple[Corpus, list[QuestionSet]]:
    """The items of the news without their headlines; a headline that stands once asks for its own."""
    items = [item for file in sorted((folder / NEWS).rglob("*.md")) for item in _items(file)]
    passages = [Passage(f"n{number:06}", body) for number, (_, body) in enumerate(items)]
    times = Counter(fold(headline) for headline, _ in items)
    unique = [number for number, (headline, _) in enumerate(items) if times[fold(headline)] == 1]
    asked = sorted(Random(7).sample(unique, min(NEWS_QUESTIONS, len(unique))))
    questions = [Question(items[number][0], frozenset({passages[number].key})) for number in asked]
    return Corpus("news", tuple(passages)), [QuestionSet("news", "news", tuple(questions))]


# What follows the last item of a day: the next heading, the link to the source, the time of writing.
_FURNITURE = re.compile(r"^(?:#{1,2} |\[查看原文\]|---$|更新时间)", re.MULTILINE)


def _items(file: Path) -> Iterator[tuple[str, str]]:
    text = file.read_text(encoding="utf-8")
    for section in re.split(r"^### ", text, flags=re.MULTILINE)[1:]:
        headline, _, body = section.partition("\n")
        body = _FURNITURE.split(body)[0].strip()
        if headline.strip() and body:
            yield headline.strip(), body


_ARTICLE = re.compile(
    r"^(第[零一二三四五六七八九十百千〇]+条(?:之[一二三四五六七八九十]+)?)[\s\u3000]*", re.MULTILINE
)
_HEADING = re.compile(r"^(?:#{1,6}\s.*|<!--.*-->)$", re.MULTILINE)


def statutes(folder: Path) -> tuple[Corpus, list[QuestionSet]]:
    """STARD: lay questions over the laws, an article a document with the law's name in its title."""
    passages = list(_articles(folder / LAWS))
    by_text: dict[str, set[str]] = {}
    for passage in passages:
        by_text.setdefault(normal(passage.text), set()).add(passage.key)
    asked = json.loads((folder / "stard" / "dev_queries.json").read_text(encoding="utf-8"))
    questions = []
    for one in asked:
        gold = [by_text.get(normal(text), set()) for text in one["相关法规"].values()]
        answers = frozenset().union(*gold)
        if answers:
            questions.append(Question(one["问题"], answers))
    return Corpus("statutes", tuple(passages)), [QuestionSet("stard", "statutes", tuple(questions))]


def normal(text: str) -> str:
    """An article's words alone, for telling whether two texts are the same article."""
    return re.sub(r"\W+", "", _ARTICLE.sub("", text.strip()))


def _articles(folder: Path) -> Iterator[Passage]:
    number = 0
    for file in sorted(folder.rglob("*.md")):
        text = file.read_text(encoding="utf-8")
        name = re.search(r"^#\s+(.+)$", text, re.MULTILINE)
        law = name[1].strip() if name else file.stem
        body = _HEADING.split(text)
        for part in body:
            marks = list(_ARTICLE.finditer(part))
            for mark, following in zip_longest(marks, marks[1:]):
                end = following.start() if following else len(part)
                words = part[mark.end() : end].strip()
                if words:
                    yield Passage(f"a{number:06}", words, f"{law} {mark[1]}")
                    number += 1


#: A corpus and the questions asked of it, by the corpus's name.
READERS: Mapping[str, Callable[[Path], tuple[Corpus, list[QuestionSet]]]] = {
    "reading": reading,
    "news": news,
    "statutes": statutes,
}
