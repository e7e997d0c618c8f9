"""From bytes to text: which encoding a plain file is in, told by what the text then looks like.

Order of trust: a byte order mark; the pattern of zero bytes (UTF-16, UTF-32); strict UTF-8; then the
East Asian encodings, each decoded and weighed by how it reads: the commonest Han characters speak for
it, private-use, unassigned and control characters and invalid bytes against it. What a page or an XML
file declares is one more voice, never the last word: declarations are often wrong.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache

from charset_normalizer import from_bytes

#: The commonest Han characters of general and official Chinese (four in five of running text), then
#: the traditional forms of those that differ.
COMMON_HAN = frozenset(
    "的人一国和中有在会不大是行了民以第地为法政条业定上十当年应发部市工生主作理规建他用全个关要出区设门管"
    "时对等这家新方本公动员成来机进经者务下我道产三二自日学到代事其合可同制实表保开水体文得化于展或分安后"
    "长委能过位重高天物内之通多施加就议面说及子平府资也力处所们共由提城前现与责级四月并单军明五任外性各护"
    "期场常相利向立好治正着心报度北组将社强情小原量里入交起总县省元程查你种改划都权联路次教使从两构院活持"
    "目间而名看运意统计然信万系项品点还防服电南职见海照数技去监科山依特准西那决金取气标据无如例口导基最美"
    "调已息东战织指质近收领按专办农案车手书推反件式央术境消营没今育党接企义记只源问布济此结放网江域受称头"
    "举因备集村么列知供告想环增河流造律六求又被证更视审比但身习华解武老世际商形色示确批广果给乡题八些播回"
    "先未协检把斯土传违督达选具首根线范至风投她费变支别林七湖闻款直样百况采队石京完团台州负复续清打置格修"
    "國會爲條業當應發規個關區設門時對這動員來機進經務產學實開體於後長過內議說資處們現與責級並單軍護場報組"
    "將強裏總縣種劃權聯從兩構間運統計萬項點還電職見數監決氣標據無導調東戰織質領專辦農車書術營沒黨義記問濟"
    "結網稱頭舉備麼環證視審習華際確廣給鄉題協檢傳違達選線範風費變別聞樣況採隊團負復續"
)
#: Bytes looked at to weigh an encoding; the whole is decoded with the one chosen.
SAMPLE = 256 * 1024
#: Under this score a reading of the bytes is not believed; closer than the margin, two are in doubt.
BELIEVED = 0.35
MARGIN = 0.08
#: A word of a few bytes fits several encodings: the one of the archives' country then comes first.
PRIOR = 0.35

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
_EAST_ASIAN = ("gb18030", "big5hkscs", "euc_jp", "cp932", "euc_kr")
_ESCAPED = ((b"\x1b$", "iso2022_jp"), (b"\x1b$)C", "iso2022_kr"), (b"~{", "hz"))


@dataclass(frozen=True, slots=True)
class Decoded:
    """``encoding`` is a Python codec's name; ``sure`` is False where another reading is as likely."""

    text: str
    encoding: str
    sure: bool = True


def decode(data: bytes, declared: Iterable[str] = ()) -> Decoded:
    """The text of a plain file. Never raises: bytes that fit nothing become U+FFFD, unsure."""
    found = _by_mark(data) or _by_zeros(data) or _escaped(data) or _utf8(data)
    return found or _weighed(data, [name for name in map(codec_name, declared) if name])


def codec_name(label: str) -> str | None:
    """The codec that a declared charset means; GB2312 and GBK are read as their superset GB18030."""
    try:
        name = codecs.lookup(label.strip().strip("\"'")).name
    except (LookupError, ValueError):
        return None
    widened = {"gb2312": "gb18030", "gbk": "gb18030", "big5": "big5hkscs", "cp950": "big5hkscs"}
    widened |= {"shift_jis": "cp932", "iso8859-1": "cp1252", "ascii": "utf-8"}
    return widened.get(name, name)


def plausibility(text: str) -> float:
    """How much a text reads like writing, 1 at best; 0 and less is garbage.

    The mean over its characters beyond ASCII: the commonest Han characters and marks count full,
    other Han and letters part, private-use, unassigned, control and replacement characters against.
    """
    counts = Counter(text)
    foreign = {c: n for c, n in counts.items() if c > "\x7f" or (c < " " and c not in "\t\n\r\f\x1a")}
    if not foreign:
        return 1.0
    return sum(_weight(char) * n for char, n in foreign.items()) / sum(foreign.values())


@lru_cache(maxsize=65_536)
def _weight(char: str) -> float:
    if char in COMMON_HAN:
        return 1.0
    if "\u4e00" <= char <= "\u9fff":
        return 0.3 if _in_everyday_use(char) else -0.2
    if char in "，。、；：？！“”‘’（）《》〈〉【】〔〕「」『』—…·　〇":
        return 0.9
    if char == "\ufffd" or unicodedata.category(char) in ("Cc", "Cn", "Co", "Cs"):
        return -4.0
    if "\u3040" <= char <= "\u30ff":
        return 0.6
    if "\uac00" <= char <= "\ud7a3":
        return 0.5 if _hangul_in_use(char) else -0.2
    return 0.4 if "\uff01" <= char <= "\uff5e" else 0.1


def _in_everyday_use(char: str) -> bool:
    """Whether GB 2312 level 1 or Big5 level 1 has it: the characters taught first."""
    for codec, low, high in (("gb2312", b"\xb0\xa1", b"\xd7\xf9"), ("big5", b"\xa4\x40", b"\xc6\x7e")):
        try:
            if low <= char.encode(codec) <= high:
                return True
        except UnicodeEncodeError:
            continue
    return False


def _hangul_in_use(char: str) -> bool:
    try:
        char.encode("euc_kr")
    except UnicodeEncodeError:
        return False
    return True


def _by_mark(data: bytes) -> Decoded | None:
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            text = data.decode(encoding, "replace").lstrip("\ufeff")
            return Decoded(text, encoding, text.count("\ufffd") * 100 <= len(text))
    return None


def _by_zeros(data: bytes) -> Decoded | None:
    """UTF-16 and UTF-32 without a mark: ASCII in them leaves zero bytes on one side."""
    sample = data[: SAMPLE - SAMPLE % 4]
    if len(sample) < 4 or b"\x00" not in sample:
        return None
    lanes = [sample[lane::4].count(0) * 4 / len(sample) for lane in range(4)]
    if min(lanes[2], lanes[3]) > 0.9:
        return _tried(data, "utf-32-le")
    if min(lanes[0], lanes[1]) > 0.9:
        return _tried(data, "utf-32-be")
    tried = [found for name in ("utf-16-le", "utf-16-be") if (found := _tried(data, name))]
    best = max(tried, key=lambda found: plausibility(found.text[:SAMPLE]), default=None)
    if best is None:
        return None
    high = (1, 3) if best.encoding == "utf-16-le" else (0, 2)
    zeros = sum(lanes[lane] for lane in high)
    certain = zeros > 0.1 and zeros > 10 * sum(lanes[lane ^ 1] for lane in high)
    return replace(best, sure=best.sure or certain)


def _tried(data: bytes, encoding: str) -> Decoded | None:
    width = 4 if "32" in encoding else 2
    try:
        text = data[: len(data) - len(data) % width].decode(encoding)
    except UnicodeDecodeError:
        return None
    sample = text[: SAMPLE // width]
    score = plausibility(sample)
    if score < 0 or sample.count("\x00") * 50 > len(sample):
        return None
    return Decoded(text, encoding, score >= BELIEVED or sample.isascii())


def _escaped(data: bytes) -> Decoded | None:
    """Seven-bit encodings that switch sets by an escape: ISO-2022 and HZ."""
    if not data[:SAMPLE].isascii():
        return None
    for escape, encoding in _ESCAPED:
        if escape in data[:SAMPLE]:
            try:
                text = data.decode(encoding)
            except UnicodeDecodeError:
                continue
            if not text.isascii():
                return Decoded(text, encoding)
    return None


def _utf8(data: bytes) -> Decoded | None:
    """Strict UTF-8, or UTF-8 with a few spoiled bytes among many that fit."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        text = None
    if text is not None:
        return Decoded(text, "utf-8") if len(_CONTROL.findall(text[:SAMPLE])) * 50 <= len(text) else None
    sequences = len(_UTF8_SEQUENCE.findall(data))
    text = data.decode("utf-8", "replace")
    spoiled = text.count("\ufffd")
    return Decoded(text, "utf-8", sure=False) if spoiled and sequences >= 20 * spoiled else None


_CONTROL = re.compile("[\x00-\x08\x0b\x0e-\x19\x1c-\x1f]")
_UTF8_SEQUENCE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")


def _weighed(data: bytes, declared: list[str]) -> Decoded:
    """The East Asian encoding that reads best; a declared one wins where it reads about as well."""
    candidates = dict.fromkeys([*declared, *_EAST_ASIAN, *_wide(data)])
    scores = {name: _score(data, name) for name in candidates}
    for name in declared:
        scores[name] += MARGIN
    scores["gb18030"] += min(PRIOR, 2 / max(1, len(_HIGH.findall(data[:SAMPLE]))))
    order = sorted(candidates, key=lambda name: -scores[name])
    best, second = order[0], scores[order[1]]
    if scores[best] < BELIEVED:
        if _is_mostly_ascii(data):
            return Decoded(data.decode("cp1252", "replace"), "cp1252")
        return _by_statistics(data, declared) or Decoded(data.decode(best, "replace"), best, sure=False)
    return Decoded(data.decode(best, "replace"), best, scores[best] - second >= MARGIN)


def _is_mostly_ascii(data: bytes) -> bool:
    """A Latin text with a few quotes and dashes beyond ASCII: whichever they are, little is lost."""
    sample = data[:SAMPLE]
    return len(_HIGH.findall(sample)) * 20 < len(sample)


_HIGH = re.compile(rb"[\x80-\xff]")


def _wide(data: bytes) -> list[str]:
    """UTF-16 of text that is all Han has no zero byte at all; its length is even."""
    return ["utf-16-le", "utf-16-be"] if len(data) % 2 == 0 else []


def _score(data: bytes, encoding: str) -> float:
    sample = data[:SAMPLE]
    text = sample.decode(encoding, "replace")
    if len(data) > SAMPLE:
        text = text[:-1]
    if not encoding.startswith("utf-16"):
        return plausibility(text)
    han = sum("\u4e00" <= char <= "\u9fff" or char in "\n\r，。" for char in text)
    return plausibility(text) if han * 10 > len(text) * 9 else -1.0


def _by_statistics(data: bytes, declared: list[str]) -> Decoded | None:
    """Other languages' encodings, which only statistics tell apart; a declared one is believed first."""
    for name in declared:
        try:
            return Decoded(data.decode(name), name)
        except UnicodeDecodeError:
            continue
    match = from_bytes(data[:SAMPLE]).best()
    if match is None:
        return None
    return Decoded(data.decode(match.encoding, "replace"), match.encoding, sure=False)
