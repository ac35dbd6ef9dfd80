"""Badges as signed credentials: what they say, and when they are signed."""

from datetime import datetime
from functools import partial
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils import translation
from django.utils.translation import gettext as _

from badges.awards.models import AchievementVersion, Award
from badges.awards.sentences import given_said
from badges.credentials.actions import allot, sign_due, signed_in, status_entry, take_back
from badges.credentials.documents import Achieved, Alignment, Issuer, Measured, Proof, Told, Twin
from badges.credentials.keys import issuer_id
from badges.credentials.models import SignedCredential
from badges.credentials.queries import address_of
from courses.competencies.queries import competencies_by_code, crosswalks, map_version
from courses.evidence.models import EvidenceKind
from lms.common.languages import Pair, text
from lms.common.measured import measuring
from lms.common.store import immutable
from lms.common.wording import day
from lms.hub.queries import profile

LEVELS = ("1", "2", "3", "4")


def to_be_signed(award: Award, *, on: datetime) -> None:
    """Give the badge its due credentials, and sign them once it is committed. Whatever comes between,
    the sweep finds them due."""
    allot(award=award, on=on)
    transaction.on_commit(
        lambda: sign_badges(SignedCredential.objects.filter(award=award), on=on), robust=True
    )


def sign_badges(rows: QuerySet[SignedCredential] | None = None, *, on: datetime) -> int:
    """Sign what is due of badges, of all or of these; how many credentials."""
    if rows is None:
        rows = SignedCredential.objects.filter(award__isnull=False)
    behind = rows.select_related("award__version__achievement", "award__person")
    return sign_due(behind, told_of, on=on)


def allot_missing(*, on: datetime, most: int = 500) -> int:
    """Give their due credentials to badges that were awarded before there were any; how many badges."""
    awards = Award.objects.filter(credentials__isnull=True, person__closed_at__isnull=True)
    found = list(awards.filter(status=Award.Status.ACTIVE).order_by("pk")[:most])
    for award in found:
        allot(award=award, on=on)
    return len(found)


def signed_badge(award: Award, language: str, *, on: datetime) -> SignedCredential | None:
    """The badge's credential in this language, signed at this moment where nobody has come to it yet;
    None where it cannot be, and where it has been taken back."""
    rows = SignedCredential.objects.filter(award=award)
    return signed_in(
        language,
        rows,
        partial(sign_badges, rows, on=on),
        partial(allot, award=award, on=on) if award.status == Award.Status.ACTIVE else None,
    )


def take_back_badge(award: Award, *, on: datetime) -> None:
    """Set the bits of its credentials."""
    take_back(SignedCredential.objects.filter(award=award), on=on)


# --- what it says --------------------------------------------------------------------------------


def achievement_address(key: str, number: int) -> str:
    """Of a version of an achievement, the same in every language."""
    return f"{settings.SITE_URL}/achievements/{key}/{number}"


def achieved_of(version: AchievementVersion, language: str, names: dict[str, Pair]) -> Achieved:
    """What the badge is given for, in one language, which is the active one.

    names: the competencies it speaks of, by code.
    """
    key, number = version.achievement.key, version.number
    address = achievement_address(key, number)
    return Achieved(
        language=language,
        achievement=address,
        kind="Badge",
        title=text(version.name),
        description=text(version.description),
        criteria=text(version.criteria),
        criteria_address=f"{settings.SITE_URL}/{language}/achievements/{key}/{number}/",
        image=f"{address}.svg",
        alignments=alignments(names),
    )


def told_of(credential: SignedCredential, twin: Twin | None) -> Told:
    """What the credential of a badge says: what was frozen with the badge, in one language."""
    award, language = credential.award, credential.language
    assert award is not None
    hub, names = profile(), {row["competency"]: row["name"] for row in award.evidence}
    with translation.override(language):
        return Told(
            **vars(achieved_of(award.version, language, names)),
            address=address_of(credential.code),
            issuer=Issuer(
                issuer_id(), text(hub.name) or hub.logo_text, f"{settings.SITE_URL}/{language}/"
            ),
            email=award.person.email.lower(),
            name=award.recipient_name,
            issued_at=award.issued_at,
            valid_until=award.valid_until,
            status=status_entry(credential),
            twin=twin,
            results=[one for n, row in enumerate(award.evidence, 1) for one in results(row, n)],
            # What showed two competencies is one proof.
            proofs=[*given_proofs(award), *dict.fromkeys(proof(row) for row in award.evidence)],
        )


def given_proofs(award: Award) -> list[Proof]:
    """What the credential says of a badge that was given by hand, in the active language: that it was,
    and that nothing was measured. Nothing of one that was earned."""
    if not award.is_given:
        return []
    return [Proof(_("Given by hand, not measured"), given_said(award), "given", award.given_link)]


def alignments(names: dict[str, Pair]) -> list[Alignment]:
    """Competency code → its name, in the reader's language: our own map, and ESCO beside it."""
    found = []
    for code, name in sorted(names.items()):
        if not code:
            # An exercise is of no competency of the map.
            continue
        framework, targets = _known().get(code, ("", []))
        own = f"{settings.SITE_URL}/competencies/{code}"
        found.append(Alignment(text(name), own, text(framework) if framework else "", code))
        found += [Alignment(text(name), target, "ESCO") for target in targets]
    return found


def _known() -> dict[str, tuple[Any, list[str]]]:
    """Competency code → (name of the framework, addresses in ESCO), for one version of the map."""

    def read() -> dict[str, tuple[Any, list[str]]]:
        others = crosswalks()
        return {
            code: (
                one.framework.name,
                [target for scheme, target in others.get(one.pk, []) if target.startswith("http")],
            )
            for code, one in competencies_by_code().items()
        }

    return immutable(("alignments", map_version()), read)


def results(row: dict[str, Any], number: int) -> list[Measured]:
    """What a row of the evidence says in figures."""
    key, name = f"r{number}", text(row["name"])
    said = row["result"] or {}
    found = [
        Measured(
            f"{key}-level",
            _("Level reached: %(name)s") % {"name": name},
            "PerformanceLevel",
            str(row["level"]),
            allowed=LEVELS,
        )
    ]
    if "series_n" not in said:
        return found
    shares = [
        ("accuracy", _("Accuracy: %(name)s"), said["accuracy"]),
        ("lower", _("Accuracy at least (95%% interval): %(name)s"), said["lower"]),
        ("upper", _("Accuracy at most (95%% interval): %(name)s"), said["upper"]),
    ]
    for part, words, share in shares:
        if share is not None:
            value = f"{100 * share:.1f}"
            label = words % {"name": name}
            found.append(Measured(f"{key}-{part}", label, "Percent", value, "0", "100"))
    answered = _("Items answered: %(name)s") % {"name": name}
    found.append(Measured(f"{key}-n", answered, "RawScore", str(said["n"])))
    for place, (label, words) in enumerate(measuring(said), 1):
        found.append(Measured(f"{key}-{place}", f"{label}: {name}", "Result", words))
    versions = (
        ("bank", _("Bank of items, version"), "bank_version"),
        ("protocol", _("Rules, version"), "protocol_version"),
    )
    for part, label, field in versions:
        found.append(Measured(f"{key}-{part}", f"{label}: {name}", "Result", said[field]))
    return found


def proof(row: dict[str, Any]) -> Proof:
    """A row of the evidence in words: where and when."""
    kinds = dict(EvidenceKind.choices)
    at = day(datetime.fromisoformat(row["at"]))
    where = ", ".join(filter(None, (text(row["course"]), text(row["unit"]))))
    return Proof(
        text(row["unit"]) or text(row["name"]),
        _("%(where)s; %(kind)s; %(day)s")
        % {"where": where, "kind": kinds.get(row["kind"], row["kind"]), "day": at},
        str(row["kind"]),
    )
