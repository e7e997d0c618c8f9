"""Whether a root is out of reach though its folder is there: a place where nothing is mounted now."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from indexer.catalog import Catalog
from indexer.catalog.records import KnownFile, RootRecord
from indexer.discover import openable


def unmounted(catalog: Catalog, root: RootRecord, known: Mapping[str, KnownFile]) -> bool:
    """Whether the folder is an empty one on another device than its files were on.

    A network drive that is not mounted leaves such a folder behind; its files have not vanished. The
    device is remembered whenever the folder has something in it.
    """
    folder = openable(str(Path(root.path)))
    key = f"root.device.{root.id}"
    try:
        device = str(os.stat(folder).st_dev)  # noqa: PTH116 - a Path would drop the long-path prefix
        with os.scandir(folder) as entries:
            empty = next(entries, None) is None
    except OSError:
        return False  # discovery says why
    remembered = catalog.meta(key)
    if empty:
        present = any(not one.vanished for one in known.values())
        return present and remembered is not None and remembered != device
    if remembered != device:
        catalog.set_meta(key, device)
    return False
