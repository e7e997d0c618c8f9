"""Saving files: identity, members, parts, vanishing, moving."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from indexer.catalog import Catalog
from indexer.catalog.records import DocumentDraft, FileDraft, Redescription, SeenFile
from indexer.documents import Content, LineBox, MemberRef, Outcome, Page, Problem, ProblemKind

from .drafts import (
    FINGERPRINT,
    READER,
    content,
    described,
    part,
    plain_draft,
    root_of,
    save_container,
    save_plain,
    sha,
)


def test_a_saved_file_is_read_back_with_its_pages_and_description(catalog: Catalog, tmp_path: Path) -> None:
    root = root_of(catalog, tmp_path / "档案")
    saved = save_plain(catalog, root, "一支部/会议.txt", "路灯维修", title="会议记录", branch="第一党支部")
    record = catalog.document(saved.id)
    assert record is not None
    assert (record.path, record.title, record.description.value("branch")) == (
        "一支部/会议.txt",
        "会议记录",
        "第一党支部",
    )
    assert [page.text for page in catalog.pages(saved.id)] == ["路灯维修"]
    (change,) = catalog.changes(0, 10)
    assert change.document is not None and change.document.pages == ("路灯维修",)


def test_saving_the_same_again_changes_nothing_for_the_engine(catalog: Catalog, tmp_path: Path) -> None:
    root = root_of(catalog, tmp_path / "档案")
    save_plain(catalog, root, "a.txt", "甲")
    number = catalog.latest_change()
    assert save_plain(catalog, root, "a.txt", "甲", mtime_ns=2).changed == 0
    assert catalog.latest_change() == number
    assert catalog.known_files(root)["a.txt"].mtime_ns == 2


def test_members_are_documents_and_vanish_with_what_held_them(catalog: Catalog, tmp_path: Path) -> None:
    root = root_of(catalog, tmp_path / "档案")
    saved = save_container(
        catalog, root, "包.zip", "包", {"a.txt": "甲", "内.zip": "乙", "内.zip!b.txt": "丙"}
    )
    changes = {change.id: change.document for change in catalog.changes(0, 10)}
    assert len(changes) == 4
    names = {document.names for document in changes.values() if document}
    assert ("包.zip", "内.zip!b.txt") in names
    catalog.vanish([saved.id])
    assert {change.document for change in catalog.changes(4, 10)} == {None}
    catalog.reappear([saved.id])
    assert sum(change.document is not None for change in catalog.changes(8, 10)) == 4


def test_parts_stand_for_the_file(catalog: Catalog, tmp_path: Path) -> None:
    root = root_of(catalog, tmp_path / "档案")
    parts = [part(1, "一月的会"), part(2, "二月的会")]
    saved = save_plain(catalog, root, "全年.txt", "一月的会二月的会", parts=parts)
    shown = [change.id for change in catalog.changes(0, 10) if change.document]
    assert shown == [f"{saved.id}.1", f"{saved.id}.2"]
    assert [page.text for page in catalog.pages(f"{saved.id}.2")] == ["二月的会"]
    save_plain(catalog, root, "全年.txt", "只剩一次会")
    left = {document.id for document in catalog.all_documents()}
    assert left == {saved.id}


def test_a_member_that_is_gone_vanishes_alone_and_comes_back_with_its_corrections(
    catalog: Catalog, tmp_path: Path
) -> None:
    root = root_of(catalog, tmp_path / "档案")
    saved = save_container(catalog, root, "包.zip", "包一", {"a.txt": "甲", "b.txt": "乙"})
    gone = next(document.id for document in catalog.all_documents() if document.names[-1] == "b.txt")
    catalog.correct(gone, {"branch": "第一党支部"}, (), "张三", "", 1)
    save_container(catalog, root, "包.zip", "包二", {"a.txt": "甲"})
    record = catalog.document(gone)
    assert record is not None and record.vanished and record.description.value("branch") == "第一党支部"
    catalog.vanish([saved.id])
    catalog.reappear([saved.id])
    assert {document.names[-1] for document in catalog.all_documents()} == {"包.zip", "a.txt"}
    save_container(catalog, root, "包.zip", "包一", {"a.txt": "甲", "b.txt": "乙"})
    record = catalog.document(gone)
    assert record is not None and not record.vanished and record.corrected == ("branch",)


def test_a_container_that_moves_keeps_the_ids_of_all_that_is_in_it(catalog: Catalog, tmp_path: Path) -> None:
    root = root_of(catalog, tmp_path / "档案")
    other = root_of(catalog, tmp_path / "别处")
    saved = save_container(catalog, root, "旧/包.zip", "包", {"内.zip": "乙", "内.zip!m.txt": "丙"})
    before = {document.names: document.id for document in catalog.all_documents()}
    number = catalog.latest_change()
    moved = save_container(
        catalog, other, "新/包.zip", "包", {"内.zip": "乙", "内.zip!m.txt": "丙"}, moved_from=saved.id
    )
    assert moved.id == saved.id
    assert {document.names: document.id for document in catalog.all_documents()} == before
    assert catalog.latest_change() == number, "name, text and facets are the same: the engine need not know"
    assert {record.path for record in catalog.documents(before.values()).values()} == {"新/包.zip"}
    assert catalog.known_files(root) == {}
    assert save_plain(catalog, root, "旧/包.zip", "另一个").id not in before.values()


def test_a_known_place_stays_the_same_document_whatever_is_said_to_have_moved_there(
    catalog: Catalog, tmp_path: Path
) -> None:
    root = root_of(catalog, tmp_path / "档案")
    here = save_plain(catalog, root, "a.txt", "甲").id
    there = save_plain(catalog, root, "b.txt", "乙").id
    assert save_plain(catalog, root, "a.txt", "乙", moved_from=there).id == here


def test_the_parents_of_members_are_the_containers_around_them(catalog: Catalog, tmp_path: Path) -> None:
    root = root_of(catalog, tmp_path / "档案")
    saved = save_container(
        catalog,
        root,
        "包.zip",
        "包",
        {"内.zip!深.zip!c!d.txt": "丁", "内.zip!深.zip": "丙", "内.zip": "乙", "a!b.txt": "甲"},
    )
    ids = {document.names[-1]: document.id for document in catalog.all_documents()}
    records = catalog.documents(ids.values())
    assert records[ids["包.zip"]].parent_id is None
    assert records[ids["内.zip"]].parent_id == records[ids["a!b.txt"]].parent_id == saved.id
    assert records[ids["内.zip!深.zip"]].parent_id == ids["内.zip"]
    assert records[ids["内.zip!深.zip!c!d.txt"]].parent_id == ids["内.zip!深.zip"]


def test_members_with_names_no_database_holds_are_all_kept(catalog: Catalog, tmp_path: Path) -> None:
    root = root_of(catalog, tmp_path / "档案")
    own = DocumentDraft(None, sha("包"), 3, described())
    names = ["a\0.txt", "a\ufffd.txt", "b\ud800.txt", "同名", "同名"]
    members = [DocumentDraft(name, sha(str(at)), 1, described()) for at, name in enumerate(names)]
    draft = FileDraft(root, SeenFile("坏\ud83d名.zip", 3, 1, b"\xff.zip"), (own, *members), FINGERPRINT)
    for _ in range(2):
        saved = catalog.save_file(draft, [content(str(at)) for at in range(5)], READER)
    documents = list(catalog.all_documents())
    assert len(documents) == 6 and len({document.names for document in documents}) == 6
    record = catalog.document(saved.id)
    assert record is not None and record.path_bytes == b"\xff.zip"


def test_pictures_read_later_reach_every_copy(catalog: Catalog, tmp_path: Path) -> None:
    root = root_of(catalog, tmp_path / "档案")
    waiting = content("照片", pages=(), complete=False, problems=(Problem(ProblemKind.NO_TEXT, "没有文字"),))
    ids = [
        catalog.save_file(plain_draft(root, path, "照片"), [waiting], READER).id
        for path in ("a.jpg", "b/副本.jpg")
    ]
    assert catalog.incomplete(10) == [sha("照片")]
    assert [one.complete for one in catalog.known_files(root).values()] == [False, False]
    number = catalog.latest_change()
    read = content("照片", pages=(Page(1, "第1页", "照片上的字", ocr=True, confidence=0.9),))
    assert catalog.save_contents([read], READER) == 2
    assert {change.id for change in catalog.changes(number, 10) if change.document} == set(ids)
    assert sorted(catalog.undescribed(FINGERPRINT)) == sorted(ids)
    assert catalog.incomplete(10) == [] and catalog.problems()[0] == 0
    assert catalog.save_contents([read], READER) == 0


def test_a_content_found_secret_later_leaves_no_text_behind(catalog: Catalog, tmp_path: Path) -> None:
    root = root_of(catalog, tmp_path / "档案")
    parts = [part(1, "机密的会")]
    saved = save_plain(catalog, root, "全年.txt", "机密的会", parts=parts, title="机密的会", persons=["张三"])
    catalog.save_contents([Content(sha("机密的会"), 4, "txt", mark="机密")], "readers-2")
    assert list(catalog.all_documents()) == []
    assert catalog.pages(saved.id) == [] and catalog.pages(f"{saved.id}.1") == []
    record = catalog.document(saved.id)
    assert record is not None and record.outcome is Outcome.QUARANTINED
    assert record.description.value("title") is None and record.description.value("persons") is None
    assert record.title == "全年"
    stored = catalog.content(sha("机密的会"))
    assert stored is not None and (stored.mark, stored.pages) == ("机密", ())


def test_a_new_description_reaches_the_engine_only_where_it_says_something_else(
    catalog: Catalog, tmp_path: Path
) -> None:
    root = root_of(catalog, tmp_path / "档案")
    ids = [save_plain(catalog, root, f"{name}.txt", name, branch="第一党支部").id for name in "甲乙"]
    assert sorted(catalog.undescribed("rules-2")) == sorted(ids)
    new = [
        Redescription(ids[0], described(branch="第一党支部", genre="函")),
        Redescription(ids[1], described(branch="第二党支部")),
        Redescription("f" * 16, described()),
    ]
    assert catalog.redescribe(new, "rules-2") == 1
    assert catalog.undescribed("rules-2") == []
    record = catalog.document(ids[0])
    assert record is not None and record.description.value("genre") == "函" and record.revision == 2


def test_the_undescribed_are_listed_in_pieces(catalog: Catalog, tmp_path: Path) -> None:
    root = root_of(catalog, tmp_path / "档案")
    ids = sorted(save_plain(catalog, root, f"{number}.txt", str(number)).id for number in range(5))
    first = catalog.undescribed("other", limit=3)
    assert first + catalog.undescribed("other", after=first[-1], limit=3) == ids


def test_new_parts_replace_the_old_ones(catalog: Catalog, tmp_path: Path) -> None:
    root = root_of(catalog, tmp_path / "档案")
    saved = save_plain(catalog, root, "全年.txt", "全年", parts=[part(1, "一月"), part(2, "二月")])
    new = Redescription(saved.id, described(), (part(1, "一月和二月"),))
    catalog.redescribe([new], "rules-2")
    assert [document.id for document in catalog.all_documents()] == [f"{saved.id}.1"]
    assert [one.part.label for one in catalog.parts(saved.id) if one.part] == ["第1次"]
    catalog.redescribe([Redescription(saved.id, described())], "rules-3")
    assert [document.id for document in catalog.all_documents()] == [saved.id]
    assert catalog.parts(saved.id) == [] and catalog.pages(f"{saved.id}.1") == []


def test_copies_and_places_count_what_a_search_returns(catalog: Catalog, tmp_path: Path) -> None:
    root = root_of(catalog, tmp_path / "档案")
    first = save_plain(catalog, root, "a.txt", "同样").id
    second = save_plain(catalog, root, "b.txt", "同样", title="副本").id
    inside = save_container(catalog, root, "包.zip", "包", {"c.txt": "同样"}).id
    alone = save_plain(catalog, root, "d.txt", "不同").id
    assert catalog.copies([first, alone, "f" * 16]) == {first: 2, alone: 0}
    assert {place.path for place in catalog.places(sha("同样"))} == {"a.txt", "b.txt", "包.zip"}
    catalog.vanish([second, inside])
    assert catalog.copies([first]) == {first: 0}
    assert catalog.copies([second]) == {second: 1}


def test_holders_are_files_present_and_vanished(catalog: Catalog, tmp_path: Path) -> None:
    root = root_of(catalog, tmp_path / "档案")
    save_plain(catalog, root, "a.txt", "同样")
    catalog.vanish([save_plain(catalog, root, "b.txt", "同样").id])
    save_container(catalog, root, "包.zip", "包", {"c.txt": "同样"})
    assert [(one.path, one.vanished) for one in catalog.holders([sha("同样")])] == [
        ("a.txt", False),
        ("b.txt", True),
    ]


def test_known_files_tell_what_must_be_read_again(catalog: Catalog, tmp_path: Path) -> None:
    root = root_of(catalog, tmp_path / "档案")
    save_plain(catalog, root, "a.txt", "甲")
    save_plain(catalog, root, "b.txt", "乙")
    catalog.save_file(plain_draft(root, "旧.txt", "旧"), [content("旧")], "readers-0")
    waiting = content("图", complete=False)
    draft = plain_draft(root, "图.zip", "包")
    member = DocumentDraft("图.jpg", sha("图"), 1, described())
    catalog.save_file(replace(draft, documents=(*draft.documents, member)), [waiting, content("包")], READER)
    known = catalog.known_files(root)
    assert {path: one.reader for path, one in known.items()} == {
        "a.txt": READER,
        "b.txt": READER,
        "旧.txt": "readers-0",
        "图.zip": READER,
    }
    assert [path for path, one in known.items() if not one.complete] == ["图.zip"]
    catalog.touch({known["a.txt"].id: 77})
    assert catalog.known_files(root)["a.txt"].mtime_ns == 77


def test_texts_of_bytes_that_nothing_has_any_longer_are_dropped(catalog: Catalog, tmp_path: Path) -> None:
    root = root_of(catalog, tmp_path / "档案")
    save_plain(catalog, root, "a.txt", "旧的", parts=[part(1, "旧的")])
    save_plain(catalog, root, "b.txt", "两处都有的")
    save_plain(catalog, root, "c.txt", "两处都有的")
    save_plain(catalog, root, "a.txt", "新的")
    save_plain(catalog, root, "b.txt", "也新了")
    catalog.vanish([save_plain(catalog, root, "走.txt", "走了的").id])
    catalog.save_contents([content("没有人要的")], READER)
    assert catalog.content(sha("旧的")) is None
    assert catalog.drop_unused_contents() == 1
    assert catalog.content(sha("没有人要的")) is None
    assert all(catalog.content(sha(text)) for text in ("新的", "两处都有的", "走了的"))


def test_the_contents_come_back_whole(catalog: Catalog, tmp_path: Path) -> None:
    root = root_of(catalog, tmp_path / "档案")
    box = LineBox(0, 2, 0.1, 0.2, 0.3, 0.4, 0.95)
    one = Content(
        sha256=sha("全"),
        size=9,
        doc_type="pdf",
        pages=(Page(1, "第1页", "甲\0\ud800"), Page(3, "第3页", "乙", True, 0.95, (box,))),
        page_count=4,
        metadata={"title": "题名"},
        problems=(Problem(ProblemKind.OCR_UNSURE, "看不清", "重扫"),),
        members=(MemberRef("附件.docx", sha("附"), 3),),
        complete=False,
    )
    catalog.save_file(plain_draft(root, "a.pdf", "全"), [one], READER)
    assert catalog.content(sha("全")) == one
    assert catalog.content(sha("没有")) is None


def test_the_members_of_a_container_are_listed_at_any_depth(catalog: Catalog, tmp_path: Path) -> None:
    root = root_of(catalog, tmp_path / "档案")
    members = {"内.zip": "乙", "内.zip!深/m.txt": "丙", "内.zipx": "丁"}
    saved = save_container(catalog, root, "包.zip", "包", members)
    listed = catalog.members(saved.id)
    assert [place.member for place in listed] == sorted(members)
    inner = next(place.id for place in listed if place.member == "内.zip")
    assert [place.member for place in catalog.members(inner)] == ["内.zip!深/m.txt"]
    save_container(catalog, root, "包.zip", "包二", {"内.zipx": "丁"})
    assert [place.member for place in catalog.members(saved.id)] == ["内.zipx"]
    assert catalog.members("f" * 16) == []
