"""Office documents under a password."""

from __future__ import annotations

import io

import pytest
from docx import Document
from msoffcrypto.format.ooxml import OOXMLFile
from openpyxl import Workbook

from indexer.documents import ProblemKind
from indexer.extraction.reading import Context
from tests.indexer.extraction.reading_of import content_of, kinds, texts


def encrypted(data: bytes, password: str) -> bytes:
    out = io.BytesIO()
    OOXMLFile(io.BytesIO(data)).encrypt(password, out)
    return out.getvalue()


def minutes() -> bytes:
    out = io.BytesIO()
    document = Document()
    document.add_paragraph("支委会会议记录")
    document.save(out)
    return out.getvalue()


def test_without_its_password_a_document_is_encrypted_and_never_an_empty_success() -> None:
    content = content_of("记录.docx", encrypted(minutes(), "dangan"))
    assert kinds(content) == [ProblemKind.ENCRYPTED]
    assert not content.pages


def test_a_known_password_opens_it_and_says_what_it_is() -> None:
    context = Context(ocr=False, passwords=("别的", "dangan"))
    content = content_of("记录.docx", encrypted(minutes(), "dangan"), context)
    assert texts(content) == ["支委会会议记录"]
    assert content.doc_type == "docx"
    assert not content.problems
    assert "claimed_type" not in content.metadata


def test_a_workbook_only_protected_against_changes_opens_by_itself() -> None:
    out = io.BytesIO()
    book = Workbook()
    book.active["A1"] = "党费收缴表"
    book.save(out)
    content = content_of("表.xlsx", encrypted(out.getvalue(), "VelvetSweatshop"))
    assert texts(content) == ["党费收缴表"]


@pytest.mark.parametrize("cut", [0.3, 0.7])
def test_a_damaged_envelope_ends_in_an_outcome(cut: float) -> None:
    data = encrypted(minutes(), "dangan")
    content = content_of("记录.docx", data[: int(len(data) * cut)], Context(ocr=False, passwords=("dangan",)))
    assert content.problems
