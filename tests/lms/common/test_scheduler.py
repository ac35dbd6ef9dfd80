"""A worker does not go on without the scheduler that it carries."""

from types import SimpleNamespace

import pytest
from celery import bootsteps
from celery.worker import state

from lms.celery import app
from lms.common import scheduler


@pytest.fixture
def stopped(monkeypatch):
    """Whether the worker of this process was told to end, and how."""
    monkeypatch.setattr(state, "should_stop", None)
    return lambda: state.should_stop


def carrying(beat, *, at=bootsteps.RUN):
    """A worker whose clock runs at once."""
    timer = SimpleNamespace(call_repeatedly=lambda _seconds, act, args: act(*args))
    return SimpleNamespace(timer=timer, beat=beat, blueprint=SimpleNamespace(state=at))


def started(worker):
    (step,) = (one for one in app.steps["worker"] if one is scheduler.Watch)
    step(worker).start(worker)


def test_a_worker_whose_scheduler_has_died_ends_as_failed(stopped):
    started(carrying(SimpleNamespace(is_alive=lambda: False)))
    assert stopped() == 1


def test_a_worker_whose_scheduler_runs_goes_on_and_so_does_one_without(stopped):
    started(carrying(SimpleNamespace(is_alive=lambda: True)))
    started(carrying(None))
    assert stopped() is None


def test_a_worker_that_is_being_stopped_misses_nothing(stopped):
    started(carrying(SimpleNamespace(is_alive=lambda: False), at=bootsteps.CLOSE))
    assert stopped() is None
