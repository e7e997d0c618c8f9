"""人名: the people a paper names as hosts, recorders, signers and attendants. By surname; no junk."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .surnames import COMPOUND, NOT_IN_GIVEN, NOT_NAMES, SINGLE

_TITLES = (
    "党支部副?书记|支部副?书记|总支副?书记|党委副?书记|党委委员|党组副?书记|党组成员|第一书记|副?书记|组织委员|宣传委员|纪检委员|纪律委员|青年委员|统战委员|群众委员|生活委员|学习委员|保密委员|"
    "支部委员|支委委员|支委|委员|党小组组?长|副?组长|副?站长|副?局长|副?处长|副?科长|副?院长|副?校长|副?所长|副?主任|副?主席|副?总?经理|副?总监|"
    "董事长|副?部长|副?队长|副?村长|副?镇长|副?乡长|村主任|副?会长|工会主席|调研员|科员|干事|教授|老师|医生|护士长|班长|主管|专员|文书(?!记)|会计|出纳|秘书|"
    "入党积极分子|积极分子|发展对象|预备党员|正式党员|党员|同志们|同志|女士|先生"
)
_TITLE = re.compile(rf"(?:{_TITLES})")
#: 学院组织员苗青禾: an office that is none of the above, and a name.
_OFFICE = re.compile(
    r"[\u4e00-\u9fff]{2,10}(?:员|长|任|师|生|官|总|理|办|委|人|部|局|室|科|处|站|所|厂|司|社|队|厅|中心|街道|社区)(?P<name>[\u4e00-\u9fff]{2,3})"
)
_BRACKETS = re.compile(r"[\[(][^\])]{0,40}[\])]")
_SPLIT = re.compile(r"[、,，;；/|\t\n ·•。:]+|\d+[.)]|和(?=[\u4e00-\u9fff]{2,3}$)")
#: 佘教授, 顾老师 are no names; 柳沟村, 东岗站 are places.
_CALLINGS = frozenset(
    {
        *("教授", "老师", "书记", "主任", "院长", "校长", "局长", "站长", "队长"),
        *("科长", "处长", "部长", "镇长", "村长", "师傅", "医生", "大姐", "大爷"),
        *("行长", "经理", "主席", "组长", "所长", "乡长", "厂长", "会长", "委员", "大妈", "阿姨", "同学"),
    }
)
_PLACES, _GIVEN = frozenset("村站镇县局处科室所院校会乡街厂区省市路店场馆"), 2
#: Characters and words of which phrases in place of a name are made.
_WORD = re.compile(
    r"[的了是在及与或等将会议请假席委党支部组第被把们这那人员名个次年月日无有全各本未]|同志|群众|代表|干部|职工|领导|书记|老师|学生"
)
_ETC = re.compile(r"等(?:\d+[人名位]?|同志|[一二三四五六七八九十]+[人名位]|人)?.*$")


#: 龙丽君：…, 、江燕, 王光豪同志: a name that stands by itself.
_BY_ITSELF = re.compile(r"(?<![\u4e00-\u9fff])([\u4e00-\u9fff]{2,3})(?=[:(),、。;\s]|同志|书记|主任|说|$)")


def is_name(text: str) -> bool:
    """Whether two to four characters are a person's name, by surname and by what names are not made of."""
    if not 2 <= len(text) <= 4 or not all("\u4e00" <= c <= "\u9fff" for c in text) or text in NOT_NAMES:
        return False
    if text[:2] in COMPOUND and len(text) >= 3:
        given = text[2:]
    elif text[0] in SINGLE and len(text) <= 3:
        given = text[1:]
    else:
        return False
    if given in _CALLINGS or (len(given) == _GIVEN and text[-1] in _PLACES):
        return False
    return not any(c in NOT_IN_GIVEN for c in given) and text[:2] not in NOT_NAMES


def names_in(text: str) -> list[str]:
    """The names in a list as minutes write it: 张三、李四（请假）, 王五书记 赵 六; nothing for 全体党员."""
    found: list[str] = []
    for piece in _pieces(text):
        name = _name_of(piece)
        if name is not None and name not in found:
            found.append(name)
    return found


def _pieces(text: str) -> Iterator[str]:
    text = _BRACKETS.sub("、", text)
    singles: list[str] = []
    for piece in _SPLIT.split(text):
        if len(piece) == 1 and "\u4e00" <= piece <= "\u9fff":
            singles.append(piece)
            continue
        yield from _rejoined(singles)
        singles = []
        if piece:
            yield piece
    yield from _rejoined(singles)


def _rejoined(characters: list[str]) -> Iterator[str]:
    """张 三 李 小 四: characters set apart, a new name at each surname that leaves the last one whole."""
    name = ""
    for at, character in enumerate(characters):
        rest = len(characters) - at
        starts = character in SINGLE and len(name) >= 2 and (rest >= 2)
        if name and (starts or len(name) >= 3):
            yield name
            name = ""
        name += character
    if name:
        yield name


def _name_of(piece: str) -> str | None:
    piece = _ETC.sub("", piece)
    parts = _TITLE.split(piece)
    office = _OFFICE.fullmatch(piece)
    for candidate in (piece, parts[-1], parts[0], "".join(parts), office["name"] if office else ""):
        candidate = candidate.strip("“”\"'()[]<>《》-—_*★。.:")
        if is_name(candidate):
            return candidate
    return None


def trusted(text: str) -> list[str]:
    """The names in a list that a label introduces, rare surnames too (丹若, 古丽仙): where some are
    names by surname, or the list parts its entries by 、, the others of that length are believed."""
    pieces = [_ETC.sub("", piece) for piece in _pieces(text)]
    sure = {name for name in (_name_of(piece) for piece in pieces) if name is not None}
    found: list[str] = []
    for piece in pieces:
        name = _name_of(piece) or (piece if sure and _may_be_name(piece) else None)
        if name is not None and name not in found:
            found.append(name)
    return found


def labelled_name(text: str) -> str | None:
    """The one name after a label such as 记录人: by surname, else any two or three characters alone."""
    name = one_name(text)
    if name is not None:
        return name
    alone = [piece for piece in _pieces(text) if piece]
    return alone[0] if len(alone) == 1 and _may_be_name(alone[0]) else None


def _may_be_name(text: str) -> bool:
    if not 2 <= len(text) <= 3 or not all("\u4e00" <= c <= "\u9fff" for c in text):
        return False
    if len(text) == 1 + _GIVEN and text[-1] in _PLACES:
        return False
    return text not in NOT_NAMES and not _WORD.search(text) and not _TITLE.search(text)


def one_name(text: str) -> str | None:
    """The one name a value starts with: 王光豪（书记） → 王光豪; None where there is none."""
    found = names_in(text)
    return found[0] if found else None


def named_in_full(text: str, surname: str) -> str | None:
    """The one name with this surname that stands by itself in a plain text; None where none or several do."""
    names = {m[1] for m in _BY_ITSELF.finditer(text) if m[1][0] == surname and is_name(m[1])}
    return names.pop() if len(names) == 1 else None


def called(text: str) -> str | None:
    """The surname in 龙行长, 谭书记; None where a text is no such calling."""
    return text[0] if len(text) in (3, 4) and text[1:] in _CALLINGS and text[0] in SINGLE else None
