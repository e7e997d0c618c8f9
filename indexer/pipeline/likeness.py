"""Nearly equal texts: sketched at the end of a run, found when a document is opened."""

from __future__ import annotations

from dataclasses import dataclass

from indexer.archival.likeness import ALIKE, bands, likeness, shingles
from indexer.catalog import Catalog
from indexer.catalog.records import DocumentRecord, Place
from indexer.stop_points import stop_point

from .progress import Meter, Observe, Phase

_AT_ONCE = 100
#: Candidates compared for one document: more would be a form that everybody fills in.
MOST_CANDIDATES = 60
#: Papers that are alike by their nature: the same form filled in anew.
FORMS = frozenset(("签到表", "清单台账", "名册", "报表", "登记表", "凭证", "表决票", "照片", "证书"))

_sketched = stop_point("pipeline.likeness.sketched")


@dataclass(frozen=True, slots=True)
class NearCopy:
    """Another document that says nearly the same; ``share`` of what they say is common, 0 to 1."""

    place: Place
    share: float


def sketch_all(catalog: Catalog, observe: Observe) -> int:
    """Sketch every text that is new or changed; return how many."""
    due = catalog.unsketched(_AT_ONCE)
    if not due:
        return 0
    with Meter(observe, Phase.COMPARE) as meter:
        while due:
            texts = catalog.texts(due)
            catalog.save_sketches({sha256: bands(shingles(texts.get(sha256, ()))) for sha256 in due})
            _sketched()
            meter.add(len(due))
            due = catalog.unsketched(_AT_ONCE, due[-1])
        return meter.done


def near_copies(catalog: Catalog, record: DocumentRecord) -> list[NearCopy]:
    """The documents that say nearly what this one says in other bytes, the nearest first."""
    if record.sha256 is None or record.part is not None or record.description.value("role") in FORMS:
        return []
    others = catalog.sketch_candidates(record.sha256, MOST_CANDIDATES)
    texts = catalog.texts([record.sha256, *others])
    own = shingles(texts.get(record.sha256, ()))
    found = []
    for sha256 in others:
        share = likeness(own, shingles(texts.get(sha256, ())))
        if share >= ALIKE:
            found += [NearCopy(place, round(share, 3)) for place in catalog.places(sha256)]
    return sorted(found, key=lambda copy: (-copy.share, copy.place.id))
