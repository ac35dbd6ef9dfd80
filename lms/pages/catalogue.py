"""The catalogue: which courses there are, which of them somebody looks for, and where in them the
words stand. The statements are as many for a hundred courses as for one."""

from collections.abc import Collection
from dataclasses import dataclass, field
from functools import cached_property
from uuid import UUID

from courses.content.models import Course, Release, RenderedUnit
from courses.content.outline import Outline, OutlineItem
from courses.content.queries import outline_by_id, published_courses, units_with_words
from courses.enrolment.models import Enrolment
from courses.progress.calc import State
from courses.progress.gates import opens_for_visitors
from courses.progress.queries import standings_of
from lms.accounts.models import User
from lms.common.clock import now
from lms.common.html import RENDERER, plain_text, render_markdown
from lms.common.languages import Pair, in_language, text
from lms.common.search import Piece, finds, indexed, passage
from lms.common.store import immutable
from lms.pages.claims import Claim, claims_of
from lms.pages.filters import EFFORTS, Wanted

# More places in one course than this are counted.
MOST_PLACES = 4


@dataclass(frozen=True)
class Hit:
    """A unit in which the words stand. passage: how; empty where they stand in its title or in what
    its questions ask."""

    item: OutlineItem
    passage: list[Piece] = field(default_factory=list)


@dataclass(frozen=True)
class Found:
    """A course of the catalogue; places: units a search led to that this person may open now.

    hidden: in how many more units the words stand.  passage: how they stand in what the course
    says of itself.
    """

    course: Course
    outline: Outline
    enrolment: Enrolment | None
    places: list[Hit]
    hidden: int
    passage: list[Piece] = field(default_factory=list)

    @property
    def following(self) -> OutlineItem | None:
        """The next unit of whoever learns here."""
        return self.outline.by_unit.get((self.enrolment and self.enrolment.next_unit_id) or 0)

    @cached_property
    def claims(self) -> list[Claim]:
        """What the course can show."""
        return claims_of(self.outline)

    @property
    def level(self) -> int:
        """The highest level that the course can show."""
        return max((claim.level for claim in self.claims), default=0)


def catalogue(person: User | None) -> list[Found]:
    """The published courses, as this person meets them."""
    mine = _enrolments(person)
    return [
        Found(course, outline_by_id(course.in_force_id or 0), mine.get(course.pk), [], 0)
        for course in published_courses()
    ]


def filtered(courses: Collection[Found], wanted: Wanted) -> list[Found]:
    """Those of the courses that fit everything but the words."""
    return [one for one in courses if _fits(one, wanted)]


def _fits(one: Found, wanted: Wanted) -> bool:
    claims = [
        claim for claim in one.claims if not wanted.competency or claim.code == wanted.competency
    ]
    if wanted.competency and not claims:
        return False
    # With a competency chosen, the level is the one of that competency.
    if wanted.level and max((claim.level for claim in claims), default=0) < int(wanted.level):
        return False
    if wanted.language and wanted.language not in one.outline.languages:
        return False
    if wanted.effort:
        _name, fewest, most = EFFORTS[wanted.effort]
        if not fewest <= one.outline.minutes <= most:
            return False
    return not wanted.audience or one.outline.audience == wanted.audience


def searched(courses: Collection[Found], query: str, language: str) -> list[Found]:
    """Those of the courses that hold the words, with the places.

    A unit that is still locked for this person is counted, never named, and nothing of it is shown.
    """
    hits: dict[int, set[int]] = {}
    for release_id, version_id in units_with_words(query, language):
        hits.setdefault(release_id, set()).add(version_id)
    about = {
        one.outline.release_id: _about(one.outline, language)
        for one in courses
        if finds(query, _about_indexed(one.outline, language))
    }
    chosen = [one for one in courses if one.outline.release_id in hits.keys() | about.keys()]
    readable = _readable([one for one in chosen if one.outline.release_id in hits])
    open_places: dict[int, list[OutlineItem]] = {}
    for one in chosen:
        may = readable.get(one.outline.release_id, set())
        versions = hits.get(one.outline.release_id, set())
        items = [item for item in one.outline.items if item.version_id in versions]
        open_places[one.outline.release_id] = [item for item in items if item.uid in may]
    plain = _plain(open_places.values(), language)
    found = []
    for one in chosen:
        release = one.outline.release_id
        shown = open_places[release][:MOST_PLACES]
        places = [
            Hit(item, passage(plain.get(item.version_id, ""), query, language)) for item in shown
        ]
        told = passage(about.get(release, ""), query, language)
        hidden = len(hits.get(release, ())) - len(shown)
        found.append(Found(one.course, one.outline, one.enrolment, places, hidden, told))
    return found


def _about(outline: Outline, language: str) -> str:
    """What the course says of itself under its title, without markup."""
    key = ("about", outline.release_id, language)
    return immutable(key, lambda: _made_about(outline, language))


def _made_about(outline: Outline, language: str) -> str:
    description, written_in = in_language(outline.description, language)
    said = [text(outline.summary, language), plain_text(render_markdown(description, written_in))]
    return " ".join([*said, *(text(outcome, language) for outcome in outline.outcomes)])


def _about_indexed(outline: Outline, language: str) -> str:
    def made() -> str:
        return indexed(f"{text(outline.title, language)} {_about(outline, language)}", language)

    return immutable(("about indexed", outline.release_id, language), made)


def _readable(courses: Collection[Found]) -> dict[int, set[UUID]]:
    """Release → uids of the units this person may open there now."""
    learnt = [(one.enrolment, one.outline) for one in courses if one.enrolment is not None]
    standings = standings_of(learnt, now())
    found = {}
    for one in courses:
        if one.enrolment is None:
            uids = {item.uid for item in one.outline.items if opens_for_visitors(one.outline, item)}
        else:
            states = standings[one.enrolment.pk].states
            uids = {uid for uid, state in states.items() if state is not State.LOCKED}
        found[one.outline.release_id] = uids
    return found


def _plain(places: Collection[list[OutlineItem]], language: str) -> dict[int, str]:
    """Unit version → its words, of the places that are shown."""
    versions = [item.version_id for items in places for item in items[:MOST_PLACES]]
    if not versions:
        return {}
    rows = RenderedUnit.objects.filter(
        version__in=versions, language=language, renderer=RENDERER
    ).order_by()
    return dict(rows.values_list("version_id", "plain"))


def begun_last(found: list[Found]) -> Found | None:
    """The course among these that somebody was last in and has not completed."""
    begun = [
        (one.enrolment.last_activity_at, place, one)
        for place, one in enumerate(found)
        if one.enrolment and one.enrolment.completed_at is None
    ]
    return max(begun)[2] if begun else None


def _enrolments(person: User | None) -> dict[int, Enrolment]:
    if person is None:
        return {}
    rows = Enrolment.objects.filter(person=person).select_related("run")
    on = now()
    is_open = [row for row in rows if row.is_open and not row.run.begins_later(on)]
    # Where somebody completed one run and learns in another, the one in which they learn.
    is_open.sort(key=lambda row: row.state == Enrolment.State.ACTIVE)
    return {row.run.course_id: row for row in is_open}


# --- choices -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Choices:
    """What can be chosen: competencies by code, levels, languages; only what some course has."""

    competencies: list[tuple[str, Pair]]
    levels: list[int]
    languages: list[str]


def choices_in(courses: Collection[Found]) -> Choices:
    """What sets these courses apart."""
    named = {claim.code: claim.name for one in courses for claim in one.claims}
    best = max((one.level for one in courses), default=0)
    languages = {code for one in courses for code in one.outline.languages}
    return Choices(sorted(named.items()), list(range(1, best + 1)), sorted(languages, reverse=True))


# --- announced -----------------------------------------------------------------------------------


def announced(wanted: Wanted, drafts: Collection[Release]) -> list[Release]:
    """The announced courses among these drafts that fit what can be said of them already: language
    and for whom. Whoever looks for anything else looks for what is there."""
    if wanted != Wanted(language=wanted.language, audience=wanted.audience):
        return []
    return [
        draft
        for draft in drafts
        if (not wanted.language or wanted.language in draft.languages)
        and (not wanted.audience or wanted.audience == draft.audience)
    ]
