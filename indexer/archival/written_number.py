"""How a 发文字号 is written, and its normal form 国发〔2021〕12号 (GB/T 9704-2012 7.2.5)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from .numerals import number

#: A 发文字号 in any bracket, with blanks, 第 and padding.
NUMBER = re.compile(
    r"(?P<org>[\u4e00-\u9fff×XxA-Z·]{1,16}?(?:\([\u4e00-\u9fff]{1,4}\))?[\u4e00-\u9fff]{0,4})?\s?"
    r"[\[({<]\s?(?P<year>(?:19|20)\s?\d\s?\d|[一二][〇零九][〇零一二三四五六七八九]{2})\s?年?\s?[\])}>]\s?年?\s?"
    r"(?:字\s?)?(?:第\s?)?[0〇O]*(?P<no>\d{1,4})\s?号"
)
#: 东组发2021年12号, with no brackets at all.
NO_BRACKET = re.compile(
    r"^(?P<org>[\u4e00-\u9fff]{2,12}(?:发|字|函|办|通|组|宣|纪|党|委|任|干|报|请|复))\s?(?P<year>(?:19|20)\d{2})"
    r"\s?[-年]?\s?(?:第\s?)?[0]*(?P<no>\d{1,4})\s?号$"
)
_LABEL = re.compile(r"^(?:文号|发文字号|发文号|编号|字号|签发人|文件)+:?")


@dataclass(frozen=True, slots=True)
class DocNumber:
    """``str()`` of it is the normal form."""

    org: str
    year: int
    number: int

    def __str__(self) -> str:
        return f"{self.org}〔{self.year}〕{self.number}号"


def read_number(match: re.Match[str], org: str | None = None) -> DocNumber | None:
    """The number of a match of the patterns above; ``org`` where its 代字 stands elsewhere."""
    org = _LABEL.sub("", (org or match["org"] or "").replace("·", ""))
    year = number(re.sub(r"\s", "", match["year"]))
    if (
        len(org) < 2
        or org.endswith(("简报", "会议", "通讯"))
        or year is None
        or not 1949 <= year <= 2099
        or not int(match["no"])
    ):
        return None
    return DocNumber(org, year, int(match["no"]))


def normal_number(text: str) -> str | None:
    """The normal form of a written 发文字号 (plain text); None where it is none.

    ``湘衡党发[2021]012 号`` → ``湘衡党发〔2021〕12号``.
    """
    match = NUMBER.search(text)
    found = read_number(match) if match else None
    return str(found) if found else None
