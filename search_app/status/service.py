"""How the archive stands, as the API gives it and the page shows it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from indexer.catalog import Catalog
from indexer.catalog.records import RootRecord, RunRecord
from indexer.discover import reachable
from indexer.documents import Outcome
from indexer.engines.protocol import Engine
from indexer.errors import EngineUnavailable
from search_app.version import version


def status(catalog: Catalog, engine: Engine, fingerprint: str) -> dict[str, Any]:
    """The answer of ``GET /status``. ``fingerprint`` is the one an index would be built with now.

    An engine that is down is part of the answer and no error: this is where people look for it.
    """
    roots = catalog.roots()
    running, last = catalog.current_run(), catalog.last_run()
    found = engine_json(catalog, engine, fingerprint)
    return {
        "engine": found,
        "catalog": {"documents": sum(root.documents for root in roots)},
        "roots": [root_json(root) for root in roots],
        "outcomes": {outcome.value: count for outcome, count in catalog.outcomes().items()},
        "members": {outcome.value: count for outcome, count in catalog.member_outcomes().items()},
        "run": run_json(running) if running else None,
        "last_run": run_json(last) if last else None,
        "rebuild_due": found["rebuild_due"],
        "purge_due": catalog.purge_due() is not None,
        "version": version(),
    }


def engine_json(catalog: Catalog, engine: Engine, fingerprint: str) -> dict[str, Any]:
    """The engine: whether it answers, what it holds, how many changes it has yet to take."""
    answer = {
        "name": engine.name,
        "reachable": True,
        "documents": 0,
        "waiting": 0,
        "rebuild_due": False,
        "hint": "",
    }
    try:
        built_with = engine.fingerprint()
        answer["documents"] = engine.count() if built_with is not None else 0
        answer["waiting"] = max(0, catalog.latest_change() - engine.applied())
        answer["rebuild_due"] = built_with is not None and built_with != fingerprint
    except EngineUnavailable as error:
        answer |= {"reachable": False, "hint": f"{error.message}。{error.hint}"}
    return answer


def root_json(root: RootRecord) -> dict[str, Any]:
    return {
        "name": root.name,
        "path": root.path,
        "reachable": reachable(Path(root.path)),
        "documents": root.documents,
    }


def run_json(run: RunRecord) -> dict[str, Any]:
    """One index run; times are ISO 8601 with their zone."""
    return {
        "id": run.id,
        "state": run.state.value,
        "started_at": run.started_at.isoformat(),
        "updated_at": run.updated_at.isoformat(),
        "ended_at": run.ended_at.isoformat() if run.ended_at else None,
        "folders": list(run.folders),
        "phase": run.progress.phase,
        "done": run.progress.done,
        "total": run.progress.total,
        "counts": dict(run.progress.counts),
        "message": run.message,
    }


def not_fully_searchable(catalog: Catalog) -> int:
    """How many files cannot be found by all of their text: what every promise of the page is qualified by."""
    outcomes = catalog.outcomes()
    return sum(outcomes.get(outcome, 0) for outcome in (Outcome.PARTLY, Outcome.NOT_SEARCHABLE))
