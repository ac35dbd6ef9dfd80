"""A part of another site: which may be shown, and that nobody is asked before."""

import pytest
from django.utils.html import escape

from courses.content.actions.publishing import publish
from courses.content.models import Course, Unit
from courses.content.queries import draft_of, findings_of, working_of
from lms.common.clock import now
from tests.lms.studio.test_videos import put, write

MAP = "https://www.openstreetmap.org/export/embed.html?bbox=23.8%2C54.8%2C24%2C54.9&layer=mapnik"


@pytest.fixture
def unit(sampling_course: Course) -> Unit:
    return sampling_course.units.get(key="first")


@pytest.fixture
def desk(unit: Unit) -> str:
    return f"/en/studio/courses/sampling/units/{unit.uid}/"


@pytest.fixture
def block(ieva, client_for, unit, desk) -> str:
    client_for(ieva).post(f"{desk}blocks/add/", {"kind": "embed", "after": ""})
    return str(working_of(unit).blocks[0]["uid"])


def test_the_card_says_who_is_asked_and_leads_there(ieva, ona, client_for, unit, desk, block):
    client = client_for(ieva)
    stops = [one.code for one in findings_of(draft_of(unit.course_id)) if one.stops]
    assert stops == ["embed-fault", "embed-fault", "no-address"]
    put(client, desk, block, address=MAP, height="300")
    write(
        client, desk, **{f"en:{block}.title": "The river", f"en:{block}.about": "Find the plots."}
    )
    publish(unit.course, by=ieva, on=now())
    answer = client_for(ona).get(f"/en/courses/sampling/units/{unit.uid}/")
    assert "frame-src https://www.openstreetmap.org" in answer["Content-Security-Policy"]
    assert "<iframe" not in answer.text
    assert "your browser asks www.openstreetmap.org" in answer.text
    assert f'href="{MAP.replace("&", "&amp;")}"' in answer.text
    assert 'data-height="300"' in answer.text


@pytest.mark.parametrize(
    "address",
    [
        "https://evil.example/",
        "http://www.openstreetmap.org/",
        "https://www.openstreetmap.org.evil.example/",
        "https://user@www.openstreetmap.org/",
        'https://www.openstreetmap.org/"onload="x',
    ],
)
def test_what_is_not_on_the_list_is_refused(ieva, client_for, unit, desk, block, address):
    answer = put(client_for(ieva), desk, block, address=address)
    assert "cannot be embedded" in answer.text
    # What was typed is still there.
    assert answer.status_code == 422
    assert f'value="{escape(address)}"' in answer.text
    assert working_of(unit).blocks[0]["settings"]["address"] == ""


def test_a_height_is_a_number_within_reason(ieva, client_for, unit, desk, block):
    answer = put(client_for(ieva), desk, block, address=MAP, height="99999")
    assert "a number from 160 to 1200" in answer.text


def test_what_is_taken_from_the_list_leaves_the_card(
    ieva, ona, client_for, unit, desk, block, settings
):
    client = client_for(ieva)
    put(client, desk, block, address=MAP)
    write(
        client, desk, **{f"en:{block}.title": "The river", f"en:{block}.about": "Find the plots."}
    )
    settings.EMBED_HOSTS = {"zenodo.org": "Zenodo"}
    stops = [one.code for one in findings_of(draft_of(unit.course_id)) if one.stops]
    assert stops == ["no-address"]
