"""What may be typed, offered alike on both engines."""

from __future__ import annotations

import pytest

from indexer.engines.query import Facet, OneOf
from search_app.suggesting.suggester import Kind, Suggester

from .conftest import SECOND, Archive


@pytest.mark.parametrize(
    ("q", "kind", "text"),
    [
        ("wgh", Kind.PERSON, "王光豪"),
        ("湘衡", Kind.DOC_NO, "湘衡党发〔2021〕12号"),
        ("zwh", Kind.TERM, "支委会"),
        ("收缴", Kind.TITLE, "党费收缴明细表"),
        ("路灯 hy", Kind.TERM, "路灯 会议"),
    ],
)
def test_both_engines_offer_the_same(archive: Archive, q: str, kind: Kind, text: str) -> None:
    offers = _suggester(archive).offers(q)
    assert (kind, text) in [(one.kind, one.text) for one in offers], offers


def test_both_engines_keep_to_what_may_be_seen(archive: Archive) -> None:
    second = OneOf(Facet.BRANCH, frozenset({SECOND}))
    assert _suggester(archive).offers("王光", scope=second) == []
    assert _suggester(archive).offers("湘衡", scope=second)


def _suggester(archive: Archive) -> Suggester:
    archive.service.vocabulary.lexicon()
    return Suggester(archive.catalog, archive.engine, archive.service.vocabulary)
