"""Long work that a page starts: one at a time, watched, and its end told however it ends."""

from __future__ import annotations

import threading

import pytest

from indexer.errors import Busy, EngineUnavailable
from indexer.pipeline import Observe, Phase, Progress
from search_app.work import Work


def test_one_goes_on_at_a_time_and_tells_how_far_it_is() -> None:
    work, going, told = Work(), threading.Event(), threading.Event()

    def job(observe: Observe) -> str:
        observe(Progress(Phase.DESCRIBE, 3, 10))
        told.set()
        going.wait(60)
        return "做完了"

    assert work.state is None
    work.start("著录", "/back", job)
    assert told.wait(60)
    state = work.state
    assert state is not None and state.running and state.progress is not None
    assert (state.title, state.back, state.progress.done) == ("著录", "/back", 3)
    with pytest.raises(Busy, match="正在著录"):
        work.start("别的", "/", job)
    going.set()
    work.wait(60)
    state = work.state
    assert state is not None and (state.running, state.message, state.failed) == (False, "做完了", False)
    work.start("再来", "/", lambda _: "又做完了")
    work.wait(60)


@pytest.mark.parametrize(
    ("error", "said"),
    [(EngineUnavailable("引擎连不上", "启动它"), "引擎连不上"), (ZeroDivisionError(), "程序出错")],
)
def test_a_failure_is_told_and_leaves_room_for_the_next(
    error: Exception, said: str, caplog: pytest.LogCaptureFixture
) -> None:
    def job(_: Observe) -> str:
        raise error

    work = Work()
    work.start("著录", "/", job)
    work.wait(60)
    state = work.state
    assert state is not None and state.failed and said in state.message and state.hint
    work.start("再来", "/", lambda _: "做完了")
    work.wait(60)
