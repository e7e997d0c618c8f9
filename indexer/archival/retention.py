"""保管期限: stated on the paper or by its 档号, else proposed by rule (国家档案局令第8号, 党团工会类)."""

from __future__ import annotations

import re

from indexer.documents import Evidence, FieldSource, FieldValue

from .archival_no import term_of
from .view import View

_STATED = re.compile(r"保管期限\s?[:\t]\s?(永久|长期|短期|30年|10年|三十年|十年)")
_NORMAL = {"三十年": "30年", "十年": "10年"}


def retention(
    view: View, archival_no: FieldValue, category: str | None, second: str | None, role: str | None
) -> FieldValue:
    """永久, 30年 or 10年 (old papers: 长期, 短期). What a rule proposes is unsure and names the rule."""
    for line in (*view.lines[:15], *view.tail.lines[-8:]):
        match = _STATED.search(line.text)
        if match:
            stated = _NORMAL.get(match[1], match[1])
            return FieldValue(stated, evidence=Evidence(match[0], line.page), confidence=0.93)
    coded = term_of(str(archival_no.value)) if archival_no.value else None
    if coded is not None:
        return FieldValue(coded, archival_no.source, archival_no.evidence, 0.93, "档号中的保管期限代码")
    folder = next((f for f in view.folders if re.search(r"^(?:永久|30年|10年)$|保管期限", f)), None)
    match = re.search(r"永久|30年|10年", folder) if folder else None
    if match and folder:
        return FieldValue(match[0], FieldSource.FOLDER, Evidence(folder), 0.8)
    return _by_rule(category, second, role)


def _by_rule(category: str | None, second: str | None, role: str | None) -> FieldValue:
    if category == "05" and (
        role in ("名册", "申请书") or second in ("预备党员与转正", "发展对象", "名册统计")
    ):
        return _proposed("永久", "党员名册、批准入党材料：永久")
    if category == "01" and second == "换届选举":
        return _proposed("永久", "换届选举结果：永久")
    if category == "12" and role in ("总结", "报告"):
        return _proposed("永久", "工作报告、总结：永久")
    if role in ("新闻简报",):
        return _proposed("10年", "情况反映、简报：10年")
    if category == "02" and role in ("会议记录", "会议纪要"):
        return _proposed("30年" if second == "党小组会" else "10年", "支部会议记录：通行做法")
    return FieldValue()


def _proposed(term: str, rule: str) -> FieldValue:
    return FieldValue(term, confidence=0.5, rule=f"按国家档案局令第8号建议：{rule}")
