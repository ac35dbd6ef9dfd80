"""Making, describing, copying and archiving a course over HTTP."""

import re

import pytest

from badges.certificates.models import Certificate
from badges.intake.actions import take_in_waiting
from courses.banks.models import Item
from courses.content.actions.courses import create_course
from courses.content.actions.drafting import Typed, add_block, save_texts
from courses.content.actions.outlining import leave_out_unwritten, shape_of
from courses.content.actions.publishing import publish
from courses.content.actions.roles import give_role
from courses.content.models import Course, CourseRole, Release
from courses.content.queries import draft_of, findings_of, outline_of, working_of
from courses.content.templates import course_templates
from courses.enrolment.models import Enrolment
from lms.common.clock import now
from lms.common.errors import Refusal
from lms.common.languages import LANGUAGES
from tests.learning import begin, finish, outline_in_force
from tests.packages import pair

NEW = "/en/studio/new-course/"
TYPED = {"title_lt": "Ąžuolų šešėlis", "title_en": "Shade of oaks", "languages": "lt,en"}


def page_of(course: Course, name: str) -> str:
    return f"/en/studio/courses/{course.slug}/{name}/"


def settings_form(client, course, **changed):
    """What a browser would send back of the settings page, with some fields typed anew."""
    form = client.get(page_of(course, "settings")).context["form"]
    return {name: form[name].value() or "" for name in form.fields} | changed


# --- a new course --------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["research-design", "data-collection"])
def test_a_course_from_a_template_has_its_units_in_both_languages(ieva, client_for, name):
    client = client_for(ieva)
    page = client.post(NEW, {**TYPED, "template": name}, follow=True)
    course = Course.objects.get(slug="azuolu-seselis")
    assert page.redirect_chain[-1][0] == page_of(course, "outline")
    outline = outline_of(draft_of(course.pk))
    template = course_templates()[name]
    assert [module.title for module in outline.modules] == [one.title for one in template.modules]
    assert len(outline.items) == template.units
    first = course.units.get(uid=outline.items[0].uid)
    now_says = working_of(first)
    for code in LANGUAGES:
        assert all(item.title[code] for item in outline.items)
        assert now_says.text(code, now_says.places[-1])
    assert "What belongs here" in client.get(f"{page_of(course, 'units')}{first.uid}/").text


@pytest.mark.parametrize("name", ["research-design", "data-collection"])
def test_the_notes_of_a_template_are_never_published(competency_map, ieva, client_for, name):
    course = create_course(
        pair("Bandymas", "Trial"), languages=["lt", "en"], template=name, by=ieva, on=now()
    )
    with pytest.raises(Refusal):
        publish(course, by=ieva, on=now())
    client = client_for(ieva)
    report = client.get(page_of(course, "publish")).text
    units = course_templates()[name].units
    # One thing to decide, not two lines for each unit.
    assert f"{units} units are not written yet" in report
    assert "The note of the template is still here" not in report
    notes = [one for one in findings_of(draft_of(course.pk)) if one.code == "template-note"]
    assert len({one.unit for one in notes}) == units
    assert len(notes) == 2 * units
    assert all(one.stops and one.place.endswith(".text") for one in notes)
    # In the outline they are no faults: nobody has done anything wrong yet.
    outline = client.get(page_of(course, "outline")).text
    assert outline.count("<span>not written yet</span>") == units
    assert "things to mend" not in outline
    assert "Begin with any unit. Before you publish" in outline
    assert "can be left out for now with one button" in outline
    # A line says what each is about.
    assert len(re.findall(r'<p class="hint">[A-Z][^<*]+[.:?]</p></div>', outline)) == units
    assert "Delete this note" not in outline
    home = client.get("/en/studio/").text
    assert f"{units} units are not written yet" in home
    assert "fails a check" not in home
    assert "fail a check" not in home
    # Beside the editor it says what to do.
    unit = course.units.get(uid=notes[0].unit)
    assert "The note of the template" in client.get(f"{page_of(course, 'units')}{unit.uid}/").text


def test_what_nobody_has_written_is_left_out_at_one_press_and_comes_back(
    competency_map, ieva, client_for
):
    course = create_course(
        pair("Bandymas", "Trial"),
        languages=["lt", "en"],
        template="data-collection",
        by=ieva,
        on=now(),
    )
    written = course.units.all()[3]
    place = next(one for one in working_of(written).places if one.endswith(".text"))
    for code in LANGUAGES:
        seen = working_of(written).seq(code, place)
        save_texts(written, code, {place: Typed("Written.", seen)}, by=ieva, on=now())
    before = shape_of(draft_of(course.pk))
    client = client_for(ieva)
    units = course_templates()["data-collection"].units
    first = client.get(page_of(course, "publish")).text
    assert f"Leave {units - 1} units out for now" in first
    # Advice says from the start that it may wait.
    assert first.count("Advice does not stop publishing") == first.count('id="advice-h"') == 1
    address = f"{page_of(course, 'outline')}change/"
    pressed = client.post(address, {"do": "unwritten-out", "then": "publish"}, follow=True)
    # Whoever was about to publish stays there, and can publish or take it back.
    assert pressed.redirect_chain[-1][0].startswith(page_of(course, "publish"))
    told = pressed.text
    assert re.search(r'<button class="btn go" type="submit">\s*Publish the course<', told)
    assert f"{units - 1} units that nobody has written are left out for now." in told
    assert [
        [item["uid"] for item in module["items"]] for module in shape_of(draft_of(course.pk))
    ] == [[str(written.uid)]]
    publish_page = client.get(page_of(course, "publish")).text
    assert "not written yet" not in publish_page
    undo = re.search(r'value="(undo:\d+)"', told)
    back = client.post(address, {"do": undo[1], "then": "publish"}, follow=True)
    assert back.redirect_chain[-1][0].startswith(page_of(course, "publish"))
    assert "Taken back." in back.text
    assert shape_of(draft_of(course.pk)) == before
    # Too late, the same page says so.
    late = client.post(address, {"do": undo[1], "then": "publish"}, follow=True)
    assert late.redirect_chain[-1][0] == page_of(course, "publish")
    assert "cannot be undone" in late.text


def test_a_unit_begun_in_one_language_or_with_a_quiz_is_not_left_out(competency_map, ieva):
    course = create_course(
        pair("Bandymas", "Trial"),
        languages=["lt", "en"],
        template="data-collection",
        by=ieva,
        on=now(),
    )
    begun, asking = course.units.all()[:2]
    place = next(one for one in working_of(begun).places if one.endswith(".text"))
    seen = working_of(begun).seq("lt", place)
    save_texts(begun, "lt", {place: Typed("Parašyta.", seen)}, by=ieva, on=now())
    add_block(asking, "quiz", after="", by=ieva, on=now())
    units = course_templates()["data-collection"].units
    assert leave_out_unwritten(course, by=ieva, on=now()) == units - 2
    left = {item["uid"] for module in shape_of(draft_of(course.pk)) for item in module["items"]}
    assert left == {str(begun.uid), str(asking.uid)}
    assert leave_out_unwritten(course, by=ieva, on=now()) == 0


@pytest.mark.parametrize("name", ["research-design", "data-collection"])
def test_a_course_whose_notes_have_been_written_over_is_published(competency_map, ieva, name):
    course = create_course(
        pair("Bandymas", "Trial"), languages=["lt", "en"], template=name, by=ieva, on=now()
    )
    for unit in course.units.all():
        place = next(one for one in working_of(unit).places if one.endswith(".text"))
        for code in LANGUAGES:
            seen = working_of(unit).seq(code, place)
            save_texts(unit, code, {place: Typed("1, 2, 3.", seen)}, by=ieva, on=now())
    assert publish(course, by=ieva, on=now()).number == 1


def test_an_empty_course_is_typed_straight_away_from_its_title_to_its_first_unit(ieva, client_for):
    client = client_for(ieva)
    assert re.search(r'name="title_lt"[^>]* autofocus', client.get(NEW).text)
    page = client.post(NEW, {**TYPED, "template": ""}, follow=True).text
    # One form, standing open by itself: there is nothing else to do here yet.
    assert re.search(r'<input id="add-module-lt"[^>]* autofocus', page)
    assert '<summary class="btn">Add a module' not in page
    outline = page_of(Course.objects.get(slug="azuolu-seselis"), "outline/change")
    page = client.post(outline, {"do": "add-module", "title_lt": "Pradžia"}, follow=True).text
    assert not re.search(r'<input id="add-module-lt"[^>]* autofocus', page)
    assert '<summary class="btn">Add a module' in page


def test_a_course_in_one_language_gets_only_that_language(ieva, client_for):
    client_for(ieva).post(NEW, {**TYPED, "languages": "en", "template": "data-collection"})
    outline = outline_of(draft_of(Course.objects.get().pk))
    assert {code for item in outline.items for code in item.title} == {"en"}
    assert Course.objects.get().slug == "shade-of-oaks"


def test_the_same_title_twice_makes_two_addresses(ieva, client_for):
    client = client_for(ieva)
    client.post(NEW, TYPED)
    client.post(NEW, TYPED)
    assert list(Course.objects.order_by("pk").values_list("slug", flat=True)) == [
        "azuolu-seselis",
        "azuolu-seselis-2",
    ]


def test_a_title_of_signs_alone_still_gets_an_address(ieva, client_for):
    client_for(ieva).post(NEW, {**TYPED, "title_lt": "☂☂", "title_en": ""})
    assert Course.objects.get().slug == "course"


def test_without_a_title_nothing_is_made_and_the_choices_stay(ieva, client_for):
    page = client_for(ieva).post(
        NEW, {"title_lt": " ", "title_en": "", "languages": "en,lt", "template": "data-collection"}
    )
    assert page.status_code == 422
    assert "Write this in at least one language." in page.text
    assert 'value="data-collection" checked' in page.text
    assert not Course.objects.exists()


def test_an_unknown_template_or_language_is_refused(ieva, client_for):
    client = client_for(ieva)
    for wrong in ({"template": "../../etc"}, {"languages": "ru"}, {"title_lt": "x" * 400}):
        assert client.post(NEW, TYPED | wrong).status_code == 422
    assert not Course.objects.exists()


# --- settings ------------------------------------------------------------------------------------


def test_settings_are_saved_to_the_draft_and_shown_after_publishing(
    ieva, visitor, sampling_course, client_for
):
    client = client_for(ieva)
    typed = settings_form(
        client, sampling_course, title_en="Sampling well", outcomes_lt="A\nB", outcomes_en="C\nD"
    )
    client.post(page_of(sampling_course, "settings"), typed)
    assert draft_of(sampling_course.pk).outcomes == [pair("A", "C"), pair("B", "D")]
    course_page = f"/en/courses/{sampling_course.slug}/"
    assert "Sampling well" not in visitor.get(course_page).text
    publish(sampling_course, by=ieva, on=now())
    assert "Sampling well" in visitor.get(course_page).text


def test_outcomes_without_a_translation_keep_their_place(ieva, sampling_course, client_for):
    client = client_for(ieva)
    typed = settings_form(client, sampling_course, outcomes_lt="A\r\nB", outcomes_en="\r\nD")
    client.post(page_of(sampling_course, "settings"), typed)
    assert draft_of(sampling_course.pk).outcomes == [{"lt": "A"}, pair("B", "D")]
    again = settings_form(client, sampling_course)
    client.post(page_of(sampling_course, "settings"), again)
    assert draft_of(sampling_course.pk).outcomes == [{"lt": "A"}, pair("B", "D")]


def test_the_second_to_save_is_told_and_sees_both(ieva, rasa, sampling_course, client_for):
    give_role(sampling_course, rasa, CourseRole.Role.AUTHOR, by=ieva, reason="x", on=now())
    first, second = client_for(ieva), client_for(rasa)
    mine = settings_form(first, sampling_course, title_en="Ieva's title", audience="practitioner")
    theirs = settings_form(second, sampling_course, title_en="Rasa's title")
    assert first.post(page_of(sampling_course, "settings"), mine).status_code == 302
    page = second.post(page_of(sampling_course, "settings"), theirs)
    assert page.status_code == 422
    assert "Somebody else has saved these settings meanwhile" in page.text
    assert "Ieva&#x27;s title" in page.text
    assert "Rasa&#x27;s title" in page.text
    assert "Saved meanwhile by somebody else: To run a project" in page.text
    assert draft_of(sampling_course.pk).title["en"] == "Ieva's title"
    resent = theirs | {"over": page.context["form"]["over"].value()}
    second.post(page_of(sampling_course, "settings"), resent)
    assert draft_of(sampling_course.pk).title["en"] == "Rasa's title"


def test_what_is_too_long_is_refused_and_kept_on_the_page(ieva, sampling_course, client_for):
    client = client_for(ieva)
    typed = settings_form(client, sampling_course, summary_en="y" * 1200, title_en="Kept title")
    page = client.post(page_of(sampling_course, "settings"), typed)
    assert page.status_code == 422
    assert "Kept title" in page.text
    assert draft_of(sampling_course.pk).title["en"] == "Planning a sample"


def test_markup_in_settings_is_shown_as_it_was_typed(ieva, sampling_course, client_for):
    client = client_for(ieva)
    typed = settings_form(client, sampling_course, title_en="<script>alert(1)</script>")
    client.post(page_of(sampling_course, "settings"), typed)
    for name in ("settings", "outline"):
        page = client.get(page_of(sampling_course, name)).text
        assert "<script>alert" not in page
        assert "&lt;script&gt;alert" in page


# --- a copy --------------------------------------------------------------------------------------


@pytest.fixture
def copied(ieva, sampling_course, ona, client_for):
    """A copy made while something was being written, and after Ona had joined."""
    begin(ona, sampling_course)
    unit = sampling_course.units.get(key="first")
    save_texts(unit, "lt", {"title": Typed("Dar rašoma", 0)}, by=ieva, on=now())
    client_for(ieva).post(page_of(sampling_course, "copy"))
    return Course.objects.exclude(pk=sampling_course.pk).get()


def test_a_copy_says_what_is_being_written_and_the_original_is_untouched(copied, sampling_course):
    old, new = (outline_of(draft_of(pk)) for pk in (sampling_course.pk, copied.pk))
    assert draft_of(copied.pk).title == pair(
        "Imties planavimas (kopija)", "Planning a sample (copy)"
    )
    assert [item.key for item in new.items] == [item.key for item in old.items]
    assert new.items[0].title["lt"] == "Dar rašoma"
    assert old.items[0].title["lt"] == "Tema first"
    assert not {item.uid for item in new.items} & {item.uid for item in old.items}
    # Written further in the original, the stale translation is stale in the copy too.
    assert working_of(copied.units.get(key="first")).behind["en"] == {"title": "Tema first"}


def test_a_copy_asks_its_own_questions(copied, sampling_course):
    own = {str(item.uid) for item in Item.objects.filter(bank=copied.bank)}
    asked = {
        uid
        for version in copied.units.get(key="second").versions.all()
        for block in version.blocks
        for uid in block["settings"].get("items", [])
    }
    assert len(own) == 3
    assert asked == own
    assert not own & {str(item.uid) for item in sampling_course.bank.items.all()}


def test_a_copy_has_no_learners_and_can_be_published_and_learnt(copied, ieva, jonas):
    assert not Enrolment.objects.filter(run__course=copied).exists()
    publish(copied, by=ieva, on=now())
    copied.refresh_from_db()
    finish(jonas, copied, on=now())
    assert Enrolment.objects.get(person=jonas).percent == 100
    assert outline_in_force(copied).by_uid


def test_blocks_of_a_copy_hang_on_its_own_units(copied):
    import uuid

    for unit in copied.units.all():
        for block in unit.versions.get().blocks:
            assert block["uid"] == str(uuid.uuid5(unit.uid, block["key"]))


def test_pictures_of_a_copy_are_its_own(ieva, teach, package, client_for):
    package.pictures["bush.svg"] = (
        b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"><rect width="5" height="5"/></svg>'
    )
    package.unit("first")["blocks"]["::: image drawn src=bush.svg"] = pair(
        "alt: Krūmas", "alt: Bush"
    )
    course = teach(package)
    client = client_for(ieva)
    client.post(page_of(course, "copy"))
    copy = Course.objects.exclude(pk=course.pk).get()
    blocks = copy.units.get(key="first").versions.get().blocks
    address = next(one for one in blocks if one["kind"] == "image")["settings"]["files"]["lt"][
        "address"
    ]
    assert str(copy.uid) in address
    shown = client.get(address)
    assert shown.status_code == 200
    assert b"<rect" in shown.getvalue().replace(b"ns0:", b"")


# --- archiving -----------------------------------------------------------------------------------


def test_an_archived_course_leaves_the_catalogue_and_takes_nothing_from_learners(
    ieva, ona, sampling_course, client_for, visitor
):
    finish(ona, sampling_course, on=now())
    take_in_waiting(on=now())
    client = client_for(ieva)
    assert "Archive the course" in client.get(page_of(sampling_course, "settings")).text
    client.post(page_of(sampling_course, "archive"))
    assert "Planning a sample" not in visitor.get("/en/courses/").text
    assert Certificate.objects.filter(enrolment__person=ona).exists()
    client.post(page_of(sampling_course, "restore"))
    assert "Planning a sample" in visitor.get("/en/courses/").text


# --- who may -------------------------------------------------------------------------------------

PAGES = ["outline", "settings", "roles", "copy", "archive", "restore", "outline/change"]
POSTED = {"copy", "archive", "restore", "outline/change", "roles/invite"}
MAY = {
    "owner": {*PAGES},
    "author": {"outline", "settings", "roles", "copy", "outline/change"},
    "marker": {"outline", "roles"},
    "viewer": {"outline", "roles"},
    None: set(),
}


@pytest.mark.parametrize("role", MAY)
def test_each_role_gets_its_pages_and_the_others_are_not_there(
    role, ieva, rasa, sampling_course, client_for
):
    if role:
        give_role(sampling_course, rasa, role, by=ieva, reason="x", on=now())
    client = client_for(rasa)
    for name in PAGES:
        go = client.post if name in POSTED else client.get
        answer = go(page_of(sampling_course, name)).status_code
        assert (answer != 404) == (name in MAY[role]), (role, name, answer)


def test_nobody_gets_anything_without_signing_in(visitor, sampling_course):
    for name in PAGES:
        go = visitor.post if name in POSTED else visitor.get
        assert "/accounts/login/" in go(page_of(sampling_course, name))["Location"]


@pytest.mark.parametrize("name", sorted(POSTED))
def test_what_changes_something_does_not_answer_to_looking(name, ieva, sampling_course, client_for):
    assert client_for(ieva).get(page_of(sampling_course, name)).status_code == 405
    assert Release.objects.count() == 2
