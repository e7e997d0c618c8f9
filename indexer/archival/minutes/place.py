"""Where a meeting was held, as labels, opening lines and sentences tell it."""

from __future__ import annotations

import re

from indexer.documents import FieldValue

from ..dates import find_dates
from ..kinds import kind_in
from ..persons import is_name
from .entries import LEADING_HOUR, entry_among, is_place
from .record import Record

_AT = r"[\u4e00-\u9fffA-Za-z0-9()“”\"]{2,24}?"
_HELD = re.compile(
    r"(?:日|午|晚上?|许|分|时|点|部|会|员|村|站|局|公司|学院|中)?,?\s?(?:全体党员)?(?:集中)?在"
    rf"(?P<a>{_AT})(?:组织|主持)?(?:召开|举行|举办|开展|进行)"
    rf"|在(?P<c>{_AT})[上里内]?开(?:第?[一二三四]季度|[一二三四五六七八九十\d]{{1,2}}月|支委|支部|党员|全体|小组|党小组|[了个的])"
    r"|地点(?P<b>[^,。;:\n]{2,16}?)(?=[,。;\n]|主持|[记纪]录|[应实]到|到会|出席|参[加会]|时间)"
)
#: 在后巷集中清理, 在趸船上开的, 在办公室（会议室在刷墙），: less sure, so what is named must be a place.
_GATHERED = re.compile(
    rf"在(?P<a>{_AT})[上里内]?(?:集中|集合|开的|开了|开会|开起|碰头|组织|主持|观看|参观|学习|座谈|商量|讨论|过|"
    r"\([^()\n]{2,20}\)?,|,)"
)
#: 看在眼里,
_NOWHERE = re.compile(r"[眼心手嘴话家][里上内]")
#: Where an activity went, or the meeting was: 来到烈士陵园参观, 2023年6月7日，学院咖啡角。
_WENT_TO = re.compile(
    r"(?:来到|赴|前往|走进|聚集到|集合到|去了|到了)(?P<a>[^,。;:\n]{1,20}?(?:馆|园|基地|旧址|故居|广场|社区|村|学校|中心|室|厅|碑|站|礼堂|山|湖|堤|桥))"
    r"(?=[,。;开进参看学祭植]|$)"
)
#: 时间地点：2021年6月3日9:00二楼会议室: the place behind the hour, under one label.
_AFTER_TIME = re.compile(
    r"(?:\d{1,2}[:点时]\d{0,2}分?|[日号]|上午|下午|晚上?)[\s,、(在于]*([\u4e00-\u9fff][^\d\n]{2,20})$"
)
_MOVED = re.compile(r"(?:改|移|换)(?:在|到)(?P<a>[^,。;\n]{2,20})")
#: Where a labelled place ends: at another label, at where people went on to, at a count.
_ENDS = re.compile(
    r"[,;。](?=.{0,6}(?:时间|主持|记录|参))|,(?=(?:后|再|然后|接着|随后|又)[到去在赴转])|\s?(?:[应实]到|到会|列席|缺席)\s?:?(?=[\d一-十])"
)
#: A piece of an opening line that is no place, whatever it ends with.
_NO_PLACE = re.compile(
    r"主持|记录|记$|[应实]到|到会|出席|列席|缺席|请假|参加|人$|学习|研究(?![生所院室中])|讨论|传达|通报|召开|(?<!腾讯)(?<!视频)(?<!电话)会议?$|大会|支部$|星期|周[一二三四五六日]|[。;:]|同志|祭|扫|慰问|走访|活动$|劳动|志愿|义务|宣传"
)
_HOUR = re.compile(r"\d[:点时]|[上下中]午|晚|早上|[一二三四五六七八九十]点")
#: How many words behind the day may name the place, how long one of no known ending is; how far behind a
#: value's start its words may stand.
_BEHIND, _TERSE, _NEAR = 4, 10, 60
_NO_DAY = re.compile(r"[。;,]|下次|上次")
_READ = 800


def place(record: Record) -> FieldValue:
    """地点: after its label, in the line that opens the record, or in a sentence."""
    return (
        _labelled(record)
        or _beside_time(record)
        or _in_entry(record)
        or _in_sentence(record)
        or _behind_day(record)
        or _gone_to(record)
        or FieldValue()
    )


def _labelled(record: Record) -> FieldValue | None:
    for stretch in record.under("place"):
        text = _ENDS.split(record.first_line(stretch))[0].strip()
        if 2 <= len(text) <= 40:
            return record.field(_as_written(record, stretch.start, text), stretch.label, stretch.end, 0.93)
    return None


def _beside_time(record: Record) -> FieldValue | None:
    """The place that stands with the time: 时间地点：…二楼会议室; 时间：4月12日晚　线上."""
    for stretch in record.under("time"):
        line = record.first_line(stretch)
        found = _AFTER_TIME.search(line) if stretch.words.endswith("地点") else _MOVED.search(line)
        text = found[1] if found else _piece(line, sure=True)
        if text is not None:
            written = _as_written(record, stretch.start, text)
            return record.field(written, stretch.label, stretch.end, 0.8)
    return None


def _in_entry(record: Record) -> FieldValue | None:
    entry = entry_among(record.passage, record.view.lines[:3])
    if entry is None or entry.place is None:
        return None
    written = _as_written(record, entry.line.start, entry.place)
    return record.field(written, entry.line.start, entry.line.end, 0.8)


def _in_sentence(record: Record) -> FieldValue | None:
    text = record.passage.text[:_READ]
    match = _HELD.search(text)
    if match:
        group = next(name for name, words in match.groupdict().items() if words)
        return record.field(record.passage.words(*match.span(group)), *match.span(), 0.75)
    for match in _GATHERED.finditer(text):
        if is_place(match["a"]) and not _NOWHERE.fullmatch(match["a"]):
            return record.field(record.passage.words(*match.span("a")), *match.span(), 0.7)
    return None


def _behind_day(record: Record) -> FieldValue | None:
    """What stands behind the day that begins the account, where it is a place."""
    for line in record.view.lines[:4]:
        moment = next(iter(find_dates(line.text)), None)
        if moment is None or moment.day is None or not _begins(line.text[: moment.start]):
            continue
        found = _piece(record.passage.spaced(line.start, line.end), sure=False)
        if found is not None:
            return record.field(_as_written(record, line.start, found), line.start, line.end, 0.7)
    return None


def _begins(before: str) -> bool:
    """Whether a line begins with its day: behind 时间, a branch in brackets or a kind of meeting only."""
    if re.fullmatch(r"(?:时间)?(?:\([^()]{2,12}\))?.?", before):
        return True
    return len(before) <= _TERSE and kind_in(before) is not None and not _NO_DAY.search(before)


def _piece(line: str, *, sure: bool) -> str | None:
    """The piece behind the day and hour of a line that is a place; unless ``sure``, one set apart by blanks
    that is nothing else."""
    moment = next(iter(find_dates(line)), None)
    behind = line[moment.end :] if moment is not None else line
    pieces = [
        re.sub(r"^\W?(?:.{0,8}?[在于]|地[点方])?", "", LEADING_HOUR.sub("", p))
        for p in re.split(r"[\s,。;]+", behind)
    ]
    known = next((one for one in pieces[:_BEHIND] if is_place(one) and not _NO_PLACE.search(one)), None)
    if known is not None or sure:
        return known
    if not _HOUR.search(behind):
        return None
    apart = [LEADING_HOUR.sub("", piece) for piece in behind.split(" ")[: _BEHIND - 1]]
    return next((one for one in apart if _may_be_place(one)), None)


def _may_be_place(piece: str) -> bool:
    """Whether a piece that blanks set apart may be a place of a kind that is not known."""
    other = _NO_PLACE.search(piece) or is_name(piece) or kind_in(piece) or re.search(r"[\d,]", piece)
    return 2 <= len(piece) <= _TERSE and not other


def _gone_to(record: Record) -> FieldValue | None:
    match = _WENT_TO.search(record.passage.text[:_READ])
    return record.field(record.passage.words(*match.span("a")), *match.span(), 0.6) if match else None


def _as_written(record: Record, start: int, text: str) -> str:
    """The original characters of a value whose plain form is ``text``."""
    compact = text.replace(" ", "")
    at = record.passage.text.find(compact, start, start + len(text) + _NEAR)
    return record.passage.words(at, at + len(compact)) if at >= 0 else text
