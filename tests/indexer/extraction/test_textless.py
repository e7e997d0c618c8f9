"""What the worklist says of files that are no documents, or that only a program of their own opens."""

from __future__ import annotations

import pytest

from indexer.documents import ProblemKind
from tests.indexer.extraction.reading_of import content_of


@pytest.mark.parametrize(
    ("name", "data", "doc_type", "kind", "said"),
    [
        ("党课录音.m4a", b"\x00\x00\x00\x20ftypM4A " + bytes(64), "m4a", ProblemKind.NO_TEXT, "录音"),
        ("会议.aac", b"\xff\xf1\x50\x80" + bytes(64), "aac", ProblemKind.NO_TEXT, "录音"),
        ("片段.rmvb", b".RMF" + bytes(64), "rm", ProblemKind.NO_TEXT, "录像"),
        ("仿宋.ttf", b"\x00\x01\x00\x00\x00" + bytes(64), "ttf", ProblemKind.NO_TEXT, "字体"),
        ("资料.cab", b"MSCF\x00\x00\x00\x00" + bytes(64), "cab", ProblemKind.LIMITED, "压缩包"),
        ("通知.ceb", bytes(range(128, 256)) * 4, "unknown", ProblemKind.UNKNOWN_FORMAT, "Apabi"),
        (
            "论文.caj",
            b"HN\x00\x01" + bytes(range(200, 256)) * 4,
            "unknown",
            ProblemKind.UNKNOWN_FORMAT,
            "CAJ",
        ),
        ("无名.dat", bytes(range(128, 256)) * 4, "unknown", ProblemKind.UNKNOWN_FORMAT, "认不出"),
    ],
)
def test_the_reason_names_the_kind_and_the_hint_says_what_to_do(
    name: str, data: bytes, doc_type: str, kind: ProblemKind, said: str
) -> None:
    content = content_of(name, data)
    assert content.doc_type == doc_type
    problem = content.problems[0]
    assert (problem.kind, len(content.problems)) == (kind, 1)
    assert said in problem.reason + problem.hint and problem.hint


@pytest.mark.parametrize("name", ["空白.txt", "空白.md", "空白.json", "空白.csv"])
def test_a_file_of_blanks_is_not_taken_for_read(name: str) -> None:
    content = content_of(name, b" \r\n\t \r\n")
    assert [problem.kind for problem in content.problems] == [ProblemKind.NO_TEXT]


def test_a_container_without_members_is_not_taken_for_read() -> None:
    content = content_of("空.zip", b"PK\x05\x06" + bytes(18))
    assert [problem.kind for problem in content.problems] == [ProblemKind.NO_TEXT]
