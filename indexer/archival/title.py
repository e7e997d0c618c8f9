"""题名: from the title lines of the paper, else an inventory, sensible metadata, or the cleaned file name."""

from __future__ import annotations

import re

from indexer.documents import FieldSource, FieldValue

from .dates import find_dates_in_name
from .layout import Kind, is_organisation, kind_of
from .names import says_something
from .paper import Line, plain
from .view import View

#: How many lines are looked at, and how many labels may stand above the title.
_HEAD_LINES, _LABELS_ABOVE = 30, 2
_IN_BRACKETS = re.compile(r"\([^()]{1,30}\)")
#: What ends the title of a paper that is 关于 something; a meeting's name there goes on.
_GENRE_END = re.compile(
    r"(?:通知|通报|请示|报告|批复|决定|决议|意见|函|纪要|公告|公示|通告|方案|计划|总结|要点|办法|细则|规定|说明|倡议书?|名单|记录)(?:\([^()]{1,20}\))?$"
)
_COMPLETE = re.compile(
    r"(?:通知|通报|请示|报告|批复|决定|决议|意见|函|纪要|公告|公示|通告|方案|计划|总结|要点|记录|名册|名单|花名册|签到表|签到|制度|办法|细则|规定|条例|表|清单|台账|"
    r"讲稿|讲话|发言|发言稿|体会|申请书|申请|汇报|倡议书|承诺书|责任书|志愿书|简报|说明|议程|程序|流程|材料|证明|介绍信|须知|汇编|简介|情况|手册|选票|感悟|小结|提纲|合同|协议|收据|凭证|证书|述职|自传|信|"
    r"安排|纪实|实录|侧记|台账|分析|大会|会议|支委会|生活会|小组会|学习会|党日|党课|活动|书|票|册|本|单)"
    r"(?:\([^()]{1,20}\))?$"
)
_GENERIC = re.compile(
    r"(?:(?:会议|活动|学习|谈话|工作)?(?:记录|签到|通知|纪要|方案|总结|简报|安排|照片|名单|计划|汇报|报告|请示|批复|函|议程|决议|公示)(?:表|本|簿|单|册)?|登记表|统计表|汇总表|明细表|清单|台账|"
    r"目录|封面|附件|说明|讲稿|心得体会|党课|正文|首页|承诺书|责任书|证明|收据)"
)
#: A first line with commas that ends no sentence and begins none with a day.
_WHOLE = re.compile(r"(?!\d)[^。;:!?.]{4,45}")
_ISSUED = re.compile(r"简报$|通讯$|专报$")
_BOOK = re.compile(r"(?:记录|纪要)(?:汇编|汇总|合订本|本|簿|册|集)?(?:\([^()]{1,20}\))?$")
_RECORD = re.compile(r"[记纪]录(?:\([^()]{1,24}\))?$|纪要(?:\([^()]{1,24}\))?$")
#: What may stand in brackets under a title and is part of it.
_STATE = re.compile(
    r"\((?:草案|试行|暂行|讨论稿|征求意见稿|送审稿|修订稿?|修改稿?|审议稿|样本|[一二三四五六七八九十上中下])\)"
)
#: A line under the title that tells when and where it was spoken.
_OCCASION = re.compile(
    r"^[-—]*\s?(?:在.{2,40}上的|(?:19|20)\d{2}年.{0,40}(?:讲稿|讲话|发言)$)|^[-—]+.*\d{1,2}月\d{1,2}日"
)
#: 副题名, an element of its own (DA/T 18).
_SUBTITLE = re.compile(r"^[-—]+")
#: (王敏整理) behind a title tells whose work the copy is.
_NAMED_IN_FORM = re.compile(r"(?:会议|活动)名称\s?[:\t]\s?([^\t]{4,40})")
_BY_WHOM = re.compile(r"(?<=.{4})[(（][\u4e00-\u9fff]{2,8}(?:整理|汇总|供稿|抄录|誊写)[)）]$")
_CONTINUES = re.compile(
    r"^(?:的|暨|及|和|与|以及|并)|^(?:会议记录|会议纪要|记录|通知|请示|报告|批复|决定|方案|总结)$"
)
_BAD_METADATA = re.compile(
    r"(?i)^(?:microsoft|word|ppt|powerpoint|excel|幻灯片|演示文稿|文档|document|untitled|无标题|新建|slide|sheet|book|scan|img|\d+|.*\.(?:docx?|xlsx?|pptx?|pdf|wps|et|tif|jpg)|中共|标题|关于|题目|title|.*模板.*|.*公司|.*http.*)$"
)


def title(view: View) -> FieldValue:
    """The title, its source and how sure. Falls back to the file name as it stands rather than to nothing."""
    mail = _mail(view)
    if mail is not None:
        return mail
    written = written_title(view)
    listed = _listed(view)
    if written is not None and written.confidence >= 0.7:
        return written
    return listed or _named(view, written) or written or _metadata(view) or _as_named(view)


def written_title(view: View) -> FieldValue | None:
    """The title lines of the text: under the red head, or the heading."""
    lines = view.lines[:_HEAD_LINES]
    if view.book and lines and lines[0].text == view.book:
        lines = lines[1:]  # the first meeting of a book has the book's title above its own
    start = _first_title_line(lines)
    if start is None:
        return _in_a_form(view)
    taken = _own_heading(view, _joined(lines, start))
    first, last = taken[0], taken[-1]
    text = _BY_WHOM.sub("", "".join(_shown(view, line) for line in taken))
    compact = plain(text)
    if len(compact) < 2 or not re.search(r"[\u4e00-\u9fffA-Za-z]", compact):
        return None
    return FieldValue(
        text,
        FieldSource.EXTRACTED,
        view.head.evidence(first.start, last.end),
        _confidence(compact, start, view),
    )


def _in_a_form(view: View) -> FieldValue | None:
    """The name that a form without a heading gives to its meeting: 会议名称, then 第二党支部党员大会."""
    for line in view.lines[:2]:
        match = _NAMED_IN_FORM.search(line.text)
        if match:
            start, end = line.start + match.start(1), line.start + match.end(1)
            return FieldValue(
                view.head.words(start, end), FieldSource.EXTRACTED, view.head.evidence(start, end), 0.75
            )
    return None


def _own_heading(view: View, taken: list[Line]) -> list[Line]:
    """Of a book's title and a record's own heading under it, the one right above the record's labels."""
    below = view.lines[taken[-1].index + 1 : taken[-1].index + 3]
    if (
        view.is_book
        or not below
        or not _BOOK.search(taken[-1].text)
        or kind_of(below[0].text) is not Kind.TITLE
    ):
        return taken
    return [below[0]] if _RECORD.search(below[0].text) else taken


def _confidence(text: str, start: int, view: View) -> float:
    if _GENERIC.fullmatch(text):
        return 0.6
    if _COMPLETE.search(text):
        return 0.95
    page = view.subject.pages[0] if view.subject.pages else None
    doubt = 0.25 if (page is not None and page.ocr) else 0.0
    return (0.8 if start <= 3 and len(text) >= 5 else 0.6) - doubt


def _first_title_line(lines: tuple[Line, ...]) -> int | None:
    kinds = [kind_of(line.text) for line in lines]
    number = next((i for i, kind in enumerate(kinds[:14]) if kind is Kind.NUMBER), None)
    at = 0 if number is None else number + 1
    if number and not _titles_after(kinds, at) and (over := _over_number(lines, kinds, number)) is not None:
        return over
    while at < len(lines):
        kind, text = kinds[at], lines[at].text.strip()
        if kind is Kind.SENTENCE and at == 0 and _WHOLE.fullmatch(text) and len(lines) > 1:
            return at
        if kind in (Kind.SENTENCE, Kind.ADDRESSEE, Kind.HEADING) and at > 0:
            return None
        if kind is Kind.LABEL and at < _LABELS_ABOVE and _headed_below(lines, kinds, at):
            at += 1
            continue
        if kind in (Kind.LABEL, Kind.ROW):
            return at if kind is Kind.ROW and at == 0 and _only_cell(text) else None
        if kind is Kind.TITLE and not _is_letterhead(lines, kinds, at) and not _IN_BRACKETS.fullmatch(text):
            return at
        at += 1
    return None


def _headed_below(lines: tuple[Line, ...], kinds: list[Kind], at: int) -> bool:
    """Whether a title stands under a label: 单位：第一党支部, then 2021年党费收缴明细表."""
    below = kinds[at + 1 : at + 2]
    return below == [Kind.TITLE] and _COMPLETE.search(lines[at + 1].text) is not None


def _titles_after(kinds: list[Kind], at: int) -> bool:
    """Whether a title stands among the next lines, before the text begins."""
    for kind in kinds[at : at + 4]:
        if kind in (Kind.SENTENCE, Kind.ADDRESSEE, Kind.HEADING):
            return False
        if kind is Kind.TITLE:
            return True
    return False


def _over_number(lines: tuple[Line, ...], kinds: list[Kind], number: int) -> int | None:
    """Where a title begins that stands over the paper's number, not under it."""
    above = lines[number - 1].text
    if kinds[number - 1] is not Kind.TITLE or not (_COMPLETE.search(above) or _ISSUED.search(above)):
        return None
    begun = number > 1 and kinds[number - 2] is Kind.TITLE and "关于" in lines[number - 2].text
    return number - 2 if begun and "关于" not in above else number - 1


def _is_letterhead(lines: tuple[Line, ...], kinds: list[Kind], at: int) -> bool:
    """A body's name above a number or above furniture is the letterhead; above 关于… it begins the title."""
    if not is_organisation(lines[at].text) or at + 1 >= len(lines):
        return False
    return kinds[at + 1] in (Kind.NUMBER, Kind.FURNITURE, Kind.LETTERHEAD)


def _only_cell(text: str) -> bool:
    return len({cell.strip() for cell in text.split("\t") if cell.strip()}) == 1


def _joined(lines: tuple[Line, ...], start: int) -> list[Line]:
    taken = [lines[start]]
    for line in lines[start + 1 : start + 5]:
        so_far = "".join(item.text for item in taken)
        if kind_of(line.text) is not Kind.TITLE and not re.fullmatch(r"\([^()]{1,20}\)", line.text):
            break
        if len(so_far) + len(line.text) > 100 or not _goes_on(so_far, line.text):
            break
        taken.append(line)
    return taken


def _goes_on(so_far: str, following: str) -> bool:
    if following.startswith("("):
        return bool(_STATE.fullmatch(following)) and not (_BOOK.search(so_far) and len(following) == 3)
    if _OCCASION.match(following) or _SUBTITLE.match(following) or _begins_with_day(following):
        return False
    if _CONTINUES.match(following):
        return True
    if so_far.startswith(("中共", "中国共产党")) and "关于" not in so_far and "关于" in following:
        return True
    if "关于" in so_far and not _GENRE_END.search(so_far) and _GENRE_END.search(following):
        return True
    if _COMPLETE.search(so_far):
        return False
    if so_far.startswith("关于") or "关于" in so_far[:40]:
        return True
    return is_organisation(so_far) or (bool(_COMPLETE.search(following)) and len(following) <= 24)


def _begins_with_day(text: str) -> bool:
    moment = next(iter(find_dates_in_name(text)), None)
    return moment is not None and moment.start == 0 and moment.month is not None


def _shown(view: View, line: Line) -> str:
    text = view.head.words(line.start, line.end)
    if "\t" in text:
        text = next(cell.strip() for cell in text.split("\t") if cell.strip())
    return re.sub(r"^#{1,6}\s*|^\*\*|\*\*$", "", text)


def _listed(view: View) -> FieldValue | None:
    text = (view.subject.manifest or {}).get("title", "").strip()
    text = re.sub(r"^[\[［【](.*)[\]］】]$", r"\1", text)
    return FieldValue(text, FieldSource.MANIFEST, None, 0.9) if says_something(text) else None


def _mail(view: View) -> FieldValue | None:
    if view.subject.doc_type not in ("eml", "msg"):
        return None
    subject = view.subject.metadata.get("subject") or view.subject.metadata.get("title") or ""
    subject = re.sub(r"^(?:\s*(?:re|fw|fwd|回复|答复|转发)\s*[:：])+\s*", "", subject, flags=re.I).strip()
    return FieldValue(subject, FieldSource.EXTRACTED, None, 0.85) if says_something(subject) else None


def _named(view: View, written: FieldValue | None) -> FieldValue | None:
    """The cleaned file name, where it tells more than a bare 会议记录 in the text does."""
    if not view.clean:
        return None
    if written is not None and _tells_less(view.clean, plain(str(written.value))):
        return None
    return FieldValue(view.clean_as_written, FieldSource.NAME, None, 0.75 if len(view.clean) >= 4 else 0.5)


def _tells_less(name: str, written: str) -> bool:
    if not _GENERIC.fullmatch(written):
        return len(name) <= 4
    return len(name) <= len(written) or bool(_GENERIC.fullmatch(name))


def _metadata(view: View) -> FieldValue | None:
    text = view.subject.metadata.get("title", "").strip()
    if (
        len(text) < 4
        or len(text) > 80
        or _BAD_METADATA.match(text)
        or not re.search(r"[\u4e00-\u9fff]{3}", text)
    ):
        return None
    return FieldValue(text, FieldSource.EXTRACTED, None, 0.55)


def _as_named(view: View) -> FieldValue:
    """The last resort: the name as it stands, so that a hit can be called something."""
    return FieldValue(view.stem or view.name, FieldSource.NAME, None, 0.2)
