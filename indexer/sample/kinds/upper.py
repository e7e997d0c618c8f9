"""Documents from above and of the station's own general branch, in the form of GB/T 9704-2012."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from indexer.sample.numerals import full_date
from indexer.sample.paper import Block, Draft, Line, Paper, Style, body, plain, right, title
from indexer.sample.truth import TruthEntry
from indexer.sample.unit import load_texts

#: How numbers are written in the wild: the standard's brackets, and what keyboards give.
BRACKETS = (("〔", "〕"), ("〔", "〕"), ("[", "]"), ("【", "】"), ("（", "）"))


def documents_of(year: int) -> Iterator[Draft]:
    for number, document in enumerate(load_texts("upper.toml")["document"]):
        if document["year"] == year:
            yield _write(document, number)


def _write(document: dict[str, Any], number: int) -> Draft:
    month, day = map(int, document["day"].split("-"))
    signed = date(document["year"], month, day)
    opening, closing = BRACKETS[number % len(BRACKETS)]
    doc_no = f"{document['code']}{opening}{document['year']}{closing}{document['number']}号"
    heading = document["title"]
    full_title = f"{document['issuer']}{heading}" if number % 2 else heading
    genre = document.get("genre", "通知")
    blocks: list[Block] = [
        Line(f"{document['issuer']}文件", Style.LETTERHEAD),
        Line(doc_no, Style.CENTER),
        title(full_title),
        plain(f"{document['to']}："),
        *body(*document["body"]),
        right(document["issuer"]),
        right(full_date(signed)),
        plain("（此件公开发布）" if number % 3 == 0 else "（联系人：办公室　联系电话：0999-5550100）"),
        plain(f"抄送：县纪委监委驻局纪检监察组。　　{full_date(signed)}印发"),
    ]
    own = document.get("own", False)
    truth = TruthEntry(
        path="",
        kind="own" if own else "upper",
        title=full_title,
        issuer=document["issuer"],
        work_year=document["year"],
        date=signed.isoformat(),
        category="11",
        subcategory=document.get("sub", "本级发文" if own else "上级来文"),
        category_secondary=document.get("topic"),
        role=document.get("role", genre if genre in ("通知", "方案", "批复", "请示", "报告") else "其他"),
        genre=genre,
        doc_no=f"{document['code']}〔{document['year']}〕{document['number']}号",
        phrases=(document["body"][-1],),
    )
    return Draft(f"{doc_no}{heading}", Paper(tuple(blocks), "", signed, heading), truth)
