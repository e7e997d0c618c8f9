"""Real Party spreadsheets: whether every cell's words are in the text, row by row."""

from __future__ import annotations

import warnings
from pathlib import Path

import openpyxl

from benchmarks.extraction.material import files_of, material
from benchmarks.extraction.pooled import read_all
from benchmarks.extraction.tables import share
from indexer.extraction.reading import Context


def forms(data: Path, work: Path) -> None:
    """Prints the share of cells with text that were found, and of rows found with their cells in order."""
    files = files_of(material("party-forms", data, work))
    found = read_all(files, Context())
    cells, cells_found, rows, rows_found = 0, 0, 0, 0
    for path in files:
        packed = "".join(found[path].text.split())
        lines = ["".join(line.split("\t")) for line in found[path].text.split("\n")]
        for row in _rows(path):
            cells += len(row)
            cells_found += sum("".join(cell.split()) in packed for cell in row)
            if all("\n" not in cell for cell in row):
                rows += 1
                rows_found += "".join(row) in lines or "".join("".join(row).split()) in packed
    with_text = sum(read.own.has_text for read in found.values())
    print(f"{len(files)} files, {with_text} with text")
    print(f"cells found: {cells_found} of {cells} ({share(cells_found, cells)})")
    print(f"rows found with their cells in order: {rows_found} of {rows} ({share(rows_found, rows)})\n")


def _rows(path: Path) -> list[list[str]]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = openpyxl.load_workbook(path, data_only=True)
    rows = [
        [cell for cell in row if isinstance(cell, str) and cell.strip()]
        for sheet in book.worksheets
        for row in sheet.iter_rows(values_only=True)
        if all(cell is None or isinstance(cell, str) for cell in row)
    ]
    return [row for row in rows if row]
