"""Why a document was found: which word stands where, in what form, how often; and on which pages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from analyzers import FoldedPages, fold
from indexer.catalog.index_documents import names_of, span_of
from indexer.catalog.records import DocumentRecord
from indexer.documents import Page
from indexer.engines.query import DateRange, Facet, OneOf, Query

from ..answers import PageHits, Reason
from ..query.syntax import Forms, Node, Piece, units, wanted

#: Pages with hits that are listed.
MOST_PAGES = 200


@dataclass(frozen=True, slots=True)
class Sought:
    """What was looked for: ``words`` are the folded words, each followed by its other forms. ``stands_for``
    tells what was typed for another form; ``dated`` what a typed date selects beside texts, as (typed, told,
    query)."""

    words: tuple[tuple[str, ...], ...] = ()
    stands_for: Mapping[str, str] = field(default_factory=dict)
    dated: tuple[tuple[str, str, Query], ...] = ()


def sought(words: Sequence[tuple[str, ...]], tree: Node | None, forms: Forms) -> Sought:
    """What a query with these other forms looks for."""
    found = [
        unit
        for leaf in wanted(tree)
        if isinstance(leaf, Piece)
        for unit in units(leaf.words, forms)
        if unit.other.texts or unit.other.told
    ]
    stands_for = {text: "".join(unit.words) for unit in found for text in unit.other.texts}
    dated = tuple(
        ("".join(unit.words), told, unit.other.query)
        for unit in found
        for told in unit.other.told
        if unit.other.query is not None
    )
    return Sought(tuple(words), stands_for, dated)


def reasons(
    record: DocumentRecord, pages: Sequence[Page], looked_for: Sought, folds: FoldedPages
) -> tuple[Reason, ...]:
    """For each word of the query the forms of it that the document has, and where."""
    title, names = fold(record.title), [fold(name) for name in names_of(record.path, record.member)]
    texts = [folds.fold(page.text).text for page in pages]
    found = []
    for forms in looked_for.words:
        for form in dict.fromkeys(forms):
            where = [name for name, some in (("title", [title]), ("name", names)) if _in(form, some)]
            count = sum(text.count(form) for text in texts)
            where += ["body"] if count else []
            if where:
                found.append(Reason(looked_for.stands_for.get(form, form), form, tuple(where), count))
    return (*found, *_by_description(record, looked_for, {one.word for one in found}))


def _in(form: str, texts: Sequence[str]) -> bool:
    return any(form in text for text in texts)


def _by_description(record: DocumentRecord, looked_for: Sought, told: set[str]) -> Iterator[Reason]:
    """The dates that the document is of without naming them."""
    for typed, says, query in looked_for.dated:
        if typed not in told and _is_of(record, query):
            yield Reason(typed, says, ("description",), 0)


def _is_of(record: DocumentRecord, query: Query) -> bool:
    match query:
        case OneOf(Facet.YEAR, years):
            return str(record.description.counted("work_year")) in years
        case DateRange(start, end):
            span = span_of(record.description.value("date"))
            return span is not None and _day(span.first) <= end and _day(span.last) >= start
        case _:
            return False


def _day(day: object) -> int:
    return int(str(day).replace("-", ""))


def page_hits(pages: Sequence[Page], looked_for: Sought, folds: FoldedPages) -> tuple[PageHits, ...]:
    """The pages on which words stand, with how often any of them does."""
    forms = dict.fromkeys(form for some in looked_for.words for form in some)
    counted = (
        PageHits(page.number, page.label, sum(folds.fold(page.text).text.count(form) for form in forms))
        for page in pages
    )
    return tuple(one for one in counted if one.count)[:MOST_PAGES]
