"""Runs, branches and named values."""

from __future__ import annotations

from datetime import UTC, date, datetime

from indexer.archival.values import Branch
from indexer.catalog import Catalog
from indexer.catalog.records import RunProgress, RunState


def test_a_run_is_seen_while_it_goes_and_after_it_ended(catalog: Catalog) -> None:
    assert catalog.current_run() is None and catalog.last_run() is None
    run = catalog.start_run(["/档案"])
    catalog.progress_run(run, RunProgress("提取文字", 3, 10, {"searchable": 3}))
    going = catalog.current_run()
    assert going is not None and going.state is RunState.RUNNING and going.folders == ("/档案",)
    assert going.progress == RunProgress("提取文字", 3, 10, {"searchable": 3}) and going.ended_at is None
    assert going.started_at.tzinfo is UTC and going.started_at <= datetime.now(UTC)
    catalog.end_run(run, RunState.FAILED, {"searchable": 4}, "磁盘已满")
    last = catalog.last_run()
    assert catalog.current_run() is None and last is not None
    assert (last.state, last.message, last.progress.counts) == (
        RunState.FAILED,
        "磁盘已满",
        {"searchable": 4},
    )


def test_a_run_left_open_was_interrupted(catalog: Catalog) -> None:
    first = catalog.start_run([])
    second = catalog.start_run([])
    last, going = catalog.last_run(), catalog.current_run()
    assert (
        last is not None
        and (last.id, last.state) == (first, RunState.INTERRUPTED)
        and last.ended_at is not None
    )
    assert going is not None and going.id == second


def test_branches_come_back_in_their_order(catalog: Catalog) -> None:
    branches = [
        Branch("第二党支部", ("二支部", "2支部"), True, 3, date(2015, 1, 1), date(2020, 12, 31), True),
        Branch("第一党支部"),
    ]
    catalog.save_branches(branches)
    assert catalog.branches() == branches
    catalog.save_branches(branches[1:])
    assert catalog.branches() == branches[1:]
    catalog.save_branches([])
    assert catalog.branches() == []


def test_named_values_are_kept_until_forgotten(catalog: Catalog) -> None:
    assert catalog.meta("a") is None
    catalog.set_meta("a", "1")
    catalog.set_meta("a", "二")
    assert catalog.meta("a") == "二"
    catalog.set_meta("a", None)
    assert catalog.meta("a") is None
