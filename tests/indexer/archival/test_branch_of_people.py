"""A paper that names no branch is the branch's whose people it names."""

from __future__ import annotations

from indexer.archival.branches.of_people import branches_from_people
from indexer.archival.events.finding import Described
from indexer.documents import Description, FieldSource, FieldValue


def _paper(
    name: str, branch: str | None = None, *, folder: str = "档案/党建资料", host: str = "", **fields: object
) -> Described:
    values = {key: FieldValue(value, FieldSource.EXTRACTED, None, 0.9) for key, value in fields.items()}
    if branch is not None:
        values["branch"] = FieldValue(branch, FieldSource.FOLDER, None, 0.97)
    meeting = {"host": FieldValue(host, FieldSource.EXTRACTED, None, 0.9)} if host else {}
    return Described(name, folder, f"{name}.docx", Description(values, meeting))


KNOWN = [
    *(_paper(f"记录{number}", "石桥支行党支部", host="彭大海", persons=["周静"]) for number in range(3)),
    *(_paper(f"会议{number}", "白塔支行党支部", host="钟伟民") for number in range(3)),
]


def _lent(*papers: Described) -> dict[str, object]:
    return {key: value.value for key, value in branches_from_people([*KNOWN, *papers]).items()}


def test_a_meetings_record_is_its_hosts_branchs() -> None:
    assert _lent(_paper("支委会", host="彭大海")) == {"支委会": "石桥支行党支部"}


def test_a_persons_own_paper_is_the_persons_branchs() -> None:
    assert _lent(_paper("思想汇报", role="申请书", persons=["周静"])) == {"思想汇报": "石桥支行党支部"}
    assert _lent(_paper("名单", role="名册", persons=["周静"])) == {}
    assert _lent(_paper("谈话", role="会议记录", subcategory="谈心谈话", persons=["周静", "彭大海"])) != {}


def test_a_bodys_paper_learns_nothing_from_its_people() -> None:
    assert _lent(_paper("纪要", host="彭大海", title="党委会会议纪要")) == {}
    assert _lent(_paper("纪要", host="彭大海", folder="档案/党委发文/2022")) == {}
    assert _lent(_paper("批复", host="彭大海", doc_no="澜农商党复〔2022〕3号")) == {}


def test_people_of_several_branches_and_strangers_tell_nothing() -> None:
    both = [_paper("互评", "白塔支行党支部", host="彭大海"), _paper("互查", "白塔支行党支部", host="彭大海")]
    assert _lent(*both, _paper("支委会", host="彭大海")) == {}
    assert _lent(_paper("支委会", host="贺国栋")) == {}
