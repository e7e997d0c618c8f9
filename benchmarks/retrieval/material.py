"""The public test material, unpacked once into a folder of the benchmark's own."""

from __future__ import annotations

import subprocess
from pathlib import Path

#: Where the parts lie in the folder they are unpacked into.
NEWS, LAWS, STATUTES = "xwlb-cctv/news", "lawrefbook", "stard"
_ARCHIVES = {"news-2022-2024.tar.zst": NEWS, "laws.tar.zst": LAWS}
_TEXTS = ("cmrc2018_dev.json", "DRCD_dev.json")


def unpack(shared: Path, folder: Path) -> None:
    """Unpack what is not there yet; needs the programs ``tar`` and ``zstd``."""
    folder.mkdir(parents=True, exist_ok=True)
    for archive, part in _ARCHIVES.items():
        if not (folder / part).exists():
            subprocess.run(["tar", "-I", "zstd", "-xf", shared / archive, "-C", folder], check=True)
    for text in _TEXTS:
        if not (folder / text).exists():
            subprocess.run(["zstd", "-dqf", shared / f"{text}.zst", "-o", folder / text], check=True)
    queries = folder / STATUTES / "dev_queries.json"
    if not queries.exists():
        queries.parent.mkdir(exist_ok=True)
        queries.write_bytes((shared / STATUTES / "dev_queries.json").read_bytes())
