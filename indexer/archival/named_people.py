"""People that running text names: 张三同志, names in a row, who was chosen, what is said of somebody."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .persons import is_name

_HAN = "\u4e00-\u9fff"
#: Where in a text a name stands.
_Span = tuple[int, int]
#: What stands before 同志: 授予冯建社, 常有福、甘露等五名.
_COMRADES = re.compile(
    rf"(?P<names>(?:[{_HAN}]{{2,12}}[、和])?(?:[{_HAN}]{{2,4}}[、和]){{0,12}}[{_HAN}]{{2,10}}?)等?"
    r"(?:[\d一二三四五六七八九十]{1,3}[名位])?$"
)
_COMRADE, _BEFORE = "同志", 60
#: 蓝田玉,纪宝成,温静: three names or more in a row; 同意方之恒、阮晓东、涂春燕为候选人: among other words.
_ROW = re.compile(
    rf"(?<![{_HAN}])(?:[{_HAN}]{{2,4}}[、,]\s?){{2,}}[{_HAN}]{{2,4}}(?=[等。;,.\s(同七八九十一二三四五六两\d]|$)"
)
_AMONG_WORDS = re.compile(rf"[{_HAN}]{{2,16}}(?:、[{_HAN}]{{2,4}}){{1,40}}、[{_HAN}]{{2,16}}")
#: 优秀2名（苏洁、佟家豪）: a count, and as many names.
_COUNTED = re.compile(rf"[\d一二三四五六七八九十]{{1,3}}[名人位]\((?P<names>[{_HAN}、]{{2,80}})\)")
#: 组织委员曲波:, 王光豪宣读转正申请, 其父亲王有田(…), 看望张敏老师: what a person does or is to somebody.
_TOLD_OF = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?:组织|宣传|纪检|纪律检查|生活|青年|统战|学习|群众)委员(?P<names>[{_HAN}]{{2,3}})(?=[,。;:)\n、])",
        rf"(?:^|(?<=[\n,。;:、.)]))(?P<names>[{_HAN}]{{2,3}}(?:[、和][{_HAN}]{{2,3}}){{0,4}})(?:同志)?(?:分别|先后)?(?:宣读|读|念)了?"
        r"(?:本人|自己)?的?(?:入党|转正)(?:志愿书|申请)",
        rf"(?:讨论|研究|听取)(?:了|关于)?(?P<names>[{_HAN}]{{2,3}}(?:[、和][{_HAN}]{{2,3}}){{0,4}})(?:同志)?的?(?:按期|延期)?(?:转正|入党)",
        rf"(?:父亲|母亲|丈夫|妻子|配偶|爱人|岳父|岳母)(?P<names>[{_HAN}]{{2,3}})(?=[(,、。现系])",
        rf"(?:谈话人|代表|责任人|承诺人)[:\t](?P<names>[{_HAN}]{{2,3}})(?=[,。;(\n\t]|$)",
        rf"(?:^|(?<=[\n,。;、.(]))(?P<names>[{_HAN}]{{2,3}})(?:同志)?(?:公示|预审|政审|转正)(?:情况|结果|材料|期|申请)",
        rf"(?:^|(?<=[,。;(\n]))(?P<names>[{_HAN}]{{2,3}})系(?:候选人|预备党员|正式党员|我|本)",
        rf"(?:看望|慰问)了?:?(?P<names>[{_HAN}]{{2,3}}(?:[、和][{_HAN}]{{2,3}}){{0,4}})(?:老师|老人|大爷|大妈|老党员)",
    )
)

#: What ends before the name: 关于檀溪同志, 授予冯建社.
_WORDS_BEFORE = re.compile(
    r"^.*(?:关于|授予|推荐|接收|吸收|确定|发展|同意|讨论|任命|选举|批准|表彰|研究|增补|补选|免去|分工|决定|提名|书记|委员|对|给|将|向|请|经|是|为|以及|其中|由|[与和])(?=.{2})"
)
_OFFICES = (
    "书记|委员|组长|主任|联系人|介绍人|候选人|监票人|计票人|发展对象|积极分子|预备党员|正式党员|中共党员|"
    "优秀|先进|组织员|负责人|召集人"
)
#: 选举谭永强为书记, 确定钱晓露为发展对象, 何玉珍任组织委员: what somebody became.
_BECAME = re.compile(
    rf"(?P<names>[{_HAN}]{{2,16}}?)(?:同志)?(?:(?:继?续|连|兼|担)任|(?<![主责现历前上在就聘信])任(?![务何意期免命职务人])|当选|"
    rf"(?:列|转|评|推[选荐]|确?定|作|增补)?为[^,。;\n]{{0,14}}?(?:{_OFFICES}))"
)
#: 现任书记邱明远因年龄原因, 我是机关支部党员石开泰，: an office, a name, then what cannot be part of it.
_IN_OFFICE = re.compile(
    rf"(?:书记|组长|联系人|介绍人|监票人|计票人|(?:我是[^,。\n]{{0,14}}|失联|困难|退休|老|预备|正式)党员|(?:委员|主任|积极分子)(?=[{_HAN}]{{3}}[,。;:)\n]))"
    rf"(?P<name>[{_HAN}]{{2,3}})(?=[,。;:)\n因代主讲作]|同志|汇报|宣读|负责|带领|$)"
)
#: 宋启发（2009年4月入党…）, 石有才，2009年入党, 钱晓露，女: what is told of a person behind the name.
_OF_PERSON = re.compile(
    rf"(?:^|(?<=[\n,。;:、(]))(?:党员|同志)?(?P<name>[{_HAN}]{{2,4}})(?:\((?=[^()\n]{{0,14}}(?:年|岁|入党|党龄|退休|书记|委员))|,(?=[男女],|(?:19|20)\d\d年\d{{0,2}}月?(?:入党|出生|生)|[汉回苗土壮满]\S?族))"
)

#: Surnames that are verbs too.
_VERBS = frozenset("管查解任向经包连谈计和严")


def named_in(text: str) -> Iterator[tuple[str, _Span]]:
    """The people that plain text names, and where."""
    yield from _comrades(text)
    yield from _rows(text)
    for pattern in (_IN_OFFICE, _OF_PERSON):
        yield from ((match["name"], match.span("name")) for match in pattern.finditer(text))
    for match in (match for pattern in _TOLD_OF for match in pattern.finditer(text)):
        parts = re.split("[、和]", match["names"])
        yield from ((name, match.span("names")) for name in parts if is_name(name))
    for match in _BECAME.finditer(text):
        yield from ((name, match.span("names")) for name in _ending(match["names"]))


def comrades_in(text: str) -> list[str]:
    """The names before each 同志."""
    return [name for name, _ in _comrades(text)]


def _comrades(text: str) -> Iterator[tuple[str, _Span]]:
    at = text.find(_COMRADE)
    while at >= 0:
        start = max(0, at - _BEFORE)
        match = _COMRADES.search(text[start:at])
        for part in re.split("[、和]", match["names"]) if match else ():
            yield from ((name, (start, at)) for name in _ending(part))
        at = text.find(_COMRADE, at + 2)


def _rows(text: str) -> Iterator[tuple[str, _Span]]:
    for match in _COUNTED.finditer(text):
        names = match["names"].split("、")
        if all(map(is_name, names)):
            yield from ((name, match.span()) for name in names)
    for match in _ROW.finditer(text):
        names = [part.strip() for part in re.split("[、,]", match[0])]
        if _are_names(names):
            yield from ((name, match.span()) for name in names)
    for match in _AMONG_WORDS.finditer(text):
        first, *middle, last = match[0].split("、")
        names = [*_ending(first), *middle, *_leading(last)]
        if len(names) == len(middle) + 2 and _are_names(names):
            yield from ((name, match.span()) for name in names)


def _are_names(names: list[str]) -> bool:
    """Whether all are names; 管活动、管纪律、管困难 are duties."""
    duties = len({name[0] for name in names}) == 1 and names[0][0] in _VERBS
    return all(map(is_name, names)) and not duties


def _ending(text: str) -> list[str]:
    """The name that ends a run of words (授予冯建社 → 冯建社)."""
    if is_name(text):
        return [text]
    text = _WORDS_BEFORE.sub("", text)
    if is_name(text):
        return [text]
    return next(([text[-size:]] for size in (3, 2) if len(text) > size and is_name(text[-size:])), [])


def _leading(text: str) -> list[str]:
    """The name that begins a run of words (韦小龙为候选人 → 韦小龙)."""
    match = re.match(rf"([{_HAN}]{{2,4}}?)(?:等|为|任|的|同志|当选|[\d一二三四五六七八九十]|$)", text)
    return [match[1]] if match and is_name(match[1]) else []
