"""支部: the one branch a document belongs to. Folders speak first, a mention in the text last."""

from __future__ import annotations

import re

from indexer.documents import Evidence, FieldSource, FieldValue

from ..folders import is_from_above, is_of_own_body
from ..layout import Kind, is_organisation, kind_of
from ..view import View
from .general import is_general
from .resolving import Named, resolve_bare, resolve_folder, resolve_plain, resolve_start

_LABEL = re.compile(
    r"(?:^|[\s\t])(?:党\s?支\s?部|支部名称|所在支部|所属支部|所在党支部|所属党支部|党支部名称|单\s?位|填报单位|制表单位|组织名称|党组织名称|部门)(?:\((?:盖章|公章)\))?\s?[:\t]\s?"
)


_OF_BRANCH = re.compile(r"(?<!总)支部")
#: What a committee, a union or a league writes: its minutes by their title, the rest by its signature.
_BODY = (
    "党委|党工委|党组|总支部?|(?<!支部)委员会|工会|团委|团总支|妇联|关工委|"
    "(?:党建|党群|党务|党政|组织|宣传|统战|纪检|政工|组织人事)(?:工作)?(?:办公室|办|部|科|处|股|室|中心)"
)
#: What is sent to all branches is the unit's; the parties of an agreement are two.
_TO_ALL = re.compile(r"各(?:基层)?(?:党总支、)?党?支部")
_PARTY = re.compile(r"[甲乙丙]方")
_OF_BODY = re.compile(
    rf".{{0,24}}(?:{_BODY})(?:委员会)?(?:整理|编印?|制)?(?:\S{{0,4}}会议.*|\s?[\d年月日.\s-]*)"
)
_COMMITTEE = re.compile(r"(?:党委|党工委|党组|总支)(?:委员)?会")
#: Papers that bodies send about branches or to them.
_REPLY = "批复"
_TWO_NUMBERS = re.compile(r"第?[一二三四五六七八九\d]、第?[一二三四五六七八九\d]+党?支部")
_SENT_DOWN = frozenset({"批复", "决定", "通报", "公告", "命令", "令"})


def branch(
    view: View, issued: FieldValue, doc_no: FieldValue, genre: str | None
) -> tuple[FieldValue, tuple[str, ...]]:
    """The branch, and a note where another place says otherwise.

    A body's paper about a branch (a reply, a decision, anything numbered) is a branch's only by its folder.
    """
    found = _in_folders(view)
    body = str(issued.value or "")
    if found is None and body and _is_sent(view, body, doc_no, genre):
        return _asked(view) if genre == _REPLY else FieldValue(), ()
    for look in (_in_name, _at_head, _in_signature, _bare_in_name, _in_body, _only_one):
        other = look(view) if found is None or look in (_in_name, _at_head) else None
        if other is None:
            continue
        if found is None or _is_below(other, found):
            found = other
        elif other.value != found.value and other.confidence >= 0.8:
            return found, (f"支部说法不一：{_where(found)}为{found.value}，{_where(other)}为{other.value}。",)
    return found or FieldValue(), ()


def _asked(view: View) -> FieldValue:
    """The branch whose request a body's reply answers, unless the body has filed it with its own papers."""
    if any(is_of_own_body(folder) or is_from_above(folder) for folder in view.folders):
        return FieldValue()
    for line in view.lines[:12]:
        found = _resolve(view, line.text) if "支部" in line.text and len(line.text) <= 60 else []
        if _TWO_NUMBERS.search(line.text):
            break
        if len(found) == 1 and not is_general(found[0].branch.name):
            words = view.head.evidence(line.start, line.end)
            return FieldValue(found[0].branch.name, FieldSource.EXTRACTED, words, 0.8)
        if found:
            break
    return FieldValue()


def _is_sent(view: View, body: str, doc_no: FieldValue, genre: str | None) -> bool:
    official = doc_no.value is not None or genre in _SENT_DOWN
    return official and not _OF_BRANCH.search(body) and not _resolve(view, body)


def _is_below(other: FieldValue, found: FieldValue) -> bool:
    """Whether a paper in a 党总支's folder names one of the branches below it."""
    return is_general(str(found.value)) and not is_general(str(other.value)) and other.confidence >= 0.8


def _where(value: FieldValue) -> str:
    return {FieldSource.FOLDER: "文件夹", FieldSource.NAME: "文件名"}.get(value.source, "正文")


def _resolve(view: View, text: str) -> list[Named]:
    return resolve_plain(text, view.branches, view.unit_name)


def _in_folders(view: View) -> FieldValue | None:
    """The innermost folder that names one branch, by itself or with one above (翠湖社区/2021/第一支部)."""
    several: FieldValue | None = None
    for at, folder in enumerate(view.folders):
        found = resolve_folder(folder, view.branches, view.unit_name)
        if not found and "支部" in folder:
            around = (_resolve(view, above + folder) for above in view.folders[at + 1 :])
            found = next(filter(None, around), [])
        if len(found) == 1:
            return FieldValue(found[0].branch.name, FieldSource.FOLDER, Evidence(folder), 0.97)
        if found and several is None:
            several = FieldValue(found[0].branch.name, FieldSource.FOLDER, Evidence(folder), 0.45)
    return several


def _in_name(view: View) -> FieldValue | None:
    found = _resolve(view, view.stem)
    if not found:
        return None
    return FieldValue(
        found[0].branch.name, FieldSource.NAME, Evidence(view.stem), 0.9 if len(found) == 1 else 0.45
    )


def _at_head(view: View) -> FieldValue | None:
    """Letterhead, heading and labels of the first lines; a sentence there is a mention only."""
    for line in view.lines[:15]:
        if "支部" not in line.text or len(line.text) > 80 or re.search(r"[。;]", line.text):
            continue
        if _PARTY.match(line.text):
            return _party(view)
        labelled = _LABEL.search(line.text) is not None
        if kind_of(line.text) in (Kind.ROW, Kind.ADDRESSEE) and not labelled:
            continue
        found = _resolve(view, line.text)
        if len(found) == 1:
            sure = 0.9 if is_organisation(line.text) or line.index < 3 or labelled else 0.7
            return FieldValue(
                found[0].branch.name, FieldSource.EXTRACTED, view.head.evidence(line.start, line.end), sure
            )
    return None


def _party(view: View) -> FieldValue | None:
    """The one branch among the parties of an agreement; none where two of the unit agree."""
    parties = [line for line in view.lines[:15] if _PARTY.match(line.text)]
    named = [(line, found) for line in parties for found in _resolve(view, line.text)]
    if len({found.branch.name for _, found in named}) != 1:
        return None
    line, found = named[0]
    return FieldValue(found.branch.name, FieldSource.EXTRACTED, view.head.evidence(line.start, line.end), 0.8)


def _in_signature(view: View) -> FieldValue | None:
    for line in view.tail.lines[-12:][::-1]:
        if "支部" not in line.text or len(line.text) > 40 or kind_of(line.text) is Kind.ROW:
            continue
        if not re.search(r"[。;]|抄送|主送|报送", line.text) and not _PARTY.match(line.text):
            found = _resolve(view, line.text)
            if len(found) == 1:
                return FieldValue(
                    found[0].branch.name,
                    FieldSource.EXTRACTED,
                    view.tail.evidence(line.start, line.end),
                    0.85,
                )
    return None


def _bare_in_name(view: View) -> FieldValue | None:
    """A file that is called by a branch's bare name, as each branch's copy of one paper is, and besides only
    by what paper it is."""
    found = resolve_bare(view.stem, view.branches) or resolve_start(view.stem, view.branches)
    return None if found is None else FieldValue(found.name, FieldSource.NAME, Evidence(view.stem), 0.75)


def _is_of_body(view: View) -> bool:
    """Whether a paper's folder, name, title or signature is a body's; the outermost folder of several holds
    all the others, a branch's too."""
    inner = view.folders[:1] + view.folders[1:-1]
    if any(map(is_of_own_body, inner)) or any(map(is_from_above, view.folders)):
        return True
    if _COMMITTEE.search(view.stem):
        return True
    if any(_TO_ALL.search(line.text) for line in view.lines[:3]):
        return True
    ends = [*view.lines[:2], *view.tail.lines[-2:]]
    return any(_OF_BODY.fullmatch(line.text) for line in ends if kind_of(line.text) is not Kind.ADDRESSEE)


def _in_body(view: View) -> FieldValue | None:
    """A branch named in running text: only a hint, and only where no other is named."""
    if _is_of_body(view):
        return None
    found = [one for one in _resolve(view, view.head.text[:3000]) if not is_general(one.branch.name)]
    if len(found) != 1:
        return None
    return FieldValue(
        found[0].branch.name, FieldSource.EXTRACTED, view.head.evidence(found[0].start, found[0].end), 0.55
    )


def _only_one(view: View) -> FieldValue | None:
    """A unit of one branch: a paper that speaks of 支部 is its own."""
    if len(view.branches) != 1 or "支部" not in view.stem + view.head.text[:1500] + "".join(view.folders):
        return None
    return FieldValue(view.branches[0].name, FieldSource.FOLDER, None, 0.6)
