"""State secrets are not kept: neither of what is marked when it is read, nor of what is caught later.

What must be gone is looked for in the bytes of every file of ours: as text, and in the compressed form in
which the catalog keeps texts and descriptions.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import sqlite3
import subprocess
import sys
import zipfile
import zlib
from dataclasses import replace
from email.message import EmailMessage
from pathlib import Path

import pytest
from sqlalchemy import text as statement

import indexer.pipeline
from indexer import stop_points
from indexer.archival.values import Subject
from indexer.catalog import Catalog
from indexer.catalog.codec import pack_pages
from indexer.catalog.records import DocumentDraft, DocumentRecord, FileDraft, SeenFile
from indexer.catalog.tables import HOLDING_TEXT
from indexer.documents import FIELDS, Content, Description, FieldSource, FieldValue, Outcome, Page
from indexer.engines import open_engine
from indexer.engines.query import Everything
from indexer.errors import UsageError
from indexer.pipeline import index, load, purge
from indexer.pipeline.describing import _undescribed
from indexer.pipeline.loader import load_patiently
from indexer.pipeline.means import currency, extraction_context
from indexer.settings import Settings
from indexer.temporary import FOLDER
from tests.indexer.catalog.conftest import postgres_schema
from tests.indexer.engines.conftest import elastic_settings

from .archive import ANALYZER, Archive, open_archive
from .test_learned_from_others import LIST, MINUTES

REPOSITORY = Path(indexer.pipeline.__file__).parents[2]
#: Stands in no dictionary and in no other file: a term of its own in an index.
TOKEN = "zqxjvkw"
BODY = f"关于珠峰七号工程{TOKEN}的情况\n" + "".join(chr(0x4E00 + n * 37 % 20000) for n in range(3000)) + "\n"
MARKED = f"机密★10年\n\n{BODY}"


def traces(data: Path, *texts: str) -> list[str]:
    """The files under ``data`` in which anything of the texts stands, as it is or as the catalog packs it."""
    wanted = [TOKEN.encode(), "珠峰七号工程".encode(), "珠峰七号工程".encode("utf-16-le")]
    for text in texts:
        packed = pack_pages([Page(1, "正文", text)])
        # Packed alike whatever the page is called: the middle of the stream is the text's own.
        wanted += [packed[at : at + 24] for at in range(200, len(packed) - 24, 500)]
    found = []
    for file in sorted(data.rglob("*")):
        if file.is_file():
            whole = file.read_bytes() + _unpacked(file)
            if any(one in whole for one in wanted):
                found.append(file.relative_to(data).as_posix())
    return found


def _unpacked(file: Path) -> bytes:
    """Everything in a catalog that is kept compressed, read through the database."""
    if file.suffix != ".sqlite3":
        return b""
    told = b""
    with sqlite3.connect(f"file:{file}?mode=ro", uri=True) as database:
        for (table,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
            for row in database.execute(f"SELECT * FROM {table}"):
                for value in row:
                    if isinstance(value, str):
                        told += value.encode()
                    elif isinstance(value, bytes):
                        try:
                            told += zlib.decompress(value)
                        except zlib.error:
                            told += value
    database.close()
    return told


def outcome_and_mark(archive: Archive, path: str) -> tuple[Outcome, str | None]:
    """How a path ended, and its mark as everybody is told it."""
    (found,) = [record for record in everything(archive) if record.path == path and record.member is None]
    return found.outcome, found.description.value("secrecy")


def everything(archive: Archive) -> list[DocumentRecord]:
    ids: list[str] = []
    while some := archive.catalog.undescribed("", ids[-1] if ids else ""):
        ids += some
    return list(archive.catalog.documents(ids).values())


def purged(archive: Archive) -> bool:
    load(archive.catalog, archive.engine)
    return purge(archive.catalog, archive.engine, archive.settings, ANALYZER.fingerprint)


def mail(text: str, **attached: str) -> bytes:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "a@example.org", "b@example.org", "材料"
    message.set_content(text)
    for name, words in attached.items():
        message.add_attachment(words.encode(), maintype="text", subtype="plain", filename=f"{name}.txt")
    return message.as_bytes()


def packed(**members: str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as container:
        for name, text in members.items():
            container.writestr(f"{name}.txt", text)
    return stream.getvalue()


# What is marked when it is read ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "content"),
    [
        ("来文/通知.txt", MARKED),
        ("来文/秘密★5年/通知.txt", BODY),
        ("来文/（机密）通知.txt", BODY),
        ("来文/材料.zip", packed(里面=MARKED, 别的="公开的文字")),
        ("来文/（秘密）材料.zip", packed(里面=BODY)),
        ("来文/邮件.eml", mail(MARKED, 附件=BODY)),
        ("来文/内外.zip", packed(**{"绝密★长期/里面": BODY})),
    ],
    ids=["head", "folder", "name", "member", "container", "mail", "folder-in-container"],
)
def test_nothing_of_what_is_marked_is_kept_anywhere(
    archive: Archive, path: str, content: str | bytes
) -> None:
    archive.write(path, content)
    archive.write("公开.txt", "公开的文字")
    archive.run()
    text = content if isinstance(content, str) else MARKED
    assert traces(archive.data, text, BODY) == []
    assert archive.found(TOKEN) == set()
    assert archive.found("公开的文字") >= {"公开.txt"}
    assert archive.catalog.purge_due() is None


def test_only_place_and_mark_are_told(archive: Archive) -> None:
    archive.write("第一党支部/2021年6月支委会.txt", MARKED)
    archive.run()
    (record,) = everything(archive)
    told = {name: value for name, value in record.description.fields.items() if value.value is not None}
    assert told["secrecy"].value == "机密"
    sources = {value.source for name, value in told.items() if name != "secrecy"}
    assert sources <= {FieldSource.FOLDER, FieldSource.NAME}
    assert archive.catalog.pages(record.id) == []
    assert record.description.meeting == {} and record.description.notes == ()


ABOUT_SECRETS = (
    "关于做好保密工作的通知\n各党支部：\n要认真学习保密法，机密文件、秘密文件和绝密文件都要专人保管，"
    "不得用微信传送秘密。标注“机密★20年”的文件要登记。\n中共衡东县路灯管理站总支部委员会\n2021年6月3日\n"
)


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("保密工作/关于做好保密工作的通知.txt", ABOUT_SECRETS),
        ("学习/国家秘密定密管理.txt", "学习材料\n国家秘密的密级分为绝密、机密、秘密三级。\n"),
        ("党课/保守秘密是党员的义务.txt", "党课讲稿\n同志们，秘密无小事，机密关乎安全。\n"),
        ("选举/秘密投票办法.txt", "选举办法\n采用无记名秘密投票方式。\n"),
    ],
)
def test_text_that_merely_speaks_of_secrets_is_not_touched(archive: Archive, path: str, text: str) -> None:
    archive.write(path, text)
    archive.run()
    assert archive.found("密") == {path}
    assert outcome_and_mark(archive, path)[0] is Outcome.SEARCHABLE


# What is caught later ----------------------------------------------------------------------------------


def index_files(archive: Archive) -> set[str]:
    folder = archive.data / "index"
    kept = {"current", "writing.lock", "rebuilding.lock", "meta.json", "dangan.json", ".managed.json"}
    return {file.name for file in folder.rglob("*") if file.is_file() and file.name not in kept} - {
        ".tantivy-meta.lock",
        ".tantivy-writer.lock",
    }


def test_a_correction_removes_for_good_what_was_kept(archive: Archive) -> None:
    archive.write("第一党支部/会议.txt", BODY)
    archive.write("副本.txt", BODY)
    archive.write("公开.txt", "公开的文字")
    archive.run()
    before = index_files(archive)
    assert traces(archive.data, BODY), "else this test could not fail"
    assert archive.found(TOKEN) == {"第一党支部/会议.txt", "副本.txt"} and before

    record = archive.record("第一党支部/会议.txt")
    archive.catalog.correct(record.id, {"secrecy": "机密"}, (), "张三", "补标", record.revision)
    assert purged(archive)
    assert traces(archive.data, BODY) == []
    assert index_files(archive) & before == set()
    assert archive.found() == {"公开.txt"}
    assert archive.catalog.purge_due() is None and not purged(archive)
    assert outcome_and_mark(archive, "副本.txt") == (Outcome.QUARANTINED, "机密")


def kept_by_older_rules(archive: Archive, path: str, text: str) -> str:
    """Save a file as a version would have that did not see the mark in it."""
    file = archive.write(path, text)
    sha256 = hashlib.sha256(file.read_bytes()).hexdigest()
    size = file.stat().st_size
    fields = dict.fromkeys(FIELDS, FieldValue()) | {
        "title": FieldValue(f"珠峰七号工程{TOKEN}", confidence=0.9)
    }
    own = Content(sha256, size, "txt", (Page(1, "正文", text),), 1)
    draft = DocumentDraft(None, sha256, size, Description(fields))
    seen = SeenFile(path, size, file.stat().st_mtime_ns)
    known = archive.catalog.add_root(archive.folder).root.name
    reader = currency(archive.settings, extraction_context(archive.settings)).fingerprint
    return archive.catalog.save_file(FileDraft(known, seen, (draft,), "older-rules"), [own], reader).id


def test_what_a_rule_catches_later_is_removed_for_good(archive: Archive) -> None:
    identifier = kept_by_older_rules(archive, "来文/通知.txt", MARKED)
    load_patiently(archive.catalog, archive.engine)
    assert archive.found(TOKEN) == {"来文/通知.txt"}
    assert traces(archive.data, MARKED)
    record = archive.catalog.document(identifier)
    assert record is not None
    archive.catalog.correct(
        record.id, {"title": f"珠峰七号工程{TOKEN}"}, (), "张三", BODY[:40], record.revision
    )

    summary = archive.run()
    assert summary.outcomes[Outcome.QUARANTINED] == 1 and not summary.purge_due
    assert traces(archive.data, MARKED) == []
    record = archive.catalog.document(identifier)
    assert record is not None and record.title == "通知"
    (line,) = archive.catalog.corrections(identifier)
    assert (line.field, line.who, line.value, line.reason) == ("title", "张三", None, "")


def test_a_marked_name_that_comes_later_takes_the_text_of_its_copies_along(archive: Archive) -> None:
    archive.write("草稿.txt", BODY)
    archive.run()
    assert archive.found(TOKEN) == {"草稿.txt"}
    archive.write("（机密）定稿.txt", BODY)
    archive.run()
    assert archive.found(TOKEN) == set()
    assert traces(archive.data, BODY) == []
    assert archive.catalog.outcomes()[Outcome.QUARANTINED] == 2
    archive.options["file_seconds"] = 61  # the same readers by other means read both again
    archive.run()
    assert traces(archive.data, BODY) == []


def test_a_file_that_is_marked_when_it_changes_leaves_nothing_of_before(archive: Archive) -> None:
    file = archive.write("第二党支部/会议.txt", BODY)
    archive.run()
    record = archive.record("第二党支部/会议.txt")
    archive.catalog.correct(record.id, {"title": f"珠峰七号工程{TOKEN}"}, (), "张三", "", record.revision)
    file.write_text(MARKED, encoding="utf-8")
    archive.run()
    assert traces(archive.data, BODY, MARKED) == []


def test_what_a_secret_inventory_said_of_others_is_taken_back(archive: Archive) -> None:
    listed = LIST.format(title="关于表彰先进的决定").replace("7号", f"7号{TOKEN}")
    inventory = archive.write("归档文件目录.txt", listed.replace(TOKEN, ""))
    archive.write("关于表彰先进的决定.txt", "正文没有写文号。")
    archive.run()
    number = archive.record("关于表彰先进的决定.txt").description.fields["doc_no"]
    assert number.source is FieldSource.MANIFEST
    record = archive.record("归档文件目录.txt")
    archive.catalog.correct(record.id, {"secrecy": "秘密"}, (), "张三", "", record.revision)
    assert purged(archive)
    assert archive.record("关于表彰先进的决定.txt").description.value("doc_no") is None
    assert inventory.exists(), "the files themselves are never touched"


def test_a_day_learned_from_secret_minutes_is_taken_back(archive: Archive) -> None:
    place = "第一党支部/2021/6月支委会"
    archive.write(f"{place}/会议记录.txt", MINUTES)
    archive.write(f"{place}/签到表.txt", "第一党支部支委会签到表\n张三 李四 王五")
    archive.run()
    assert archive.record(f"{place}/签到表.txt").description.fields["date"].source is FieldSource.EVENT
    record = archive.record(f"{place}/会议记录.txt")
    archive.catalog.correct(record.id, {"secrecy": "秘密"}, (), "张三", "", record.revision)
    assert purged(archive)
    assert archive.record(f"{place}/签到表.txt").description.fields["date"].source is not FieldSource.EVENT


def test_a_mark_can_be_raised_and_never_lifted_nor_taken_back(archive: Archive) -> None:
    archive.write("来文/通知.txt", MARKED)
    archive.run()
    (record,) = everything(archive)
    for wish, revert in (({"secrecy": "秘密"}, ()), ({"secrecy": None}, ()), ({}, ("secrecy",))):
        with pytest.raises(UsageError) as refused:
            archive.catalog.correct(record.id, wish, revert, "张三", "", record.revision)
        assert refused.value.parameter == "secrecy"
    raised = archive.catalog.correct(record.id, {"secrecy": "绝密"}, (), "张三", "", record.revision)
    assert raised.description.value("secrecy") == "绝密"


def test_a_backup_from_before_brings_nothing_back(archive: Archive, tmp_path: Path) -> None:
    archive.write("会议.txt", BODY)
    archive.run()
    record = archive.record("会议.txt")
    record = archive.catalog.correct(record.id, {"title": f"珠峰{TOKEN}"}, (), "张三", TOKEN, record.revision)
    archive.catalog.backup(tmp_path / "早.zip")
    archive.catalog.correct(record.id, {"secrecy": "机密"}, (), "张三", "补标", record.revision)
    assert purged(archive)
    archive.catalog.backup(tmp_path / "晚.zip")
    with zipfile.ZipFile(tmp_path / "晚.zip") as late:
        assert not any(TOKEN.encode() in late.read(name) for name in late.namelist())
    archive.catalog.restore(tmp_path / "早.zip")
    archive.catalog._database.forget_deleted()
    assert traces(archive.data, BODY) == []


# Cut off, and elsewhere --------------------------------------------------------------------------------

POINTS = [name for name in stop_points.declared() if name.startswith("pipeline.purge.")]


@pytest.mark.parametrize("point", [*POINTS, "pipeline.rebuild.swapped", "catalog.write.committed"])
def test_a_purge_cut_off_anywhere_stays_due_and_is_done_by_the_next(point: str, tmp_path: Path) -> None:
    with open_archive(tmp_path) as archive:
        archive.write("会议.txt", BODY)
        archive.write("公开.txt", "公开的文字")
        archive.run()
        record = archive.record("会议.txt")
        archive.catalog.correct(record.id, {"secrecy": "机密"}, (), "张三", "", record.revision)
    stopped = subprocess.run(
        [sys.executable, "-m", "tests.indexer.pipeline.stopped_purge", str(tmp_path)],
        cwd=REPOSITORY,
        env={**os.environ, stop_points.VARIABLE: point},
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    assert stopped.returncode == stop_points.EXIT_CODE, stopped.stderr
    with open_archive(tmp_path) as archive:
        assert archive.catalog.purge_due() is not None
        assert not archive.run().purge_due
        assert archive.found() == {"公开.txt"}
    assert traces(tmp_path / "data", BODY) == []


def test_a_reader_of_the_database_delays_the_purge_and_nothing_else(archive: Archive) -> None:
    archive.write("会议.txt", BODY)
    archive.run()
    record = archive.record("会议.txt")
    with archive.catalog._database.read() as connection:
        connection.exec_driver_sql("SELECT count(*) FROM documents").all()
        archive.catalog.correct(record.id, {"secrecy": "机密"}, (), "张三", "", record.revision)
        connection.exec_driver_sql("SELECT count(*) FROM documents").all()
    assert purged(archive)
    assert traces(archive.data, BODY) == []


@pytest.mark.postgres
def test_the_tables_of_postgresql_are_written_anew(tmp_path: Path) -> None:
    for url in postgres_schema():
        with Catalog.open(url) as catalog:
            engine = open_engine(Settings(data=tmp_path / "data"), ANALYZER)
            archive = Archive(tmp_path / "档案", tmp_path / "data", catalog, engine)
            archive.write("会议.txt", BODY)
            archive.run()

            def files(catalog: Catalog = catalog) -> set[int]:
                with catalog._database.read() as connection:
                    asked = "SELECT pg_relation_filenode(CAST(:name AS regclass))"
                    return {
                        connection.execute(statement(asked), {"name": table.name}).scalar_one()
                        for table in HOLDING_TEXT
                    }

            before = files()
            record = archive.record("会议.txt")
            catalog.correct(record.id, {"secrecy": "机密"}, (), "张三", "", record.revision)
            assert purged(archive)
            assert files() & before == set()
            assert archive.found() == set()
            engine.close()


@pytest.mark.elasticsearch
def test_the_index_on_a_server_is_made_anew_and_the_old_one_deleted(archive: Archive, tmp_path: Path) -> None:
    with elastic_settings(archive.data) as settings:
        engine = open_engine(settings, ANALYZER)
        archive.write("会议.txt", BODY)
        archive.write("公开.txt", "公开的文字")
        index(
            archive.catalog,
            engine,
            replace(settings, workers=1, ocr=False),
            [archive.folder],
            fingerprint=ANALYZER.fingerprint,
        )
        client = engine._server.client  # type: ignore[attr-defined]
        before = set(client.indices.get_alias(index=f"{settings.elasticsearch_index}*"))
        (record,) = [one for one in everything(archive) if one.path == "会议.txt"]
        archive.catalog.correct(record.id, {"secrecy": "机密"}, (), "张三", "", record.revision)
        load(archive.catalog, engine)
        assert purge(archive.catalog, engine, settings, ANALYZER.fingerprint)
        after = set(client.indices.get_alias(index=f"{settings.elasticsearch_index}*"))
        assert len(after) == 1 and after & before == set()
        assert engine.ids(Everything(), 10)[0] == 1
        engine.close()


def left_behind(data: Path) -> Path:
    """Have a process at work be killed while it has a temporary file; return that file."""
    program = (
        "import os, sys, tempfile; from pathlib import Path\n"
        "from indexer.temporary import own_temporary_folder\n"
        "with own_temporary_folder(Path(sys.argv[1])):\n"
        "    file = Path(tempfile.mkdtemp()) / 'member.docx'\n"
        "    file.write_bytes(b'secret')\n"
        "    print(file, flush=True)\n"
        "    os._exit(9)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(data)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONUTF8": "1"},
        cwd=REPOSITORY,
    )
    return Path(done.stdout.strip())


def test_what_a_killed_process_left_in_temporary_files_is_deleted_by_the_next(archive: Archive) -> None:
    file = left_behind(archive.data)
    assert file.is_file() and archive.data / FOLDER in file.parents
    archive.write("公开.txt", "公开的文字")
    archive.run()
    assert not file.exists()
    assert [one for one in (archive.data / FOLDER).iterdir() if one.is_dir()] == []


def test_a_fault_of_the_rules_is_logged_without_the_words_it_stumbled_on(
    caplog: pytest.LogCaptureFixture,
) -> None:
    try:
        json.loads(BODY)
    except ValueError as error:
        _undescribed(Subject("档案", "会议.txt"), ValueError(f"{error} {BODY[:20]}"))
    assert "会议.txt" in caplog.text and "ValueError" in caplog.text
    assert TOKEN not in caplog.text and "珠峰" not in caplog.text
