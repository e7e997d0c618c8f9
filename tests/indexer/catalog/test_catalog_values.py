"""Ids, sort keys, stored forms and the engine's values."""

from __future__ import annotations

import sqlite3
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Connection

from indexer.catalog import codec, identity
from indexer.catalog.index_documents import index_document, span_of, stamp
from indexer.catalog.plan import new_ids
from indexer.documents import (
    FIELDS,
    MEETING_FIELDS,
    Description,
    Evidence,
    FieldSource,
    FieldValue,
    LineBox,
    MemberRef,
    Page,
    Problem,
    ProblemKind,
)

from .drafts import described

ids = st.builds(
    lambda number, part: f"{number:016x}" + (f".{part}" if part else ""),
    st.integers(0, 2**64 - 1),
    st.integers(0, identity.MAX_PARTS),
)
days = st.none() | st.dates(date(1900, 1, 1), date(2199, 12, 31))
#: What a file may contain: every code point, lone surrogates and U+0000 too.
texts = st.text(st.characters(exclude_categories=()), max_size=40)


documents = st.dictionaries(
    st.integers(0, 2**36 - 1),
    st.tuples(st.integers(0, 2**28 - 1), st.sets(st.integers(0, identity.MAX_PARTS), min_size=1, max_size=4)),
    max_size=8,
).map(
    lambda found: [
        f"{first:09x}{rest:07x}" + (f".{part}" if part else "")
        for first, (rest, parts) in found.items()
        for part in parts
    ]
)


@given(st.data(), documents)
def test_the_sort_keys_order_by_date_then_by_id_with_undated_last(
    data: st.DataObject, ids: list[str]
) -> None:
    pairs = [(identifier, data.draw(days)) for identifier in ids]
    far = date.max
    newest = sorted(pairs, key=lambda pair: identity.newest_key(*pair), reverse=True)
    assert newest == sorted(pairs, key=lambda p: (p[1] is None, -(p[1] or date.min).toordinal(), p[0]))
    oldest = sorted(pairs, key=lambda pair: identity.oldest_key(*pair))
    assert oldest == sorted(pairs, key=lambda p: (p[1] or far, p[0]))


@given(ids, days)
def test_the_sort_keys_are_signed_64_bit_numbers(identifier: str, day: date | None) -> None:
    for key in (identity.newest_key(identifier, day), identity.oldest_key(identifier, day)):
        assert 0 <= key < 2**63


def test_a_day_outside_the_scale_still_sorts_before_the_undated() -> None:
    for day in (date(1, 1, 1), date(9999, 12, 31)):
        assert identity.newest_key("0" * 16, day) > identity.newest_key("f" * 16, None)
        assert identity.oldest_key("f" * 16, day) < identity.oldest_key("0" * 16, None)


def test_an_id_whose_first_digits_are_taken_is_made_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """With a digest of one digit, sixteen members still get sixteen ids."""
    real = identity.document_id

    def short(root: str, path: str, member: str | None, salt: int = 0) -> str:
        return real(root, path, member, salt)[:1] * 16

    monkeypatch.setattr("indexer.catalog.plan.document_id", short)
    taken: set[int] = {identity.sort_key("0" * 16)}
    monkeypatch.setattr("indexer.catalog.plan._used", lambda connection, ids: taken)
    members = [str(number) for number in range(15)]
    found = new_ids(_no_connection(), "档案", "a.zip", members)
    assert len(set(found.values())) == 15 and "0" * 16 not in found.values()


def _no_connection() -> Connection:
    from sqlalchemy import create_engine

    return create_engine("sqlite://", creator=lambda: sqlite3.connect(":memory:")).connect()


def test_the_same_place_has_the_same_id_everywhere() -> None:
    assert identity.document_id("档案", "一支部/a.docx", None) == identity.document_id(
        "档案", "一支部/a.docx", None
    )
    assert identity.document_id("档案", "a.zip", "b") != identity.document_id("档案", "a.zipb", None)


@given(
    st.builds(
        Page,
        st.integers(1, 9999),
        texts,
        texts,
        st.booleans(),
        st.none() | st.just(0.5),
        st.lists(st.just(LineBox(0, 2, 0.125, 0.25, 0.5, 0.75, 0.875)), max_size=2).map(tuple),
    )
)
def test_pages_come_back_as_they_were(page: Page) -> None:
    assert codec.unpack_pages(codec.pack_pages([page])) == [page]
    assert codec.unpack_texts(codec.pack_pages([page])) == (page.text,)


fields = st.builds(
    FieldValue,
    st.none() | texts | st.integers() | st.lists(texts, max_size=3),
    st.sampled_from(FieldSource),
    st.none() | st.builds(Evidence, texts, st.none() | st.integers(1, 99)),
    st.sampled_from([0.0, 0.25, 0.9, 1.0]),
    st.just("") | texts,
)


@given(
    st.dictionaries(st.sampled_from(FIELDS), fields),
    st.none() | st.dictionaries(st.sampled_from(MEETING_FIELDS), fields, min_size=1),
    st.lists(texts, max_size=2),
)
def test_descriptions_come_back_as_they_were(
    found: dict[str, FieldValue], meeting: dict[str, FieldValue] | None, notes: list[str]
) -> None:
    whole = dict.fromkeys(FIELDS, FieldValue()) | found
    whole_meeting = dict.fromkeys(MEETING_FIELDS, FieldValue()) | meeting if meeting else {}
    description = Description(whole, whole_meeting, tuple(notes))
    assert codec.unpack_description(codec.pack_description(description)) == description


def test_what_a_content_says_of_itself_comes_back() -> None:
    problems = (Problem(ProblemKind.BROKEN, "坏了", "修一修"),)
    members = (MemberRef("a!b", "0" * 64, 5),)
    assert codec.unpack_info(codec.pack_info({"title": "题\ud800名\0"}, problems, members)) == (
        {"title": "题\ud800名\0"},
        problems,
        members,
    )


@given(texts)
def test_cleaned_text_fits_every_database(text: str) -> None:
    cleaned = codec.clean(text)
    assert "\0" not in cleaned
    cleaned.encode("utf-8")


@given(st.dates(date(1, 1, 1), date(9999, 12, 31)))
def test_a_date_spans_what_its_precision_allows(day: date) -> None:
    whole, month, year = (span_of(day.isoformat()[:length]) for length in (10, 7, 4))
    assert whole is not None and month is not None and year is not None
    assert (whole.first, whole.last) == (day, day)
    assert month.first.day == 1 and month.month == whole.month == day.isoformat()[:7]
    if month.last < date(9999, 12, 31):
        assert (month.last + timedelta(days=1)).day == 1
    assert (year.first, year.last, year.month) == (date(day.year, 1, 1), date(day.year, 12, 31), None)


@pytest.mark.parametrize(
    "text", [None, "", "2021-13", "2021-02-30", "2021-6-3", "去年", "0000", 2021, "2021-00"]
)
def test_what_is_no_date_has_no_span(text: object) -> None:
    assert span_of(text) is None


def test_the_engine_gets_the_effective_values() -> None:
    description = described(
        title="会议记录",
        branch="第一党支部",
        work_year=2021,
        date="2021-06",
        category="02",
        subcategory="支委会",
        role="会议记录",
        persons=["张三", "李四"],
        doc_no="衡路党〔2021〕3号",
    )
    document = index_document("ab" * 8, "一支部/包.zip", "6月/a.docx", "docx", description, ["正文"])
    assert document.names == ("包.zip", "6月/a.docx")
    assert (document.year, document.month, document.subcategory) == ("2021", "2021-06", "02.支委会")
    assert (document.date_start, document.date_end) == (20210601, 20210630)
    assert document.persons == ("张三", "李四") and document.issuer is None


@pytest.mark.parametrize(
    ("path", "member", "title"),
    [
        ("一支部/会议记录.docx", None, "会议记录"),
        ("一支部/2021.6.3 会议", None, "2021.6.3 会议"),
        ("包.zip", "6月/签到表.xlsx", "签到表"),
        ("包.zip", "内.zip!签到表.xlsx", "签到表"),
        (".bashrc", None, ".bashrc"),
    ],
)
def test_a_document_without_a_title_is_called_by_its_name(path: str, member: str | None, title: str) -> None:
    assert index_document("0" * 16, path, member, "docx", described()).title == title


def test_the_stamp_changes_with_anything_the_engine_sees() -> None:
    def stamped(path: str, member: str | None, kind: str, *, texts: bytes = b"t", **values: str) -> bytes:
        return stamp(index_document("0" * 16, path, member, kind, described(**values)), texts)

    plain = stamped("a.txt", None, "txt")
    others = [
        stamped("b.txt", None, "txt"),
        stamped("a.txt", "m", "txt"),
        stamped("a.txt", None, "pdf"),
        stamped("a.txt", None, "txt", branch="某支部"),
        stamped("a.txt", None, "txt", texts=b"u"),
    ]
    assert len({plain, *others}) == 6
    assert stamped("其他/a.txt", None, "txt", genre="函") == plain
