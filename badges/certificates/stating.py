"""What a certificate will state, gathered once at issue from the course and the evidence."""

import zlib
from collections.abc import Sequence
from dataclasses import fields
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from badges.certificates.facts import (
    CertificateFacts,
    Module,
    ShownCompetency,
    Signatory,
)
from badges.certificates.looks import look_of, plain_credits, text
from badges.certificates.models import Certificate, CertificateDesign, CourseCertification
from badges.certificates.queries import certification_of, usual_design
from courses.content.models import CourseRole
from courses.content.outline import Outline
from courses.content.queries import blocks_of, outline_by_id
from courses.enrolment.models import Enrolment
from courses.evidence.models import Evidence, EvidenceKind
from lms.common.glyphs import missing_glyphs
from lms.common.languages import LANGUAGES
from lms.common.measured import outcome, supervision
from lms.common.wording import day, listed
from lms.hub.queries import profile


def facts_of(certificate: Certificate, name: str, issued_on: datetime) -> dict[str, Any]:
    """language → facts as JSON."""
    enrolment = certificate.enrolment
    assert enrolment.completed_release_id is not None
    outline = outline_by_id(enrolment.completed_release_id)
    evidence = _evidence_in(enrolment)
    leaders = leaders_of(outline.course_id)
    stated = certification_of(outline.course_id)
    design = stated.design or usual_design()
    made = {}
    for language in LANGUAGES:
        with translation.override(language):
            facts = CertificateFacts(
                language=language,
                code=certificate.code,
                verify_url=f"{settings.SITE_URL}/v/{certificate.code}",
                learner_name=name,
                completed_on=localtime(certificate.record.at).date(),
                issued_on=localtime(issued_on).date(),
                competencies=tuple(_shown(outline, evidence, language)),
                seed=_seed(certificate.code),
                **of_course(outline, stated, language),
                **looking(design, leaders, language),
            )
        made[language] = facts.to_json()
    return made


def assessed_in(enrolment: Enrolment, language: str) -> list[ShownCompetency]:
    """What has been shown in this course, as a certificate would state it now."""
    outline = outline_by_id(enrolment.completed_release_id or enrolment.summary_release_id)
    return _shown(outline, _evidence_in(enrolment), language)


def _evidence_in(enrolment: Enrolment) -> list[Evidence]:
    return list(
        Evidence.objects.filter(
            person_id=enrolment.person_id, record__run_id=enrolment.run_id
        ).select_related("competency", "record")
    )


def of_course(outline: Outline, stated: CourseCertification, language: str) -> dict[str, Any]:
    """What every certificate of the course says of it, by the names of `CertificateFacts`. Speaks the
    language that is active."""
    quality = _(
        "every question has a keyed answer and an explanation; the course is published in "
        "numbered releases"
    )
    return {
        "course_title": text(outline.title, language),
        "minutes": outline.minutes,
        "modules": tuple(
            Module(text(module.title, language), module.minutes) for module in outline.modules
        ),
        "outcomes": tuple(text(outcome, language) for outcome in outline.outcomes),
        "can_be_asked": text(outline.can_be_asked, language),
        "country": text(profile().country, language),
        "release_number": outline.number or 0,
        "assessment": text(stated.assessment, language) or _assessment(outline),
        "participation": text(stated.participation, language) or _("online, at one’s own pace"),
        "quality": text(stated.quality, language) or quality,
        "credits": plain_credits(stated.credits),
        "qualification_level": text(stated.level, language),
        "prerequisites": text(stated.prerequisites, language),
        "stackability": text(stated.stackability, language),
    }


def looking(design: CertificateDesign, leaders: Sequence[str], language: str) -> dict[str, Any]:
    """What the design makes of a certificate; whoever leads the course signs where it names nobody.
    Speaks the language that is active."""
    look = look_of(design, profile(), language)
    said = {one.name: getattr(look, one.name) for one in fields(look)}
    if not look.signatories:
        said["signatories"] = tuple(Signatory(one, _("Leads the course")) for one in leaders[:2])
    return said


def leaders_of(course_id: int) -> list[str]:
    """The names of those who lead the course, as far as certificates can print them."""
    leads = CourseRole.objects.filter(course_id=course_id, role=CourseRole.Role.OWNER)
    return [
        role.person.full_name
        for role in leads.exclude(person__full_name="").select_related("person")
        if not missing_glyphs(role.person.full_name)
    ]


def _seed(code: str) -> int:
    """What draws the border: the code itself, read as a number."""
    return zlib.crc32(code.encode())


def _assessment(outline: Outline) -> str:
    """How the required quizzes are taken, as this release sets them: a reader must be able to tell
    a score reached at the first try from one reached after reading the answers."""
    limits = []
    for item in outline.items:
        if item.required and item.score_block is not None:
            blocks = {block["uid"]: block for block in blocks_of(item.version_id)}
            limits.append(blocks[str(item.score_block)]["settings"]["attempts"])
    if not limits:
        return ""
    said = _("quizzes with a required score, taken online and without supervision")
    if not any(limits):
        tries = _("unlimited attempts, answers shown after each")
    elif not all(limits):
        tries = _("unlimited attempts in some of them, answers shown after each")
    else:
        most = max(limits)
        tries = ngettext(
            "%(n)s attempt, answers shown after it",
            "at most %(n)s attempts, answers shown after each",
            most,
        ) % {"n": most}
    return f"{said}; {tries}"


def _shown(outline: Outline, evidence: list[Evidence], language: str) -> list[ShownCompetency]:
    best: dict[str, Evidence] = {}
    for row in evidence:
        code = row.competency.code
        if code not in best or _rank(row) > _rank(best[code]):
            best[code] = row
    return [
        ShownCompetency(
            code,
            text(row.competency.name, language),
            row.level,
            _shown_by(row, _also_shown(row, evidence), outline, language),
        )
        for code, row in sorted(best.items())
    ]


def _also_shown(row: Evidence, evidence: list[Evidence]) -> list[str]:
    """The other competencies that rest on the same answers, by code: a reader must not count one
    quiz for two."""
    return sorted(
        other.competency.code
        for other in evidence
        if other.record_id == row.record_id and other.competency_id != row.competency_id
    )


def _rank(row: Evidence) -> tuple[int, float]:
    result = row.result
    share = result["points"] / result["possible"] if result.get("possible") else 0.0
    # Of two results of the same level the one that is surer.
    share = result.get("lower", share)
    return row.level, share


def _shown_by(row: Evidence, also: list[str], outline: Outline, language: str) -> str:
    unit = outline.by_unit.get(row.record.unit_id or 0)
    title = text(unit.title, language) if unit else ""
    is_measured = row.kind == EvidenceKind.MEASURED
    said = outcome(row.result)
    if title and is_measured:
        said = _("measured in the unit “%(title)s”: %(result)s") % {"title": title, "result": said}
    elif title:
        said = _("quiz of the unit “%(title)s”: %(score)s") % {"title": title, "score": said}
    if is_measured:
        said = f"{said}; {supervision(row.result)}"
    if row.valid_until:
        said = f"{said}; " + _("valid until %s") % day(row.valid_until)
    if also:
        words = (
            _("%(shown)s; the same measuring also covers %(codes)s")
            if is_measured
            else _("%(shown)s; the same quiz also covers %(codes)s")
        )
        said = words % {"shown": said, "codes": listed(also)}
    return said
