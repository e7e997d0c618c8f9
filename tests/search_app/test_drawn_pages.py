"""Pages as pictures: drawn in a process of their own, marked, and never of what is held back."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from PIL import Image
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from indexer.documents import Page
from indexer.errors import NotFound
from indexer.extraction.reading import Context
from search_app.documents.drawing import Draughtsman, Sheet

from .archive import Archive


def pdf(*lines: str) -> bytes:
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4)
    for line in lines:
        canvas.setFont("Helvetica", 30)
        canvas.drawString(72, 700, line)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def image(client: FlaskClient, identifier: str, number: int, query: str = "") -> Image.Image:
    answer = client.get(f"/api/v1/documents/{identifier}/pages/{number}.png{query}")
    assert answer.status_code == 200, answer.text
    assert answer.mimetype == "image/png"
    return Image.open(io.BytesIO(answer.data)).convert("RGB")


def yellow(picture: Image.Image) -> int:
    """How many pixels are as yellow as a mark."""
    data = picture.resize((200, 280)).tobytes()
    pixels = zip(data[0::3], data[1::3], data[2::3], strict=True)
    return sum(1 for red, green, blue in pixels if red > 200 and green > 180 and blue < 180)


def test_a_page_is_drawn_with_the_words_of_the_query_marked(archive: Archive) -> None:
    identifier = archive.put(
        "a.pdf", "STREET LAMP", "second", data=pdf("STREET LAMP", "second"), doc_type="pdf"
    )
    client = archive.client()
    plain = image(client, identifier, 1)
    assert plain.width <= 1240
    assert yellow(plain) == 0
    assert yellow(image(client, identifier, 1, "?q=lamp")) > 20
    assert yellow(image(client, identifier, 2, "?q=lamp")) == 0


def test_a_member_of_a_container_is_drawn(archive: Archive) -> None:
    data = pdf("STREET LAMP")
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as bundle:
        bundle.writestr("6/a.pdf", data)
    container = archive.put("b.zip", data=packed.getvalue(), doc_type="zip", members={"6/a.pdf": data})
    client = archive.client()
    member = client.get(f"/api/v1/documents/{container}").get_json()["members"][0]["id"]
    record = archive.catalog.document(member)
    assert record is not None
    sheet = Sheet(archive.folder / "b.zip", "6/a.pdf", "pdf", 1, None, (("lamp",),), Context())
    draughtsman = Draughtsman()
    assert yellow(Image.open(io.BytesIO(draughtsman.draw(sheet))).convert("RGB")) > 20
    draughtsman.close()


@pytest.mark.parametrize("number", ["0", "3", "99999"])
def test_a_page_that_is_not_there_is_a_404(archive: Archive, number: str) -> None:
    identifier = archive.put("a.pdf", "x", "y", data=pdf("x", "y"), doc_type="pdf")
    answer = archive.client().get(f"/api/v1/documents/{identifier}/pages/{number}.png")
    assert answer.status_code == 404
    assert answer.get_json()["error"] == "not_found"


def test_what_cannot_be_drawn_says_what_to_do(archive: Archive) -> None:
    text = archive.put("a.docx", "x")
    broken = archive.put("b.pdf", data=b"%PDF-1.4 broken", doc_type="pdf")
    client = archive.client()
    for identifier in (text, broken):
        answer = client.get(f"/api/v1/documents/{identifier}/pages/1.png")
        assert answer.status_code == 404
        assert answer.get_json()["hint"]


def test_a_quarantined_document_is_not_drawn(archive: Archive) -> None:
    identifier = archive.put("a.pdf", data=pdf("SECRET"), doc_type="pdf", mark="机密")
    assert archive.client().get(f"/api/v1/documents/{identifier}/pages/1.png").status_code == 404


def test_the_same_drawing_is_not_made_twice_for_one_browser(archive: Archive) -> None:
    identifier = archive.put("a.pdf", "lamp", data=pdf("lamp"), doc_type="pdf")
    client = archive.client()
    address = f"/api/v1/documents/{identifier}/pages/1.png"
    tag = client.get(address).headers["ETag"]
    assert client.get(address, headers={"If-None-Match": tag}).status_code == 304
    assert client.get(f"{address}?q=lamp", headers={"If-None-Match": tag}).status_code == 200


def sheet(path: Path) -> Sheet:
    return Sheet(path, None, "pdf", 1, Page(1, "", "x"), (), Context())


def test_a_drawing_process_that_ends_is_replaced(tmp_path: Path) -> None:
    file = tmp_path / "a.pdf"
    file.write_bytes(pdf("x"))
    draughtsman = Draughtsman()
    assert draughtsman.draw(sheet(file))
    assert draughtsman._process is not None
    draughtsman._process.kill()
    draughtsman._process.join()
    assert draughtsman.draw(sheet(file))
    draughtsman.close()


def test_a_page_that_takes_too_long_is_given_up(tmp_path: Path) -> None:
    file = tmp_path / "a.pdf"
    file.write_bytes(pdf("x"))
    draughtsman = Draughtsman(seconds=0.0)
    with pytest.raises(NotFound, match="太久"):
        draughtsman.draw(sheet(file))
    draughtsman.close()


def test_the_page_of_a_document_offers_both_ways_to_read(archive: Archive) -> None:
    identifier = archive.put("a.pdf", "lamp", "y", data=pdf("lamp", "y"), doc_type="pdf")
    client = archive.client()
    text = client.get(f"/documents/{identifier}?q=lamp").text
    assert "view=pages" in text
    assert "<img" not in text
    drawn = client.get(f"/documents/{identifier}?q=lamp&view=pages").text
    assert drawn.count("<img") == 2
    assert f"/api/v1/documents/{identifier}/pages/1.png?q=lamp" in drawn
    photo = archive.put("c.jpg", doc_type="jpg", data=b"no text was read from it")
    assert "<img" in client.get(f"/documents/{photo}").text
    assert "<img" not in client.get(f"/documents/{photo}?view=text").text
    word = archive.put("b.docx", "x")
    assert "原页" not in client.get(f"/documents/{word}").text
