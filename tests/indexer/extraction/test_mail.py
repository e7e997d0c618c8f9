"""Mail: headers, body in any charset, every attachment a member."""

from __future__ import annotations

import shutil
import subprocess
from base64 import b64encode
from email.message import EmailMessage
from pathlib import Path

import pytest

from indexer.documents import Content
from indexer.extraction.extract import extract
from indexer.extraction.reading import Context, Source

BODY = "请各支部于六月三日前报送主题党日方案。"


def read(name: str, data: bytes) -> tuple[Content, dict[str, Content]]:
    contents = list(extract(Source.of_bytes(name, data), Context(ocr=False)))
    own = contents[-1]
    by_hash = {content.sha256: content for content in contents}
    return own, {ref.member: by_hash[ref.sha256] for ref in own.members}


def text(content: Content) -> str:
    return "".join(page.text for page in content.pages)


def letter() -> EmailMessage:
    message = EmailMessage()
    message["From"] = "机关党委 <dw@example.com>"
    message["To"] = "第一党支部 <zb1@example.com>"
    message["Subject"] = "关于报送主题党日方案的通知"
    message["Date"] = "Thu, 03 Jun 2021 09:30:00 +0800"
    message.set_content(BODY)
    return message


def test_headers_and_body_are_the_text_and_the_metadata() -> None:
    own, _ = read("通知.eml", letter().as_bytes())
    assert own.doc_type == "eml"
    assert BODY in text(own) and "主题：关于报送主题党日方案的通知" in text(own)
    assert own.metadata["title"] == "关于报送主题党日方案的通知"
    assert own.metadata["created"] == "2021-06-03"
    assert "机关党委" in own.metadata["author"]


def test_attachments_are_members_under_their_names() -> None:
    message = letter()
    message.add_attachment(
        "附件正文：报送表。".encode(), maintype="text", subtype="plain", filename="报送表.txt"
    )
    message.add_attachment(letter())
    own, members = read("通知.eml", message.as_bytes())
    assert "报送表.txt" in members
    assert "报送表" in text(members["报送表.txt"])
    assert "关于报送主题党日方案的通知.eml" in members
    assert "附件正文" not in text(own)


def test_a_body_in_gbk_and_raw_gbk_headers_are_decoded() -> None:
    data = (
        b"From: =?gb2312?B?" + b64encode("党办".encode("gbk")) + b"?= <a@example.com>\r\n"
        b"To: b@example.com\r\nSubject: " + "路灯经费的通知".encode("gbk") + b"\r\n"
        b"Date: Thu, 03 Jun 2021 09:30:00 +0800\r\nMIME-Version: 1.0\r\n"
        b"Content-Type: text/plain; charset=gb2312\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
        + BODY.encode("gbk")
    )
    own, _ = read("通知.eml", data)
    assert BODY in text(own)
    assert own.metadata["title"] == "路灯经费的通知"
    assert "党办" in own.metadata["author"]


def test_an_html_body_gives_its_words() -> None:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "a@example.com", "b@example.com", "通知"
    message.set_content(
        f"<html><head><style>p{{}}</style></head><body><p>{BODY}</p><script>x()</script></body></html>",
        subtype="html",
    )
    own, _ = read("通知.eml", message.as_bytes())
    assert BODY in text(own) and "x()" not in text(own)


def test_a_mailbox_gives_a_member_a_mail() -> None:
    mails = b"".join(
        b"From dw@example.com Thu Jun  3 09:30:00 2021\n"
        + letter().as_bytes().replace(b"\r\n", b"\n")
        + b"\n"
        for _ in range(2)
    )
    own, members = read("收件箱.mbox", mails)
    assert own.doc_type == "mbox"
    assert [name[:4] for name in members] == ["0001", "0002"]
    assert all(BODY in text(content) for content in members.values())


SHARED = Path(__file__).resolve().parents[4] / "shared" / "data" / "tika-test-documents.tar.zst"


@pytest.mark.shared_data
@pytest.mark.skipif(
    not SHARED.exists() or not shutil.which("zstd"), reason="no shared test material or no zstd"
)
def test_an_outlook_message_is_read_with_its_attached_mail(tmp_path: Path) -> None:
    subprocess.run(["tar", "-I", "zstd", "-xf", str(SHARED), "-C", str(tmp_path)], check=True)
    found = next(tmp_path.rglob("testMSG_att_msg.msg"))
    own, members = read(found.name, found.read_bytes())
    assert own.doc_type == "msg" and own.metadata["created"] == "2010-06-17"
    assert "Test Attachment.eml" in members
    assert any(name.startswith("Test Attachment.eml!") or name.endswith(".pdf") for name in members)
    chinese = next(tmp_path.rglob("testMSG_chinese.msg"))
    own, _ = read(chinese.name, chinese.read_bytes())
    assert "張毓倫" in text(own)
