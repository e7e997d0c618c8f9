"""Old office formats by LibreOffice, and an encrypted DOCX by msoffcrypto-tool."""

from __future__ import annotations

import io
import subprocess
import tempfile
from pathlib import Path

from msoffcrypto.format.ooxml import OOXMLFile

from indexer.sample.paper import Paper
from indexer.sample.prepared import PASSWORD
from indexer.sample.writers import write

FILTERS = {"doc": ("docx", "doc:MS Word 97"), "xls": ("xlsx", "xls:MS Excel 97")}


def old_office(kind: str, papers: dict[str, Paper]) -> dict[str, bytes]:
    """Name → bytes of every paper as ``doc`` or ``xls``, in one run of LibreOffice."""
    source_format, filter_name = FILTERS[kind]
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder) / "in", Path(folder) / "out"
        source.mkdir()
        for name, paper in papers.items():
            (source / f"{name}.{source_format}").write_bytes(write(source_format, paper))
        files = [str(path) for path in sorted(source.iterdir())]
        profile = f"-env:UserInstallation=file://{folder}/profile"
        command = [
            "soffice",
            "--headless",
            profile,
            "--convert-to",
            filter_name,
            "--outdir",
            str(target),
            *files,
        ]
        subprocess.run(command, check=True, capture_output=True, timeout=600)
        return {name: (target / f"{name}.{kind}").read_bytes() for name in papers}


def locked_docx(paper: Paper) -> bytes:
    """Checked by opening it again: under 4 KiB msoffcrypto-tool 6.1 writes files that it cannot read."""
    plain, locked, opened = write("docx", paper), io.BytesIO(), io.BytesIO()
    OOXMLFile(io.BytesIO(plain)).encrypt(PASSWORD, locked)
    file = OOXMLFile(io.BytesIO(locked.getvalue()))
    file.load_key(password=PASSWORD)
    file.decrypt(opened)
    if opened.getvalue() != plain:
        raise SystemExit("the encrypted DOCX does not open again")
    return locked.getvalue()
