"""A video from the upload to the learner: what it is, its captions and its text, how it is sent, and
whom the page asks."""

import io

import pytest

from courses.content.actions.publishing import publish
from courses.content.models import Course, CourseFile, Unit
from courses.content.queries import draft_of, findings_of, working_of
from lms.common.clock import now
from tests.packages import pair, sampling

MP4 = b"\x00\x00\x00\x20ftypisom\x00\x00\x02\x00isomiso2avc1mp41" + bytes(range(256)) * 8
WEBM = b"\x1a\x45\xdf\xa3\x9f\x42\x86\x81\x01\x42\x82\x84webm\x42\x87\x81\x04" + b"film" * 40
WORDS = """WEBVTT

00:01.000 --> 00:03.000
Two people count one bush.

00:03.200 --> 00:06.000
<v Ieva>One says 14, &amp; the other 20."""


@pytest.fixture
def unit(sampling_course: Course) -> Unit:
    return sampling_course.units.get(key="first")


@pytest.fixture
def desk(unit: Unit) -> str:
    return f"/en/studio/courses/sampling/units/{unit.uid}/"


@pytest.fixture
def block(ieva, client_for, unit, desk) -> str:
    client_for(ieva).post(f"{desk}blocks/add/", {"kind": "video", "after": ""})
    return str(working_of(unit).blocks[0]["uid"])


def send(client, desk, block, do, content=MP4, name="Krūmas.mp4", **more):
    file = io.BytesIO(content)
    file.name = name
    field = {"video": "video", "captions": "captions"}[do]
    return client.post(f"{desk}blocks/{block}/", {"do": do, field: file, **more}, follow=True)


def put(client, desk, block, **settings):
    return client.post(f"{desk}blocks/{block}/", {"do": "set", **settings}, follow=True)


def write(client, desk, *, seen=0, **texts):
    form = {}
    for place, said in texts.items():
        form |= {place: said, f"seen:{place}": str(seen)}
    return client.post(f"{desk}save/", form)


def settings_of(unit):
    return working_of(unit).blocks[0]["settings"]


def codes(unit, *, stops=True):
    return [one.code for one in findings_of(draft_of(unit.course_id)) if one.stops is stops]


def whole(ieva, client_for, unit, desk, block):
    """A published video with captions in both languages."""
    client = client_for(ieva)
    send(client, desk, block, "video")
    write(
        client,
        desk,
        **{f"lt:{block}.title": "Krūmas", f"en:{block}.title": "A <b>bush</b>"},
        **{f"en:{block}.about": "Watch their *hands*."},
        **{f"en:{block}.captions": WORDS, f"lt:{block}.captions": WORDS.replace("Two", "Du")},
    )
    publish(unit.course, by=ieva, on=now())
    return settings_of(unit)["files"]["en"]["address"]


def test_a_learner_watches_reads_and_finds_it(ieva, ona, client_for, unit, desk, block):
    address = whole(ieva, client_for, unit, desk, block)
    client = client_for(ona)
    page = f"/en/courses/sampling/units/{unit.uid}/"
    answer = client.get(page)
    shown = answer.text
    assert f'src="{address}"' in shown
    assert "A &lt;b&gt;bush&lt;/b&gt;" in shown
    assert "<em>hands</em>" in shown
    assert "<b>Ieva:</b> One says 14, &amp; the other 20." in shown
    assert "frame-src" not in answer["Content-Security-Policy"]
    words = client.get(f"{page}captions/{block}/en.vtt")
    assert words["Content-Type"] == "text/vtt; charset=utf-8"
    assert words.text == WORDS + "\n"
    assert client.get(f"{page}captions/{block}/de.vtt").status_code == 404
    # Search finds the unit by what is said in the film.
    assert "sampling" in client.get("/en/courses/?q=bush+count").text


def test_a_player_begins_in_the_middle(ieva, ona, client_for, unit, desk, block):
    address = whole(ieva, client_for, unit, desk, block)
    client = client_for(ona)

    def part(said):
        answer = client.get(address, headers={"range": said})
        return answer.status_code, answer.get("Content-Range"), answer.getvalue()

    end = len(MP4)
    every = client.get(address)
    assert every.getvalue() == MP4
    assert every["Content-Type"] == "video/mp4"
    assert every["Accept-Ranges"] == "bytes"
    assert every["X-Content-Type-Options"] == "nosniff"
    assert every["Content-Disposition"].startswith("inline")
    assert "sandbox" in every["Content-Security-Policy"]
    assert part("bytes=0-9") == (206, f"bytes 0-9/{end}", MP4[:10])
    assert part("bytes=100-") == (206, f"bytes 100-{end - 1}/{end}", MP4[100:])
    assert part("bytes=-5") == (206, f"bytes {end - 5}-{end - 1}/{end}", MP4[-5:])
    assert part(f"bytes=10-{end * 2}")[1] == f"bytes 10-{end - 1}/{end}"
    assert part(f"bytes={end}-")[:2] == (416, f"bytes */{end}")
    # What is no one range is answered with the whole.
    for odd in ("bytes=9-3", "bytes=-", "bytes=0-1,5-6", "lines=1-2", "bytes=a-b"):
        assert part(odd)[0] == 200, odd
    head = client.head(address, headers={"range": "bytes=0-1"})
    assert (head.status_code, head.getvalue()) == (200, b"")


def test_a_video_of_a_later_unit_is_for_those_who_may_read_it(
    ieva, ona, client_for, visitor, unit, desk, block, sampling_course
):
    address = whole(ieva, client_for, unit, desk, block)
    # The first unit is open to visitors; its video is too.
    assert visitor.get(address).getvalue() == MP4
    later = sampling_course.units.get(key="third")
    desk = desk.replace(str(unit.uid), str(later.uid))
    client_for(ieva).post(f"{desk}blocks/add/", {"kind": "video", "after": ""})
    block = str(working_of(later).blocks[0]["uid"])
    send(client_for(ieva), desk, block, "video", WEBM, "film.webm")
    write(client_for(ieva), desk, **{f"lt:{block}.title": "Filmas", f"lt:{block}.captions": WORDS})
    publish(unit.course, by=ieva, on=now())
    address = settings_of(later)["files"]["lt"]["address"]
    assert visitor.get(address).status_code == 303
    words = f"/en/courses/sampling/units/{later.uid}/captions/{block}/lt.vtt"
    assert visitor.get(words).status_code == 303
    client = client_for(ona)
    client.post("/en/courses/sampling/join/")
    assert client.get(address).status_code == 403
    assert client.get(words).status_code == 403
    sent = client_for(ieva).get(address)
    assert (sent["Content-Type"], sent.getvalue()) == ("video/webm", WEBM)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"<script>alert(1)</script>", "no MP4 or WebM"),
        (b"%PDF-1.7", "no MP4 or WebM"),
        (b"\x1a\x45\xdf\xa3\x42\x82\x88matroska", "no MP4 or WebM"),
        (b"\x00\x00\x00\x14ftypheic\x00\x00\x00\x00heic", "no MP4 or WebM"),
        (b"\x00\x00\x00\x14ftypqt  \x00\x00\x00\x00qt  ", "Save it as MP4"),
        (b"", "empty"),
    ],
)
def test_what_is_no_video_is_refused(ieva, client_for, unit, desk, block, content, said):
    assert said in send(client_for(ieva), desk, block, "video", content).text
    assert settings_of(unit)["files"] == {}
    assert not CourseFile.objects.exists()


def test_checks_ask_for_the_video_and_its_captions(ieva, client_for, unit, desk, block):
    client = client_for(ieva)
    assert codes(unit) == ["video-fault", "no-video", "no-captions"]
    send(client, desk, block, "video")
    write(client, desk, **{f"lt:{block}.title": "Krūmas"})
    assert codes(unit) == ["no-captions"]
    put(client, desk, block, silent="on")
    assert codes(unit) == []
    put(client, desk, block)
    write(client, desk, **{f"en:{block}.title": "A bush", f"lt:{block}.captions": WORDS})
    assert codes(unit) == []
    assert "untranslated" in codes(unit, stops=False)


def test_captions_come_out_of_a_file_and_faults_name_the_line(ieva, client_for, unit, desk, block):
    client = client_for(ieva)

    def said(language="en"):
        return working_of(unit).text(language, f"{block}.captions")

    answer = send(client, desk, block, "captions", WORDS.encode(), "w.vtt", language="en")
    assert said() == WORDS
    srt = b"1\r\n0:00:01,000 --> 00:00:03,500\r\nDu krumai\r\n\r\n2\r\n00:00:04,000 --> 00:00:05,000\r\nA\r\n"
    send(client, desk, block, "captions", srt, "w.srt", language="lt")
    assert said("lt").startswith("WEBVTT\n\n1\n00:00:01.000 --> 00:00:03.500\nDu krumai")
    broken = WORDS.replace("00:03.200", "0:3.2").encode()
    answer = send(client, desk, block, "captions", broken, "w.vtt", language="en")
    assert "Line 6 of the captions: The times cannot be read" in answer.text
    assert said() == WORDS
    assert (
        "not UTF-8" in send(client, desk, block, "captions", b"WEBVTT\n\n\xff", language="en").text
    )
    assert "which language" in send(client, desk, block, "captions", WORDS.encode()).text
    # What is typed with a fault is kept, and said beside the text.
    seen = working_of(unit).seq("en", f"{block}.captions")
    write(client, desk, seen=seen, **{f"en:{block}.captions": "WEBVTT\n\nno times"})
    assert "Line 3 of the captions: Here a line with times is missing" in client.get(desk).text


@pytest.mark.parametrize(
    ("address", "host", "watch"),
    [
        ("https://www.youtube.com/watch?v=dQw4w9WgXcQ&t=9", "www.youtube-nocookie.com", "youtube"),
        ("https://youtu.be/dQw4w9WgXcQ?si=x", "www.youtube-nocookie.com", "youtube"),
        ("https://vimeo.com/76979871", "player.vimeo.com", "vimeo.com/76979871"),
    ],
)
def test_nobody_is_asked_before_the_reader_says_so(
    ieva, ona, client_for, unit, desk, block, address, host, watch
):
    client = client_for(ieva)
    send(client, desk, block, "video")
    put(client, desk, block, address=address)
    assert settings_of(unit)["files"] == {}
    write(client, desk, **{f"en:{block}.title": "A film", f"en:{block}.captions": WORDS})
    publish(unit.course, by=ieva, on=now())
    answer = client_for(ona).get(f"/en/courses/sampling/units/{unit.uid}/")
    assert f"frame-src https://{host}" in answer["Content-Security-Policy"]
    assert "<iframe" not in answer.text
    assert f'data-frame="https://{host}/' in answer.text
    assert watch in answer.text
    assert f"your browser asks {host}" in answer.text
    # What is said in it can be read without asking anybody.
    assert "Two people count one bush." in answer.text
    # No other page may hold a part of that site.
    other = client_for(ona).get("/en/courses/sampling/")
    assert "frame-src" not in other["Content-Security-Policy"]
    preview = client.get(f"{desk}preview/?as=visitor")
    assert f"frame-src https://{host}" in preview["Content-Security-Policy"]
    # A file takes its place again.
    send(client, desk, block, "video")
    assert settings_of(unit)["address"] == ""


@pytest.mark.parametrize(
    "address",
    [
        "http://youtu.be/dQw4w9WgXcQ",
        "https://evil.example/watch?v=dQw4w9WgXcQ",
        "https://youtu.be@evil.example/dQw4w9WgXcQ",
        "https://youtu.be:8443/dQw4w9WgXcQ",
        "https://www.youtube.com/watch?v=short",
        "https://www.youtube.com/watch?v=dQw4w9WgXcQ%22%20onload",
        "https://www.youtube.com/embed/../../x",
        "https://youtu.be/dQw4w9WgXcQ;frame-src *",
        "javascript:alert(1)",
        "//youtu.be/dQw4w9WgXcQ",
        "https://[::1]/dQw4w9WgXcQ",
    ],
)
def test_other_addresses_are_refused(ieva, client_for, unit, desk, block, address):
    answer = put(client_for(ieva), desk, block, address=address)
    assert settings_of(unit)["address"] == ""
    assert "is not the address of a video" in answer.text or "known" in answer.text


def test_an_installation_may_allow_fewer(ieva, client_for, unit, desk, block, settings):
    settings.VIDEO_HOSTS = ["player.vimeo.com"]
    answer = put(client_for(ieva), desk, block, address="https://youtu.be/dQw4w9WgXcQ")
    assert "is not the address of a video at Vimeo" in answer.text


def test_a_package_brings_videos_and_says_where_captions_are_wrong(
    teach, tmp_path, client_for, ona
):
    package = sampling("with-video")
    package.files = {"bush.mp4": MP4}
    package.unit("first")["blocks"] |= {
        "::: video bush src=bush.mp4": pair(
            f"# Krūmas\n\nŽiūrėkite.\n\n{WORDS}", f"# A bush\n\n{WORDS}"
        ),
        "::: video far address=https://vimeo.com/76979871 silent": pair("# Toli", "# Far"),
    }
    course = teach(package)
    page = client_for(ona).get(f"/en/courses/with-video/units/{course.units.get(key='first').uid}/")
    assert "One says 14" in page.text
    assert "player.vimeo.com" in page.text
    # The same package again says the same.
    assert teach(package).units.get(key="first").versions.count() == 1
