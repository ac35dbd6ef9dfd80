"""The doorbell: rung after commit, and a dead broker is logged, not felt."""

import os

import pytest
from django.db import transaction

from lms.celery import app
from lms.common import doorbell

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def loud(settings):
    settings.DOORBELL = True


@pytest.fixture
def rung(monkeypatch):
    sent = []
    monkeypatch.setattr(app, "send_task", lambda name, args, retry: sent.append((name, args)))
    return sent


def test_it_rings_only_after_commit(rung, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        doorbell.ring("badges.render_certificate", 7)
        assert rung == []
    assert rung == [("badges.render_certificate", (7,))]


@pytest.mark.django_db(transaction=True)
def test_it_does_not_ring_for_what_was_undone(rung):
    def undone():
        with transaction.atomic():
            doorbell.ring("badges.render_certificate", 7)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        undone()
    assert rung == []


def test_a_dead_broker_is_asked_once_and_then_left_alone(
    monkeypatch, django_capture_on_commit_callbacks, caplog
):
    asked = []

    def dead(name, args, retry):
        asked.append(name)
        raise ConnectionError("nobody there")

    monkeypatch.setattr(app, "send_task", dead)
    with django_capture_on_commit_callbacks(execute=True):
        doorbell.ring("one", 1)
        doorbell.ring("two", 2)
    assert asked == ["one"]
    assert "waits for the sweep" in caplog.text


@pytest.mark.postgres
def test_a_message_really_reaches_redis():
    import redis
    from celery import Celery

    address = os.environ.get("TEST_REDIS_URL")
    if not address:
        pytest.skip("no Redis answers")
    broker = Celery("probe", broker=address)
    broker.conf.task_default_queue = "laukas-probe"
    server = redis.Redis.from_url(address)
    server.delete("laukas-probe")
    broker.send_task("badges.render_certificate", args=(1,), retry=False)
    assert server.llen("laukas-probe") == 1
    server.delete("laukas-probe")
    broker.close()
    server.close()
