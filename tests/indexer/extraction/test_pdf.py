"""PDF: each page's text, what is written in notes and fields, and which pages need recognition."""

from __future__ import annotations

import io
from datetime import datetime
from pathlib import Path

import pytest
from PIL import Image, ImageDraw
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from indexer.documents import ProblemKind
from indexer.extraction.reading import Context
from tests.indexer.extraction.reading_of import content_of, kinds, labels, texts

LINES = ["机关第一党支部会议记录", "会议研究路灯节能改造经费使用方案，", "全体委员一致同意，并要求抓紧实施。"]
pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))


class Paper:
    """A PDF being written; ``bytes`` ends it."""

    def __init__(self, **options: object) -> None:
        self.out = io.BytesIO()
        self.canvas = Canvas(self.out, pagesize=(595, 842), **options)

    def page(self, *lines: str) -> Paper:
        self.write(*lines)
        self.canvas.showPage()
        return self

    def write(self, *lines: str) -> None:
        self.canvas.setFont("STSong-Light", 14)
        for number, line in enumerate(lines):
            self.canvas.drawString(72, 760 - 24 * number, line)

    def picture(self, share: float, image: Image.Image | None = None) -> None:
        side = (595 * 842 * share) ** 0.5
        shown = image or Image.effect_noise((400, 400), 60)
        self.canvas.drawImage(ImageReader(shown), 50, 50, side * 0.84, side * 1.19)

    def bytes(self) -> bytes:
        self.canvas.save()
        return self.out.getvalue()


def test_pages_have_their_text_number_and_properties() -> None:
    paper = Paper()
    paper.canvas.setTitle("支委会会议记录")
    paper.canvas.setAuthor("张三")
    data = paper.page(*LINES).page().page("第三页的字").bytes()
    content = content_of("x.pdf", data)
    assert content.doc_type == "pdf"
    assert labels(content) == ["第1页", "第3页"]
    assert texts(content)[0] == "\n".join(LINES)
    assert content.page_count == 3
    assert content.metadata["title"] == "支委会会议记录"
    assert content.metadata["author"] == "张三"
    assert datetime.fromisoformat(content.metadata["created"])
    assert not content.problems
    assert content.complete


def test_a_page_that_is_only_a_picture_waits_for_recognition() -> None:
    paper = Paper().page(*LINES)
    paper.picture(0.8)
    paper.canvas.showPage()
    content = content_of("x.pdf", paper.bytes())
    assert not content.complete
    assert kinds(content) == [ProblemKind.NO_TEXT]
    assert labels(content) == ["第1页"]
    assert content.page_count == 2


def test_a_scan_with_only_the_stamp_of_the_scanners_software_waits_too() -> None:
    paper = Paper()
    paper.picture(0.9)
    paper.write("扫描全能王 创建")
    assert not content_of("x.pdf", paper.bytes()).complete


def test_small_pictures_and_covered_ones_do_not_wait() -> None:
    paper = Paper()
    paper.picture(0.03)
    paper.page(*LINES)
    paper.picture(0.9, Image.new("RGB", (300, 400), "white"))
    for row in range(20):
        paper.canvas.setFont("STSong-Light", 12)
        paper.canvas.drawString(60, 60 + 30 * row, "".join(LINES)[:36])
    content = content_of("x.pdf", paper.bytes())
    assert content.complete
    assert not content.problems


def test_words_drawn_without_a_text_layer_wait_for_recognition() -> None:
    paper = Paper()
    path = paper.canvas.beginPath()
    for number in range(40):
        path.rect(72 + 10 * number, 700, 5, 12)
    paper.canvas.drawPath(path, fill=1)
    assert not content_of("x.pdf", paper.bytes()).complete


def test_an_empty_page_waits_for_nothing_and_a_pdf_of_them_has_no_text() -> None:
    content = content_of("x.pdf", Paper().page().bytes())
    assert content.complete
    assert kinds(content) == [ProblemKind.NO_TEXT]


def test_a_text_layer_that_is_rubbish_waits_for_recognition() -> None:
    rubbish = "".join(chr(ord(char) + 37) if char >= "\u4e00" else char for char in "".join(LINES))
    content = content_of("x.pdf", Paper().page(rubbish[:24], rubbish[24:]).bytes())
    assert not content.complete


def test_form_fields_are_read() -> None:
    paper = Paper()
    paper.write(*LINES)
    paper.canvas.acroForm.textfield(name="a", tooltip="host", value="Zhang San", x=72, y=300)
    paper.canvas.acroForm.checkbox(name="b", tooltip="agreed", checked=True, x=72, y=200)
    text = texts(content_of("x.pdf", paper.bytes()))[0]
    assert "host：Zhang San" in text
    assert "☑agreed" in text


def test_bookmarks_stand_on_the_page_they_point_to_unless_it_says_the_same() -> None:
    paper = Paper()
    for number, title in enumerate(["机关第一党支部会议记录", "附件一 党员名册"]):
        paper.canvas.bookmarkPage(f"k{number}")
        paper.canvas.addOutlineEntry(title, f"k{number}")
        paper.page(*LINES)
    first, second = texts(content_of("x.pdf", paper.bytes()))
    assert first == "\n".join(LINES)
    assert second == "\n".join(["附件一 党员名册", *LINES])


def encrypted(user: str, owner: str = "owner") -> bytes:
    return Paper(encrypt=StandardEncryption(user, owner, canPrint=0)).page(*LINES).bytes()


def test_a_pdf_only_protected_against_changes_is_read() -> None:
    assert texts(content_of("x.pdf", encrypted(""))) == ["\n".join(LINES)]


def test_an_encrypted_pdf_is_told_and_opened_where_a_known_password_fits() -> None:
    data = encrypted("secret")
    assert kinds(content_of("x.pdf", data)) == [ProblemKind.ENCRYPTED]
    known = Context(ocr=False, passwords=("wrong", "secret"))
    assert texts(content_of("x.pdf", data, known)) == ["\n".join(LINES)]


def test_a_damaged_pdf_gives_what_is_left_or_says_that_it_is_broken() -> None:
    data = Paper().page(*LINES).page(*LINES).bytes()
    assert texts(content_of("x.pdf", b"junk before\r\n" + data))[0] == "\n".join(LINES)
    cut = content_of("x.pdf", data[: len(data) // 3])
    assert ProblemKind.BROKEN in kinds(cut) or cut.pages
    nothing = content_of("x.pdf", b"%PDF-1.4\n" + b"not a pdf at all " * 20)
    assert kinds(nothing) == [ProblemKind.BROKEN]


def scan(lines: list[str], font: str) -> Image.Image:
    from PIL import ImageFont

    image = Image.new("L", (1240, 900), 255)
    draw = ImageDraw.Draw(image)
    for number, line in enumerate(lines):
        draw.text((80, 80 + 120 * number), line, font=ImageFont.truetype(font, 54), fill=0)
    return image


FONT = (
    next((str(path) for path in Path("/usr/share/fonts").rglob("NotoSansCJK-Regular.ttc")), None)
    if Path("/usr/share/fonts").exists()
    else None
)


@pytest.mark.skipif(FONT is None, reason="no Chinese font to draw a scan with")
def test_recognition_fills_scans_replaces_rubbish_and_keeps_good_layers() -> None:
    assert FONT is not None
    paper = Paper()
    paper.picture(0.9, scan(LINES, FONT))
    paper.canvas.showPage()
    paper.write("会议材料")
    paper.picture(0.5, scan(["签到表张三李四王五"], FONT))
    content = content_of("x.pdf", paper.bytes(), Context(ocr=True))
    scanned, mixed = content.pages
    assert "路灯节能改造经费" in scanned.text
    assert scanned.ocr
    assert scanned.boxes
    assert mixed.text.startswith("会议材料\n")
    assert "签到表" in mixed.text
    for page in content.pages:
        assert all(page.text[box.start : box.end].strip() for box in page.boxes)
    assert content.complete


def test_columns_of_a_row_are_parted_and_words_of_a_line_are_not() -> None:
    paper = Paper()
    paper.canvas.setFont("STSong-Light", 14)
    for row, cells in enumerate([("姓名", "职务", "票数"), ("石长根", "书记", "34")]):
        for column, cell in enumerate(cells):
            paper.canvas.drawString(72 + 120 * column, 700 - 30 * row, cell)
    paper.canvas.drawString(72, 600, "中共 临江县委")
    paper.canvas.drawString(72, 570, "A LINE OF")
    paper.canvas.drawString(260, 570, "WIDE LATIN")
    paper.canvas.showPage()
    text = texts(content_of("表.pdf", paper.bytes()))[0]
    assert text.split("\n")[:3] == ["姓名\t职务\t票数", "石长根\t书记\t34", "中共 临江县委"]
    assert "LINE OF WIDE" in text
