"""Packages by the browser: out, looked at, in; nothing written before."""

import io
import os
import re
import time
from pathlib import Path

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile

from courses.content.actions.drafting import Typed, save_texts
from courses.content.models import Course
from courses.content.package.files import read_folder, read_zip, zipped
from courses.content.queries import draft_of, outline_of, working_of
from lms.common.clock import now
from lms.common.yamlnodes import Faults
from tests.packages import pair, reading, sampling

PAGE = "/en/studio/courses/sampling/package/"


@pytest.fixture
def author(ieva, sampling_course, client_for):
    return client_for(ieva)


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "own"


def zip_of(package, folder):
    return zipped(read_folder(package.write(folder), Faults()), package.course["slug"])


def upload(client, content, address=PAGE, **more):
    file = SimpleUploadedFile("course.zip", content, content_type="application/zip")
    return client.post(address, {"package": file, **more})


def hidden(page):
    return dict(re.findall(r'type="hidden" name="(staged|over)" value="([^"]+)"', page.text))


def take(client, page, **more):
    return client.post(f"{PAGE}take/", {**hidden(page), **more}, follow=True)


def rows():
    return {
        model._meta.label: list(model.objects.order_by("pk").values_list())
        for model in apps.get_models()
    }


def changed():
    package = sampling()
    package.unit("first")["blocks"]["::: text opening"]["en"] = "A clearer text."
    package.modules[0]["units"].append(reading("fresh", title=pair("Nauja", "Fresh unit")))
    package.modules[0]["units"].pop(2)
    return package


# --- out -----------------------------------------------------------------------------------------


def test_the_draft_and_releases_are_downloaded(author, ieva, sampling_course):
    unit = sampling_course.units.get(key="first")
    save_texts(unit, "en", {"title": Typed("Being typed", 0)}, by=ieva, on=now())
    page = author.get(PAGE).text
    assert "Release 1" in page
    for query, name, title in (
        ("", "sampling-draft.zip", "Being typed"),
        ("?release=draft", "sampling-draft.zip", "Being typed"),
        ("?release=1", "sampling-1.zip", "Unit first"),
    ):
        response = author.get(f"{PAGE}download/{query}")
        assert response["Content-Disposition"] == f'attachment; filename="{name}"'
        assert response["Content-Type"] == "application/zip"
        faults = Faults()
        files = read_zip(io.BytesIO(response.content), faults)
        assert not faults
        assert title in files.texts["course.yaml"]
    for wrong in ("9", "x", "²", "-1"):
        assert author.get(f"{PAGE}download/?release={wrong}").status_code == 404


def test_the_page_is_found_from_settings_and_outline(author):
    for page in ("settings", "outline"):
        assert PAGE in author.get(f"/en/studio/courses/sampling/{page}/").text


# --- in ------------------------------------------------------------------------------------------


def test_an_upload_is_looked_at_and_then_taken(author, sampling_course, folder):
    author.get(PAGE)
    before = rows()
    page = upload(author, zip_of(changed(), folder))
    assert page.status_code == 200
    assert "1 new unit" in page.text and "Fresh unit" in page.text
    assert "1 unit goes" in page.text and "Unit third" in page.text
    assert "1 changed unit" in page.text
    assert "<ins>A</ins>" in page.text or "A clearer" in page.text
    assert "2 units stay as they are." in page.text
    assert rows() == before
    done = take(author, page)
    assert "The draft is what the package says." in done.text
    keys = [item.key for item in outline_of(draft_of(sampling_course.pk)).items]
    assert keys == ["first", "second", "extra", "fresh"]
    assert outline_of(sampling_course.in_force).items[2].key == "third"
    # It is gone once it has been taken.
    assert "The file is no longer kept." in take(author, page).text


def test_what_changes_nothing_says_so(author, folder):
    page = upload(author, zip_of(sampling(), folder))
    assert "Nothing would change" in page.text
    assert "Take it into the draft" not in page.text


def test_every_fault_is_told_with_file_and_line(author, folder):
    package = sampling()
    package.unit("first")["minutes"] = 9999
    package.item("q1")["options"][0]["right"] = "false"
    # The first request of a day says in the session that somebody was here.
    author.get(PAGE)
    before = rows()
    page = upload(author, zip_of(package, folder))
    assert page.status_code == 422
    assert "2 things in the package are to be mended. Nothing was changed." in page.text
    assert re.search(r"<code>course.yaml:\d+</code> <span>“minutes” should be", page.text)
    assert re.search(r"<code>items/items.yaml:\d+</code> <span>Exactly one option", page.text)
    assert rows() == before


def test_a_unit_that_lacks_a_file_is_called_by_its_number_and_title(author, folder):
    package = changed()
    package.write(folder)
    (folder / "units" / "second.en.md").unlink()
    page = upload(author, zipped(read_folder(folder, Faults()), "sampling"))
    assert page.status_code == 422
    assert "The unit “1.2 Unit second” has no such file." in page.text


def test_a_missing_or_strange_file_is_told(author):
    assert "Choose the ZIP file of a package first." in author.post(PAGE, {}).text
    assert upload(author, b"nothing").status_code == 422
    assert upload(author, b"").status_code == 422


def test_a_draft_that_changed_meanwhile_is_looked_at_again(author, ieva, sampling_course, folder):
    page = upload(author, zip_of(changed(), folder))
    unit = sampling_course.units.get(key="extra")
    save_texts(unit, "en", {"title": Typed("Just now", 0)}, by=ieva, on=now())
    again = take(author, page)
    assert again.status_code == 422
    assert "The draft has changed since this was worked out." in again.text
    assert "2 changed units" in again.text
    assert working_of(unit).text("en", "title") == "Just now"
    assert "The draft is what the package says." in take(author, again).text
    assert working_of(unit).text("en", "title") == "Unit extra"


def test_another_courses_package_only_where_the_author_means_it(
    author, sampling_course, teach, rasa, folder
):
    theirs = teach(sampling("theirs"), rasa)
    package = changed()
    package.course["slug"] = "theirs"
    page = upload(author, zip_of(package, folder))
    assert "This is the package of another course, “theirs”." in page.text
    before = rows()
    refused = take(author, page)
    assert refused.status_code == 422
    assert rows() == before
    assert "The draft is what the package says." in take(author, refused, other="yes").text
    assert len(outline_of(draft_of(theirs.pk)).items) == 4
    assert "fresh" in [item.key for item in outline_of(draft_of(sampling_course.pk)).items]
    assert not theirs.units.filter(key="fresh").exists()


def test_a_name_of_a_kept_file_is_nobody_elses_and_leads_nowhere(
    author, vytas, client_for, folder, settings, sampling_course
):
    page = upload(author, zip_of(changed(), folder))
    kept = Path(settings.STAGED_DIR)
    (name,) = [path.name for path in kept.iterdir()]
    assert (kept / name).stat().st_mode & 0o077 == 0
    secret = kept / "secret"
    secret.write_bytes(zip_of(changed(), folder))
    other = client_for(vytas)
    before = rows()
    for wrong in ("secret", "../secret", f"{name}/../secret", "", "\0", name.upper(), f"{name}\n"):
        said = author.post(
            f"{PAGE}take/", {"staged": wrong, "over": hidden(page)["over"]}, follow=True
        )
        assert "The file is no longer kept." in said.text, wrong
    assert "The file is no longer kept." in take(other, page).text
    os.utime(kept / name, (time.time() - 90_000,) * 2)
    assert "The file is no longer kept." in take(author, page).text
    after = rows()
    after["sessions.Session"] = before["sessions.Session"]
    assert after == before
    # The next upload clears away what is too old, and a person's own oldest.
    for _time in range(7):
        upload(author, zip_of(changed(), folder))
    assert name not in {path.name for path in kept.iterdir()}
    assert len([path for path in kept.iterdir() if path != secret]) == 5


def test_hostile_texts_in_a_package_stay_texts(author, folder):
    package = changed()
    nasty = "<script>alert(1)</script>"
    package.unit("first")["title"] = pair(nasty, nasty)
    package.modules[0]["units"][-1]["title"] = pair(nasty, nasty)
    package.item("q1")["prompt"] = pair(nasty, nasty)
    page = upload(author, zip_of(package, folder))
    assert page.status_code == 200
    assert "<script>alert" not in page.text
    package.unit("first")["requirement"] = nasty
    package.course["slug"] = nasty
    refused = upload(author, zip_of(package, folder))
    assert refused.status_code == 422
    assert "<script>alert" not in refused.text


def test_nobody_else_reaches_any_of_it(
    sampling_course, ona, rasa, client_for, visitor, folder, teach, ieva, author
):
    teach(sampling("theirs"), rasa)
    page = upload(author, zip_of(changed(), folder))
    learner = client_for(ona)
    learner.post("/en/courses/sampling/join/")
    content = zip_of(changed(), folder)
    before = draft_of(sampling_course.pk).items.count()
    for client, status in ((learner, 404), (client_for(rasa), 404), (visitor, 302)):
        assert client.get(PAGE).status_code == status
        assert client.get(f"{PAGE}download/").status_code == status
        assert upload(client, content).status_code == status
        assert client.post(f"{PAGE}take/", hidden(page)).status_code == status
    assert draft_of(sampling_course.pk).items.count() == before


# --- a new course --------------------------------------------------------------------------------


def test_a_new_course_is_made_of_a_package(rasa, client_for, sampling_course, folder, ona):
    client = client_for(rasa)
    address = "/en/studio/new-course/package/"
    assert address in client.get("/en/studio/new-course/").text
    made = upload(client, zip_of(changed(), folder), address)
    assert made["Location"] == "/en/studio/courses/sampling-2/outline/"
    course = Course.objects.get(slug="sampling-2")
    assert course.owner == rasa
    assert course.in_force is None
    assert [item.key for item in outline_of(draft_of(sampling_course.pk)).items][-1] == "extra"
    assert client.get("/en/studio/courses/sampling-2/outline/").status_code == 200
    broken = upload(client, b"nothing", address)
    assert broken.status_code == 422
    assert Course.objects.count() == 2
    assert client_for(ona).get(address).status_code == 404
