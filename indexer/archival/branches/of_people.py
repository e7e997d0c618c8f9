"""What a document that names no branch learns from its people: who leads the meetings of one branch leads no
other's."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping

from indexer.documents import Evidence, FieldSource, FieldValue

from ..events.finding import Described
from ..folders import is_from_above, is_of_own_body
from ..paper import plain

#: How sure a paper must be of its branch; in so many, and in which part of all that name them, people are a
#: branch's.
_SURE, _LEAST, _AGREED = 0.7, 2, 0.9
#: Papers that one or two people write or that are about them.
_PERSONAL = frozenset({"申请书", "心得体会", "登记表", "凭证", "其他", "证书"})
_TALKS, _FEW = frozenset({"谈心谈话", "廉政谈话"}), 2
_COMMITTEE = re.compile(r"中心组|(?:党委|党工委|党组|总支)(?:委员)?(?:扩大)?会")
_LENT = 0.55


def branches_from_people(documents: Iterable[Described]) -> dict[str, FieldValue]:
    """By id the branch of documents without one whose meeting is led by a person of one branch only, and
    recorded by none of another; or that are a person's own papers, of whom the same is known."""
    documents = list(documents)
    branch_of = _branches_of_people(documents)
    found: dict[str, FieldValue] = {}
    for document in documents:
        if _branch(document).value is not None or _is_of_a_body(document):
            continue
        told = _telling(document, branch_of)
        if told is not None:
            found[document.id] = FieldValue(told[1], FieldSource.EVENT, Evidence(told[0]), _LENT)
    return found


def _is_of_a_body(document: Described) -> bool:
    """Whether a paper is numbered, of a committee's meeting, or filed as a body's."""
    folders = [plain(name) for name in document.folder.split("/")[1:]]
    filed = any(is_of_own_body(name) or is_from_above(name) for name in folders)
    titled = _COMMITTEE.search(plain(str(_value(document, "title") or ""))) is not None
    return filed or titled or _value(document, "doc_no") is not None


def _branches_of_people(documents: Iterable[Described]) -> Mapping[str, str]:
    """The people that are named as one branch's, with it."""
    seen: dict[str, Counter[str]] = defaultdict(Counter)
    for document in documents:
        branch = _branch(document)
        if branch.value is not None and branch.confidence >= _SURE:
            for name in {*_leaders(document), *_persons(document)}:
                seen[name][str(branch.value)] += 1
    found: dict[str, str] = {}
    for name, branches in seen.items():
        branch_name, count = branches.most_common(1)[0]
        if count >= max(_LEAST, _AGREED * branches.total()):
            found[name] = branch_name
    return found


def _telling(document: Described, branch_of: Mapping[str, str]) -> tuple[str, str] | None:
    """A person that tells a document's branch, and the branch."""
    leaders = list(_leaders(document))
    if leaders:
        known = [branch_of[name] for name in leaders if name in branch_of]
        return (leaders[0], known[0]) if leaders[0] in branch_of and len(set(known)) == 1 else None
    persons = _persons(document)
    personal = _value(document, "role") in _PERSONAL or _value(document, "subcategory") in _TALKS
    if not personal or not 0 < len(persons) <= _FEW:
        return None
    of_persons = {branch_of.get(name) for name in persons}
    told = of_persons.pop() if len(of_persons) == 1 else None
    return (persons[0], told) if told is not None else None


def _leaders(document: Described) -> Iterator[str]:
    """Who leads the meeting, then who records it."""
    for name in ("host", "recorder"):
        value = document.description.meeting.get(name)
        if value is not None and value.value:
            yield str(value.value)


def _persons(document: Described) -> list[str]:
    named = _value(document, "persons")
    return [str(name) for name in named] if isinstance(named, (list, tuple)) else []


def _branch(document: Described) -> FieldValue:
    return document.description.fields.get("branch", FieldValue())


def _value(document: Described, name: str) -> object:
    return document.description.fields.get(name, FieldValue()).value
