"""Documents from above and of the station's own general branch, in the form of GB/T 9704-2012."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from indexer.sample.numerals import full_date
from indexer.sample.paper import Block, Draft, Grid, Line, Paper, Style, body, plain, right, title
from indexer.sample.truth import TruthEntry
from indexer.sample.unit import branch, load_texts

#: How numbers are written in the wild: the standard's brackets, and what keyboards give.
#: Kinds of document that are a role of their own.
ROLES = ("通知", "方案", "批复", "请示", "报告")
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
    blocks: list[Block] = [
        *_head(document, doc_no),
        title(full_title),
        plain(f"{document['to']}："),
        *body(*document["body"]),
        right(document["issuer"]),
        right(full_date(signed)),
        plain("（此件公开发布）" if number % 3 == 0 else "（联系人：办公室　联系电话：0999-5550100）"),
        *(plain(f"抄送：{name}。") for name in _copied_to(document)),
        plain(f"{document['issuer']}　　{full_date(signed)}印发"),
    ]
    truth = _truth(document, full_title, signed)
    return Draft(f"{doc_no}{heading}", Paper(tuple(blocks), "", signed, heading), truth)


def _head(document: dict[str, Any], doc_no: str) -> tuple[Block, ...]:
    """Above the title: the archive's stamp, urgency, the red name, the number; who signed, if it goes up."""
    lines: list[Block] = []
    if "archival" in document:
        lines.append(plain(f"档号：{document['archival']}"))
    if "urgency" in document:
        lines.append(plain(document["urgency"]))
    lines.append(Line(f"{document['issuer']}文件", Style.LETTERHEAD))
    if signer := _signer(document):
        lines.append(plain(f"{doc_no}　　　　　　　　　　签发人：{signer}"))
    else:
        lines.append(Line(doc_no, Style.CENTER))
    return tuple(lines)


def _signer(document: dict[str, Any]) -> str | None:
    """Only what goes up names who signed it (GB/T 9704-2012, 7.2.6)."""
    return branch(1).secretary.name if document.get("genre") in ("请示", "报告") else None


def _copied_to(document: dict[str, Any]) -> tuple[str, ...]:
    return ("县纪委监委驻局纪检监察组",) if document["number"] % 2 else ()


def _truth(document: dict[str, Any], full_title: str, signed: date) -> TruthEntry:
    own = document.get("own", False)
    genre = document.get("genre", "通知")
    return TruthEntry(
        path="",
        kind="own" if own else "upper",
        title=full_title,
        issuer=document["issuer"],
        work_year=document["year"],
        date=signed.isoformat(),
        category=document.get("category", "11"),
        subcategory=document.get("sub", "本级发文" if own else "上级来文"),
        category_secondary=document.get("topic"),
        role=document.get("role", genre if genre in ROLES else "其他"),
        genre=genre,
        doc_no=f"{document['code']}〔{document['year']}〕{document['number']}号",
        signer=_signer(document),
        urgency=document.get("urgency"),
        addressees=tuple(document["to"].split("，")),
        copied_to=_copied_to(document),
        archival_no=document.get("archival"),
        phrases=(document["body"][-1],),
    )


def write_inventory(year: int) -> Draft | None:
    """The list of the general branch's own documents of a year (归档文件目录), where there are any."""
    own = [draft.truth for draft in documents_of(year) if draft.truth.kind == "own"]
    if not own:
        return None
    head = ("序号", "档号", "文号", "责任者", "题名", "日期", "密级", "页数", "备注")
    rows = [
        (
            str(n),
            t.archival_no or "",
            t.doc_no or "",
            t.issuer or "",
            t.title or "",
            (t.date or "").replace("-", ""),
            "",
            "1",
            "",
        )
        for n, t in enumerate(own, 1)
    ]
    heading = f"{year}年度归档文件目录"
    truth = TruthEntry(
        path="",
        kind="inventory",
        title=heading,
        work_year=year,
        role="清单台账",
        phrases=(own[0].doc_no or "",),
    )
    return Draft(heading, Paper((title(heading), Grid((head, *rows))), "", date(year + 1, 3, 20)), truth)
