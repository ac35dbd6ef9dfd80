"""A new map shows itself, also in processes that run on."""

import shutil

import pytest

from courses.competencies import actions, queries
from courses.competencies.models import Framework
from courses.content.queries import outline_by_id

pytestmark = pytest.mark.django_db


@pytest.fixture
def renamed(tmp_path, monkeypatch):
    """The map with another name for C1."""
    shutil.copytree(actions.DATA, tmp_path / "data")
    path = tmp_path / "data" / "competency-map.csv"
    text = path.read_text("utf-8")
    assert text.count("Follow a protocol faithfully") == 1
    path.write_text(text.replace("Follow a protocol faithfully", "Keep to a protocol"), "utf-8")
    monkeypatch.setattr(actions, "DATA", tmp_path / "data")


def name_of(course, code):
    outline = outline_by_id(course.in_force_id)
    return next(
        one.name["en"] for item in outline.items for one in item.alignments if one.code == code
    )


def test_a_loaded_map_renames_the_competency_at_once(
    sampling_course, renamed, django_capture_on_commit_callbacks
):
    assert name_of(sampling_course, "C1") == "Follow a protocol faithfully"
    with django_capture_on_commit_callbacks(execute=True):
        actions.load_map()
    assert name_of(sampling_course, "C1") == "Keep to a protocol"


def test_another_process_notices_within_seconds(sampling_course, renamed, monkeypatch):
    name_of(sampling_course, "C1")
    # Loaded elsewhere: nothing tells this process.
    actions.load_map()
    assert name_of(sampling_course, "C1") == "Follow a protocol faithfully"
    later = queries.time.monotonic() + queries.KEPT_SECONDS + 1
    monkeypatch.setattr(queries.time, "monotonic", lambda: later)
    assert name_of(sampling_course, "C1") == "Keep to a protocol"


def test_the_same_files_are_the_same_version(competency_map):
    before = Framework.objects.get().version
    actions.load_map()
    assert Framework.objects.get().version == before
