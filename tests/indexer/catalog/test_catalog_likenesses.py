"""Sketches of texts: which are due, and which contents share a band."""

from __future__ import annotations

from pathlib import Path

from indexer.catalog import Catalog
from indexer.documents import Page

from .drafts import READER, content, root_of, save_plain, sha


def test_a_content_is_due_once_until_its_text_changes(catalog: Catalog) -> None:
    catalog.save_contents([content(text) for text in ("甲", "乙", "")], READER)
    hashes = sorted(sha(text) for text in ("甲", "乙", ""))
    assert catalog.unsketched() == hashes
    assert catalog.unsketched(1) + catalog.unsketched(9, after=hashes[0]) == hashes
    catalog.save_sketches(dict.fromkeys(hashes, ()))
    assert catalog.unsketched() == []
    catalog.save_contents([content("甲", pages=(Page(1, "第1页", "甲的图上有字", ocr=True),))], READER)
    assert catalog.unsketched() == [sha("甲")]


def candidates(catalog: Catalog, *bands: int) -> list[str]:
    return sorted(catalog.sketch_candidates({"new": bands}, 9).get("new", []))


def test_contents_that_share_a_band_are_candidates(catalog: Catalog) -> None:
    catalog.save_contents([content(text) for text in "甲乙丙丁"], READER)
    bands = {
        sha("甲"): (1, -2, 2**63 - 1),
        sha("乙"): (-2, 5),
        sha("丙"): (7,),
        sha("丁"): (2**63 - 1, -(2**63)),
    }
    catalog.save_sketches({**bands, sha("没有"): (1,)})
    assert candidates(catalog, 1, -2, 2**63 - 1) == sorted([sha("甲"), sha("乙"), sha("丁")])
    assert candidates(catalog, 8) == candidates(catalog) == []
    assert len(catalog.sketch_candidates({"new": (-2, 7)}, 2)["new"]) == 2
    catalog.save_sketches({sha("甲"): (7,)})
    assert candidates(catalog, 1) == []
    assert candidates(catalog, 7) == sorted([sha("甲"), sha("丙")])


def test_pairs_are_remembered_once_and_told_from_either_side(catalog: Catalog) -> None:
    catalog.save_contents([content(text) for text in "甲乙丙"], READER)
    sketches = {sha(text): (1,) for text in "甲乙丙"}
    pairs = {(sha("乙"), sha("甲")): 0.9, (sha("甲"), sha("丙")): 0.85, (sha("甲"), sha("没有")): 1.0}
    for _ in range(2):
        catalog.save_sketches(sketches, pairs)
    assert catalog.near(sha("甲")) == {sha("乙"): 0.9, sha("丙"): 0.85}
    assert catalog.near(sha("丙")) == {sha("甲"): 0.85}
    assert sorted(share for _, _, share in catalog.near_pairs()) == [0.85, 0.9]
    catalog.save_contents([content("甲", pages=(Page(1, "第1页", "甲变了"),))], READER)
    assert catalog.near_pairs() == []


def test_a_text_that_is_wiped_or_dropped_leaves_no_sketch(catalog: Catalog, tmp_path: Path) -> None:
    root = root_of(catalog, tmp_path / "档案")
    saved = save_plain(catalog, root, "a.txt", "甲")
    save_plain(catalog, root, "b.txt", "乙")
    save_plain(catalog, root, "c.txt", "丙")
    catalog.save_sketches({sha(text): (1, 2) for text in "甲乙丙"}, {(sha("甲"), sha("丙")): 0.9})
    catalog.correct(saved.id, {"secrecy": "机密"}, (), "张三", "", 1)
    save_plain(catalog, root, "b.txt", "新的")
    assert candidates(catalog, 1, 2) == [sha("丙")]
    assert catalog.near(sha("丙")) == {}
