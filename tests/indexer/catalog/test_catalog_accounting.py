"""Every path ends in one outcome, and what is wrong is listed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from indexer.catalog import Catalog
from indexer.catalog.records import DocumentDraft, FileDraft, IgnoredPath
from indexer.documents import Content, Outcome, Problem, ProblemKind
from indexer.engines.protocol import Rejected

from .drafts import (
    FINGERPRINT,
    READER,
    content,
    described,
    plain_draft,
    root_of,
    save_container,
    save_plain,
    seen,
    sha,
)


@pytest.fixture
def root(catalog: Catalog, tmp_path: Path) -> str:
    return root_of(catalog, tmp_path / "档案")


def save_with(catalog: Catalog, root: str, path: str, one: Content, **values: object) -> str:
    draft = plain_draft(root, path, "")
    own = replace(draft.documents[0], sha256=one.sha256, description=described(**values))
    return catalog.save_file(replace(draft, documents=(own,)), [one], READER).id


def unreadable(root: str, path: str) -> FileDraft:
    problem = Problem(ProblemKind.UNREADABLE, "打不开", "检查权限")
    own = DocumentDraft(None, None, 5, described(), (), (problem,))
    return FileDraft(root, seen(path), (own,), FINGERPRINT)


def one_of_each(catalog: Catalog, root: str) -> None:
    broken = Problem(ProblemKind.BROKEN, "坏了", "换一份")
    save_plain(catalog, root, "好.txt", "好", branch="第一党支部")
    save_with(catalog, root, "一支部/半好.docx", content("半好", problems=(broken,)), branch="第一党支部")
    save_with(
        catalog,
        root,
        "一支部/坏.docx",
        replace(content("", problems=(broken,)), sha256=sha("坏")),
        branch="第二党支部",
    )
    save_with(catalog, root, "二支部/密.docx", Content(sha("密"), 3, "docx", mark="机密"))
    catalog.save_file(unreadable(root, "二支部/锁.docx"), [], READER)
    save_container(catalog, root, "包.zip", "包", {"m.txt": "甲"})
    gone = save_plain(catalog, root, "走了.txt", "走了").id
    catalog.vanish([gone])
    catalog.save_ignored(
        root, [IgnoredPath("Thumbs.db", "系统文件"), IgnoredPath("一支部/~$半好.docx", "锁文件")]
    )


def test_the_outcomes_add_up_to_the_paths_seen(catalog: Catalog, root: str) -> None:
    one_of_each(catalog, root)
    assert catalog.outcomes() == {
        Outcome.SEARCHABLE: 2,
        Outcome.PARTLY: 1,
        Outcome.NOT_SEARCHABLE: 2,
        Outcome.QUARANTINED: 1,
        Outcome.IGNORED: 2,
    }
    assert catalog.member_outcomes()[Outcome.SEARCHABLE] == 1
    assert [one.documents for one in catalog.roots()] == [6]


def test_problems_are_listed_by_kind_branch_and_folder(catalog: Catalog, root: str) -> None:
    one_of_each(catalog, root)
    total, rows = catalog.problems()
    assert total == 4
    assert [(row.path, row.kind.value) for row in rows] == sorted(
        [
            ("一支部/半好.docx", "broken"),
            ("一支部/坏.docx", "broken"),
            ("二支部/密.docx", "quarantined"),
            ("二支部/锁.docx", "unreadable"),
        ]
    )
    assert [row.path for row in catalog.problems(ProblemKind.BROKEN, branch="第二党支部")[1]] == [
        "一支部/坏.docx"
    ]
    assert catalog.problems(folder="二支部")[0] == 2
    assert catalog.problems(folder="二支")[0] == 0
    assert catalog.problems(root="别的")[0] == 0
    assert catalog.problems(ProblemKind.VANISHED)[1][0].path == "走了.txt"
    assert [row.reason for row in catalog.problems(ProblemKind.IGNORED)[1]] == ["系统文件", "锁文件"]
    assert catalog.problems(ProblemKind.IGNORED, folder="一支部")[0] == 1


def test_pages_of_problems_repeat_and_lose_nothing(catalog: Catalog, root: str) -> None:
    problem = Problem(ProblemKind.NO_TEXT, "没有文字")
    for number in range(7):
        one = replace(
            content("", problems=(problem, replace(problem, kind=ProblemKind.OCR_UNSURE))),
            sha256=sha(str(number)),
        )
        save_with(catalog, root, f"{number}.jpg", one)
    pages = [catalog.problems(page=page, size=5) for page in (1, 2, 3, 4)]
    assert {total for total, _ in pages} == {14} and [len(rows) for _, rows in pages] == [5, 5, 4, 0]
    assert len({(row.path, row.kind) for _, rows in pages for row in rows}) == 14


def test_a_wildcard_in_a_folder_name_is_a_character(catalog: Catalog, root: str) -> None:
    catalog.save_ignored(
        root, [IgnoredPath("100%/a", "x"), IgnoredPath("100x/a", "x"), IgnoredPath("1_0/a", "x")]
    )
    assert catalog.problems(ProblemKind.IGNORED, folder="100%")[0] == 1
    catalog.save_ignored(root, [], inside="1_0")
    assert catalog.problems(ProblemKind.IGNORED)[0] == 2


def test_a_folder_of_ignored_paths_is_replaced_alone(catalog: Catalog, root: str) -> None:
    catalog.save_ignored(root, [IgnoredPath("a/x", "旧"), IgnoredPath("b/x", "旧")])
    catalog.save_ignored(root, [IgnoredPath("a/y", "新")], inside="a")
    assert [row.path for row in catalog.problems(ProblemKind.IGNORED)[1]] == ["a/y", "b/x"]


def test_folders_that_differ_in_case_are_two(catalog: Catalog, root: str) -> None:
    catalog.save_ignored(root, [IgnoredPath("A/x", "大"), IgnoredPath("a/x", "小")])
    assert [row.path for row in catalog.problems(ProblemKind.IGNORED, folder="A")[1]] == ["A/x"]
    catalog.save_ignored(root, [], inside="a")
    assert [row.path for row in catalog.problems(ProblemKind.IGNORED)[1]] == ["A/x"]


def test_a_problem_cured_is_listed_no_longer(catalog: Catalog, root: str) -> None:
    catalog.save_file(unreadable(root, "a.txt"), [], READER)
    known = catalog.known_files(root)["a.txt"]
    assert known.retry and known.sha256 is None and catalog.count_retryable() == 1
    save_plain(catalog, root, "a.txt", "读到了")
    assert catalog.problems()[0] == 0 and catalog.count_retryable() == 0
    assert not catalog.known_files(root)["a.txt"].retry


def test_a_file_with_stored_text_that_cannot_be_opened_now_is_partly_searchable(
    catalog: Catalog, root: str
) -> None:
    save_plain(catalog, root, "a.txt", "甲")
    draft = plain_draft(root, "a.txt", "甲")
    problem = Problem(ProblemKind.UNREADABLE, "打不开")
    own = replace(draft.documents[0], problems=(problem,))
    saved = catalog.save_file(replace(draft, documents=(own,)), [], READER)
    record = catalog.document(saved.id)
    assert record is not None and (record.outcome, record.problems) == (Outcome.PARTLY, (problem,))
    catalog.redescribe([], "x")
    assert catalog.outcomes()[Outcome.PARTLY] == 1


def test_what_the_engine_refuses_is_a_problem_until_the_document_changes(catalog: Catalog, root: str) -> None:
    saved = save_plain(catalog, root, "a.txt", "甲")
    for _ in range(2):
        catalog.reject(
            [Rejected(saved.id, "document too large", False), Rejected("f" * 16, "unknown", False)]
        )
    (row,) = catalog.problems()[1]
    assert (row.kind, row.id) == (ProblemKind.LIMITED, saved.id) and "too large" in row.reason
    assert catalog.outcomes()[Outcome.NOT_SEARCHABLE] == 1
    save_plain(catalog, root, "a.txt", "甲")
    assert catalog.problems()[0] == 1 and catalog.outcomes()[Outcome.NOT_SEARCHABLE] == 1
    save_plain(catalog, root, "a.txt", "乙")
    assert catalog.problems()[0] == 0 and catalog.outcomes()[Outcome.SEARCHABLE] == 1


def test_what_the_engine_refuses_for_a_while_is_offered_again_by_the_next_run(
    catalog: Catalog, root: str
) -> None:
    passing = save_plain(catalog, root, "a.txt", "甲").id
    lasting = save_plain(catalog, root, "b.txt", "乙").id
    catalog.reject([Rejected(passing, "too busy", True), Rejected(lasting, "too large", False)])
    assert catalog.count_retryable() == 1
    number = catalog.latest_change()
    catalog.start_run([])
    assert [change.id for change in catalog.changes(number, 10)] == [passing]
    assert [row.id for row in catalog.problems()[1]] == [lasting]
    assert catalog.offer_again(all_of_them=True) == 1
    assert catalog.problems()[0] == 0 and catalog.outcomes()[Outcome.SEARCHABLE] == 2
