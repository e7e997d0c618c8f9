"""A day of writing to a catalog, that can be begun again wherever it was cut off.

Run as a program (``python -m tests.indexer.catalog.scenario URL FOLDER``) it does all of it once; each step
looks at what is there first, as the index run, the web application and a person at the terminal do.
"""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

from indexer.archival.values import Branch
from indexer.catalog import Catalog
from indexer.catalog.records import BatchNote, CorrectionWish, IgnoredPath, Redescription

from .drafts import READER, content, described, part, save_container, save_plain, sha


def play(url: str, folder: Path) -> None:
    """Everything, from the first opening of the database to a restore."""
    with Catalog.open(url) as catalog:
        inner = folder / "总" / "一支部"
        inner.mkdir(parents=True, exist_ok=True)
        name = catalog.add_root(inner).root.name
        if name == "一支部":
            _index(catalog, name, "")
            catalog.add_root(folder / "总")
        _index(catalog, "总", "一支部/")
        _correct(catalog)
        _correct_together(catalog)
        catalog.save_contents([content("照片", pages=content("照片上的字").pages)], READER)
        _describe(catalog)
        catalog.save_branches([Branch("第一党支部"), Branch("第二党支部")])
        catalog.backup(folder / "备份.zip")
        catalog.restore(folder / "备份.zip")
        _remove(catalog, folder / "旁边")


def _index(catalog: Catalog, root: str, prefix: str) -> None:
    """A run over the folder: new files, one that changes, one that moves, one that goes."""
    known = catalog.known_files(root)
    if f"{prefix}新处/搬.txt" not in known:
        for path, text in (("旧处/搬.txt", "搬走的"), ("走.txt", "要走的"), ("变.txt", "变前")):
            save_plain(catalog, root, prefix + path, text)
        save_container(catalog, root, f"{prefix}包.zip", "包", {"m.txt": "员一", "n.txt": "员二"})
        save_plain(catalog, root, f"{prefix}全年.txt", "全年", parts=[part(1, "一月"), part(2, "二月")])
        save_plain(catalog, root, f"{prefix}照片.jpg", "照片")
    known = catalog.known_files(root)
    save_plain(catalog, root, f"{prefix}变.txt", "变后", branch="第一党支部")
    save_container(catalog, root, f"{prefix}包.zip", "包二", {"m.txt": "员一"})
    former = known.get(f"{prefix}旧处/搬.txt")
    save_plain(catalog, root, f"{prefix}新处/搬.txt", "搬走的", moved_from=former.id if former else None)
    catalog.vanish([known[f"{prefix}走.txt"].id])
    catalog.save_ignored(root, [IgnoredPath(f"{prefix}Thumbs.db", "系统文件")])


def _correct(catalog: Catalog) -> None:
    file = catalog.known_files("总")["一支部/变.txt"]
    record = catalog.document(file.id)
    assert record is not None
    if not record.corrected:
        catalog.correct(file.id, {"branch": "第二党支部"}, (), "张三", "看错了", record.revision)


def _correct_together(catalog: Catalog) -> None:
    known = catalog.known_files("总")
    records = [catalog.document(known[f"一支部/{name}"].id) for name in ("变.txt", "新处/搬.txt")]
    if not catalog.batches()[0]:
        wishes = [
            CorrectionWish(one.id, one.revision, {"role": "通知"}) for one in records if one is not None
        ]
        catalog.correct_many(wishes, "张三", BatchNote("bulk", "都是通知"), whole=True)
    (batch,) = catalog.batches()[1]
    if batch.undone_at is None:
        catalog.undo_batch(batch.id, "李四")


def _describe(catalog: Catalog) -> None:
    new = [Redescription(key, described(title=f"题名{key}")) for key in catalog.undescribed("rules-2")]
    parts = [part(1, "一月"), part(2, "二月")]
    whole = catalog.known_files("总")["一支部/全年.txt"].id
    new = [Redescription(one.id, one.description, tuple(parts)) if one.id == whole else one for one in new]
    catalog.redescribe(new, "rules-2")


def _remove(catalog: Catalog, folder: Path) -> None:
    folder.mkdir(exist_ok=True)
    root = catalog.add_root(folder).root.name
    save_plain(catalog, root, "a.txt", "旁边的")
    catalog.remove_root(root)


def seen_by_all(catalog: Catalog) -> dict[str, object]:
    """Everything that a reader, a run and an engine can see of the catalog, in a form to compare."""
    ids = [file.id for root in catalog.roots() for file in catalog.known_files(root.name).values()]
    parts = [one.id for identifier in ids for one in catalog.parts(identifier)]
    records = catalog.documents([*ids, *parts])
    return {
        "roots": [(root.name, root.documents) for root in catalog.roots()],
        "files": sorted((one.id, one.path, one.vanished, one.outcome, one.title) for one in records.values()),
        "descriptions": sorted((one.id, one.description.value("branch") or "") for one in records.values()),
        "pages": {one.id: [page.text for page in catalog.pages(one.id)] for one in records.values()},
        "engine": {one.id: replace(one, arrived=0) for one in catalog.all_documents()},  # at another time
        "outcomes": catalog.outcomes(),
        "members": catalog.member_outcomes(),
        "problems": catalog.problems(size=100),
        "branches": catalog.branches(),
        "log": [(line.field, line.value) for one in ids for line in catalog.corrections(one)],
        "texts": {text: catalog.content(sha(text)) for text in ("变前", "变后", "照片", "员一", "员二")},
        "waiting": catalog.undescribed("rules-2"),
    }


if __name__ == "__main__":
    play(sys.argv[1], Path(sys.argv[2]))
