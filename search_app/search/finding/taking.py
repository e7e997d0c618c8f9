"""How a query is taken: read, widened, understood, and where nothing is found that way, taken more loosely.

Every step is told to the reader, who can switch it off.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from analyzers.synonyms import Synonyms
from indexer.engines.query import AllOf, Text

from ..answers import QueryEcho, Relaxed, SearchRequest, Suggestion
from ..query.forgiving import MISTAKEN, Correction, Forgiver
from ..query.parse import ParsedQuery, parse
from ..query.parting import in_parts
from ..query.understanding import Reader, Understood
from ..query.vocabulary import Vocabulary
from ..query.widening import expansions, other_forms
from .finder import Finder, Finding, Wording
from .selection import readable


@dataclass(frozen=True, slots=True)
class Taken:
    """A query as it was taken and what was found that way."""

    asked: str
    wording: Wording
    understood: Understood
    finding: Finding
    corrected: Correction | None = None
    offered: tuple[Correction, ...] = ()
    earlier: tuple[Taken, ...] = ()

    @property
    def suggestions(self) -> tuple[Suggestion, ...]:
        return tuple(Suggestion(one.text, one.why) for one in self.offered)

    @property
    def echo(self) -> QueryEcho:
        parsed, dropped, corrected = self.wording.parsed, self.finding.dropped, self.corrected
        return QueryEcho(
            text=self.asked,
            words=parsed.words,
            expanded=expansions(parsed.tree, self.wording.forms),
            filters=tuple(condition.told for condition in self.understood.conditions),
            relaxed=Relaxed(dropped) if dropped is not None else None,
            corrected=Suggestion(corrected.text, corrected.why) if corrected is not None else None,
            notices=(*parsed.notices, *_told(self.understood)),
            within=tuple(one.echo for one in self.earlier),
        )


def _told(understood: Understood) -> Iterator[str]:
    if understood.passed_over:
        yield f"已略去{_quoted(understood.passed_over)}"
    if understood.given_up:
        yield f"没有按{_quoted(understood.given_up)}筛选：那样一件也没有"


def _quoted(words: Sequence[str]) -> str:
    return "、".join(f"“{word}”" for word in words)


@dataclass(frozen=True, slots=True)
class Taker:
    """Takes queries for one archive. ``today`` is the archive's local date; ``earlier`` are queries within
    whose results it looks (the request's scope says which those are)."""

    finder: Finder
    synonyms: Callable[[], Synonyms]
    vocabulary: Vocabulary
    today: Callable[[], date]
    earlier: tuple[Wording, ...] = ()

    def take(self, request: SearchRequest, *, offer: bool = True) -> Taken:
        """The first way of taking the query in which documents are found; then with a slip mended; else
        what is nearest. ``offer``: look for slips beside what is found, too."""
        return replace(self, finder=self.finder.afresh())._take(request, offer)

    def _take(self, request: SearchRequest, offer: bool) -> Taken:
        parsed = self._parsed(request.q)
        ways = [(self._worded(parsed, way, request), way) for way in self._ways(parsed, request)]
        taken = self._exactly(request, ways)
        found = bool(taken.finding.found.total)
        if found and (request.page > 1 or not offer):
            return taken
        taken = replace(taken, offered=tuple(self._corrections(request, parsed, thoroughly=not found)))
        if found or not request.relax:
            return taken
        return self._mended(request, taken) or self._nearest(request, taken, parsed) or taken

    def _exactly(self, request: SearchRequest, ways: Sequence[tuple[Wording, Understood]]) -> Taken:
        for wording, way in ways[:-1]:
            if self.finder.finds(wording, request):
                return Taken(request.q, wording, way, self.finder.exactly(wording, request))
        wording, way = ways[-1]
        return Taken(request.q, wording, way, self.finder.exactly(wording, request))

    def _mended(self, request: SearchRequest, taken: Taken) -> Taken | None:
        """What the first correction finds that finds anything."""
        for correction in taken.offered:
            if correction.why == MISTAKEN:
                continue
            mended = replace(request, q=correction.text)
            parsed = self._parsed(correction.text)
            ways = [(self._worded(parsed, way, mended), way) for way in self._ways(parsed, mended)]
            found = self._exactly(mended, ways)
            if found.finding.found.total:
                return replace(found, asked=request.q, corrected=correction, offered=taken.offered)
        return None

    def _nearest(self, request: SearchRequest, taken: Taken, parsed: ParsedQuery) -> Taken | None:
        parsed = in_parts(parsed, self._stands(request))
        for way in self._ways(parsed, request):
            wording = self._worded(parsed, way, request)
            nearest = self.finder.nearest(wording, request)
            if nearest is not None:
                return Taken(request.q, wording, way, nearest, offered=taken.offered)
        return None

    def _corrections(
        self, request: SearchRequest, parsed: ParsedQuery, *, thoroughly: bool
    ) -> list[Correction]:
        def having(folded: str) -> int:
            return self.finder.count(AllOf((request.scope, Text(folded))))

        forgiver = Forgiver(self.vocabulary.lexicon(), self.finder.analyzer, self.synonyms(), having)
        return forgiver.corrections(request.q, parsed.tree, thoroughly=thoroughly)

    def wording(self, request: SearchRequest) -> Wording:
        """The way in which the query finds something; as it is typed, where none does."""
        return replace(self, finder=self.finder.afresh())._wording(request)

    def _wording(self, request: SearchRequest) -> Wording:
        parsed = self._parsed(request.q)
        *ways, literally = (self._worded(parsed, way, request) for way in self._ways(parsed, request))
        return next((way for way in ways if self.finder.finds(way, request)), literally)

    def _parsed(self, q: str) -> ParsedQuery:
        parsed = parse(q, self.finder.analyzer.query_words)
        tree, notices = readable(parsed.tree, self.finder.known(), self.finder.analyzer)
        return replace(parsed, tree=tree, notices=(*parsed.notices, *notices))

    def _ways(self, parsed: ParsedQuery, request: SearchRequest) -> Iterator[Understood]:
        if not request.understand:
            yield Understood(parsed.tree)
            return
        known = self.finder.known()
        roles = frozenset(known.taxonomy.roles)
        cut = self.finder.analyzer.query_words
        stands = self._stands(request)
        yield from Reader(known.branches, roles, self.today(), cut, stands).read(parsed.tree).ways()

    def _stands(self, request: SearchRequest) -> Callable[[str], bool]:
        """Whether a folded text stands in any document of the reader's."""
        return lambda folded: self.finder.count(AllOf((request.scope, Text(folded)))) > 0

    def _worded(self, parsed: ParsedQuery, way: Understood, request: SearchRequest) -> Wording:
        return Wording(
            replace(parsed, tree=way.tree),
            other_forms(way.tree, self.synonyms()) if request.expand else {},
            tuple(condition.query for condition in way.conditions),
            way.leanings,
            self.earlier,
        )
