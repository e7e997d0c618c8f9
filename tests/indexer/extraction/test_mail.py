"""Mail: headers, body in any charset, every attachment a member."""

from __future__ import annotations

import shutil
import struct
import subprocess
from base64 import b64encode
from email.message import EmailMessage
from pathlib import Path

import pytest

from indexer.documents import Content, ProblemKind
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


def test_words_of_an_html_body_stay_apart_where_tags_part_them() -> None:
    message = EmailMessage()
    message["From"], message["To"] = "a@example.com", "b@example.com"
    message.set_content(
        "<p>Title <b>IV</b> permits</p><table><tr><td>姓名</td><td>张三</td></tr></table>", "html"
    )
    own, _ = read("通知.eml", message.as_bytes())
    assert "Title IV permits\n姓名\t张三" in text(own)


def test_bodies_that_say_the_same_stand_once_and_others_both() -> None:
    for rich, count in ((f"<p>{BODY}</p>", 1), ("<p>附：党日活动的经费由机关党委统一列支。</p>", 1)):
        message = letter()
        message.add_alternative(rich, subtype="html")
        own, _ = read("通知.eml", message.as_bytes())
        assert text(own).count(BODY) == count
        assert ("统一列支" in text(own)) == ("统一列支" in rich)


def saved_page() -> bytes:
    """A page as a browser saves it: the page, a picture and a style sheet in one file."""
    parts = EmailMessage()
    parts["From"], parts["Subject"] = "<Saved by Blink>", "主题党日"
    parts["Snapshot-Content-Location"] = "https://example.com/a.html"
    menu = "".join(f"<li><a href='#'>栏目{number}</a></li>" for number in range(8))
    story = f"<p>{BODY}各支部要认真组织，做到人员、时间、内容、效果四落实。</p>" * 3
    parts.set_content(
        f"<html><body><ul>{menu}</ul><div class='article'><h1>主题党日</h1>{story}</div></body></html>",
        subtype="html",
    )
    parts.add_related(b"\x89PNG\r\n\x1a\n" + bytes(20), "image", "png", filename="图.png")
    parts.add_related(b"p { color: red }", "text", "css", filename="a.css")
    return parts.as_bytes()


def test_a_saved_page_is_read_as_a_page_and_its_pictures_are_members() -> None:
    own, members = read("网页.mht", saved_page())
    assert own.doc_type == "mht" and own.metadata["title"] == "主题党日"
    assert BODY in text(own) and "栏目3" not in text(own)
    assert list(members) == ["图.png"]


def test_a_foxmail_box_gives_a_member_a_mail() -> None:
    mark = b"\x10" * 7 + b"\x11" * 6 + b"S\r\n"
    own, members = read("收件箱.box", b"".join(mark + letter().as_bytes() + b"\n" for _ in range(3)))
    assert own.doc_type == "mbox"
    assert list(members) == [f"000{n} 关于报送主题党日方案的通知.eml" for n in (1, 2, 3)]
    assert all(BODY in text(content) for content in members.values())


def test_a_mail_with_a_few_characters_lost_is_a_mail() -> None:
    mail = letter().as_bytes().replace(b"From: ", b"X-Old: \xef\xbf\xbd\xef\xbf\xbd\nFrom: ")
    own, _ = read("通知.eml", mail + b"plain words " * 40)
    assert own.doc_type == "eml"


def winmail(files: dict[str, bytes]) -> bytes:
    """A ``winmail.dat`` with a body and attachments (MS-OXTNEF)."""

    def attribute(level: int, kind: int, value: bytes) -> bytes:
        return struct.pack("<BII", level, kind, len(value)) + value + struct.pack("<H", sum(value) & 0xFFFF)

    out = struct.pack("<IH", 0x223E9F78, 1) + attribute(1, 0x0002800C, BODY.encode("gb18030") + b"\0")
    for name, data in files.items():
        long = (name + "\0").encode("utf-16-le")
        properties = struct.pack("<I", 1) + b"\x1f\x00\x07\x37" + struct.pack("<II", 1, len(long)) + long
        out += attribute(2, 0x00069002, bytes(14)) + attribute(2, 0x00018010, b"short.txt\0")
        out += attribute(2, 0x0006800F, data) + attribute(2, 0x00069005, properties)
    return out


def test_what_outlook_packs_into_winmail_is_unpacked() -> None:
    data = winmail({"报送表.txt": "报送表：第一党支部".encode(), "名单.txt": "参会人员：石长根".encode()})
    own, members = read("winmail.dat", data)
    assert own.doc_type == "tnef" and BODY in text(own)
    assert {name: text(content)[:3] for name, content in members.items()} == {
        "报送表.txt": "报送表",
        "名单.txt": "参会人",
    }
    own, members = read("winmail.dat", data[:-40])
    assert [problem.kind for problem in own.problems] == [ProblemKind.BROKEN] and "报送表.txt" in members


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
    forwarded = next(tmp_path.rglob("testMSG_forwarded.msg"))
    own, _ = read(forwarded.name, forwarded.read_bytes())
    assert own.metadata["to"] == "Paul Allan Hill <paul@metajure.com>"
    chinese = next(tmp_path.rglob("testMSG_chinese.msg"))
    own, _ = read(chinese.name, chinese.read_bytes())
    assert "張毓倫" in text(own)
