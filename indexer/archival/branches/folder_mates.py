"""What a document that names no branch learns from those beside it, in a folder made for one matter."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping

from indexer.documents import Evidence, FieldSource, FieldValue

from ..events.finding import Described, is_meeting_folder
from ..folders import is_from_above, is_of_own_body
from ..paper import plain
from ..persons import is_name
from .cores import may_name_a_folder
from .names import bare_name

#: How sure the others must be of their branch.
_SURE = 0.7
#: A folder is a branch's where so many papers tell theirs, of which so many and of all papers so many are
#: the branch's.
_LEAST, _AGREED, _OF_ALL = 4, 0.9, 0.5
#: Whatever lies in a folder of a year or of no name comes from anywhere.
_ANYBODYS = re.compile(
    r"[\d\W年度份上下半季月第全一二三四]*|新建文件夹.*|其[他它].*|未命名.*|.*(?:迎检|检查|考核|自查).*|.{0,4}(?:归档|档案|资料|文件)"
)

#: What somebody has packed together is for one matter where two papers in it tell the same branch.
_CONTAINER, _PACKED = re.compile(r"\.(?:zip|rar|7z)(?:/|$)", re.IGNORECASE), 2

#: What stands around a person's name on a dossier: 01周海棠, 周海棠入党材料.
_DOSSIER = re.compile(r"^\d{1,3}[._、-]?|(?:同志)?(?:入党|发展|转正|档案|材料|资料)+$")


def branches_from_mates(documents: Iterable[Described]) -> dict[str, FieldValue]:
    """By id the branch of documents without one. They lie in a dossier (发展党员/周海棠), a meeting's folder
    (6月3日支委会) or a packed file, where all others that know theirs are of the same branch; or somewhere
    below a folder whose papers are nearly all of one branch, whatever it is called (F调控, 老屋场)."""
    documents = list(documents)
    homes = _homes(documents)
    found: dict[str, FieldValue] = {}
    for folder, mates in _by_folder(documents).items():
        branch, told_by = _of_one_matter(folder, mates), folder
        if branch is None:
            told_by = next((above for above in _upwards(folder) if above in homes), "")
            branch = homes.get(told_by)
        if branch is not None:
            lent = FieldValue(branch, FieldSource.EVENT, Evidence(told_by.rpartition("/")[2]), 0.6)
            found.update({mate.id: lent for mate in mates if _may_borrow(mate, matter=told_by == folder)})
    return found


def _by_folder(documents: Iterable[Described]) -> Mapping[str, list[Described]]:
    found: dict[str, list[Described]] = defaultdict(list)
    for document in documents:
        found[document.folder].append(document)
    return found


def _of_one_matter(folder: str, mates: Iterable[Described]) -> str | None:
    sure = [str(value.value) for value in map(_branch, mates) if value.value and value.confidence >= _SURE]
    dossier = is_name(_DOSSIER.sub("", plain(folder.rpartition("/")[2]))) or is_meeting_folder(folder)
    packed = _CONTAINER.search(folder) is not None and len(sure) >= _PACKED
    return sure[0] if (dossier or packed) and len(set(sure)) == 1 else None


def _homes(documents: Iterable[Described]) -> dict[str, str]:
    """Folders whose papers, with those in the folders below, are nearly all of one branch: that branch. One
    where they all lie in the same folder below is the unit's, and that one the branch's (机关/二支部)."""
    told: dict[str, Counter[str]] = defaultdict(Counter)
    below: dict[str, set[str]] = defaultdict(set)
    papers: Counter[str] = Counter()
    for document in documents:
        value = _branch(document)
        for folder in _upwards(document.folder):
            papers[folder] += 1
            if value.value is not None and value.confidence >= _SURE:
                told[folder][str(value.value)] += 1
                below[folder].add(document.folder.removeprefix(folder)[1:].partition("/")[0])
    homes: dict[str, str] = {}
    for folder, counts in told.items():
        branch, count = counts.most_common(1)[0]
        least = 1 if _is_part(folder, branch) else max(_LEAST, _OF_ALL * papers[folder])
        agreed = count >= max(least, _AGREED * counts.total())
        spread = len(below[folder]) > 1 or _ANYBODYS.fullmatch(plain(next(iter(below[folder]))))
        if agreed and spread and _may_be_home(folder):
            homes[folder] = branch
    return homes


def _is_part(folder: str, branch: str) -> bool:
    """Whether a folder's bare name is a part of the branch's (后勤 of 行政后勤党支部): one paper will do."""
    bare = bare_name(plain(folder.rpartition("/")[2]))
    return len(bare) >= 2 and may_name_a_folder(bare) and bare in branch.removesuffix("党支部")


def _upwards(folder: str) -> Iterator[str]:
    """The folder and those above it, the root left out."""
    while "/" in folder:
        yield folder
        folder = folder.rpartition("/")[0]


def _may_be_home(folder: str) -> bool:
    names = [plain(name) for name in folder.split("/")]
    if any(is_from_above(name) or is_of_own_body(name) for name in names[1:]):
        return False
    return not _ANYBODYS.fullmatch(names[-1])


def _may_borrow(document: Described, *, matter: bool) -> bool:
    """A numbered paper in a branch's folder is a body's, as a rule."""
    numbered = document.description.fields.get("doc_no", FieldValue()).value is not None
    return _branch(document).value is None and (matter or not numbered)


def _branch(document: Described) -> FieldValue:
    return document.description.fields.get("branch", FieldValue())
