"""Pictures: read later or now, turned upright, with boxes on the picture as it is shown."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFont

from indexer.documents import Content, ProblemKind
from indexer.extraction.extract import extract
from indexer.extraction.reading import Context, Source

LINES = ["DANGAN MEETING 2021", "LIGHTS AND BUDGET 7600", "MINUTES OF THE BRANCH"]


def sheet() -> Image.Image:
    image = Image.new("RGB", (1200, 1600), "white")
    draw = ImageDraw.Draw(image)
    for number, line in enumerate(LINES * 3):
        draw.text((100, 120 + 150 * number), line, fill="black", font=ImageFont.load_default(size=60))
    return image


def packed(image: Image.Image, kind: str = "PNG", **options: object) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def read(name: str, data: bytes, *, ocr: bool = True) -> Content:
    return list(extract(Source.of_bytes(name, data), Context(ocr=ocr)))[-1]


def words(content: Content) -> str:
    return "".join(page.text for page in content.pages).replace(" ", "")


def test_a_picture_waits_in_the_first_pass_and_says_so() -> None:
    content = read("扫描.png", packed(sheet()), ocr=False)
    assert (content.doc_type, content.complete, content.pages) == ("png", False, ())
    assert [problem.kind for problem in content.problems] == [ProblemKind.NO_TEXT]


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_a_page_is_read_whichever_way_it_lies(turn: int) -> None:
    content = read("扫描.png", packed(sheet().rotate(turn, expand=True)))
    text = words(content)
    assert text.index("MEETING2021") < text.index("BUDGET7600") < text.index("MINUTES")
    assert content.complete and content.problems == ()


def test_boxes_lie_on_the_lines_of_the_picture_as_shown() -> None:
    page = read("扫描.png", packed(sheet().rotate(180))).pages[0]
    box = next(box for box in page.boxes if "MEETING" in page.text[box.start : box.end])
    assert 0.85 < box.bottom < 0.95 and box.right > 0.85 and box.confidence > 0.8


def test_the_rotation_that_a_camera_notes_is_honoured() -> None:
    exif = Image.Exif()
    exif[274] = 6
    exif[306] = "2021:06:03 09:30:00"
    content = read("照片.jpg", packed(sheet().rotate(90, expand=True), "JPEG", exif=exif.tobytes()))
    assert "BUDGET7600" in words(content)
    assert content.metadata["created"] == "2021-06-03"


def test_every_page_of_a_tiff_is_read() -> None:
    second = Image.new("RGB", (900, 300), "white")
    ImageDraw.Draw(second).text(
        (50, 100), "SECOND PAGE 88", fill="black", font=ImageFont.load_default(size=70)
    )
    data = packed(sheet(), "TIFF", save_all=True, append_images=[second])
    content = read("扫描.tif", data)
    assert content.doc_type == "tif" and content.page_count == 2
    assert [page.number for page in content.pages] == [1, 2]
    assert "88" in content.pages[1].text


@pytest.mark.parametrize(
    ("kind", "name"), [("BMP", "a.bmp"), ("WEBP", "a.webp"), ("JPEG", "a.jpg"), ("GIF", "a.gif")]
)
def test_other_kinds_of_pictures_are_read(kind: str, name: str) -> None:
    content = read(name, packed(sheet(), kind))
    assert content.doc_type == name[2:]
    assert "2021" in words(content)


def test_a_picture_as_phones_take_it_is_read() -> None:
    content = read("照片.heic", Path(__file__).with_name("meeting.heic").read_bytes())
    assert content.doc_type == "heic"
    assert words(content).index("MEETING2021") < words(content).index("BUDGET7600")


def test_a_page_read_without_confidence_keeps_its_text_and_waits_for_a_look(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("indexer.extraction.pictures.SURE", 1.01)
    content = read("扫描.png", packed(sheet()))
    assert "BUDGET7600" in words(content)
    assert [problem.kind for problem in content.problems] == [ProblemKind.OCR_UNSURE]
    assert "第 1 页" in content.problems[0].reason


def test_a_picture_without_text_says_so() -> None:
    content = read("照片.jpg", packed(Image.new("RGB", (400, 300), "grey"), "JPEG"))
    assert [problem.kind for problem in content.problems] == [ProblemKind.NO_TEXT]


def test_a_damaged_picture_is_broken_with_a_reason() -> None:
    content = read("照片.png", packed(sheet())[:200])
    assert [problem.kind for problem in content.problems] == [ProblemKind.BROKEN]


def ruled_sheet() -> Image.Image:
    """A table whose second column has cells of two lines each; the lines of the first stand between them."""
    image = Image.new("RGB", (1200, 900), "white")
    draw = ImageDraw.Draw(image)
    font = ImageFont.load_default(size=40)
    for y in (100, 300, 500):
        draw.line((100, y, 1100, y), "black", 3)
    for x in (100, 400, 1100):
        draw.line((x, 100, x, 500), "black", 3)
    draw.text((120, 180), "MEETING", "black", font)
    draw.multiline_text((430, 140), "LIGHTS ON THE ROAD TO\nTHE NORTH VILLAGE", "black", font, spacing=24)
    draw.text((120, 380), "BUDGET", "black", font)
    draw.multiline_text((430, 340), "SEVEN THOUSAND AND\nSIX HUNDRED", "black", font, spacing=24)
    return image


@pytest.mark.parametrize("angle", [0, 1.5])
def test_the_cells_of_a_ruled_table_are_read_one_by_one(angle: float) -> None:
    turned = ruled_sheet().rotate(angle, Image.Resampling.BICUBIC, fillcolor="white")
    page = read("表.png", packed(turned)).pages[0]
    rows = "\n".join(" ".join(cell.split()) for cell in page.text.split("\t")).split("\n")
    assert page.text.count("\t") == 2
    assert "MEETING" in rows[0] and "NORTH VILLAGE" in page.text.split("BUDGET")[0]
    assert "SIX HUNDRED" in page.text.split("BUDGET")[1]


def test_a_picture_read_twice_in_a_row_says_the_same_on_either_page() -> None:
    buffer = io.BytesIO()
    page = sheet()
    page.save(buffer, "TIFF", save_all=True, append_images=[page])
    first, second = read("两页.tif", buffer.getvalue()).pages
    assert (first.number, second.number, second.label) == (1, 2, "第2页")
    assert first.text == second.text and first.boxes == second.boxes


def test_a_single_line_cut_out_is_read() -> None:
    strip = Image.new("RGB", (420, 60), "white")
    ImageDraw.Draw(strip).text((10, 5), "BUDGET 7600", fill="black", font=ImageFont.load_default(size=42))
    assert "7600" in words(read("条.png", packed(strip)))
