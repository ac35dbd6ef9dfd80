"""The outline page over HTTP: every change a form, every refusal with what was typed."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from courses.content.actions.drafting import Typed, save_texts
from courses.content.actions.outlining import add_unit, remove_unit
from courses.content.actions.roles import give_role
from courses.content.models import CourseRole, DraftChange, ReleaseItem
from courses.content.queries import draft_of, outline_of, working_of
from lms.common.clock import now
from tests.packages import pair, reading, sampling

OUTLINE = "/en/studio/courses/sampling/outline/"
FIRST = ["first", "second", "third", "extra"]


@pytest.fixture
def author(ieva, sampling_course, client_for):
    return client_for(ieva)


@pytest.fixture
def uid(sampling_course):
    return lambda key: str(sampling_course.units.get(key=key).uid)


def change(client, do, **posted):
    return client.post(f"{OUTLINE}change/", {"do": do, **posted}, follow=True)


def order(course):
    return [
        [item.key for item in module.items] for module in outline_of(draft_of(course.pk)).modules
    ]


def rules(course, key):
    return ReleaseItem.objects.get(release=draft_of(course.pk), unit__key=key)


def module_of(course, place=0):
    return draft_of(course.pk).modules.get(position=place)


def undo_of(page):
    return re.search(r'id="undo-it"[^>]*value="([^"]+)"', page.text)[1]


# --- reading it ----------------------------------------------------------------------------------


def test_rules_stand_in_plain_sentences(author):
    page = author.get(OUTLINE).text
    assert "Done when at least 70% is reached" in page
    assert "Done when it has been read" in page
    assert "Units open one after another" in page
    assert "3 questions" in page
    assert "(optional)" in page


def test_the_address_of_the_course_leads_to_its_outline(author):
    assert author.get("/en/studio/courses/sampling/")["Location"] == OUTLINE


def test_each_unit_says_what_has_changed_and_what_is_not_translated(author, ieva, sampling_course):
    first, third = (sampling_course.units.get(key=key) for key in ("first", "third"))
    assert "since the last release" not in author.get(OUTLINE).text
    save_texts(first, "lt", {"title": Typed("Kitaip", 0)}, by=ieva, on=now())
    save_texts(third, "lt", {"summary": Typed("Apie ką", 0)}, by=ieva, on=now())
    add_unit(sampling_course, "start", {"lt": "Nauja"}, by=ieva, on=now())
    page = author.get(OUTLINE).text
    assert page.count("Changed since the last release") == 2
    assert page.count("New since the last release") == 1
    assert page.count("1 stale translation") == 1
    assert page.count("1 text not translated") == 2
    assert '<span lang="lt">Nauja</span>' in page


def test_a_viewer_sees_the_outline_without_a_single_control(
    ieva, rasa, sampling_course, client_for
):
    give_role(sampling_course, rasa, CourseRole.Role.VIEWER, by=ieva, reason="x", on=now())
    page = client_for(rasa).get(f"{OUTLINE}?open=u-{sampling_course.units.get(key='first').uid}")
    main = page.text.split("<main")[1].split("</main>")[0]
    assert "Unit first" in main
    assert "<form" not in main
    assert "<button" not in main
    assert 'name="do"' not in main
    assert change(client_for(rasa), "add-module", title_en="X").status_code == 404


# --- changing it ---------------------------------------------------------------------------------


def test_modules_and_units_are_added_where_they_belong(author, sampling_course):
    page = change(author, "add-module", title_lt="Antras", title_en="Second")
    key = module_of(sampling_course, 1).key
    assert page.redirect_chain[-1][0] == f"{OUTLINE}?at=add-{key}#add-{key}"
    # The next thing to write is its first unit: the form stands open, the focus in it.
    assert re.search(rf'id="add-{key}" open', page.text)
    change(author, f"add-unit:{key}", title_lt="Viena", title_en="One")
    page = change(author, f"add-unit:{key}", title_lt="Dvi", title_en="Two")
    assert [len(units) for units in order(sampling_course)] == [4, 2]
    assert "Unit “Two” added." in page.text


def test_a_unit_moves_with_each_of_the_three_controls(author, sampling_course, uid):
    page = change(author, f"down:{uid('first')}")
    assert order(sampling_course) == [["second", "first", "third", "extra"]]
    assert page.redirect_chain[-1][0].endswith(f"?at=u-{uid('first')}#u-{uid('first')}")
    change(author, f"up:{uid('first')}")
    assert order(sampling_course) == [FIRST]
    change(author, f"put:{uid('extra')}", to="start:0")
    assert order(sampling_course) == [["extra", "first", "second", "third"]]


def test_move_to_offers_every_place(author, sampling_course, uid):
    page = author.get(f"{OUTLINE}?open=to-{uid('second')}").text
    assert re.findall(r'<option value="([^"]+)"( selected)?>([^<]+)', page)[:4] == [
        ("start:0", "", "at the beginning"),
        ("start:1", " selected", "after 1.1 Unit first"),
        ("start:2", "", "after 1.3 Unit third"),
        ("start:3", "", "after 1.4 Unit extra"),
    ]


def test_at_the_edge_of_the_course_it_says_so(author, sampling_course, uid):
    page = change(author, f"up:{uid('first')}")
    assert "It is at the edge of the course already." in page.text
    assert order(sampling_course) == [FIRST]


def test_modules_move_and_are_renamed(author, sampling_course):
    change(author, "add-module", title_en="Second")
    key = module_of(sampling_course, 1).key
    change(author, f"module-up:{key}")
    assert module_of(sampling_course).key == key
    page = change(author, f"module:{key}", title_en="Renamed", title_lt="Kitaip", in_order="1")
    assert module_of(sampling_course).title == pair("Kitaip", "Renamed")
    assert "Module “Renamed” changed." in page.text


def test_required_is_switched_with_one_press(author, sampling_course, uid):
    assert "is optional now" in change(author, f"switch:{uid('third')}").text
    assert not rules(sampling_course, "third").required
    change(author, f"switch:{uid('third')}")
    assert rules(sampling_course, "third").required
    # Everything else it asks stays.
    change(author, f"switch:{uid('second')}")
    assert rules(sampling_course, "second").score_at_least == 70


def panel(client, uid):
    """What a browser would send back of a unit's panel."""
    page = client.get(f"{OUTLINE}?open=u-{uid}").text
    form = page.split('id="panel"')[1].split("</form>")[0]
    typed = dict(re.findall(r'<input type="hidden" name="(seq_\w+)" value="(\d+)"', form))
    for code in ("lt", "en"):
        typed[f"title_{code}"] = re.search(rf'name="title_{code}"[^>]*value="([^"]*)"', form)[1]
    typed["requirement"] = re.search(r'name="requirement" value="(\w+)" checked', form)[1]
    typed["score"] = re.search(r'name="score"[^>]*value="(\d*)"', form)[1]
    if re.search(r'name="required" value="1" checked', form):
        typed["required"] = "1"
    typed["opens_after"] = re.findall(r'name="opens_after" value="([^"]+)" checked', form)
    return typed


def test_the_panel_changes_title_and_rules_together(author, sampling_course, uid):
    typed = panel(author, uid("extra")) | {
        "title_en": "Renamed",
        "opens_after": [uid("first"), uid("second")],
    }
    page = change(author, f"unit:{uid('extra')}", **typed)
    assert "Opens when “Unit first” and “Unit second” are done" in page.text
    assert working_of(sampling_course.units.get(key="extra")).text("en", "title") == "Renamed"
    assert "Renamed" in page.text


def test_saving_the_panel_unchanged_changes_nothing(author, uid):
    for key in FIRST:
        change(author, f"unit:{uid(key)}", **panel(author, uid(key)))
    assert not DraftChange.objects.exists()


def test_a_circle_is_refused_with_its_names_and_the_panel_keeps_what_was_chosen(
    author, sampling_course, uid
):
    typed = panel(author, uid("first")) | {"opens_after": [uid("third")], "title_en": "Typed"}
    page = change(author, f"unit:{uid('first')}", **typed)
    assert page.status_code == 422
    assert "wait for each other" in page.text
    for name in ("Unit first", "Unit second", "Unit third"):
        assert name in page.text.split('role="alert"')[1].split("</div>")[0]
    assert f'name="opens_after" value="{uid("third")}" checked' in page.text
    assert 'value="Typed"' in page.text
    assert rules(sampling_course, "first").opens_after == []
    assert working_of(sampling_course.units.get(key="first")).text("en", "title") == "Unit first"


@pytest.mark.parametrize("score", ["0", "101", "", "abc", "7" * 30])
def test_a_score_out_of_bounds_is_refused(author, sampling_course, uid, score):
    typed = panel(author, uid("second")) | {"score": score}
    page = change(author, f"unit:{uid('second')}", **typed)
    assert page.status_code == 422
    assert rules(sampling_course, "second").score_at_least == 70


def test_somebody_elses_title_is_not_overwritten(author, ieva, rasa, sampling_course, uid):
    typed = panel(author, uid("first")) | {"title_en": "Mine"}
    unit = sampling_course.units.get(key="first")
    save_texts(unit, "en", {"title": Typed("Theirs", 0)}, by=rasa, on=now())
    page = change(author, f"unit:{uid('first')}", **typed)
    assert page.status_code == 422
    assert "another title meanwhile: “Theirs”" in page.text
    assert 'value="Mine"' in page.text
    again = panel(author, uid("first")) | {"title_en": "Mine"}
    change(author, f"unit:{uid('first')}", **again)
    assert working_of(unit).text("en", "title") == "Mine"


# --- out and back --------------------------------------------------------------------------------


def test_what_is_taken_out_is_listed_and_put_back(author, sampling_course, uid):
    page = change(author, f"out:{uid('third')}")
    assert "1 unit left out" in page.text
    assert order(sampling_course) == [["first", "second", "extra"]]
    change(author, f"back:{uid('third')}", module="start")
    assert order(sampling_course) == [["first", "second", "extra", "third"]]
    assert "left out" not in author.get(OUTLINE).text.split("o-undo")[0]


def test_every_change_can_be_undone(author, sampling_course, uid):
    for do, more in (
        (f"down:{uid('first')}", {}),
        (f"put:{uid('extra')}", {"to": "start:0"}),
        (f"switch:{uid('first')}", {}),
        (f"out:{uid('second')}", {}),
        ("module-out:start", {}),
        ("add-module", {"title_en": "Second"}),
        ("module:start", {"title_en": "Renamed"}),
    ):
        before = outline_of(draft_of(sampling_course.pk)).modules
        page = change(author, do, **more)
        undone = change(author, undo_of(page))
        assert "Taken back." in undone.text, do
        after = outline_of(draft_of(sampling_course.pk)).modules
        strip = [
            [(one.key, one.title, [i.uid for i in one.items]) for one in m] for m in (before, after)
        ]
        assert strip[0] == strip[1], do


def test_a_new_title_can_be_undone_too(author, sampling_course, uid):
    unit = sampling_course.units.get(key="first")
    typed = panel(author, uid("first")) | {"title_en": "Renamed"}
    page = change(author, f"unit:{uid('first')}", **typed)
    assert "“Unit first” is now called “Renamed”." in page.text
    change(author, undo_of(page))
    assert working_of(unit).text("en", "title") == "Unit first"
    assert "undo-it" not in author.get(OUTLINE).text.replace("Taken back", "")


def test_the_undo_goes_after_its_seconds(author, monkeypatch, uid):
    change(author, f"down:{uid('first')}")
    assert "undo-it" in author.get(OUTLINE).text
    from datetime import timedelta

    later = now() + timedelta(seconds=15)
    monkeypatch.setattr("lms.studio.outline_views.now", lambda: later)
    assert "undo-it" not in author.get(OUTLINE).text


def test_an_undo_that_came_too_late_is_refused(author, ieva, sampling_course, uid):
    page = change(author, f"down:{uid('first')}")
    remove_unit(sampling_course, uid("extra"), by=ieva, on=now())
    late = change(author, undo_of(page))
    assert late.status_code == 422
    assert "cannot be undone" in late.text
    assert order(sampling_course) == [["second", "first", "third"]]


# --- what authors' forms cannot do ---------------------------------------------------------------


@pytest.fixture
def elsewhere(teach, rasa):
    return teach(sampling("elsewhere"), rasa)


def test_units_of_another_course_are_not_touched(author, elsewhere, sampling_course):
    foreign = str(elsewhere.units.get(key="first").uid)
    for do in ("up", "down", "out", "switch", "put", "unit", "name-back"):
        page = change(author, f"{do}:{foreign}", to="start:0", title_en="X", requirement="continue")
        assert page.status_code == 422, do
    assert change(author, f"back:{foreign}", module="start").status_code == 404
    assert order(elsewhere) == [FIRST]
    assert order(sampling_course) == [FIRST]


def test_foreign_conditions_are_left_out(author, elsewhere, sampling_course, uid):
    foreign = str(elsewhere.units.get(key="first").uid)
    typed = panel(author, uid("extra")) | {"opens_after": [foreign, "<script>", uid("first")]}
    change(author, f"unit:{uid('extra')}", **typed)
    assert rules(sampling_course, "extra").opens_after == [uid("first")]


@pytest.mark.parametrize(
    "do",
    [
        *(
            "",
            "nothing",
            "up:",
            "up:../..",
            "up:1",
            "down:00000000-0000-4000-8000-000000000000",
            "module-up:none",
        ),
        *("undo:1;drop", "undo:" + "9" * 40, "put:x", "add-unit:none", "module:none", "out:\x00"),
    ],
)
def test_nonsense_is_refused_and_changes_nothing(author, sampling_course, do):
    assert change(author, do, title_en="X", to="start:0").status_code == 422
    assert order(sampling_course) == [FIRST]


@pytest.mark.parametrize("to", ["", "start", "start:-1", "start:9x", "none:0", ":0"])
def test_a_place_that_is_none_is_refused(author, sampling_course, uid, to):
    assert change(author, f"put:{uid('first')}", to=to).status_code == 422
    assert order(sampling_course) == [FIRST]


def test_a_title_too_long_is_refused_and_kept(author, sampling_course):
    page = change(author, "add-module", title_en="x" * 301, title_lt="Trumpas")
    assert page.status_code == 422
    assert "x" * 301 in page.text
    assert 'value="Trumpas"' in page.text
    page = change(author, "add-unit:start", title_en="", title_lt=" ")
    assert "Write a title, in one language at least." in page.text
    assert re.search(r'id="add-start" open', page.text)
    assert draft_of(sampling_course.pk).modules.count() == 1


def test_markup_in_titles_is_text(author):
    hostile = '"><img src=x onerror=alert(1)><script>alert(2)</script>'
    change(author, "add-module", title_en=hostile)
    page = change(author, "add-unit:start", title_en=hostile).text
    assert "<img src=x" not in page
    assert "<script>alert" not in page
    assert "&lt;img src=x" in page


def test_what_the_address_says_is_not_written_into_the_page(author):
    page = author.get(OUTLINE, {"at": '"><script>', "open": "u-<b>"}).text
    assert 'data-at=""' in page
    assert "<script>" not in page


def test_more_units_take_no_more_statements(author, ieva, teach, client_for):
    package = sampling("large")
    package.modules[0]["units"] += [reading(f"unit-{n}") for n in range(30)]
    teach(package)

    def statements(slug):
        address = f"/en/studio/courses/{slug}/outline/"
        author.get(address)
        with CaptureQueriesContext(connection) as captured:
            author.get(address)
        return len(captured)

    assert statements("large") <= statements("sampling")
