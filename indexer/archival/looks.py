"""What kind of paper a document looks like, where neither title nor name says so."""

from __future__ import annotations

import re

from indexer.documents import Evidence, FieldSource, FieldValue

from .dates import find_dates
from .kinds import kind_in
from .minutes.entries import entry_of
from .minutes.head_counts import counts_anybody
from .view import View

PICTURES = frozenset(
    (
        *("jpg", "jpeg", "png", "gif", "bmp", "tif", "tiff", "webp", "heic", "heif"),
        *("mp4", "avi", "mov", "wmv", "mpg", "flv", "mp3", "wav", "m4a", "amr"),
    )
)
_SHEETS = frozenset({"xlsx", "xls", "et", "csv", "ods"})
_SLIDES = frozenset({"ppt", "pptx", "dps", "odp"})
_MAILS = frozenset({"eml", "msg"})
#: Labels that a record's head is made of.
_HEAD = frozenset({"place", "host", "recorder", "expected", "present", "attending", "absent"})
_HOSTED = re.compile(r"主持(?:召开|会议|了|[,。;]|$)|(?:组织|主持),.{2,4}(?:写|记)", re.MULTILINE)
#: Names and titles that end in a meeting: 6.12支部委员会, 结构组10月会, 重症党小组会-23.2.
_MEETING_END = re.compile(r"(?:会|会议|党日|活动|党课|学习|支委会|大会)(?:\([^)]{1,16}\)|[\s_.\-\d月日]+)*$")
_BYLINE = re.compile(
    r"通讯员|本报讯|供稿|撰稿|[\u4e00-\u9fff]{2,3}\s?/\s?(?:文|图)|(?:文|图)\s?/\s?[\u4e00-\u9fff]|讯\(|摄影"
)
_NEWS = re.compile(r"\d{1,2}月\d{1,2}日.{0,60}(?:开展|举行|举办|召开|组织|来到|走进|搬到|请来|赴|到)|近日,")
#: How a speech begins.
_SPEECH = re.compile(
    r"^(?:各位|尊敬的各位|亲爱的)?.{0,8}(?:同志们|同学们|朋友们|老师们|代表们|大家好|党员们)[,:!。]",
    re.MULTILINE,
)
_ACTIVITY_END = re.compile(r"活动(?:\([^)]{1,16}\))?$")
_PETITION = re.compile(r"(?:敬爱的|尊敬的)党(?:组织|支部)")

#: A form's first row, of labels each beside its value: 姓名, then a name, then 时间.
_FORM = re.compile(r"姓名\t[\u4e00-\u9fff·]{2,4}\t(?:性别|时间|单位|职务|支部|党支部|出生|岗位|年龄)")

_Look = tuple[str, float]


def kind_by_looks(view: View, title: str) -> FieldValue | None:
    """The kind by its columns, labels or manner of telling, with little confidence."""
    doc_type = view.subject.doc_type
    if doc_type in PICTURES:
        return (
            _value(view, ("照片", 0.6))
            if not _record_points(view, title) >= 3
            else _value(view, ("会议记录", 0.6))
        )
    look = _columns(view) if doc_type in _SHEETS or "\t" in view.head.text[:300] else None
    look = look or _told(view, title)
    if look is None and doc_type in _SLIDES:
        look = ("讲稿", 0.6)
    if look is None and doc_type in _MAILS:
        look = ("函", 0.5)
    if look is None and doc_type in _SHEETS:
        look = ("清单台账", 0.45)
    return _value(view, look) if look is not None else None


def _value(view: View, look: _Look) -> FieldValue:
    return FieldValue(look[0], FieldSource.EXTRACTED, Evidence(view.name), look[1])


def _told(view: View, title: str) -> _Look | None:
    text = view.head.text[:1500]
    if _record_points(view, title) >= 3:
        return ("会议记录", 0.7)
    if len(text) < 20:
        return None
    if _BYLINE.search(text):
        return ("新闻简报", 0.6)
    if _PETITION.search(text[:200]) and "申请" in text:
        return ("申请书", 0.5)
    if _SPEECH.search(text[:200]):
        return ("讲稿", 0.6)
    news = _NEWS.search(text[:300]) and "\t" not in text[:200]
    if news and title and _ACTIVITY_END.search(title) and not counts_anybody(text):
        return ("新闻简报", 0.55)
    if _MEETING_END.search(view.stem) or (title and _MEETING_END.search(title)) or _has_entry(view):
        return ("会议记录", 0.5)
    return ("新闻简报", 0.45) if news else None


def _record_points(view: View, title: str) -> int:
    """How many things speak for a record of a meeting: its labels, a head with a day, a count, a host."""
    text = view.head.text[:600]
    points = len({stretch.field for stretch in view.labelled if stretch.label < 2_000} & _HEAD)
    points += _opens_with_day(view)
    points += kind_in(title or view.stem) is not None
    points += counts_anybody(text)
    return points + bool(_HOSTED.search(text))


def _opens_with_day(view: View) -> bool:
    """Whether the first lines hold the opening of a notebook's entry, or begin with a day."""
    if _has_entry(view):
        return True
    days = (next(iter(find_dates(line.text)), None) for line in view.lines[:2])
    return any(moment is not None and moment.day is not None and moment.start <= 1 for moment in days)


def _has_entry(view: View) -> bool:
    return any(entry_of(view.head, line) is not None for line in view.lines[:3])


def kind_of_table(view: View) -> str | None:
    """The kind of a table whose title says only 情况 or 结果; None of running text."""
    rows = [line.text for line in view.lines[1:] if "\t" in line.text.strip("\t")]
    if len(rows) < 2 or 2 * len(rows) < len(view.lines):
        return None
    look = _columns(view)
    return look[0] if look is not None else "清单台账"


def _columns(view: View) -> _Look | None:
    """The kind that the heading row of a table tells."""
    for line in view.lines[:6]:
        cells = [cell.strip() for cell in line.text.split("\t") if cell.strip()]
        if len(cells) >= 3:
            return _by_columns("\t".join(cells))
    return None


def _by_columns(cells: str) -> _Look | None:
    if _FORM.match(cells):
        return ("登记表", 0.6)
    signed = re.search(r"签到|签名|签字|签收|签领|领取", cells)
    if "姓名" in cells and signed:
        return ("凭证", 0.6) if re.search(r"金额|元|慰问|物品|领", cells) else ("签到表", 0.65)
    if "姓名" in cells and re.search(r"性别|出生|入党|民族|学历|电话|联系方式|身份证|职务", cells):
        return ("名册", 0.6)
    if re.search(r"得分|分值|成绩|名次|比例|票|等次|优秀\t", cells):
        return ("报表", 0.55)
    if re.search(r"措施|责任人|完成时限|序号|金额|\d月|事项|备注", cells):
        return ("清单台账", 0.5)
    return None
