"""What every engine promises, whichever it is."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from analyzers import Analyzer, fold
from indexer.engines.protocol import Engine
from indexer.engines.query import (
    AllOf,
    Among,
    AnyOf,
    Arrived,
    Boost,
    DateRange,
    Everything,
    Facet,
    Keyword,
    Not,
    OneOf,
    Query,
    Search,
    Sort,
    Text,
    TextField,
)
from indexer.errors import Busy, QueryTooBroad

from .conftest import ENGINES, document, fill, opened


def ids(engine: Engine, match: Query) -> list[str]:
    total, found = engine.ids(match, 1000)
    assert total == len(found)
    return found


def one_of(facet: Facet, *values: str) -> OneOf:
    return OneOf(facet, frozenset(values))


class TestAnIndex:
    def test_is_empty_before_there_is_any(self, engine: Engine) -> None:
        answer = engine.search(Search(facets=(Facet.BRANCH,)))
        assert (answer.total, answer.hits, answer.counts) == (0, (), {Facet.BRANCH: {}})
        assert (engine.count(), engine.applied(), engine.fingerprint()) == (0, 0, None)
        assert engine.totals(Everything(), [Everything(), Text("会")]) == [0, 0]
        assert engine.ids(Everything(), 10) == (0, [])

    def test_shows_nothing_before_a_commit(self, engine: Engine) -> None:
        with engine.writer() as writer:
            writer.put([document("a", "会议"), document("b", "会议")])
            assert engine.count() == 0
            writer.commit(7)
            assert (engine.count(), engine.applied()) == (2, 7)
            writer.remove(["a", "never there"])
            writer.put([document("b", "报告")])
            assert ids(engine, Text("会议")) == ["a", "b"]
            writer.commit(9)
        assert (ids(engine, Text("会议")), ids(engine, Text("报告"))) == ([], ["b"])
        assert engine.applied() == 9

    def test_keeps_the_last_of_several_changes_of_one_document(self, engine: Engine) -> None:
        with engine.writer() as writer:
            writer.put([document("a", "第一版"), document("a", "第二版")])
            writer.remove(["b"])
            writer.put([document("b", "新")])
            writer.put([document("c", "旧")])
            writer.remove(["c"])
            writer.commit(1)
        assert (ids(engine, Text("第一版")), ids(engine, Text("第二版"))) == ([], ["a"])
        assert ids(engine, Everything()) == ["a", "b"]

    def test_forgets_what_was_never_committed(self, engine: Engine) -> None:
        fill(engine, document("a", "会议"), applied=3)
        with pytest.raises(KeyboardInterrupt), engine.writer() as writer:
            writer.put([document("b", "会议")])
            raise KeyboardInterrupt
        assert (ids(engine, Text("会议")), engine.applied()) == (["a"], 3)
        fill(engine, document("c", "会议"), document("b", "会议"), applied=4)
        assert ids(engine, Text("会议")) == ["a", "b", "c"]

    def test_has_one_writer_at_a_time(self, engine: Engine) -> None:
        with engine.writer(), pytest.raises(Busy) as caught, engine.writer():
            pass
        assert caught.value.hint
        with engine.writer():
            pass
        with engine.rebuild("new"), pytest.raises(Busy), engine.rebuild("newer"):
            pass

    def test_takes_all_but_the_documents_that_it_cannot(self, engine: Engine) -> None:
        with engine.writer() as writer:
            writer.put([document("a", "会议"), document("b", "会议", newest=2**70), document("c", "会议")])
            rejected = writer.commit(1)
            assert [(item.id, item.retryable) for item in rejected] == [("b", False)]
            assert rejected[0].reason
            assert writer.commit(2) == []
        assert ids(engine, Text("会议")) == ["a", "c"]

    def test_takes_values_that_no_index_likes(self, engine: Engine) -> None:
        long = "长" * 50_000
        fill(
            engine,
            document("a", "w" * 40_000 + "，" + long, branch=long, persons=("",)),
            document("b", "", branch="\ud800坏", issuer="\0", doc_no="", names=("\ud83d.txt",)),
        )
        assert ids(engine, Text("ww")) == ["a"]
        assert ids(engine, one_of(Facet.BRANCH, long)) == ["a"]
        assert ids(engine, one_of(Facet.BRANCH, "\ud800坏")) == ["b"]
        assert ids(engine, one_of(Facet.ISSUER, "\0")) == ["b"]
        assert ids(engine, Text(".t")) == ["b"]


class TestARebuild:
    def test_is_seen_by_nobody_before_the_swap(self, engine: Engine) -> None:
        fill(engine, document("a", "旧"), applied=5)
        with engine.rebuild("new rules") as rebuild:
            rebuild.put([document("b", "新"), document("c", "新")])
            assert rebuild.commit(8) == []
            assert (ids(engine, Everything()), engine.applied()) == (["a"], 5)
            rebuild.put([document("d", "新")])
            rebuild.remove(["c"])
            rebuild.commit(9)
            rebuild.swap()
            assert ids(engine, Everything()) == ["b", "d"]
        assert (engine.applied(), engine.fingerprint()) == (9, "new rules")

    def test_left_without_a_swap_changes_nothing(self, engine: Engine) -> None:
        fill(engine, document("a", "旧"), applied=5)
        before = engine.fingerprint()
        with engine.rebuild("new") as rebuild:
            rebuild.put([document("b", "新")])
            rebuild.commit(8)
        with pytest.raises(ZeroDivisionError), engine.rebuild("new") as rebuild:
            rebuild.put([document("b", "新")])
            raise ZeroDivisionError
        assert (ids(engine, Everything()), engine.applied(), engine.fingerprint()) == (["a"], 5, before)

    def test_does_not_stop_writes_to_the_live_index(self, engine: Engine) -> None:
        with engine.rebuild("new") as rebuild:
            fill(engine, document("a", "现"), applied=2)
            assert ids(engine, Everything()) == ["a"]
            rebuild.put([document("b", "新")])
            rebuild.commit(1)
            with engine.writer() as late:
                rebuild.swap()
                late.put([document("c", "迟")])
                late.commit(3)
        # What the late writer put went to the old index; the change number says that it is to come again.
        assert (ids(engine, Everything()), engine.applied()) == (["b"], 1)
        fill(engine, document("c", "迟"), applied=3)
        assert ids(engine, Everything()) == ["b", "c"]

    def test_swaps_under_twenty_searching_threads(self, engine: Engine) -> None:
        generations = [
            [document(f"{turn}-{n}", f"会议第{turn}版") for n in range(20 + turn)] for turn in range(4)
        ]
        fill(engine, *generations[0])
        done, answers = threading.Event(), set()
        failures: list[BaseException] = []

        def search() -> None:
            try:
                while not done.is_set():
                    answer = engine.search(Search(Text("会议"), limit=100))
                    answers.add((answer.total, len({hit.id.partition("-")[0] for hit in answer.hits})))
            except BaseException as error:
                failures.append(error)
                raise

        threads = [threading.Thread(target=search) for _ in range(20)]
        for thread in threads:
            thread.start()
        try:
            for turn, documents in enumerate(generations[1:]):
                with engine.rebuild(f"turn {turn}") as rebuild:
                    rebuild.put(documents)
                    rebuild.commit(turn)
                    rebuild.swap()
        finally:
            done.set()
            for thread in threads:
                thread.join()
        assert not failures
        assert engine.count() == 23
        assert answers <= {(20 + turn, 1) for turn in range(4)}


@pytest.fixture(scope="module", params=ENGINES)
def filled(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, analyzer: Analyzer
) -> Iterator[Engine]:
    """An engine with three small documents."""
    names = ("总结.docx", "附件/说明.txt")
    with opened(request.param, tmp_path_factory.mktemp("filled"), analyzer) as engine:
        fill(
            engine,
            document("a", "党员大会", "会议记录：路灯", title="二〇二一年", names=names),
            document("b", "2021年6月", "，7万元", branch="一支部"),
            document("c", title="空", names=("c.jpg",)),
        )
        yield engine


class TestMatching:
    @pytest.mark.parametrize(
        ("query", "found"),
        [
            (Text("大会"), "a"),
            (Text("会会"), ""),  # a page border lies between
            (Text("大会会议"), ""),
            (Text("大会记录"), ""),
            (Text("会"), "a"),
            (Text("灯"), "a"),  # the last character of the last page
            (Text("元"), "b"),
            (Text("会议记录:路灯"), "a"),
            (Text("021年6"), "b"),
            (Text("7万"), "b"),
            (Text("月,"), ""),
            (Text("二零二一年", TextField.TITLE), "a"),
            (Text("二零二一年", TextField.BODY), ""),
            (Text("二零二一年"), "a"),
            (Text("x附"), ""),  # the border between two names
            (Text("/说明.t", TextField.NAME), "a"),
            (Text("空", TextField.TITLE), "c"),
            (Text(".", TextField.NAME), "ac"),
            (Text("不在"), ""),
            (Text("不"), ""),
            (Not(Text("会")), "bc"),
            (Not(Not(Text("会"))), "a"),
            (Everything(), "abc"),
            (Not(Everything()), ""),
            (AllOf(()), "abc"),
            (AnyOf(()), ""),
            (AllOf((Text("会"), Not(Text("会")))), ""),
            (AnyOf((Text("会"), Not(Text("会")))), "abc"),
            (AllOf((Not(Text("会")), Not(Text("万")))), "c"),
            (AnyOf((Text("灯"), AllOf((Text("2021年"), Text("万元"))))), "ab"),
            (Among(frozenset()), ""),
            (Among(frozenset({"a", "c", "z"})), "ac"),
            (one_of(Facet.BRANCH), ""),
            (one_of(Facet.BRANCH, "一支部"), "b"),
            (one_of(Facet.BRANCH, "-"), "ac"),
            (Not(one_of(Facet.BRANCH, "-")), "b"),
        ],
        ids=repr,
    )
    def test_is_a_search_for_folded_stretches_of_pages_titles_and_names(
        self, filled: Engine, query: Query, found: str
    ) -> None:
        assert "".join(ids(filled, query)) == found

    def test_takes_dates_that_overlap(self, engine: Engine) -> None:
        fill(
            engine,
            document("day", date_start=20210603, date_end=20210603),
            document("month", date_start=20210601, date_end=20210630),
            document("year", date_start=20210101, date_end=20211231),
            document("never"),
        )
        assert ids(engine, DateRange(20210604, 20210604)) == ["month", "year"]
        assert ids(engine, DateRange(20210603, 20210603)) == ["day", "month", "year"]
        assert ids(engine, DateRange(20200101, 20210101)) == ["year"]
        assert ids(engine, DateRange(0, 99999999)) == ["day", "month", "year"]
        assert ids(engine, DateRange(20220101, 20221231)) == []

    def test_takes_what_arrived_at_a_moment_or_later(self, engine: Engine) -> None:
        fill(engine, document("a", arrived=5_000), document("b", arrived=5_001), document("unknown"))
        assert ids(engine, Arrived(5_001)) == ["b"]
        assert ids(engine, Arrived(5_000)) == ["a", "b"]
        assert ids(engine, Arrived(0)) == ["a", "b"]
        assert ids(engine, Not(Arrived(5_001))) == ["a", "unknown"]

    def test_takes_numbers_and_names_whole(self, engine: Engine) -> None:
        fill(
            engine,
            document("a", doc_no="国发[2021]1号", persons=("张三", "李四")),
            document("b", doc_no="国发[2021]12号"),
        )
        assert ids(engine, Keyword("doc_no", "国发[2021]1号")) == ["a"]
        assert ids(engine, Keyword("person", "李四")) == ["a"]
        assert ids(engine, Keyword("person", "李")) == []

    def test_takes_thousands_of_ids_and_long_phrases(self, engine: Engine, analyzer: Analyzer) -> None:
        text = "".join(chr(0x4E00 + n) for n in range(600))
        fill(engine, document("a", text), document("b", text[:300]))
        assert ids(engine, Among(frozenset({"a", *map(str, range(70_000))}))) == ["a"]
        assert ids(engine, Text(fold(text), TextField.BODY)) == ["a"]

    def test_refuses_what_is_more_than_any_server_takes(self, engine: Engine) -> None:
        deep: Query = Text("会")
        for _ in range(5_000):
            deep = AllOf((Not(deep), Text("议")))
        for query in (Text("长" * 5_000), AnyOf(tuple(Text(f"第{n}条") for n in range(2_000))), deep):
            with pytest.raises(QueryTooBroad) as caught:
                engine.search(Search(query))
            assert caught.value.hint

    def test_takes_as_much_as_it_promises(self, engine: Engine, analyzer: Analyzer) -> None:
        fill(engine, document("a", "一二三"))
        deep: Query = Text("二")
        for _ in range(8):
            deep = AllOf((AnyOf((deep, Text("四"))), Not(Text("五"))))
        many = AnyOf((*(Text(f"第{n:03}条") for n in range(160)), Text("三")))
        boost = Boost(tuple(f"词{n}" for n in range(500)), tuple(f"{n:03}" for n in range(500)))
        assert engine.search(Search(AllOf((deep, many)), scoring=(boost,))).total == 1


class TestCounting:
    def test_applies_every_filter_but_a_facets_own(self, engine: Engine) -> None:
        fill(
            engine,
            document("a", branch="一", category="02", subcategory="02.支委会", year="2021"),
            document("b", branch="一", category="02", subcategory="02.党员大会", year="2020"),
            document("c", branch="二", category="03", year="2021"),
            document("d", year="2021"),
        )
        request = Search(
            filters={
                Facet.BRANCH: one_of(Facet.BRANCH, "一"),
                Facet.SUBCATEGORY: one_of(Facet.SUBCATEGORY, "02.支委会"),
            },
            facets=(Facet.BRANCH, Facet.CATEGORY, Facet.SUBCATEGORY, Facet.YEAR),
        )
        answer = engine.search(request)
        assert [hit.id for hit in answer.hits] == ["a"]
        assert answer.counts == {
            Facet.BRANCH: {"一": 1},
            Facet.CATEGORY: {"02": 2},
            Facet.SUBCATEGORY: {"02.支委会": 1, "02.党员大会": 1},
            Facet.YEAR: {"2021": 1},
        }
        both = replace(
            request, filters={Facet.CATEGORY: one_of(Facet.CATEGORY, "03")} | dict(request.filters)
        )
        answer = engine.search(both)
        assert (answer.total, answer.counts[Facet.CATEGORY]) == (0, {"02": 2})
        assert engine.search(Search(facets=(Facet.CATEGORY,))).counts == {
            Facet.CATEGORY: {"02": 2, "03": 1, "-": 1}
        }

    def test_counts_every_value_however_many_there_are(self, engine: Engine) -> None:
        size = 66_000 if engine.name == "embedded" else 5_300
        documents = (document(f"{n:06}", "会", issuer=f"单位{n}", branch="一") for n in range(size))
        fill(engine, *documents, document("x", "会", issuer="单位7"), document("y", issuer="单位8"))
        filters = {Facet.BRANCH: one_of(Facet.BRANCH, "一", "-")}
        answer = engine.search(Search(Text("会"), filters=filters, facets=(Facet.ISSUER, Facet.BRANCH)))
        issuers = answer.counts[Facet.ISSUER]
        assert answer.total == size + 1
        assert (len(issuers), issuers["单位7"], issuers["单位8"], sum(issuers.values())) == (
            size,
            2,
            1,
            size + 1,
        )
        assert answer.counts[Facet.BRANCH] == {"一": size, "-": 1}

    def test_tells_many_totals_at_once(self, filled: Engine) -> None:
        queries = [Text("会"), Not(Text("会")), AnyOf(()), Everything(), Text("7万"), Among(frozenset({"c"}))]
        assert filled.totals(Everything(), queries) == [1, 2, 0, 3, 1, 1]
        assert filled.totals(Not(Text("会")), queries) == [0, 2, 0, 2, 1, 1]
        assert filled.totals(Everything(), []) == []
        with pytest.raises(QueryTooBroad):
            filled.totals(Everything(), [Text("会"), Text("长" * 5_000)])


class TestOrder:
    BOOST = Boost(("会议",), ("会议",))

    def test_is_newest_or_oldest_by_the_keys(self, engine: Engine) -> None:
        keys = {"a": (20210603_000001, 20210603_000001), "b": (20220101_000002, 20220101_000002)}
        documents = [document(id, newest=newest, oldest=oldest) for id, (newest, oldest) in keys.items()]
        fill(engine, *documents, document("undated", newest=-1, oldest=2**62))
        for sort, expected in ((Sort.NEWEST, ["b", "a", "undated"]), (Sort.OLDEST, ["a", "b", "undated"])):
            hits = engine.search(Search(sort=sort, scoring=(self.BOOST,))).hits
            assert [(hit.id, hit.score) for hit in hits] == [(id, 0.0) for id in expected]

    def test_scores_by_words_and_never_by_what_selects(self, engine: Engine) -> None:
        fill(
            engine,
            document("much", "会议 会议 会议", branch="一"),
            document("some", "会议，以及许多别的事情，写了很长", branch="一"),
            document("none", "没有", branch="一"),
        )
        plain = engine.search(Search(scoring=(self.BOOST,))).hits
        assert [hit.id for hit in plain] == ["much", "some", "none"]
        assert plain[0].score > plain[1].score > plain[2].score == 0
        selecting = AllOf((Text("会议"), AnyOf((Text("许多别的"), Text("会"))), Not(Text("无"))))
        filters = {Facet.BRANCH: one_of(Facet.BRANCH, "一")}
        assert engine.search(Search(selecting, (self.BOOST,), filters, (Facet.BRANCH,))).hits == plain[:2]

    def test_weighs_words(self, engine: Engine) -> None:
        fill(engine, document("a", "会议"), document("b", "报告"), document("c", "别的"))
        light, heavy = Boost(("会议",), (), 1.0), Boost(("报告",), (), 3.0)
        hits = engine.search(Search(scoring=(light, heavy))).hits
        assert [hit.id for hit in hits] == ["b", "a", "c"]
        assert hits[0].score == pytest.approx(3 * hits[1].score, rel=0.002)

    def test_a_word_in_title_and_name_raises_the_score(self, engine: Engine) -> None:
        page = "会议，以及许多别的事情"
        fill(
            engine,
            document("page", page, title="别的", names=("一.docx",)),
            document("title", page, title="会议", names=("一.docx",)),
            document("all", page, title="会议", names=("会议.docx",)),
            document("none", "许多别的事情", title="别的", names=("一.docx",)),
        )
        hits = engine.search(Search(scoring=(self.BOOST,))).hits
        assert [hit.id for hit in hits] == ["all", "title", "page", "none"]

    @pytest.mark.parametrize("size", [1, 7, 100])
    def test_pages_repeat_and_lose_nothing_where_hundreds_tie(self, engine: Engine, size: int) -> None:
        texts = ("会议记录", "会议", "会议，另有一些别的话")
        documents = [document(f"{n * 7919 % 1000:03}", texts[n % 3]) for n in range(240)]
        with engine.writer() as writer:
            for start in range(0, 240, 50):
                writer.put(documents[start : start + 50])
                writer.commit(start)
        whole = engine.search(Search(scoring=(self.BOOST,), limit=500)).hits
        assert len({hit.id for hit in whole}) == 240
        assert list(whole) == sorted(whole, key=lambda hit: (-hit.score, hit.id))
        offsets = range(0, 240, size) if size > 1 else (0, 1, 79, 80, 81, 159, 160, 239, 240)
        for offset in offsets:
            page = engine.search(Search(scoring=(self.BOOST,), offset=offset, limit=size))
            assert (page.total, page.hits) == (240, whole[offset : offset + size])

    def test_pages_past_ten_thousand(self, engine: Engine) -> None:
        size = 10_050
        documents = (document(f"{n * 7919 % 20_011:05}", "会议", newest=n, oldest=n) for n in range(size))
        fill(engine, *documents)
        expected = sorted(f"{n * 7919 % 20_011:05}" for n in range(size))
        page = Search(offset=size - 30, limit=50)
        scorings: tuple[tuple[Boost, ...], ...] = ((), (self.BOOST,))
        for scoring in scorings:
            answer = engine.search(replace(page, match=Text("会议"), scoring=scoring, facets=(Facet.BRANCH,)))
            assert (answer.total, answer.counts) == (size, {Facet.BRANCH: {"-": size}})
            assert [hit.id for hit in answer.hits] == expected[-30:]
        hits = engine.search(replace(page, sort=Sort.NEWEST)).hits
        assert [hit.id for hit in hits] == [f"{n * 7919 % 20_011:05}" for n in range(29, -1, -1)]
        assert engine.search(Search(scoring=(self.BOOST,), offset=size + 5)).hits == ()
        assert engine.ids(Everything(), size) == (size, expected)


def test_another_process_sees_a_commit_at_once(tmp_path: Path, analyzer: Analyzer) -> None:
    with opened("embedded", tmp_path, analyzer) as one, opened("embedded", tmp_path, analyzer) as other:
        fill(one, document("a", "会议"), applied=4)
        assert (ids(other, Text("会议")), other.applied()) == (["a"], 4)
        fill(one, document("b", "会议"), applied=5)
        assert (ids(other, Text("会议")), other.applied()) == (["a", "b"], 5)
        with one.rebuild("new") as rebuild:
            rebuild.put([document("c", "会议")])
            rebuild.commit(6)
            rebuild.swap()
        assert (ids(other, Text("会议")), other.applied(), other.fingerprint()) == (["c"], 6, "new")
