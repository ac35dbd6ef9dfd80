"""The progress board: who learns in a course, how far, and who is stuck."""

import csv
import io
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from badges.intake.actions import take_in_waiting
from courses.content.actions.courses import create_course
from courses.content.actions.roles import give_role
from courses.content.models import CourseRole
from courses.progress.actions import count_unit, join, leave, settle_due
from courses.progress.models import How
from lms.common.clock import now
from lms.studio.people_board import LEARNERS, Look
from lms.studio.people_table import as_text
from tests.learning import answer, begin, finish, item_of, outline_in_force, read
from tests.packages import pair, reading, sampling

BOARD = "/en/studio/courses/sampling/people/"
TABLE = f"{BOARD}table.csv"
HOME = "/en/studio/"


@pytest.fixture
def teacher(ieva, sampling_course, client_for):
    return client_for(ieva)


@pytest.fixture
def later(monkeypatch):
    """Lets time pass for the pages."""

    def pass_by(**time):
        moment = now() + timedelta(**time)
        for module in ("people_views", "learner_views", "queries"):
            monkeypatch.setattr(f"lms.studio.{module}.now", lambda: moment)

    return pass_by


def names(page):
    """The learners on the page, in its order."""
    rows = page.text.split('<th scope="row"')[1:]
    return [row.split("</a>")[0].rpartition(">")[2] for row in rows]


def cells(page, name):
    """What the units of a learner say."""
    row = page.text.split(f">{name}</a>")[1].split("</tr>")[0]
    return [part.split("</span>")[0] for part in row.split('<span class="sr">')[1:]]


# --- who sees it ---------------------------------------------------------------------------------


def test_an_empty_board_says_what_to_do(teacher):
    page = teacher.get(BOARD)
    assert "Nobody learns here yet. Send people the address of the course." in page.text
    assert 'aria-current="page"' in page.text


def test_a_course_that_was_never_published_has_nobody(ieva, teacher):
    course = create_course(pair("Naujas", "New"), languages=["lt"], by=ieva, on=now())
    page = teacher.get(f"/en/studio/courses/{course.slug}/people/").text
    assert "the course is not published" in page
    table = teacher.get(f"/en/studio/courses/{course.slug}/people/table.csv")
    assert len(b"".join(table.streaming_content).splitlines()) == 1


@pytest.mark.parametrize("address", [BOARD, TABLE])
def test_only_those_who_teach_here_see_who_learns(
    address, ieva, rasa, ona, jonas, birute, vytas, sampling_course, client_for
):
    begin(ona, sampling_course)
    give = {"by": ieva, "reason": "x", "on": now()}
    give_role(sampling_course, jonas, CourseRole.Role.MARKER, **give)
    give_role(sampling_course, birute, CourseRole.Role.VIEWER, **give)
    seen = {
        who: client_for(person).get(address).status_code
        for who, person in {
            "owner": ieva,
            "marker": jonas,
            "administrator": vytas,
            "viewer": birute,
            "learner": ona,
            "teacher of another course": rasa,
        }.items()
    }
    assert seen == {
        "owner": 200,
        "marker": 200,
        "administrator": 200,
        "viewer": 404,
        "learner": 404,
        "teacher of another course": 404,
    }
    visitor = client_for(None).get(address)
    assert visitor.status_code == 302
    assert "login" in visitor["Location"]


def test_nothing_is_written_by_looking(teacher, ona, sampling_course):
    begin(ona, sampling_course)
    # The first page of a day writes that day into the session.
    teacher.get("/en/me/")
    with CaptureQueriesContext(connection) as captured:
        teacher.get(f"{BOARD}?sort=-name&state=stuck&q=on")
        b"".join(teacher.get(TABLE).streaming_content)
    written = [one["sql"] for one in captured if one["sql"].startswith(("INSERT", "UPDATE"))]
    assert written == []


# --- what it says --------------------------------------------------------------------------------


def test_each_unit_says_how_it_stands(teacher, ieva, ona, jonas, birute, sampling_course):
    on = begin(ona, sampling_course)
    read(on, sampling_course, "first")
    finish(birute, sampling_course, on=now())
    jo = begin(jonas, sampling_course)
    unit = item_of(sampling_course, "second").unit_id
    count_unit(jo, unit, how=How.OVERRIDE, reason="On paper", by=ieva, on=now())
    page = teacher.get(BOARD)
    assert cells(page, "Ona Petraitė") == ["done", "here now", "locked", "not required"]
    assert cells(page, "Jonas Kazlauskas") == [
        "here now",
        "counted by hand",
        "open",
        "not required",
    ]
    assert cells(page, "Birutė Žemaitytė")[:3] == ["done"] * 3
    assert "Learning: 2, finished: 1." in page.text
    assert "1 of 3 units" in page.text
    assert "33%" in page.text
    # Its titles stand in the headings, and below for those who look.
    assert page.text.count("Unit second") >= 2
    lithuanian = teacher.get(BOARD.replace("/en/", "/lt/")).text
    assert "dabar čia" in lithuanian
    assert "1 iš 3 temų" in lithuanian


def test_enough_of_a_module_leaves_the_rest_to_choice(teacher, teach, ieva, ona):
    package = sampling("chosen")
    package.modules[0] |= {"in_order": "false", "rule": "1"}
    package.modules[0]["units"] = [reading("first"), reading("other")]
    package.items = []
    course = teach(package)
    read(begin(ona, course), course, "first")
    page = teacher.get("/en/studio/courses/chosen/people/")
    assert cells(page, "Ona Petraitė") == ["done", "not required"]


def test_names_that_are_markup_are_shown_as_typed(teacher, person, sampling_course):
    begin(person("hostile", "<script>alert(1)</script> & co"), sampling_course)
    page = teacher.get(BOARD).text
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; co" in page


# --- order, search, filter, pages ----------------------------------------------------------------


def test_names_sort_as_lithuanian_does(teacher, person, sampling_course):
    right = ["Ąsa", "Cicė", "Čeka", "Yla", "Įra", "Jūra", "Siga", "Šarka", "Toma", "Zita", "Žara"]
    for n, name in enumerate(reversed(right)):
        begin(person(f"p{n}", name), sampling_course)
    begin(person("nameless"), sampling_course)
    wanted = [*right[:6], "nameless", *right[6:]]
    assert names(teacher.get(f"{BOARD}?sort=name")) == wanted
    assert names(teacher.get(f"{BOARD}?sort=-name")) == wanted[::-1]


def test_it_sorts_by_progress_and_by_last_activity(teacher, ona, jonas, birute, sampling_course):
    finish(birute, sampling_course, on=now() - timedelta(days=3))
    one = join(ona, sampling_course, on=now() - timedelta(days=9))
    join(jonas, sampling_course, on=now() - timedelta(days=1))
    assert names(teacher.get(BOARD)) == ["Jonas Kazlauskas", "Birutė Žemaitytė", "Ona Petraitė"]
    read(one, sampling_course, "first")
    done = ["Birutė Žemaitytė", "Ona Petraitė", "Jonas Kazlauskas"]
    assert names(teacher.get(f"{BOARD}?sort=progress")) == done
    assert names(teacher.get(f"{BOARD}?sort=-progress")) == done[::-1]
    page = teacher.get(BOARD).text
    assert names(teacher.get(BOARD))[0] == "Ona Petraitė"
    assert 'aria-sort="descending"><a href="?sort=-activity">Last activity' in page
    assert '<a href="?sort=name">Name' in page


@pytest.mark.parametrize("typed", ["ZEMAIT", "žemaitytė birutė", "birute", "Žem", " Zem  "])
def test_a_name_is_found_however_it_is_typed(teacher, ona, birute, sampling_course, typed):
    begin(ona, sampling_course)
    begin(birute, sampling_course)
    page = teacher.get(BOARD, {"q": typed})
    assert names(page) == ["Birutė Žemaitytė"]
    assert "1 learner found" in page.text


@pytest.mark.parametrize(
    "typed", ["%", "_", "\\", "'", '"><b>', "nobody", "example.org", "@", "\0"]
)
def test_what_is_typed_is_only_searched_for(teacher, ona, person, sampling_course, typed):
    begin(ona, sampling_course)
    begin(person("nameless"), sampling_course)
    page = teacher.get(BOARD, {"q": typed})
    assert page.status_code == 200
    if typed == "\0":
        assert len(names(page)) == 2
    else:
        assert "Nobody is found so." in page.text
        assert "<b>" not in page.text.split('role="search"')[1].split("</form>")[0]


def test_it_shows_those_who_learn_who_finished_who_left_and_who_is_not_seen(
    teacher, ona, jonas, birute, person, sampling_course
):
    finish(birute, sampling_course, on=now() - timedelta(days=20))
    join(ona, sampling_course, on=now() - timedelta(days=15))
    join(person("rita", "Rita Rudytė"), sampling_course, on=now() - timedelta(days=13))
    leave(join(jonas, sampling_course, on=now() - timedelta(days=30)), on=now())

    def found(state):
        return sorted(names(teacher.get(BOARD, {"state": state})))

    assert found("active") == ["Ona Petraitė", "Rita Rudytė"]
    assert found("completed") == ["Birutė Žemaitytė"]
    assert found("left") == ["Jonas Kazlauskas"]
    assert found("unseen") == ["Ona Petraitė"]
    assert len(found("nonsense")) == 4


def test_with_nobody_stuck_it_says_what_stuck_means(teacher, ona, sampling_course):
    begin(ona, sampling_course)
    page = teacher.get(f"{BOARD}?state=stuck").text
    assert "Nobody is stuck." in page
    assert "0 learners" not in page
    assert "has stood at one unit for a week" in page
    assert "Nobody is found so." in teacher.get(f"{BOARD}?state=stuck&q=nobody").text


def test_who_has_finished_is_not_waited_for_at_a_new_unit(
    teacher, ieva, ona, person, sampling_course, teach
):
    finish(ona, sampling_course, on=now())
    package = sampling()
    package.modules[0]["units"].append(reading("later"))
    teach(package)
    settle_due(on=now())
    begin(person("rita", "Rita Rudytė"), sampling_course)
    page = teacher.get(BOARD)
    assert "here now" not in cells(page, "Ona Petraitė")
    assert cells(page, "Ona Petraitė")[-1] == "not required"
    assert "1 new unit, optional" in page.text
    assert "Learning: 1, finished: 1." in page.text


def test_pages_hold_as_many_and_keep_what_is_asked(teacher, person, sampling_course):
    for n in range(LEARNERS + 2):
        begin(person(f"p{n}", f"Person {n:03}"), sampling_course)
    begin(person("other", "Somebody else"), sampling_course)
    asked = {"sort": "name", "q": "person"}
    first = teacher.get(BOARD, asked)
    assert len(names(first)) == LEARNERS
    assert "Page 1 of 2" in first.text
    assert 'rel="next" href="?sort=name&amp;q=person&amp;page=2"' in first.text
    second = teacher.get(BOARD, {**asked, "page": 2})
    assert names(second) == ["Person 025", "Person 026"]
    assert 'rel="prev" href="?sort=name&amp;q=person"' in second.text
    assert 'rel="next"' not in second.text
    beyond = teacher.get(BOARD, {**asked, "page": 99})
    assert beyond["Location"] == f"{BOARD}?sort=name&q=person"


@pytest.mark.parametrize(
    "asked", ["page=-1", "page=x", "page=²", "page=99999999999", "sort=person__email", "units=0"]
)
def test_an_address_that_makes_no_sense_shows_the_board(teacher, ona, sampling_course, asked):
    begin(ona, sampling_course)
    assert names(teacher.get(f"{BOARD}?{asked}", follow=True)) == ["Ona Petraitė"]


def test_a_long_course_shows_its_units_in_parts(teacher, teach, ona):
    package = sampling("long")
    package.modules[0]["in_order"] = "false"
    package.modules[0]["units"] += [reading(f"more-{n}") for n in range(60)]
    course = teach(package)
    begin(ona, course)
    board = "/en/studio/courses/long/people/"
    page = teacher.get(board)
    assert len(cells(page, "Ona Petraitė")) == 40
    assert "1.41–1.64" in page.text
    assert len(cells(teacher.get(f"{board}?units=2"), "Ona Petraitė")) == 24


def test_the_address_is_the_whole_look():
    from django.http import QueryDict

    look = Look("name", True, "stuck", "ąžuolas & co", 3, 2)
    assert Look.of(QueryDict(look.address.removeprefix("?"))) == look
    assert Look().address == "?"


# --- who is stuck --------------------------------------------------------------------------------


def test_three_attempts_that_were_not_enough_are_said_and_found(teacher, ona, sampling_course):
    one = begin(ona, sampling_course)
    read(one, sampling_course, "first")
    for attempts in (1, 2):
        answer(one, sampling_course, "second", right=0)
        assert names(teacher.get(f"{BOARD}?state=stuck")) == [], attempts
    answer(one, sampling_course, "second", right=1)
    page = teacher.get(f"{BOARD}?state=stuck")
    assert names(page) == ["Ona Petraitė"]
    assert "3 attempts at the quiz of 1.2" in page.text
    answer(one, sampling_course, "second")
    assert names(teacher.get(f"{BOARD}?state=stuck")) == []
    assert "attempts at the quiz" not in teacher.get(BOARD).text


def test_a_week_at_one_unit_is_said_and_found(teacher, ona, sampling_course, later):
    read(begin(ona, sampling_course), sampling_course, "first")
    later(days=6)
    assert names(teacher.get(f"{BOARD}?state=stuck")) == []
    later(days=8)
    page = teacher.get(f"{BOARD}?state=stuck")
    assert names(page) == ["Ona Petraitė"]
    assert "8 days at 1.2" in page.text
    assert "8 dienos ties tema 1.2" in teacher.get(BOARD.replace("/en/", "/lt/")).text


def test_who_has_gone_or_finished_or_left_is_not_stuck(
    teacher, ona, birute, jonas, sampling_course, later
):
    begin(ona, sampling_course)
    finish(birute, sampling_course, on=now())
    leave(begin(jonas, sampling_course), on=now())
    later(days=29)
    assert names(teacher.get(f"{BOARD}?state=stuck")) == []
    assert " at 1.1" not in teacher.get(BOARD).text
    assert names(teacher.get(f"{BOARD}?state=unseen")) == ["Ona Petraitė"]


def test_the_filter_and_the_words_agree(teacher, person, sampling_course, later):
    for n, (done, tries) in enumerate([(0, 0), (1, 0), (1, 3), (1, 2)]):
        one = begin(person(f"p{n}", f"Person {n}"), sampling_course)
        if done:
            read(one, sampling_course, "first")
        for _try in range(tries):
            answer(one, sampling_course, "second", right=0)
    for days in (0, 8, 30):
        later(days=days)
        told = teacher.get(BOARD).text.count('class="b-stuck"')
        found = len(names(teacher.get(f"{BOARD}?state=stuck")))
        assert (told > 0) == (found > 0), days
    later(days=0)
    assert names(teacher.get(f"{BOARD}?state=stuck")) == ["Person 2"]


def test_the_home_of_the_studio_leads_to_who_is_stuck(
    ieva, teacher, ona, jonas, sampling_course, later
):
    begin(ona, sampling_course)
    begin(jonas, sampling_course)
    assert "stuck" not in teacher.get(HOME).text
    later(days=8)
    page = teacher.get(HOME).text
    assert "2 learners are stuck" in page
    assert f'href="{BOARD}?state=stuck"' in page


# --- the table -----------------------------------------------------------------------------------


def table(client, address=TABLE):
    answer = client.get(address)
    raw = b"".join(answer.streaming_content)
    assert raw.startswith(b"\xef\xbb\xbf")
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert "attachment" in answer["Content-Disposition"]
    return list(csv.reader(io.StringIO(raw.decode("utf-8-sig"), newline="")))


def test_the_table_holds_everybody_with_a_column_for_each_unit(
    teacher, ieva, ona, jonas, birute, person, sampling_course
):
    for n in range(LEARNERS):
        begin(person(f"p{n}", f"Žmogus {n:03}"), sampling_course)
    finish(birute, sampling_course, on=now())
    read(begin(ona, sampling_course), sampling_course, "first")
    unit = item_of(sampling_course, "second").unit_id
    one = begin(jonas, sampling_course)
    count_unit(one, unit, how=How.EXEMPT, reason="On paper", by=ieva, on=now())
    take_in_waiting(on=now())
    head, *rows = table(teacher, f"{TABLE}?state=stuck&q=nobody")
    assert head[:2] == ["Name", "State"]
    assert head[-4:] == ["1.1 Unit first", "1.2 Unit second", "1.3 Unit third", "1.4 Unit extra"]
    assert len(rows) == LEARNERS + 3
    told = {row[0]: row for row in rows}
    assert [row[0] for row in rows][:2] == ["Birutė Žemaitytė", "Jonas Kazlauskas"]
    assert told["Ona Petraitė"][1] == "Learning"
    assert told["Ona Petraitė"][4:7] == ["33", "1", "3"]
    assert told["Ona Petraitė"][-4:] == ["done", "here now", "locked", "not required"]
    assert told["Jonas Kazlauskas"][-3] == "exempt"
    assert told["Birutė Žemaitytė"][4] == "100"
    assert told["Birutė Žemaitytė"][7] == "Issued"
    assert told["Ona Petraitė"][2] == timezone.localdate().isoformat()


def test_the_table_speaks_the_language_of_the_page(teacher, ona, sampling_course):
    read(begin(ona, sampling_course), sampling_course, "first")
    head, row = table(teacher, TABLE.replace("/en/", "/lt/"))
    assert head[-4] == "1.1 Tema first"
    assert row[-4:] == ["atlikta", "dabar čia", "užrakinta", "neprivaloma"]


@pytest.mark.parametrize(
    "name", ['=HYPERLINK("http://x")', "+1+1", "-2", "@SUM(A1)", "=cmd|' /C calc'!A0"]
)
def test_no_cell_is_a_formula(teacher, teach, ieva, person, name):
    package = sampling("formulas")
    package.unit("first")["title"] = {"lt": "=1+1", "en": "=1+1"}
    course = teach(package)
    begin(person("hostile", name), course)
    head, row = table(teacher, "/en/studio/courses/formulas/people/table.csv")
    assert row[0] == f"'{name}"
    for cell in (*head, *row):
        assert not cell.startswith(("=", "+", "-", "@", "\t", "\r"))


@pytest.mark.parametrize("start", "=+-@\t\r\n")
def test_what_a_spreadsheet_would_run_is_text(start):
    assert as_text(f"{start}1") == f"'{start}1"


def test_names_with_quotes_commas_and_lines_stay_in_their_cell(teacher, person, sampling_course):
    begin(person("odd", 'Ona, "Onutė"; Petraitė'), sampling_course)
    _head, row = table(teacher)
    assert row[0] == 'Ona, "Onutė"; Petraitė'


def test_the_table_is_read_in_slices(teacher, person, sampling_course, monkeypatch):
    monkeypatch.setattr("lms.studio.people_table.SLICE", 2)
    for n in range(5):
        begin(person(f"p{n}", f"Person {n}"), sampling_course)
    outline_in_force(sampling_course)
    answer = teacher.get(TABLE)
    parts = list(answer.streaming_content)
    assert len(parts) == 4
    assert [row[0] for row in csv.reader(b"".join(parts).decode("utf-8-sig").splitlines())][1:] == [
        f"Person {n}" for n in range(5)
    ]
