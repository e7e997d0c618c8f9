"""What folders say of whose papers lie in them: of bodies above, or of the unit's own committee."""

from __future__ import annotations

import re

_FROM_ABOVE = re.compile(r"上级(?:来文|文件|发文|精神|通知|党委)?|来文|收文|上面文件|转发文件")
_OWN_BODY = re.compile(r"党委|党总支|总支|党组|党工委|党办|党建办|党群(?:工作)?部|发文")
_SENT_PAPERS = re.compile(
    r"[\dA-Za-z._、-]*(?:(?:本级|本[院校局站镇行]|本公司|本单位|[院校局站镇行]|公司)?发文|本级文件|红头(?:文件)?)"
    r"[\d年._-]*"
)


def is_from_above(folder: str) -> bool:
    """Whether a folder (plain) holds what came from above: 上级来文, 01上级, 收文."""
    return bool(re.fullmatch(rf"[\d._、-]*(?:{_FROM_ABOVE.pattern}).{{0,12}}", folder))


def is_of_own_body(folder: str) -> bool:
    """Whether a folder is the unit's own committee's: 党委, 学院党委, 03院发文."""
    return not is_from_above(folder) and bool(_OWN_BODY.search(folder)) and "支部" not in folder


def keeps_sent_papers(folder: str) -> bool:
    """Whether a folder keeps what the unit has sent out as such: 院发文, 本级发文. One named for the body
    (机关党委发文) is that body's drawer, with papers of every business."""
    return _SENT_PAPERS.fullmatch(folder) is not None and not is_from_above(folder)
