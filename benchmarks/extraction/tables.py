"""Results as Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence


def table(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Print a table; numbers stand to the right."""
    printed = [[_cell(value) for value in row] for row in rows]
    right = [bool(printed) and all(_is_number(row[at]) for row in printed) for at in range(len(heads))]
    print("| " + " | ".join(heads) + " |")
    print("| " + " | ".join("---:" if side else "---" for side in right) + " |")
    for row in printed:
        print("| " + " | ".join(row) + " |")
    print(flush=True)


def _cell(value: object) -> str:
    return f"{value:,.2f}" if isinstance(value, float) else str(value).replace("|", "¦").replace("\n", " ")


def _is_number(text: str) -> bool:
    return text.replace(",", "").replace(".", "").rstrip(" %").lstrip("-").isdigit() or text in ("", "–")


def share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.2f} %" if whole else "–"
