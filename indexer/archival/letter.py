"""What surrounds the text of a 公文: urgency, signer, addressees, copies, genre (GB/T 9704-2012)."""

from __future__ import annotations

import re

from indexer.documents import FieldSource, FieldValue

from .layout import Kind, kind_of
from .paper import plain
from .persons import names_in
from .view import View

_URGENT = re.compile(r"(?:^|[\s★年月期]|\t)(特\s?急|加\s?急|特\s?提|平\s?急|急\s?件)(?=$|[\s\t])")
_SIGNER = re.compile(
    r"签\s?发\s?人?\s?[:\t]\s?(?P<names>[\u4e00-\u9fff·、,\s]{2,24})|签发人(?P<plain>[\u4e00-\u9fff]{2,4})$"
)
_COPIED = re.compile(r"^(?:抄\s?送|抄\s?报|分\s?送)\s?[:\t]\s?(?P<names>.+)$")
_BODY_WORD = re.compile(
    r"党|支部|委|局|部|站|科|处|室|办|镇|乡|村|社区|单位|同志|同事|领导|学院|公司|中心|小组|团|会|院|校|所|全体|政府|各|代表|居民|群众|朋友|人员|厅|集团|队|厂"
)
_GENRES = [
    "决议",
    "决定",
    "命令",
    "公报",
    "公告",
    "通告",
    "意见",
    "通知",
    "通报",
    "报告",
    "请示",
    "批复",
    "议案",
    "函",
    "纪要",
    "令",
    "方案",
    "计划",
    "要点",
    "总结",
    "记录",
    "讲话",
    "讲稿",
    "名册",
    "名单",
    "简报",
    "制度",
    "细则",
    "清单",
    "办法",
    "规定",
    "条例",
    "规则",
    "公示",
    "倡议书",
    "申请书",
    "志愿书",
    "登记表",
    "签到表",
    "台账",
    "承诺书",
    "责任书",
    "介绍信",
    "心得体会",
    "汇报",
    "说明",
    "议程",
    "规划",
    "安排",
    "公约",
    "章程",
    "准则",
    "证明",
    "预案",
]
_GENRE = re.compile("(?:" + "|".join(sorted(_GENRES, key=len, reverse=True)) + r")(?=(?:\([^()]{1,20}\))*$)")
_NOT_GENRE = re.compile(r"(?:信函|来函|命令|指令|学习要点)$")


def urgency(view: View) -> FieldValue:
    """特急, 加急 and the like, where they stand as a sign in the first lines."""
    for line in view.lines[:12]:
        match = _URGENT.search(line.text)
        if match and len(line.text) <= 24:
            level = re.sub(r"\s", "", match[1])
            return FieldValue(level, evidence=view.head.evidence(line.start, line.end), confidence=0.95)
    return FieldValue()


def signer(view: View) -> FieldValue:
    """签发人: the names after it, joined by 、."""
    for line in view.lines[:18]:
        match = _SIGNER.search(line.text)
        if match:
            group = "names" if match["names"] else "plain"
            names = names_in(view.head.spaced(line.start + match.start(group), line.start + match.end(group)))
            if names:
                return FieldValue(
                    "、".join(names), evidence=view.head.evidence(line.start, line.end), confidence=0.93
                )
    return FieldValue()


def addressees(view: View) -> FieldValue:
    """主送机关: the line under the title that ends in a colon, as a list."""
    for line in view.lines[1:24]:
        kind = kind_of(line.text)
        if kind in (Kind.HEADING, Kind.LABEL, Kind.ROW):
            return FieldValue()
        if kind is Kind.ADDRESSEE and line.text.endswith(":") and _BODY_WORD.search(line.text):
            if re.search(r"如下|通知|根据|现将|以下|包括|下列|要求|强调|指出", line.text):
                return FieldValue()
            names = _bodies(line.text.rstrip(":"))
            return FieldValue(names, evidence=view.head.evidence(line.start, line.end), confidence=0.9)
        if kind is Kind.SENTENCE and len(line.text) > 60:
            break
    return FieldValue()


def copied_to(view: View) -> FieldValue:
    """抄送机关, as a list."""
    for line in view.tail.lines[-12:]:
        match = _COPIED.match(line.text)
        if match:
            evidence = view.tail.evidence(line.start, line.end)
            return FieldValue(_bodies(match["names"].rstrip("。.")), evidence=evidence, confidence=0.9)
    return FieldValue()


def genre(title: FieldValue) -> FieldValue:
    """文种: the word that ends the title, bracketed additions aside."""
    text = plain(str(title.value or ""))
    match = _GENRE.search(re.sub(r"[\d\s_.\]】」』-]+$", "", text))
    if match is None or _NOT_GENRE.search(text):
        return FieldValue()
    return FieldValue(match[0], title.source, title.evidence, round(0.95 * max(title.confidence, 0.6), 2))


def _bodies(text: str) -> list[str]:
    return [part.strip() for part in re.split(r"[、,;,，；]|(?<=[部委局会])\s", plain(text)) if part.strip()]


def listed_secrecy(view: View) -> FieldValue:
    """What an inventory says of a document's secrecy, where that may be kept at all (内部, 工作秘密)."""
    listed = plain((view.subject.manifest or {}).get("secrecy", "")).strip()
    if listed in view.unit.taxonomy.restricted:
        return FieldValue(listed, FieldSource.MANIFEST, None, 0.85)
    return FieldValue()
