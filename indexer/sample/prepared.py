"""What cannot be made at run time without fonts or other programs: scans, photographs, DOC, XLS, locked DOCX.

``prepared.zip`` holds them, each under the digest of the paper it was made from, so that a picture can never
say something else than its truth. ``python -m benchmarks.prepare_sample`` makes it anew after a change of
the texts. Its font is a subset of Noto Serif CJK SC (SIL Open Font License 1.1, in the ZIP).
"""

from __future__ import annotations

import io
import zipfile
from functools import cache
from importlib.resources import files

from PIL import Image

from indexer.sample.paper import Paper

#: Kind → (file extension, doc_type, the format that stands in where an archive of other size needs one).
KINDS = {
    "scan-jpg": ("jpg", "jpg", "docx"),
    "scan-pdf": ("pdf", "pdf", "pdf"),
    "photo": ("jpg", "jpg", "txt"),
    "doc": ("doc", "doc", "docx"),
    "wps": ("wps", "doc", "docx"),
    "xls": ("xls", "xls", "xlsx"),
    "et": ("et", "xls", "xlsx"),
    "docx-locked": ("docx", "docx", "docx"),
}
#: Kinds whose text stands in pictures only.
PICTURES = frozenset({"scan-jpg", "scan-pdf", "photo"})
#: Opens the locked samples.
PASSWORD = "ltz2021"


def prepared(kind: str, paper: Paper) -> bytes | None:
    """The file of that kind made from exactly this paper; None where there is none."""
    store = _store()
    base = entry_name(kind, paper)
    if kind == "scan-pdf":
        pages = [store[name] for number in range(1, 10) if (name := f"{base}.{number}") in store]
        return picture_pdf(pages) if pages else None
    return store.get(base)


def entry_name(kind: str, paper: Paper) -> str:
    """Its name in ``prepared.zip``; a scan of several pages adds ``.1``, ``.2`` …"""
    return f"{'doc' if kind == 'wps' else 'xls' if kind == 'et' else kind}/{paper.digest()}"


def font() -> io.BytesIO | None:
    """A TrueType font with the characters of the sample's PDF files."""
    data = _store().get("font.ttf")
    return io.BytesIO(data) if data else None


@cache
def _store() -> dict[str, bytes]:
    source = files(__package__) / "prepared.zip"
    if not source.is_file():
        return {}
    with zipfile.ZipFile(io.BytesIO(source.read_bytes())) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def picture_pdf(pages: list[bytes]) -> bytes:
    """A PDF of nothing but JPEG pictures, an A4 page each, as a scanner makes it (ISO 32000-1, 7.5)."""
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>"]
    kids = " ".join(f"{3 + 3 * at} 0 R" for at in range(len(pages)))
    objects.append(f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode())
    for at, data in enumerate(pages):
        objects += _picture_page(3 + 3 * at, data)
    out = io.BytesIO()
    out.write(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")
    offsets = []
    for number, content in enumerate(objects, 1):
        offsets.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, content))
    start = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    out.write(b"".join(b"%010d 00000 n \n" % offset for offset in offsets))
    out.write(b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start))
    return out.getvalue()


def _picture_page(number: int, data: bytes) -> list[bytes]:
    with Image.open(io.BytesIO(data)) as image:
        width, height = image.size
        space = "DeviceGray" if image.mode == "L" else "DeviceRGB"
    drawing = b"q 595.28 0 0 841.89 0 0 cm /Im0 Do Q"
    page = (
        f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595.28 841.89] /Contents {number + 1} 0 R "
        f"/Resources << /XObject << /Im0 {number + 2} 0 R >> >> >>"
    )
    head = (
        f"<< /Type /XObject /Subtype /Image /Width {width} /Height {height} /ColorSpace /{space} "
        f"/BitsPerComponent 8 /Filter /DCTDecode /Length {len(data)} >>\nstream\n"
    )
    return [
        page.encode(),
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(drawing), drawing),
        head.encode() + data + b"\nendstream",
    ]
