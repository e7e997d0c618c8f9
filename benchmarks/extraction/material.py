"""The shared test material, unpacked once into a working folder."""

from __future__ import annotations

import subprocess
from pathlib import Path

#: The folder that each archive of the material unpacks to.
FOLDERS = {
    "tika-test-documents": "tika-test-documents",
    "ofd": "ofdrw",
    "ocr": "rapidocr-tests",
    "encodings": "encodings-chardet",
    "rar": "rarfile-tests",
    "party-forms": "owip-party-docs",
    "news-html-2000": "xwlb-cctv/dump_htmls",
    "news-2022-2024": "xwlb-cctv/news",
}


def material(name: str, data: Path, work: Path) -> Path:
    """The folder of one archive of ``data`` under ``work``, unpacked where it is not there yet."""
    folder = work / FOLDERS[name]
    if not folder.is_dir():
        work.mkdir(parents=True, exist_ok=True)
        archive = data / f"{name}.tar.zst"
        subprocess.run(["tar", "-I", "zstd", "-xf", archive, "-C", work], check=True)
    return folder


def files_of(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())
