"""责任者: the body that issued a paper, from its letterhead, its signature, a label or an inventory."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import Enum, auto

from indexer.documents import FieldSource, FieldValue

from .branches.resolving import resolve_plain
from .dates import find_dates
from .folders import is_from_above, is_of_own_body
from .layout import Kind, kind_of
from .paper import plain
from .persons import is_name
from .view import View

_BODY_END = (
    "委员会|党委|党组|工委|纪委|纪检组|监委|县委|市委|省委|区委|总支部?|支部|办公室|党办|组织部|宣传部|统战部|机关事务局|"
    "巡察组|巡视组|督导组|指导组|检查组|工作组|工作专班|人民政府|政府|工会|团委|妇联|武装部|党校|领导小组(?:办公室)?|中央|国务院|局|厅|部|委|办|站|公司|集团|中心|医院|学院|大学|学校|街道|协会|院|所|处|科"
)
_BODY = re.compile(
    rf"(?:中共|中国共产党|共青团)?[\u4e00-\u9fffXx×()·“”\d]{{2,50}}(?:{_BODY_END})(?:\([^)]{{1,12}}\))?"
)
_LETTERHEAD_END = re.compile(r"(?:文件|公文|函|会议纪要|简报|信息|呈批件|请示)$")
_NOT_BODY = re.compile(
    r"关于|会议|的(?!委员)|记录|总结|名单|年度|召开|计划|同意|方案|地点|时间|学习|讨论|参加|各位|全体|各[支党级]|抄送|主送|印发|"
    r"^(?:本|各|我|该|由|请|经|在|与|和)|[,。;:、!?]|同志|书记|主任|局长|部长|站长"
)
_LABEL = re.compile(
    r"(?:发文(?:机关|单位)|责任者|主办单位|制发单位|制发机关|发布单位|来文单位|来文机关|起草单位)\s?[:\t]\s?"
)
_SEAL = re.compile(r"\(?(?:公章|盖章|印章|章)\)?$")
#: Bodies that are always above a branch.
_ABOVE = re.compile(
    r"中央|国务院|省委|市委|县委|(?<!社)区委|州委|旗委|工委|党工委|组织部|宣传部|统战部|纪委|监委|纪检监察|机关党委|直属机关|直属机关委员会|"
    r"党校|巡察|巡视|人民政府|镇党委|乡党委|街道党|工作委员会|(?:[镇乡县市省]|(?<!社)区)委员会|[镇乡]党委|指挥部|[局厅]委员会|[局厅]党|集团.*委员会"
)


def issuer(view: View) -> FieldValue:
    """The issuing body as it names itself, without 文件; no value where the paper names none."""
    return _labelled(view) or _letterhead(view) or _signature(view) or _listed(view) or FieldValue()


class Level(Enum):
    """Whose paper it is: a branch's (or nobody's known), the unit's own body's, another body's."""

    BRANCH = auto()
    UNIT = auto()
    ABOVE = auto()


#: What bodies send to others.
_SENT = frozenset(
    [
        "通知",
        "通报",
        "意见",
        "决定",
        "批复",
        "函",
        "办法",
        "规定",
        "条例",
        "公告",
        "通告",
        "命令",
        "细则",
        "纪要",
        "要点",
    ]
)
#: Genres that go up: no body above has sent them to us.
_SENT_UP = frozenset({"请示", "报告"})
#: What bodies write to others beside them.
_BETWEEN_EQUALS = frozenset({"函", "复函"})
#: Whom a committee writes to that has branches under it.
_TO_BRANCHES = re.compile(r"各(?:基层)?(?:党总支、)?党?支部")
_TO_COMMITTEE = re.compile(r"(?:党委|党总支|党组|党工委|委员会)$")
#: Committees of places, which have branches of many units under them.
_OF_A_PLACE = re.compile(r"[镇乡县市省区](?:委|党委|工委)|[镇乡县市省区]委员会|街道")


def level_of(
    view: View, issued: FieldValue, doc_no: FieldValue, genre: str | None, sent_to: Sequence[str]
) -> Level:
    """Whose paper it is.

    A body's name alone is not enough: the paper has a letterhead or a number, or is of a genre that
    bodies send; what lies in a folder for papers from above came from there.
    """
    body = plain(str(issued.value or ""))
    if any(is_name(folder) for folder in view.folders[:2]):  # a person's dossier keeps its letters
        return Level.BRANCH
    foreign = bool(body) and _is_foreign(view, body)
    sent = doc_no.value is not None or genre in _SENT or bool(body)
    known = view.unit_name is not None
    ours = bool(body) and (
        bool(resolve_plain(body, view.branches, view.unit_name)) or (known and not foreign)
    )
    if sent and not ours and any(is_from_above(folder) for folder in view.folders):
        return Level.ABOVE
    if body.endswith(("支部", "支部委员会")):
        return Level.BRANCH
    official = doc_no.value is not None or issued.confidence >= 0.9
    if not foreign or genre in _SENT_UP or _is_own(view, body, sent_to):
        sender = bool(body) and not resolve_plain(body, view.branches, view.unit_name)
        return Level.UNIT if sender and doc_no.value is not None else Level.BRANCH
    if genre in _BETWEEN_EQUALS and not _ABOVE.search(body):
        return Level.BRANCH
    return Level.ABOVE if official or (genre in _SENT and (known or _ABOVE.search(body))) else Level.BRANCH


def _is_own(view: View, body: str, sent_to: Sequence[str]) -> bool:
    """Whether a paper is the unit's own committee's by whom it is written to, or by its folder where
    nobody knows the unit; what is written to a committee comes from above that."""
    if any(_TO_BRANCHES.fullmatch(plain(to)) for to in sent_to):
        return not _ABOVE.search(body) or view.unit_name is None
    if view.unit_name is not None or any(_TO_COMMITTEE.search(plain(to)) for to in sent_to):
        return False
    if any(is_of_own_body(folder) for folder in view.folders):
        return True
    return not _OF_A_PLACE.search(body) and any(
        resolve_plain(plain(to), view.branches, view.unit_name) for to in sent_to
    )


_COMMITTEE = re.compile(
    r"(?:总支部委员会|党总支|总支|工作委员会|直属机关委员会|机关委员会|委员会|党委|党组|党工委|工委)(?:办公室|党群工作部)?$"
)


def unit_name_of(body: str) -> str | None:
    """榆川市公交集团有限公司 of 中共榆川市公交集团有限公司委员会; None for a branch or a bare committee."""
    text = re.sub(r"^(?:中共|中国共产党)", "", plain(body))
    if text.endswith(("支部", "支部委员会")):
        return None
    name = _COMMITTEE.sub("", text)
    return name if len(name) >= 3 else None


#: A committee that says no place is the unit's own.
_OWN_COMMITTEE = re.compile(
    r"(?:中共|本)?(?P<unit>[县市区省]局|[院校局站厂所村镇]|公司|集团|医院|学院|学校|社区|中心)?(?:直属)?(?:机关)?"
    r"(?:党委|党总支|总支部?|党组|党工委)(?:委员会|会)?(?:办公室|办|组织部|宣传部|组织科|党群工作部|党办)?|党政?办(?:公室)?|党群工作部|党建办(?:公室)?|党务办(?:公室)?"
)


def _is_foreign(view: View, body: str) -> bool:
    bare = _OWN_COMMITTEE.fullmatch(body)
    if bare and set(bare["unit"] or "") <= set(view.unit_name or bare["unit"] or ""):
        return False
    if resolve_plain(body, view.branches, view.unit_name):
        return False
    unit = view.unit_name
    if unit is None:
        return bool(_ABOVE.search(body))
    own, name = plain(unit), unit_name_of(body) or body
    if own.startswith(name) and own != name:
        return True  # the county's committee is not the county hospital's, the university's not the school's
    return own not in body and name not in own and not _same_without_place(own, body)


def _same_without_place(unit: str, body: str) -> bool:
    """衡东县路灯管理站 and 路灯管理站党总支: the short name counts as the unit's."""
    short = re.sub(r"^.{2,8}?(?:省|市|县|区|镇|乡|街道)", "", unit)
    return len(short) >= 3 and short in body


def _labelled(view: View) -> FieldValue | None:
    for line in view.lines[:20]:
        match = _LABEL.search(line.text)
        if match:
            body = _clean(line.text[match.end() :].split("\t")[0])
            if body:
                return FieldValue(body, evidence=view.head.evidence(line.start, line.end), confidence=0.85)
    return None


def _letterhead(view: View) -> FieldValue | None:
    """A line over the number or the title that is a body's name with 文件, or stands over a number."""
    kinds = [kind_of(line.text) for line in view.lines[:12]]
    number = next((i for i, kind in enumerate(kinds) if kind is Kind.NUMBER), None)
    above = view.lines[: number if number is not None else 4]
    for at, line in enumerate(above):
        headed = _LETTERHEAD_END.search(line.text)
        text = _LETTERHEAD_END.sub("", line.text)
        if not headed and number is None:
            continue
        body = _joined_body(view, at, text)
        if body is not None:
            evidence = view.head.evidence(line.start, line.end)
            return FieldValue(body, evidence=evidence, confidence=0.93)
    return None


def _joined_body(view: View, at: int, text: str) -> str | None:
    """A letterhead set in two lines is one name: 中共衡东县委 / 组织部文件."""
    body = _clean(text)
    before = view.lines[at - 1].text if at else ""
    if body and at and _clean(before) and len(body) <= 8 and not body.startswith("中共"):
        return _clean(before + text)
    return body


def _signature(view: View) -> FieldValue | None:
    """The body over (or beside) the date that ends the paper."""
    lines = view.tail.lines[-16:]
    for at in range(len(lines) - 1, -1, -1):
        text = lines[at].text
        dates = find_dates(text)
        if not dates or dates[-1].year is None or len(text) > 60 or re.search(r"印发|抄送", text):
            continue
        beside = _clean(_SEAL.sub("", text[: dates[0].start]))
        over = _clean(_SEAL.sub("", lines[at - 1].text)) if at else None
        for body, line in ((beside, lines[at]), (over, lines[at - 1] if at else lines[at])):
            if body:
                return FieldValue(body, evidence=view.tail.evidence(line.start, line.end), confidence=0.85)
    return None


def _listed(view: View) -> FieldValue | None:
    listed = (view.subject.manifest or {}).get("issuer", "").strip()
    return FieldValue(listed, FieldSource.MANIFEST, None, 0.85) if listed else None


def _clean(text: str) -> str | None:
    text = plain(text).strip(" \t()[]")
    text = _SEAL.sub("", text)
    if not _BODY.fullmatch(text) or _NOT_BODY.search(text):
        return None
    return text
