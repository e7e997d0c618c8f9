"""What a paper's lists and tables say of the branches themselves: which are the same, which are several.

第二党支部（路灯管理所） or a table's row 第二党支部 | 路灯管理所 tell two ways of calling one branch;
机关党支部、路灯所党支部 or the names down a table's column are as many branches.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise, takewhile

from ..paper import plain
from .names import PLAIN_PREFIX, Mention, mentions

#: So many lines of a paper are looked at, and so much of each.
_LINES, _LENGTH = 80, 300
#: Papers that pair branches with others: what stands beside a branch there is not its own name.
_PAIRING = re.compile(r"结对|共建|联建|互查|互评|交叉|帮扶|对口|督导|联系点|挂点|包保")
_BETWEEN = re.compile(r"[、,;/\s]|和|及|与|以及")
_TWICE_NAMED = re.compile(r"([\u4e00-\u9fff]{2,14})[\[(]([\u4e00-\u9fff]{2,14})[\])](?:党支部|支部)")
_BRACKETED = re.compile(r"[\[(]([^()\[\]]{2,24})[\])]")
#: 第一党支部：办公室、政治部; 第二党支部由立案庭党员组成.
_MADE_OF = re.compile(r"\s?(?:[:\t]|由|包括|含|涵盖|下设|覆盖)\s?([^。;:]{2,60})")
_OF_PEOPLE = re.compile(r"(?:等?(?:部门|科室|单位)?(?:的)?(?:全体|在职|在岗)*党员)?(?:组成|构成)?$")
#: A column of so headed cells names branches; so many make a list of them.
_HEADING = re.compile(r"(?:所在|所属|各)?(?:基层)?(?:党支部|支部)(?:名称|全称|简称)?")
_NO_NAME = re.compile(r"合计|总计|小计|平均|汇总|备注|姓名|名称|党委|总支|同上|其中")
_LEAST = 3
_WORDS = re.compile(r"[\u4e00-\u9fff]{2,16}")


@dataclass(frozen=True, slots=True)
class Listed:
    """``same``: pairs of plain texts that call one branch (第二党支部, 路灯管理所); ``apart``: names of
    branches that are listed as several."""

    same: tuple[tuple[str, str], ...] = ()
    apart: tuple[tuple[str, ...], ...] = ()


def listed_in(texts: Iterable[str], heading: str) -> Listed:
    """What the pages' texts list. ``heading``: the paper's name or title; in a paper about pairing branches
    nothing is taken for the same."""
    all_lines = [line for text in texts if "支部" in text for line in text.splitlines()]
    lines = [plain(line)[:_LENGTH] for line in all_lines if "支部" in line][:_LINES]
    rows = [[cell.strip() for cell in line.split("\t")] for line in lines if "\t" in line]
    paired = _PAIRING.search(heading) or any(_PAIRING.search(line) for line in lines[:3])
    same = [] if paired else [*_in_rows(rows), *(pair for line in lines for pair in _in_line(line))]
    apart = [
        *_down_columns(rows),
        *_under_headings(all_lines),
        *(names for line in lines for names in _in_a_row(line)),
    ]
    return Listed(tuple(dict.fromkeys(same)), tuple(dict.fromkeys(apart)))


def whole(text: str) -> Mention | None:
    """The branch that a plain text names from its first character to its last."""
    found = list(mentions(text))
    if len(found) != 1 or found[0].end != len(text):
        return None
    before = text[: found[0].start]
    bare = found[0].ordinal is not None and not found[0].own
    return found[0] if not before or before in ("中共", "中国共产党") or (bare and len(text) <= 6) else None


def _is_number(mention: Mention) -> bool:
    """Whether a branch is called by its number alone."""
    return mention.ordinal is not None and bool(PLAIN_PREFIX.fullmatch(mention.own))


def _in_rows(rows: Sequence[Sequence[str]]) -> Iterator[tuple[str, str]]:
    for row in rows:
        named = [(cell, mention) for cell in row if "支部" in cell and (mention := whole(cell))]
        numbers = [cell for cell, mention in named if _is_number(mention)]
        others = [cell for cell, mention in named if mention.ordinal is None]
        if len(numbers) == 1 and len(others) == 1 and len(named) == 2:
            yield numbers[0], others[0]
        elif len(numbers) == 1 and len(named) == 1:
            yield from ((numbers[0], words) for cell in row if cell != numbers[0] for words in _parts(cell))


def _parts(text: str) -> Iterator[str]:
    """The names in 办公室、政治部."""
    for part in re.split(r"[、,\s]|和|及", text):
        if _WORDS.fullmatch(part):
            yield part


def _in_line(line: str) -> Iterator[tuple[str, str]]:
    """第二党支部(路灯管理所), 路灯所党支部(第二党支部), 路灯所(东片)党支部, 第二党支部：路灯管理所."""
    found = list(mentions(line))
    for mention in found:
        bracketed = _BRACKETED.match(line, mention.end)
        if bracketed is None:
            continue
        if _is_number(mention) or whole(bracketed[1]) is not None:
            yield from ((mention.formal, part) for part in _parts(bracketed[1]))
    yield from ((f"{match[1]}党支部", f"{match[2]}党支部") for match in _TWICE_NAMED.finditer(line))
    if len(found) == 1 and _is_number(found[0]) and found[0].start <= 6:
        made_of = _MADE_OF.match(line, found[0].end)
        if made_of is not None:
            words = _OF_PEOPLE.sub("", made_of[1])
            yield from ((found[0].formal, part) for part in _parts(words))


def _down_columns(rows: Sequence[Sequence[str]]) -> Iterator[tuple[str, ...]]:
    """The names in a column that has each once: a list of branches."""
    for at in range(max(map(len, rows), default=0)):
        cells = [row[at] for row in rows if at < len(row) and "支部" in row[at] and whole(row[at])]
        if len(cells) > 1 and len(set(cells)) == len(cells):
            yield tuple(cells)


def _under_headings(lines: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """The names in columns that are headed 支部, where they are written without it too: 育种室."""
    for at, line in enumerate(lines):
        if "\t" not in line or "支部" not in line:
            continue
        for column, cell in enumerate(line.split("\t")):
            if _HEADING.fullmatch(plain(cell).strip()):
                yield from _below(lines[at + 1 : at + 1 + _LINES], column)


def _below(lines: Sequence[str], column: int) -> Iterator[tuple[str, ...]]:
    names: dict[str, None] = {}
    for row in takewhile(lambda line: "\t" in line, lines):
        cells = row.split("\t")
        cell = plain(cells[column]).strip() if column < len(cells) else ""
        if not _WORDS.fullmatch(cell) or _NO_NAME.search(cell):
            continue
        if whole(cell) is not None or whole(f"{cell}党支部") is not None:
            names[cell if "支部" in cell else f"{cell}党支部"] = None
    if len(names) >= _LEAST:
        yield tuple(names)


def _in_a_row(line: str) -> Iterator[tuple[str, ...]]:
    """机关党支部、路灯所党支部和退休党支部; the cells of a row are no such list."""
    found = list(mentions(line)) if "\t" not in line else []
    run: list[str] = [found[0].formal] if found else []
    for before, after in pairwise(found):
        between = line[before.end : after.start]
        if between and _BETWEEN.fullmatch(between):
            run.append(after.formal)
            continue
        if len(run) > 1:
            yield tuple(run)
        run = [after.formal]
    if len(run) > 1:
        yield tuple(run)
