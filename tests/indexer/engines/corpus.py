"""Documents and queries made up at random, by seed, out of what real archives hold and break on."""

from __future__ import annotations

from random import Random

from analyzers import Analyzer, fold
from indexer.engines.protocol import IndexDocument
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

FRAGMENTS = (
    "中共某某局机关第一党支部",
    "支部委员会会议记录",
    "二〇二一年六月三日",
    "２０２１年６月３日下午３点",
    "2021-06-03",
    "主持人：张三　记录人：李四",
    "会议研究了路灯经费的使用问题，",
    "決定發展王五同志為中共預備黨員。",
    "应到7人，实到5人，缺席2人（请假）",
    "国发〔2021〕12号",
    "党发[2022]3号",
    "关于开展“两学一做”学习教育的通知",
    "党员大会",
    "大会党员",
    "组织生活会",
    "民主评议党员",
    "PDF转Word v2.0 final",
    "ＷＰＳ文档",
    "Caf\u0065\u0301 résumé",
    "𠮷野家😀㐂",
    "😀😀",
    "一一一一",
    "aaaa",
    "啊",
    "。",
    "7万元、3.5%、100℃",
    "x\u3000y\u00a0z\u2003w",
    "\u0000控制\u0007符\ufeff",
    "百分之五十㈠㈡①②",
    "戶 ⼾ 户",
    "支部",
    "书记",
    "年度总结 报告 (修订)",
    "-a-b—c",
    '"引号"‘单’',
    "*?\\|&^$.[]{}()+",
    "第" + "十" * 40 + "条",
    "w" * 300,
    "9" * 300,
    "长" * 300,
    "𠮷" * 200,
)
PERSONS = ("张三", "李四", "王五", "欧阳娜娜", "O'Neil")
VALUES: dict[Facet, tuple[str | None, ...]] = {
    Facet.BRANCH: (None, "第一党支部", "第二党支部", "机关党委 (本级)"),
    Facet.YEAR: (None, "2019", "2020", "2021"),
    Facet.CATEGORY: (None, "02", "03"),
    Facet.SUBCATEGORY: (None, "02.支委会", "02.党员大会", "03.谈心谈话"),
    Facet.ROLE: (None, "会议记录", "通知"),
    Facet.DOC_TYPE: ("docx", "pdf", "jpg", "zip"),
    Facet.ISSUER: (None, "中共中央", "某某局党组"),
    Facet.SECRECY: (None, None, "内部"),
    Facet.MONTH: (None, "2021-06", "2021-07", "2020-12"),
}


def _text(random: Random, most: int) -> str:
    return random.choice(("", "\n", "，", " ")).join(random.choices(FRAGMENTS, k=random.randint(0, most)))


def _pages(random: Random) -> tuple[str, ...]:
    pages = [_text(random, 8) for _ in range(random.randint(0, 4))]
    if random.random() < 0.3:  # a phrase that the page border parts
        whole = random.choice(FRAGMENTS)
        cut = random.randint(1, len(whole))
        pages += [whole[:cut], whole[cut:]]
    return tuple(pages)


def _dates(random: Random) -> tuple[int, int]:
    year, month = random.randint(2019, 2022), random.randint(1, 12)
    start = year * 10_000 + month * 100
    return random.choice(
        [(0, 0), (start + 3, start + 3), (start + 1, start + 30), (year * 10_000 + 101, year * 10_000 + 1231)]
    )


def documents(seed: int, size: int) -> list[IndexDocument]:
    """``size`` documents; a third are copies of another but for the id, so that scores tie."""
    random = Random(seed)
    made: list[IndexDocument] = []
    for number in range(size):
        id = f"{random.getrandbits(64):016x}"
        if made and random.random() < 0.33:
            like = random.choice(made)
            id = random.choice((id, f"{like.id}.{number}"))
        else:
            like = _document(random)
        made.append(_with_place(like, id, number))
    return made


def _document(random: Random) -> IndexDocument:
    facets = {facet.value: random.choice(values) for facet, values in VALUES.items()}
    start, end = _dates(random)
    arrived = random.choice((0, random.randint(1, 10_000)))
    return IndexDocument(
        id="",
        title=_text(random, 2),
        names=tuple(_text(random, 2) + ".docx" for _ in range(random.randint(1, 2))),
        pages=_pages(random),
        doc_no=random.choice((None, "国发[2021]12号", "党发[2022]3号")),
        persons=tuple(random.sample(PERSONS, random.randint(0, 2))),
        date_start=start,
        date_end=end,
        arrived=arrived,
        **facets,  # type: ignore[arg-type]  # the numbers among the fields have values of their own
    )


def _with_place(document: IndexDocument, id: str, number: int) -> IndexDocument:
    values = {name: getattr(document, name) for name in document.__slots__}
    key = document.date_start * 1_000_000 + number
    return IndexDocument(**values | {"id": id, "newest": key, "oldest": key or 2**62 + number})


class Queries:
    """Random queries whose texts mostly occur somewhere in ``documents``."""

    def __init__(self, seed: int, documents: list[IndexDocument]) -> None:
        self.random = Random(seed)
        self.documents = documents
        self.analyzer = Analyzer()
        texts = [text for item in documents for text in (item.title, *item.names, "".join(item.pages))]
        self.texts = [text for text in map(fold, texts) if text]

    def text(self) -> str:
        """A stretch of a text (which may run over a page border), or characters as they come."""
        source = self.random.choice(self.texts)
        length = min(len(source), self.random.choice((1, 1, 2, 2, 2, 3, 3, 4, 5, 7, 12, 40)))
        start = self.random.randint(0, len(source) - length)
        if self.random.random() < 0.1:
            return "".join(self.random.choices(source, k=length))
        return source[start : start + length]

    def leaf(self) -> Query:
        random = self.random
        kind = random.random()
        if kind < 0.6:
            return Text(self.text(), random.choice((TextField.ANY, TextField.ANY, *TextField)))
        if kind < 0.75:
            return self.one_of(random.choice(list(Facet)))
        if kind < 0.79:
            return Arrived(random.choice((0, 1, 4_000, 9_999, random.randint(0, 10_000))))
        if kind < 0.87:
            start, end = sorted(random.randint(2018, 2023) * 10_000 + random.randint(0, 1231) for _ in "ab")
            return DateRange(start, end)
        if kind < 0.93:
            number = random.choice(("国发[2021]12号", "党发[2022]3号", "无"))
            return random.choice((Keyword("person", random.choice(PERSONS)), Keyword("doc_no", number)))
        if kind < 0.98:
            chosen = random.sample(self.documents, random.randint(0, 60))
            return Among(frozenset({*(item.id for item in chosen), "nowhere"}))
        return Everything()

    def one_of(self, facet: Facet) -> OneOf:
        values = [value or "-" for value in VALUES[facet]] + ["无此值"]
        return OneOf(facet, frozenset(self.random.sample(values, self.random.randint(0, 2))))

    def query(self, depth: int = 3) -> Query:
        if depth == 0 or self.random.random() < 0.35:
            return self.leaf()
        kind = self.random.choice(("all", "all", "any", "any", "not"))
        if kind == "not":
            return Not(self.query(depth - 1))
        parts = tuple(self.query(depth - 1) for _ in range(self.random.randint(0, 3)))
        return AllOf(parts) if kind == "all" else AnyOf(parts)

    def boost(self) -> Boost:
        text = self.text()
        grams = self.analyzer.grams(text)[:-1]
        weight = self.random.choice((1.0, 1.0, 0.5, 2.0))
        return Boost(tuple(self.analyzer.query_words(text)), tuple(grams), weight)

    def search(self, most: int) -> Search:
        random = self.random
        filtered = random.sample(list(Facet), random.choice((0, 0, 1, 2, 3)))
        return Search(
            match=self.query(),
            scoring=tuple(self.boost() for _ in range(random.choice((0, 1, 1, 2, 3)))),
            filters={facet: self.one_of(facet) for facet in filtered},
            facets=tuple(Facet),
            sort=random.choice((Sort.RELEVANCE, Sort.RELEVANCE, Sort.RELEVANCE, Sort.NEWEST, Sort.OLDEST)),
            limit=most,
        )
