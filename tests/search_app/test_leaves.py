"""Text cut for reading loses and doubles nothing."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.documents import Page
from search_app.documents.blocks import Block, blocks
from search_app.documents.leaves import leaves

TEXTS = st.text(alphabet="路灯经费a1 \t\n,", max_size=200)


def text_of(block: Block) -> str:
    if block.rows:
        return "\n".join(
            "\t".join("".join(p.text for p in cell.pieces) for cell in row) for row in block.rows
        )
    return "".join(piece.text for piece in block.pieces)


@given(TEXTS)
@settings(deadline=None)
def test_blocks_joined_are_the_text(text: str) -> None:
    (leaf,) = leaves([Page(1, "第1页", text)], [("路灯",), ("经费a1",)])
    assert "\n".join(text_of(block) for block in blocks(leaf.stretch)) == text.removesuffix("\n")


@given(st.lists(TEXTS, max_size=4))
@settings(deadline=None)
def test_every_mark_is_opened_once_in_order(texts: list[str]) -> None:
    pages = [Page(number, "", text) for number, text in enumerate(texts, 1)]
    found = leaves(pages, [("路灯",), ("经费",)])
    pieces = [
        piece
        for leaf in found
        for block in blocks(leaf.stretch)
        for piece in (*block.pieces, *(p for row in block.rows for cell in row for p in cell.pieces))
    ]
    opened = [piece.mark for piece in pieces if piece.opens]
    assert opened == list(range(1, sum(leaf.marks for leaf in found) + 1))


@given(st.integers(1, 300))
@settings(max_examples=10, deadline=None)
def test_a_page_too_long_is_cut_into_portions_that_join_again(line: int) -> None:
    text = ("路灯" * line + "\n") * (450_000 // (2 * line + 1) + 1)
    found = leaves([Page(1, "第1页", text)], [])
    assert "".join(text[leaf.stretch.start : leaf.stretch.end] for leaf in found) == text
    assert [leaf.portion for leaf in found] == list(range(1, len(found) + 1))
    assert len(found) >= 3
