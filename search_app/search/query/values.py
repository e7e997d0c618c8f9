"""What the value of a prefix means in this archive: ``支部:一支部``, ``类别:党课``, ``年度:2021..2023``."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from analyzers import fold
from indexer.archival.branches.resolving import resolve
from indexer.archival.paper import plain
from indexer.archival.taxonomy import Taxonomy
from indexer.archival.values import Branch
from indexer.archival.written_number import normal_number
from indexer.engines.query import MISSING, AnyOf, Facet, Keyword, OneOf, Query, Text

from .periods import read_period, read_range, read_years
from .syntax import Value


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of the archive: its categories, its branches, and the values a facet has."""

    taxonomy: Taxonomy
    branches: tuple[Branch, ...]
    values: Callable[[Facet], Iterable[str]]


def resolve_value(value: Value, known: Known) -> Query | None:
    """What selects the value; None where it cannot be read as one (``年度:去了``)."""
    if value.text.strip() in {"-", "未定"} and value.name in _FACETS:
        return OneOf(_FACETS[value.name], frozenset({MISSING}))
    reader = _READERS.get(value.name)
    if reader is not None:
        return reader(value.text.strip(), known)
    facet = _FACETS[value.name]
    return OneOf(facet, matching(value.text, known.values(facet)))


def matching(text: str, values: Iterable[str]) -> frozenset[str]:
    """The values that are ``text``, else those that have it in them, else ``text`` itself."""
    wanted = fold(text)
    folds = {value: fold(value) for value in values if value != MISSING}
    same = frozenset(value for value, folded in folds.items() if folded == wanted)
    return (
        same or frozenset(value for value, folded in folds.items() if wanted in folded) or frozenset({text})
    )


def _branch(text: str, known: Known) -> Query:
    wanted = fold(text)
    for branch in known.branches:
        if wanted in {fold(branch.name), *map(fold, branch.aliases)}:
            return OneOf(Facet.BRANCH, frozenset({branch.name}))
    named = resolve(text, known.branches)
    if named:
        return OneOf(Facet.BRANCH, frozenset(one.branch.name for one in named))
    return OneOf(Facet.BRANCH, matching(text, known.values(Facet.BRANCH)))


def _year(text: str, known: Known) -> Query | None:
    years = read_years(text)
    return OneOf(Facet.YEAR, years) if years is not None else None


def _month(text: str, known: Known) -> Query | None:
    period = read_period(text)
    if period is None or period.month is None or period.day is not None:
        return None
    return OneOf(Facet.MONTH, frozenset({str(period)}))


def _date(text: str, known: Known) -> Query | None:
    return read_range(text)


def _category(text: str, known: Known) -> Query:
    code, dot, second = text.partition(".")
    if dot and any(code == category.code for category in known.taxonomy.categories):
        return OneOf(Facet.SUBCATEGORY, frozenset({f"{code}.{second}"}))
    found = _categories(fold(text), known.taxonomy, lambda wanted, name: wanted == name)
    found = found or _categories(fold(text), known.taxonomy, lambda wanted, name: wanted in name)
    return _either(found) or OneOf(Facet.CATEGORY, frozenset({text}))


def _categories(wanted: str, taxonomy: Taxonomy, fits: Callable[[str, str], bool]) -> list[Query]:
    found: list[Query] = []
    for category in taxonomy.categories:
        if wanted == category.code or fits(wanted, fold(category.name)):
            found.append(OneOf(Facet.CATEGORY, frozenset({category.code})))
        else:
            seconds = (f"{category.code}.{name}" for name in category.second if fits(wanted, fold(name)))
            found += [OneOf(Facet.SUBCATEGORY, frozenset({value})) for value in seconds]
    return found


def _doc_no(text: str, known: Known) -> Query:
    """The document's own number, or any that is written like it."""
    written = Text(fold(text))
    normal = normal_number(plain(text))
    return AnyOf((Keyword("doc_no", normal), written)) if normal else written


def _person(text: str, known: Known) -> Query:
    name = "".join(text.split())
    return _either([Keyword("person", form) for form in dict.fromkeys((text, name, fold(name)))]) or Text(
        name
    )


def _either(parts: Sequence[Query]) -> Query | None:
    if len(parts) <= 1:
        return parts[0] if parts else None
    return AnyOf(tuple(parts))


_FACETS = {
    "branch": Facet.BRANCH,
    "year": Facet.YEAR,
    "category": Facet.CATEGORY,
    "role": Facet.ROLE,
    "issuer": Facet.ISSUER,
    "secrecy": Facet.SECRECY,
    "month": Facet.MONTH,
    "doc_type": Facet.DOC_TYPE,
}
_READERS: dict[str, Callable[[str, Known], Query | None]] = {
    "branch": _branch,
    "year": _year,
    "month": _month,
    "date": _date,
    "category": _category,
    "doc_no": _doc_no,
    "person": _person,
}
