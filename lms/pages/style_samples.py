"""What the page of parts is filled with: made-up courses, answers and credentials. Stores nothing."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django import forms
from django.utils.timezone import localdate

from badges.awards.models import AchievementVersion, Award
from badges.certificates.facts import CertificateFacts, Module, ShownCompetency
from badges.certificates.models import Certificate
from badges.certificates.shown import ShownCertificate
from courses.assessment.models import Attempt
from courses.banks.generators import GENERATORS, Form, drawn
from courses.banks.models import Item, ItemVersion
from courses.classroom.asking import Asked, ask, review
from courses.classroom.reading import Block, UnitPage
from courses.content.models import Audience, Course, Met
from courses.content.outline import Outline, OutlineAlignment, OutlineItem, OutlineModule
from courses.enrolment.models import Enrolment
from courses.progress.access import Place, UnitPlace
from courses.progress.calc import standing
from courses.progress.gates import Facts
from lms.accounts.forms import PasswordInput
from lms.common.drawings import KINDS
from lms.common.languages import Pair, current_language, text
from lms.common.prose import ProseField
from lms.common.search import Piece, passage
from lms.pages.catalogue import Found, Hit
from lms.pages.course_page import course_page
from lms.pages.style_drawn import drawn_asked, drawn_reviewed
from lms.pages.style_words import (
    ANSWERS,
    BODIES,
    ONLY,
    PASSAGE,
    PROSE,
    TEXTS,
    WORDS,
    WRITING,
    pair,
)

SEED = 1
CODE = "0123456789ABCDEFGHJKMNPQRS"


def context(on: datetime) -> dict[str, Any]:
    """Everything the page shows."""
    place = _place(on)
    return {
        "levels": range(5),
        "form": _form(),
        "asked": [
            *(ask(version, n, seed=SEED) for n, version in enumerate(_versions(), 1)),
            *drawn_asked(len(BODIES)),
        ],
        "reviewed": [*_reviewed(place.outline), *drawn_reviewed(len(ANSWERS), place.outline)],
        "outline": place.outline,
        "place": place,
        "ways": Nowhere(),
        "modules": course_page(place),
        "checks": _checks(place),
        "quizzes": _quizzes(on),
        "page": UnitPage([], is_done=False, can_finish=False, before=None, after=None),
        "found": _found(place),
        "award": _award(on),
        "shown": _certificate(on),
        "revoked": _certificate(on, revoked=True),
        "headers": KINDS,
        "said": [Said("success"), Said("warning")],
        "prose": PROSE,
        "written": [
            ProseField(
                f"written-{name}",
                f"style-{name}",
                text(label),
                text(TEXTS[name]),
                current_language(),
            )
            for name, label in WRITING.items()
        ],
        "only": ONLY,
        "w": WORDS,
        "on": on,
    }


class Nowhere:
    """Ways of learner pages that stay on this one."""

    def to(self, name: str, *ids: object) -> str:
        return "?"


@dataclass(frozen=True)
class Said:
    """A message as pages get it."""

    level_tag: str

    def __str__(self) -> str:
        if self.level_tag == "success":
            return text(pair("Išsaugota.", "Saved."))
        words = pair("Visi bandymai panaudoti.", "All attempts are used.")
        return text(words)


# --- a form with mistakes ------------------------------------------------------------------------


def _form() -> forms.Form:
    """Every kind of field; some filled in wrongly, some rightly."""

    class FieldNote(forms.Form):
        """One day's note."""

        day = forms.DateField(
            label=text(pair("Stebėjimo diena", "Day of observation")),
            help_text=text(pair("Metai, mėnuo, diena.", "Year, month, day.")),
            error_messages={
                "invalid": text(
                    pair(
                        "Lapkritis turi 30 dienų. Gal norėjote rašyti 2026-11-30?",
                        "November has 30 days. Did you mean 2026-11-30?",
                    )
                )
            },
        )
        count = forms.IntegerField(
            label=text(pair("Kiek suskaičiavote", "How many you counted")),
            error_messages={
                "required": text(
                    pair(
                        "Įrašykite 0, jei žiūrėjote ir nematėte nė vieno.",
                        "Write 0 if you looked and saw none.",
                    )
                )
            },
        )
        email = forms.EmailField(label=text(pair("El. paštas", "E-mail")))
        place = forms.ChoiceField(
            label=text(pair("Vieta", "Place")),
            choices=[
                ("park", text(pair("Parkas", "Park"))),
                ("bank", text(pair("Krantas", "Bank"))),
            ],
        )
        words = forms.CharField(
            label=text(pair("Pastabos", "Remarks")),
            help_text=text(pair("Kas galėjo trukdyti?", "What may have been in the way?")),
            widget=forms.Textarea(attrs={"rows": 3}),
        )
        colour = forms.CharField(
            label=text(pair("Spalva", "Colour")), widget=forms.TextInput(attrs={"type": "color"})
        )
        password = forms.CharField(
            label=text(pair("Slaptažodis", "Password")), widget=PasswordInput, required=False
        )
        picture = forms.FileField(label=text(pair("Nuotrauka", "Photograph")), required=False)

    given = {
        "day": "2026-11-31",
        "count": "",
        "email": "ona@example.org",
        "place": "bank",
        "words": text(pair("Lijo, vėjas iš vakarų.", "Rain, wind from the west.")),
        "colour": "#44601f",
    }
    return FieldNote(given)


# --- a course and where somebody stands in it ----------------------------------------------------


def _uid(number: int) -> UUID:
    return UUID(int=number)


def _item(label: str, title: Pair, **more: Any) -> OutlineItem:
    number = int(label[0]) * 10 + int(label[2])
    scored = more.pop("scored", False)
    said: dict[str, Any] = {
        "id": number,
        "unit_id": number,
        "uid": _uid(number),
        "key": f"unit-{number}",
        "version_id": number,
        "module_key": f"module-{label[0]}",
        "label": label,
        "title": title,
        "summary": {},
        "minutes": number,
        "required": True,
        "required_from": None,
        "requirement": Met.SCORE if scored else Met.CONTINUE,
        "score_at_least": 70 if scored else None,
        "score_block": _uid(100 + number) if scored else None,
        "waits_for": (),
        "questions": 6 if scored else 0,
        "alignments": (),
    }
    return OutlineItem(**{**said, **more})


def _outline() -> Outline:
    """One module done, one in which somebody stands, one that is locked."""
    aligned = OutlineAlignment(1, "C1", pair("Laikytis protokolo", "Follow a protocol"), 1, True)
    modules = {
        "1": (
            pair("Pradžia", "Beginning"),
            (_item("1.1", pair("Du žmonės, du skaičiai", "Two people, two counts")),),
        ),
        "2": (
            pair("Protokolas", "The protocol"),
            (
                _item(
                    "2.1",
                    pair("Patikrinkite anketą", "Check the sheet"),
                    scored=True,
                    alignments=(aligned,),
                ),
                _item("2.2", pair("Pirmoji išvyka", "A first outing"), required=False),
            ),
        ),
        "3": (
            pair("Prie upės", "By the river"),
            (
                _item("3.1", pair("Kada sustoti", "When to stop"), waits_for=(_uid(21),)),
                _item("3.2", pair("Ką daryti toliau", "What to do next"), waits_for=(_uid(31),)),
            ),
        ),
    }
    return Outline(
        release_id=0,
        number=1,
        course_id=0,
        course_uid=_uid(99),
        slug="style",
        title=pair("Duomenys, kuriais galima pasitikėti", "Collecting data you can trust"),
        summary=pair(
            "Kodėl du atidūs žmonės suskaičiuoja skirtingai.",
            "Why two careful people arrive at two different counts.",
        ),
        description={},
        outcomes=(),
        can_be_asked={},
        languages=("lt", "en"),
        audience=Audience.PARTICIPANT,
        licence="CC BY 4.0",
        drawing="quadrats",
        modules=tuple(
            OutlineModule(f"module-{label}", label, title, None, items)
            for label, (title, items) in modules.items()
        ),
    )


def _place(on: datetime) -> UnitPlace:
    """Somebody who has done the first unit and stands before the second."""
    outline = _outline()
    enrolment = Enrolment(enrolled_at=on, last_activity_at=on, done=1, required=4)
    stands = standing(outline, Facts({outline.items[0].uid}, on, on))
    course = Course(uid=outline.course_uid, slug=outline.slug)
    return UnitPlace(course, outline, enrolment, stands, outline.items[1], since=on)


def _passage() -> list[Piece]:
    """A sentence with the word that was looked for."""
    said = text(PASSAGE)
    return passage(said, said.split()[0], current_language())


def _found(place: Place) -> list[Found]:
    """One course for a visitor, and one found by a word, for somebody who learns in it."""
    other = replace(place.outline, drawing="river")
    return [
        Found(place.course, place.outline, None, [], 0),
        Found(place.course, other, place.enrolment, [Hit(other.items[0], _passage())], 2),
    ]


# --- questions -----------------------------------------------------------------------------------


def _drawn(name: str, category: str, form: Form = Form.PICTURE, **values: str) -> dict[str, Any]:
    """An item that a generator draws."""
    usual = {one.name: one.otherwise for one in GENERATORS[name].parameters}
    said = {**usual, **values}
    stored = {"generator": name, "class": category, "difficulty": "medium", "values": said}
    return drawn(stored, SEED, form)


DRAWN = (
    _drawn("quadrat", "middle", ground="lichen"),
    _drawn("quadrat", "middle", Form.WORDS, ground="meadow"),
    _drawn("flock", "tens", others="some"),
    _drawn("instrument", "slant", instrument="burette"),
    _drawn("instrument", "surface", Form.WORDS, instrument="thermometer"),
    _drawn("leaf", "toothed"),
    _drawn("leaf", "whorled", Form.WORDS),
    _drawn("field-sheet", "swapped"),
)
EVERY = (*BODIES, *DRAWN)
# Of those that are drawn: a wrong estimate, a reading in a wrong unit, and no reading.
ANSWERS_TO_DRAWN: tuple[tuple[int, Any], ...] = (
    (len(BODIES), {"typed": "90"}),
    (len(BODIES) + 3, {"typed": DRAWN[3]["answer"], "unit": "mg"}),
    (len(BODIES) + 4, None),
    (len(BODIES) + 5, "lobed"),
    (len(BODIES) + 7, ["none"]),
)


def _version(place: int, asked_as: int) -> ItemVersion:
    return ItemVersion(body=EVERY[place], item=Item(pk=place, uid=_uid(asked_as)))


def _versions() -> list[ItemVersion]:
    return [_version(place, 200 + place) for place in range(len(EVERY))]


def _reviewed(outline: Outline) -> list[Asked]:
    return [
        review(_version(place, 300 + number), number, seed=SEED, answer=answer, outline=outline)
        for number, (place, answer) in enumerate((*ANSWERS, *ANSWERS_TO_DRAWN), 1)
    ]


# --- blocks of a unit ----------------------------------------------------------------------------


def _block(number: int, kind: str, html: str, **more: Any) -> Block:
    shown: dict[str, Any] = {"title": "", "language": "", "asked": [], **more}
    shown["language"] = shown["language"] or text(pair("lt", "en"))
    return Block(uid=str(_uid(400 + number)), key=f"block-{number}", kind=kind, html=html, **shown)


def _checks(place: UnitPlace) -> list[Block]:
    """A self-check asked, and one answered."""
    single, number = _version(0, 500), _version(2, 501)
    words = text(pair("Perskaitėte. O kaip atsakytumėte?", "You have read it. What would you say?"))
    answered = review(number, 1, seed=SEED, answer={"typed": "57"}, outline=place.outline)
    return [
        _block(1, "check", f"<p>{words}</p>", asked=[ask(single, 1, seed=SEED)]),
        _block(2, "check", "", asked=[answered], is_checked=True),
    ]


def _quizzes(on: datetime) -> list[Block]:
    """A quiz before the first attempt, under way, answered, and used up."""
    title = text(pair("Anketos patikra", "Checking the sheet"))
    words = (
        f"<p>{text(pair('Šeši klausimai apie vieną anketą.', 'Six questions on one sheet.'))}</p>"
    )
    best = Attempt(uid=_uid(600), points=4500, possible=6000, submitted_at=on)
    going = Attempt(uid=_uid(601), possible=6000)
    shown = {"title": title, "questions": 6, "least": 70}
    return [
        _block(3, "quiz", words, **shown, left=3),
        _block(4, "quiz", words, **shown, left=2, open=going),
        _block(5, "quiz", words, **shown, left=1, counted=best),
        _block(6, "quiz", words, **shown, left=0, counted=best),
    ]


# --- credentials ---------------------------------------------------------------------------------


def _award(on: datetime) -> Award:
    version = AchievementVersion(
        name=pair("Pasirengimas dirbti pagal protokolą", "Ready to follow a protocol"),
        description=pair(
            "Aprašytose stebėjimo anketose randa protokolo pažeidimus.",
            "Finds breaches of a protocol in described field sheets.",
        ),
        criteria=pair(
            "Surinkti reikiamą rezultatą teste apie protokolo laikymąsi (C1).",
            "Reach the required score in a quiz on following a protocol (C1).",
        ),
        drawing={"letter": "C", "level": 1, "codes": ["C1"], "seed": 23},
    )
    evidence = {
        "competency": "C1",
        "name": pair("Laikytis protokolo", "Follow a protocol"),
        "level": 1,
        "record": str(_uid(701)),
        "result": {"items": 6, "right": 4, "partly": 1, "points": 4500, "possible": 6000},
        "unit": pair("Patikrinkite anketą", "Check the sheet"),
        "course": _outline().title,
        "at": on.isoformat(),
    }
    return Award(
        uid=_uid(700),
        version=version,
        recipient_name="Birutė Žemaitytė",
        evidence=[evidence],
        code=CODE,
        issued_at=on,
    )


def _certificate(on: datetime, *, revoked: bool = False) -> ShownCertificate:
    state = Certificate.State.REVOKED if revoked else Certificate.State.ISSUED
    reason = text(pair("Išduota per klaidą.", "Issued by mistake."))
    certificate = Certificate(
        code=CODE, state=state, issued_at=on, status_at=on, status_reason=reason
    )
    return ShownCertificate(certificate, _facts(localdate(on)))


def _facts(on: date) -> CertificateFacts:
    return CertificateFacts(
        language=text(pair("lt", "en")),
        code=CODE,
        verify_url=f"http://localhost/v/{CODE}",
        learner_name="Birutė Žemaitytė",
        course_title=text(_outline().title),
        completed_on=on,
        issued_on=on,
        minutes=82,
        modules=(
            Module(text(pair("Pradžia", "Beginning")), 45),
            Module(text(pair("Prie upės", "By the river")), 37),
        ),
        competencies=(
            ShownCompetency(
                "C1",
                text(pair("Laikytis protokolo", "Follow a protocol")),
                1,
                text(pair("testas: 5 iš 6", "quiz: 5 of 6")),
            ),
        ),
        outcomes=(text(pair("Rasti anketos klaidas", "Find slips in a field sheet")),),
        can_be_asked=text(pair("Patikrinti stebėjimo anketą.", "To check a field sheet.")),
        assessment=text(pair("Testai", "Quizzes")),
        participation=text(pair("Nuotoliniu būdu, savo tempu", "Online, self-paced")),
        quality=text(pair("Kursą tikrina jo autoriai.", "The course is checked by its authors.")),
        issuer_name=text(pair("Piliečių mokslo centras", "Citizen Science Hub")),
        issuer_detail="KTU",
        country=text(pair("Lietuva", "Lithuania")),
        signatories=(),
        seed=23,
        release_number=1,
    )
