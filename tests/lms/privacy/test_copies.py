"""A copy of everything: asked for, made with progress, told of, downloaded, removed."""

import csv
import io
import json
import os
import re
from datetime import timedelta
from pathlib import Path
from zipfile import ZipFile

import pytest
from django.core import mail
from django.core.management import call_command

from lms.accounts.models import Notice, User
from lms.common.clock import now
from lms.common.staticfiles import CSS, joined_css
from lms.privacy import copy_actions
from lms.privacy.copy_actions import (
    KEPT,
    TRIES,
    ask_copy,
    copies_due,
    forget_copies,
    make_copy,
    path_of,
)
from lms.privacy.gathering import name_of
from lms.privacy.models import DataCopy
from lms.privacy.register import held
from tests.lms.accounts.ways import again
from tests.lms.privacy.conftest import MAIL, NAME, TYPED, WHY, signed_in

pytestmark = pytest.mark.django_db
ASK, COPY = "/en/me/profile/copy/ask/", "/en/me/profile/copy/"
HERE = f"{COPY}?here=1"


@pytest.fixture
def copied(known):
    """What Birutė's copy holds, by name in the zip."""
    with ZipFile(path_of(known.data_copy)) as whole:
        return {name: whole.read(name) for name in whole.namelist()}


def test_birute_asks_for_a_copy_and_downloads_it(birute, client_for):
    client = signed_in(client_for())
    assert "Make a copy of my data" in client.get("/en/me/profile/").text
    client.post(ASK)
    page = client.get("/en/me/profile/").text
    assert "will be made in a moment" in page and 'hx-trigger="every 2s"' in page
    client.post(ASK)
    assert DataCopy.objects.count() == 1
    call_command("sweep", verbosity=0)
    state = client.get("/en/me/profile/copy/state/", headers={"HX-Request": "true"}).text
    assert "is ready" in state and "every 2s" not in state
    told = mail.outbox[-1]
    assert told.to == [MAIL] and "/lt/me/profile/#data" in told.body
    assert Notice.objects.get(person=birute).kind == "data"
    # Asked who she is, she comes to a page that says what to do with the file.
    asked = client.get(COPY)
    assert asked["Location"] == HERE
    page = again(client, HERE)
    assert "The copy of your data" in page.text and f'href="{COPY}"' in page.text
    file = client.get(COPY)
    assert file["Content-Type"] == "application/zip"
    assert file["Content-Disposition"].startswith("attachment")
    names = ZipFile(io.BytesIO(b"".join(file.streaming_content))).namelist()
    assert {"index.html", "data.json", "csv/lms-user.csv"} <= set(names)
    call_command("sweep", verbosity=0)
    assert len(mail.outbox) == 1 + mail.outbox.index(told)


def test_the_copy_holds_every_table_in_three_forms(known, copied):
    said = json.loads(copied["data.json"])
    assert set(said["tables"]) == {name_of(entry.model) for entry in held()}
    (me,) = said["tables"]["lms-user"]
    assert me["email"] == MAIL and me["uid"] == str(known.uid)
    for name, rows in said["tables"].items():
        assert (f"csv/{name}.csv" in copied) == bool(rows)
        if rows:
            text = copied[f"csv/{name}.csv"].decode("utf-8-sig")
            assert len(list(csv.DictReader(io.StringIO(text)))) == len(rows)
    page = copied["index.html"].decode()
    assert '<html lang="lt">' in page
    for word in (NAME, MAIL, TYPED, f"{TYPED} vėliau", WHY, "Kas tai?"):
        assert word in page, word
    assert sum(name.startswith("certificates/") for name in copied) == 2
    assert copied[next(name for name in copied if name.endswith("-lt.pdf"))].startswith(b"%PDF")


def test_answers_are_told_in_words_and_keys_stay_out(copied):
    rows = json.loads(copied["data.json"])["tables"]["courses-response"]
    assert {row["in_words"] for row in rows} >= {TYPED, "Variantas a"}
    assert "uoga" not in copied["index.html"].decode() + copied["data.json"].decode()


def test_nothing_secret_and_nobody_else_is_in_it(known, ieva, vytas, copied):
    whole = b"".join(copied.values()).decode("utf-8", "replace")
    known.refresh_from_db()
    key = known.sessions.get().session_key
    assert known.password not in whole and key not in whole
    for other in (vytas, ieva):
        assert other.email not in whole
    tables = json.loads(copied["data.json"])["tables"]
    assert "password" not in tables["lms-user"][0]
    assert not [row for row in tables["courses-allowance"] if "by" in row or "by_id" in row]


def test_what_somebody_decided_is_counted_without_what_it_says(ieva, sampling_course):
    copy = ask_copy(ieva, on=now())
    assert make_copy(copy.pk, on=now())
    with ZipFile(path_of(DataCopy.objects.get())) as whole:
        acts = json.loads(whole.read("data.json"))["acts"]
        assert "rows of other tables name you" in whole.read("index.html").decode()
    assert {"courses-course", "courses-release", "courses-unitversion"} <= {
        act["table"] for act in acts
    }
    assert all(set(act) == {"table", "as", "row", "at"} for act in acts)


def test_a_table_for_spreadsheets_runs_nothing(birute):
    birute.full_name = "=HYPERLINK(1)"
    birute.save()
    make_copy(ask_copy(birute, on=now()).pk, on=now())
    with ZipFile(path_of(DataCopy.objects.get())) as whole:
        assert "'=HYPERLINK" in whole.read("csv/lms-user.csv").decode()
        assert "'=HYPERLINK" not in whole.read("index.html").decode()


def test_the_page_to_read_escapes_what_people_typed(birute):
    birute.full_name = "<script>alert(1)</script>"
    birute.save()
    make_copy(ask_copy(birute, on=now()).pk, on=now())
    with ZipFile(path_of(DataCopy.objects.get())) as whole:
        assert "<script" not in whole.read("index.html").decode()


def test_another_person_gets_nothing(known, jonas, client_for, visitor):
    client = signed_in(client_for(), jonas.email)
    assert again(client, HERE)["Location"].endswith("/me/profile/#data")
    assert client.get(COPY)["Location"].endswith("/me/profile/#data")
    assert visitor.get(COPY).status_code == 302
    assert "Make a copy" in client.get("/en/me/profile/").text
    whole = client.get("/en/me/profile/copy/state/", headers={"HX-Request": "true"}).text
    assert "Download" not in whole


def test_downloading_asks_once_more_who_it_is(known, client_for):
    client = client_for(known)
    asked = client.get(COPY, follow=True)
    assert "/accounts/again/" in asked.redirect_chain[-1][0]
    assert "Is it you?" in asked.text


def test_after_seven_days_it_is_removed(known, client_for):
    copy = known.data_copy
    path = path_of(copy)
    assert forget_copies(on=copy.made_at + KEPT - timedelta(minutes=1)) == 0
    assert path.is_file()
    assert forget_copies(on=copy.made_at + KEPT) == 1
    assert not path.exists() and not DataCopy.objects.exists()
    client = signed_in(client_for())
    assert "Make a copy of my data" in client.get("/en/me/profile/").text
    again(client, HERE)
    assert "There is no copy to download now" in client.get("/en/me/profile/").text


def test_made_anew_the_old_file_goes(known):
    before = path_of(known.data_copy)
    copy = ask_copy(known, on=now())
    assert not before.exists() and not copy.is_ready
    assert copies_due(on=now()) == 1
    assert len(list(before.parent.iterdir())) == 1


def test_what_no_row_knows_is_removed(known, settings):
    stray = path_of(known.data_copy).parent / "stray.zip"
    stray.write_bytes(b"left by a crash")
    forget_copies(on=now())
    assert stray.exists()
    old = (now() - timedelta(hours=1)).timestamp()
    os.utime(stray, (old, old))
    os.utime(path_of(known.data_copy), (old, old))
    forget_copies(on=now())
    assert not stray.exists() and path_of(known.data_copy).exists()


def test_one_that_breaks_is_tried_again_and_then_given_up(birute, client_for, monkeypatch):
    def broken(*_args, **_more):
        raise RuntimeError("disk")

    monkeypatch.setattr(copy_actions, "write_copy", broken)
    copy, on = ask_copy(birute, on=now()), now()
    for _try in range(TRIES):
        assert not make_copy(copy.pk, on=on)
        # Not again at once.
        assert not make_copy(copy.pk, on=on)
        on += timedelta(hours=1)
    copy.refresh_from_db()
    assert copy.is_given_up and copy.tries == TRIES and "RuntimeError" in copy.trouble
    client = signed_in(client_for())
    assert "could not be made" in client.get("/en/me/profile/").text
    monkeypatch.undo()
    client.post(ASK)
    assert copies_due(on=now()) == 1


def test_it_says_how_far_it_is(birute, client_for, monkeypatch):
    client = signed_in(client_for())
    seen = []
    write = copy_actions.write_copy

    def watched(path, person, files, *, on, done):
        def told():
            done()
            page = client.get("/en/me/profile/copy/state/", headers={"HX-Request": "true"}).text
            seen.append(page.partition("part ")[2].partition(".")[0])

        write(path, person, files, on=on, done=told)

    monkeypatch.setattr(copy_actions, "write_copy", watched)
    make_copy(ask_copy(birute, on=now()).pk, on=now())
    steps = len(held()) + 2
    assert seen == [f"{step} of {steps}" for step in range(1, steps + 1)]


def test_the_page_that_shows_it_draws_the_bar(birute, client_for):
    client = signed_in(client_for())
    copy = ask_copy(birute, on=now())
    DataCopy.objects.filter(pk=copy.pk).update(steps=11, of_steps=41)
    page = client.get("/en/me/profile/").text
    assert "part 11 of 41" in page and '<svg class="bar"' in page
    own = [CSS / f"{name}.css" for name in re.findall(r"lms/css/([\w-]+)\.css", page)]
    sheets = joined_css() + "".join(path.read_text("utf-8") for path in own)
    assert re.search(r"\.bar ?\{[^@]*?\.done ?\{ ?stroke:", sheets)


def test_who_is_erased_while_it_is_made_leaves_no_file(birute, monkeypatch, settings):
    write = copy_actions.write_copy

    def erased(path, person, files, **more):
        write(path, person, files, **more)
        DataCopy.objects.all().delete()

    monkeypatch.setattr(copy_actions, "write_copy", erased)
    make_copy(ask_copy(birute, on=now()).pk, on=now())
    assert list((Path(settings.MEDIA_ROOT) / "copies").iterdir()) == []
    assert User.objects.get(pk=birute.pk)
