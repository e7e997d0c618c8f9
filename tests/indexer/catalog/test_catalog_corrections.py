"""Corrections: they win, they last, they are logged, and they can only raise secrecy."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from indexer.catalog import Catalog, codec, sqlite_url
from indexer.catalog.records import DocumentRecord
from indexer.documents import FieldSource, Outcome
from indexer.errors import Conflict, NotFound, UsageError

from .drafts import content, part, plain_draft, root_of, save_container, save_plain


@pytest.fixture
def root(catalog: Catalog, tmp_path: Path) -> str:
    return root_of(catalog, tmp_path / "档案")


def correct(
    catalog: Catalog, identifier: str, values: dict[str, Any], revert: tuple[str, ...] = ()
) -> DocumentRecord:
    record = catalog.document(identifier)
    assert record is not None
    return catalog.correct(identifier, values, revert, "张三", "看错了", record.revision)


def test_a_correction_shows_at_once_and_reaches_the_engine(catalog: Catalog, root: str) -> None:
    saved = save_plain(catalog, root, "a.txt", "甲", branch="第一党支部")
    number = catalog.latest_change()
    record = correct(catalog, saved.id, {"branch": "第二党支部", "date": "2021-06"})
    field = record.description.fields["branch"]
    assert (field.value, field.source, field.confidence) == ("第二党支部", FieldSource.CORRECTED, 1.0)
    assert set(record.corrected) == {"branch", "date"} and not record.stale_corrections
    (change,) = catalog.changes(number, 10)
    assert change.document is not None
    assert (change.document.branch, change.document.month, change.document.date_end) == (
        "第二党支部",
        "2021-06",
        20210630,
    )


def test_null_clears_a_field(catalog: Catalog, root: str) -> None:
    saved = save_plain(catalog, root, "a.txt", "甲", date="2021-06-03")
    record = correct(catalog, saved.id, {"date": None})
    assert record.description.value("date") is None and record.corrected == ("date",)
    (document,) = catalog.all_documents()
    assert document.date_start == 0


def test_a_correction_taken_back_shows_what_was_found(catalog: Catalog, root: str) -> None:
    saved = save_plain(catalog, root, "a.txt", "甲", branch="第一党支部")
    correct(catalog, saved.id, {"branch": "第二党支部"})
    correct(catalog, saved.id, {"branch": "第三党支部"})
    record = correct(catalog, saved.id, {}, ("branch",))
    assert record.description.value("branch") == "第一党支部" and record.corrected == ()
    log = catalog.corrections(saved.id)
    assert [(line.value, line.who, line.reason) for line in log] == [
        ("第二党支部", "张三", "看错了"),
        ("第三党支部", "张三", "看错了"),
    ]
    assert all(line.reverted_at is not None and line.reverted_by == "张三" for line in log)


def test_another_revision_is_a_conflict_and_changes_nothing(catalog: Catalog, root: str) -> None:
    saved = save_plain(catalog, root, "a.txt", "甲")
    catalog.correct(saved.id, {"branch": "甲支部"}, (), "张三", "", 1)
    with pytest.raises(Conflict):
        catalog.correct(saved.id, {"branch": "乙支部"}, (), "李四", "", 1)
    record = catalog.document(saved.id)
    assert record is not None and record.description.value("branch") == "甲支部"
    with pytest.raises(NotFound):
        catalog.correct("0" * 16, {"branch": "乙支部"}, (), "李四", "", 1)


def test_new_bytes_are_a_new_revision(catalog: Catalog, root: str) -> None:
    saved = save_plain(catalog, root, "a.txt", "甲")
    save_plain(catalog, root, "a.txt", "乙")
    with pytest.raises(Conflict):
        catalog.correct(saved.id, {"branch": "甲支部"}, (), "张三", "", 1)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("branch", ""),
        ("branch", 5),
        ("title", "长" * 501),
        ("work_year", "abc"),
        ("work_year", 21),
        ("work_year", True),
        ("date", "2021-13"),
        ("date", "2021-02-30"),
        ("date", "2021年6月"),
        ("category", "99"),
        ("category", "三会一课"),
        ("subcategory", "没有这一类"),
        ("category_secondary", "02.换届选举"),
        ("role", "记录"),
        ("secrecy", "一般"),
        ("persons", [""]),
        ("persons", {"name": "张三"}),
        ("meeting", "会"),
        ("meeting.expected", "三十"),
        ("meeting.date", "去年"),
        ("meeting.weather", "晴"),
        ("colour", "红"),
    ],
)
def test_a_value_that_a_field_cannot_take_is_refused_by_name(
    catalog: Catalog, root: str, field: str, value: Any
) -> None:
    saved = save_plain(catalog, root, "a.txt", "甲")
    with pytest.raises(UsageError) as refused:
        correct(catalog, saved.id, {field: value, "issuer": "某单位"})
    assert refused.value.parameter == field
    assert catalog.corrections(saved.id) == []


def test_good_values_are_kept_in_one_form(catalog: Catalog, root: str) -> None:
    saved = save_plain(catalog, root, "a.txt", "甲")
    values = {
        "work_year": "2021",
        "category": "02",
        "subcategory": "02.支委会",
        "category_secondary": "05.表彰",
        "role": "会议记录",
        "persons": "张三",
        "meeting": {"host": " 李  四 ", "present": ["王五", "王五"], "expected": 12, "date": "2021-06-03"},
    }
    record = correct(catalog, saved.id, values)
    found = record.description
    assert (found.value("work_year"), found.value("subcategory"), found.value("persons")) == (
        2021,
        "支委会",
        ["张三"],
    )
    assert found.meeting["host"].value == "李 四" and found.meeting["present"].value == ["王五"]
    assert "meeting.host" in record.corrected
    (document,) = catalog.all_documents()
    assert (document.year, document.subcategory) == ("2021", "02.支委会")


def test_a_second_level_must_belong_to_its_category(catalog: Catalog, root: str) -> None:
    saved = save_plain(catalog, root, "a.txt", "甲", category="05")
    with pytest.raises(UsageError) as refused:
        correct(catalog, saved.id, {"subcategory": "支委会"})
    assert refused.value.parameter == "subcategory"


def test_a_correction_survives_new_bytes_a_return_and_a_move(catalog: Catalog, root: str) -> None:
    saved = save_plain(catalog, root, "a.txt", "甲", branch="第一党支部")
    correct(catalog, saved.id, {"branch": "第二党支部"})
    save_plain(catalog, root, "a.txt", "乙", branch="第一党支部")
    record = catalog.document(saved.id)
    assert (
        record is not None and record.description.value("branch") == "第二党支部" and record.stale_corrections
    )
    total, waiting = catalog.to_confirm()
    assert (total, [one.id for one in waiting]) == (1, [saved.id])
    correct(catalog, saved.id, {"branch": "第二党支部"})
    assert catalog.to_confirm()[0] == 0
    catalog.vanish([saved.id])
    moved = save_plain(catalog, root, "搬走/b.txt", "乙", moved_from=saved.id)
    assert moved.id == saved.id
    record = catalog.document(saved.id)
    assert record is not None and (record.path, record.vanished) == ("搬走/b.txt", False)
    assert record.description.value("branch") == "第二党支部" and not record.stale_corrections
    other = save_plain(catalog, root, "a.txt", "丙")
    assert other.id != saved.id


def test_fields_found_with_little_confidence_wait_for_confirmation(catalog: Catalog, root: str) -> None:
    from dataclasses import replace

    from indexer.documents import FieldValue

    draft = plain_draft(root, "a.txt", "甲")
    own = draft.documents[0]
    unsure = replace(
        own.description, fields={**own.description.fields, "branch": FieldValue("某支部", confidence=0.3)}
    )
    saved = catalog.save_file(
        replace(draft, documents=(replace(own, description=unsure),)), [content("甲")], "r"
    )
    save_plain(catalog, root, "b.txt", "乙", branch="第一党支部")
    total, waiting = catalog.to_confirm()
    assert (total, [one.id for one in waiting]) == (1, [saved.id])
    correct(catalog, saved.id, {"branch": "某支部"})
    assert catalog.to_confirm() == (0, [])


def test_secrecy_can_be_raised_and_never_lifted(catalog: Catalog, root: str) -> None:
    saved = save_plain(catalog, root, "a.txt", "甲", secrecy="内部")
    for value in (None, "内部"):
        if value is None:
            with pytest.raises(UsageError) as refused:
                correct(catalog, saved.id, {"secrecy": value})
            assert refused.value.parameter == "secrecy"
    correct(catalog, saved.id, {"secrecy": "工作秘密"})
    with pytest.raises(UsageError):
        correct(catalog, saved.id, {"secrecy": "内部"})
    with pytest.raises(UsageError):
        correct(catalog, saved.id, {}, ("secrecy",))
    record = catalog.document(saved.id)
    assert record is not None and record.description.value("secrecy") == "工作秘密"


def test_a_level_found_later_is_not_lowered_by_an_old_correction(catalog: Catalog, root: str) -> None:
    saved = save_plain(catalog, root, "a.txt", "甲")
    correct(catalog, saved.id, {"secrecy": "内部"})
    save_plain(catalog, root, "a.txt", "乙", secrecy="工作秘密")
    record = catalog.document(saved.id)
    assert record is not None and record.description.value("secrecy") == "工作秘密"


def test_marking_a_document_secret_wipes_its_text_and_that_of_every_copy(catalog: Catalog, root: str) -> None:
    saved = save_plain(catalog, root, "a.txt", "要保密的话", title="要保密的题名")
    copy = save_plain(catalog, root, "b/副本.txt", "要保密的话")
    number = catalog.latest_change()
    record = correct(catalog, saved.id, {"secrecy": "机密"})
    assert record.outcome is Outcome.QUARANTINED and record.title != "要保密的题名"
    assert catalog.pages(saved.id) == [] and catalog.pages(copy.id) == []
    assert {(change.id, change.document) for change in catalog.changes(number, 10)} == {
        (saved.id, None),
        (copy.id, None),
    }
    assert catalog.outcomes()[Outcome.QUARANTINED] == 2
    total, rows = catalog.problems()
    assert total == 2 and {row.kind for row in rows} == {"quarantined"}
    save_plain(catalog, root, "c.txt", "要保密的话")
    assert list(catalog.all_documents()) == []


def test_a_document_marked_secret_stays_so_with_new_bytes(catalog: Catalog, root: str) -> None:
    saved = save_plain(catalog, root, "a.txt", "旧的秘密")
    correct(catalog, saved.id, {"secrecy": "秘密"})
    save_plain(catalog, root, "a.txt", "新的秘密", title="新的秘密")
    record = catalog.document(saved.id)
    assert record is not None and record.outcome is Outcome.QUARANTINED
    assert catalog.pages(saved.id) == [] and list(catalog.all_documents()) == []


def test_marking_a_container_secret_wipes_what_lies_in_it(catalog: Catalog, root: str) -> None:
    saved = save_container(
        catalog, root, "包.zip", "包", {"a.txt": "甲", "内.zip": "乙", "内.zip!b.txt": "丙"}
    )
    inner = next(d.id for d in catalog.all_documents() if d.names[-1] == "内.zip")
    correct(catalog, inner, {"secrecy": "绝密"})
    assert {document.names[-1] for document in catalog.all_documents()} == {"包.zip", "a.txt"}
    correct(catalog, saved.id, {"secrecy": "秘密"})
    assert list(catalog.all_documents()) == []


def test_marking_a_part_secret_takes_the_whole_file_away(catalog: Catalog, root: str) -> None:
    saved = save_plain(catalog, root, "全年.txt", "一月二月", parts=[part(1, "一月"), part(2, "二月")])
    correct(catalog, f"{saved.id}.2", {"secrecy": "秘密"})
    assert list(catalog.all_documents()) == []
    assert catalog.pages(f"{saved.id}.1") == [] and catalog.pages(f"{saved.id}.2") == []


def test_a_category_taken_back_brings_its_second_level_back(catalog: Catalog, root: str) -> None:
    saved = save_plain(catalog, root, "a.txt", "甲", category="02", subcategory="支委会")
    correct(catalog, saved.id, {"category": "05", "subcategory": None})
    record = correct(catalog, saved.id, {}, ("category",))
    assert record.corrected == ()
    assert (record.description.value("category"), record.description.value("subcategory")) == ("02", "支委会")
    correct(catalog, saved.id, {"subcategory": None})
    correct(catalog, saved.id, {"category": "05"})
    record = correct(catalog, saved.id, {}, ("category",))
    assert record.corrected == ("subcategory",), "a second level cleared for itself stays cleared"


def test_a_mark_on_a_container_does_not_reach_a_namesake_in_other_case(catalog: Catalog, root: str) -> None:
    save_container(catalog, root, "包.zip", "包", {"A.zip": "乙", "A.zip!m.txt": "丙", "a.zip!m.txt": "丁"})
    upper = next(document.id for document in catalog.all_documents() if document.names[-1] == "A.zip")
    correct(catalog, upper, {"secrecy": "秘密"})
    assert {document.names[-1] for document in catalog.all_documents()} == {"包.zip", "a.zip!m.txt"}


def test_the_text_of_what_was_marked_as_secret_is_no_longer_in_the_database_files(tmp_path: Path) -> None:
    """The stored form is compressed: what must be gone is that form."""
    file = tmp_path / "catalog.db"
    text = "不得留存的话" + "".join(chr(0x4E00 + number * 37 % 20000) for number in range(5000))
    stored = codec.pack_pages(content(text).pages)
    with Catalog.open(sqlite_url(file)) as catalog:
        saved = save_plain(catalog, root_of(catalog, tmp_path / "档案"), "a.txt", text)
        assert any(stored[-200:] in path.read_bytes() for path in tmp_path.glob("catalog.db*"))
        correct(catalog, saved.id, {"secrecy": "机密"})
        for path in tmp_path.glob("catalog.db*"):
            whole = path.read_bytes()
            assert not any(stored[at : at + 64] in whole for at in range(0, len(stored) - 64, 64)), path
