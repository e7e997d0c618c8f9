"""The analyzer: the same terms from both segmenters, no domain term that hides a shorter one."""

from __future__ import annotations

import pickle
import random
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzers import SENTINEL, Analyzer, fold
from analyzers.dictionary import read_lines

HAN = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF), max_size=12)
MIXED = st.lists(
    st.sampled_from(read_lines("terms.txt"))
    | HAN
    | st.text(max_size=6)
    | st.sampled_from(
        ["2021年", "6月3日", "二〇二一年", "GB/T 9704", "〔2021〕12号", "第12条", "7万元", " ", "，"]
    )
).map("".join)


@pytest.fixture(scope="module")
def analyzer() -> Analyzer:
    return Analyzer()


@pytest.fixture(scope="module")
def fallback() -> Analyzer:
    return Analyzer(segmenter="jieba")


@pytest.fixture(scope="module")
def fast() -> Analyzer:
    pytest.importorskip("rjieba", reason="rjieba has no wheel here; jieba is the segmenter")
    return Analyzer(segmenter="rjieba")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("支委会会议记录", ["支委会", "会议记录"]),
        ("2021年6月3日支委会", ["2021年", "6月", "3日", "支委会"]),
        ("二〇二一年六月", ["二零二一年", "六月"]),
        ("二○○六年党费", ["二零零六年", "党费"]),
        ("２０２１－０６－０３", ["2021-06-03"]),
        ("第12条", ["第12条"]),
        ("路灯经费7万元", ["路灯", "经费", "7万元"]),
        ("hello world", ["hello", "world"]),
        ("A4纸", ["a4", "纸"]),
        ("党 支 部", ["党支部"]),
        ("，。！ ", []),
        ("黨費收繳", ["党费收缴"]),
    ],
)
def test_query_words(analyzer: Analyzer, text: str, words: list[str]) -> None:
    assert analyzer.query_words(text) == words


def test_every_domain_term_is_cut_whole(analyzer: Analyzer) -> None:
    terms = [fold(term) for term in read_lines("terms.txt")]
    assert [term for term in terms if analyzer.query_words(term) != [term]] == []


def test_no_domain_term_hides_a_shorter_one(analyzer: Analyzer) -> None:
    """A document that says 支部党员大会 is scored for 党员大会 too, and so on for every pair."""
    terms = [fold(term) for term in read_lines("terms.txt")]
    for term in terms:
        indexed = analyzer.words(term)
        hidden = [other for other in terms if len(other) > 1 and other in term and other not in indexed]
        assert hidden == [], term


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("支部党员大会", "党员大会"),
        ("民主评议党员", "民主评议"),
        ("中央八项规定", "八项规定"),
        ("入党积极分子", "积极分子"),
        ("专题组织生活会", "组织生活会"),
        ("主题党日", "党日"),
        ("2021年6月", "2021"),
        ("7万元", "7万"),
        ("2021-06-03", "2021"),
        ("第3季度", "3季"),
    ],
)
def test_the_index_has_the_words_inside(analyzer: Analyzer, text: str, word: str) -> None:
    assert word in analyzer.words(text)


@given(MIXED)
def test_both_segmenters_agree(fast: Analyzer, fallback: Analyzer, text: str) -> None:
    assert fast.query_words(text) == fallback.query_words(text)
    assert Counter(fast.words(text)) == Counter(fallback.words(text))


@given(MIXED | st.text())
def test_terms_are_fit_for_both_engines(analyzer: Analyzer, text: str) -> None:
    """No blank, control character or surrogate; every word of the query is in the fold of its text."""
    folded = fold(text)
    for term in (*analyzer.words(text), *analyzer.query_words(text), *analyzer.grams(folded)):
        assert term
        assert term.replace(SENTINEL, "") == fold(term)
        assert term.encode("utf-8")
    assert all(word in folded for word in analyzer.query_words(text))


@given(st.text(min_size=1))
def test_grams_are_every_adjacent_pair(analyzer: Analyzer, text: str) -> None:
    folded = fold(text)
    grams = analyzer.grams(folded)
    assert "".join(gram[0] for gram in grams) == folded
    assert all(len(gram) == 2 for gram in grams)
    assert (not grams) or grams[-1] == folded[-1] + SENTINEL


def test_a_unit_can_add_words(analyzer: Analyzer) -> None:
    name = "欧阳洁琼乐"
    assert analyzer.query_words(f"{name}发言") != [name, "发言"]
    assert Analyzer([name]).query_words(f"{name}发言") == [name, "发言"]


def test_words_learned_later_count_from_then_on_and_can_be_forgotten(analyzer: Analyzer) -> None:
    name = "欧阳洁琼乐"
    learning = Analyzer()
    before = learning.words(f"{name}发言")
    learning.learn([name])
    assert learning.query_words(f"{name}发言") == [name, "发言"]
    assert name in learning.words(f"{name}发言")
    assert learning.fingerprint == Analyzer([name]).fingerprint != analyzer.fingerprint
    assert pickle.loads(pickle.dumps(learning)).fingerprint == learning.fingerprint
    learning.learn([])
    assert learning.words(f"{name}发言") == before and learning.fingerprint == analyzer.fingerprint


def test_a_pickled_analyzer_makes_the_same_terms(analyzer: Analyzer) -> None:
    copy = pickle.loads(pickle.dumps(Analyzer(["路灯管理站"])))
    assert copy.query_words("衡东县路灯管理站") == ["衡东县", "路灯管理站"]
    assert copy.fingerprint != analyzer.fingerprint


def test_the_fingerprint_names_segmenter_and_dictionary(analyzer: Analyzer, fallback: Analyzer) -> None:
    assert Analyzer().fingerprint == analyzer.fingerprint
    assert fallback.fingerprint.startswith("jieba-0.42")
    words = random.Random(1).sample(["路灯管理站", "养护所"], 2)
    assert Analyzer(words).fingerprint == Analyzer(words[::-1]).fingerprint
