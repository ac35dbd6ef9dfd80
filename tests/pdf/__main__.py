"""Every kind of PDF the site makes: `python -m tests.pdf FOLDER` writes them, for `make check-pdf`.

Beside each file lies the same as it is read aloud.
"""

import os
import sys
from collections.abc import Iterator
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lms.settings")

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from pypdf import PdfReader, PdfWriter  # noqa: E402

from badges.awards.models import Award  # noqa: E402
from badges.awards.signing_actions import signed_badge  # noqa: E402
from badges.certificates.actions import path_of, render_file  # noqa: E402
from badges.certificates.badge_print import badge_pdf, sheet_pdf  # noqa: E402
from badges.certificates.facts import LAYOUTS, Colours, Signatory  # noqa: E402
from badges.certificates.logo_intake import take_in  # noqa: E402
from badges.certificates.looks import colours_of  # noqa: E402
from badges.certificates.models import CertificateFile  # noqa: E402
from badges.certificates.rendering import Attachment, render_pdf  # noqa: E402
from lms.accounts.models import User  # noqa: E402
from lms.common.clock import now  # noqa: E402
from lms.common.languages import LANGUAGES  # noqa: E402
from lms.dev_pdf import CONTROL  # noqa: E402
from lms.hub.models import HubProfile  # noqa: E402
from lms.pages.passport_print import passport_pdf  # noqa: E402
from tests.badges.certificates.designs import picture  # noqa: E402
from tests.pdf.badges import jonass_badge, kinds  # noqa: E402
from tests.pdf.facts import (  # noqa: E402
    LONG_NAME,
    LONG_TITLE,
    SEVEN,
    TWELVE,
    WORDY,
    birutes_facts,
)
from tests.pdf.reading import read_aloud  # noqa: E402

TWO = (Signatory("Ieva", "Vadovauja kursui"), Signatory("Vytas", "Centras"))
KINDS: dict[str, dict[str, Any]] = {
    "plain": {},
    "bare": {
        "competencies": (),
        "outcomes": (),
        "signatories": (),
        "can_be_asked": "",
        "assessment": "",
        "country": "",
    },
    "long-name": {"learner_name": LONG_NAME},
    "long-title": {"course_title": LONG_TITLE},
    "twelve-competencies": {"competencies": TWELVE},
    "everything": {
        "learner_name": LONG_NAME,
        "course_title": LONG_TITLE,
        "competencies": TWELVE,
        "modules": SEVEN,
        "signatories": TWO,
    },
    "over-the-page": {"learner_name": LONG_NAME, "competencies": WORDY, "modules": SEVEN * 4},
    "greek": {"learner_name": "Αλεξάνδρα Παπαδοπούλου"},
    "cyrillic": {"learner_name": "Олександра Шевченко"},
    "vietnamese": {"learner_name": "Nguyễn Thị Ánh"},
    "own-colour": {"colours": Colours("#7a1f5c")},
}
HARD = {
    "learner_name": LONG_NAME,
    "course_title": LONG_TITLE,
    "competencies": TWELVE,
    "modules": SEVEN,
    "signatories": (*TWO, Signatory("Marija Jankauskaitė-Vyšniauskienė", "Prorektorė")),
    "credits": "1.5",
    "qualification_level": "EQF 5",
    "prerequisites": "Pirmieji žingsniai",
    "stackability": "Su kitais dviem kursais sudaro 6 kreditų modulį",
    "closing": "Dėkojame už stebėjimus.",
}
GREEK = {"learner_name": "Αλεξάνδρα Παπαδοπούλου"}
CYRILLIC = {"learner_name": "Олександра Шевченко"}


def designed() -> dict[str, dict[str, Any]]:
    """What designs add, in both layouts: with and without a logo, labels in one language and two."""
    clear, opaque = (
        take_in(picture(kind, mode=mode))._replace(alt="Ženklas")
        for kind, mode in (("PNG", "RGBA"), ("JPEG", "RGB"))
    )
    own = {"colours": colours_of("#7a1f5c", "#fdf8f2", HubProfile())}
    found: dict[str, dict[str, Any]] = {}
    for layout in LAYOUTS:
        looks = {
            "as-it-is": {},
            "logo": {"logo": clear, **own},
            "both": {"logo": opaque, "bilingual": True},
        }
        for look, said in looks.items():
            for kind, more in {"hard": HARD, "greek": GREEK, "cyrillic": CYRILLIC}.items():
                found[f"{layout}-{look}-{kind}"] = {"layout": layout, **said, **more}
        found[f"{layout}-over-the-page"] = {
            "layout": layout,
            "bilingual": True,
            **HARD,
            "competencies": WORDY,
            "modules": SEVEN * 6,
        }
    return found


ATTACHED = Attachment(
    "credential.json",
    b'{"type": ["VerifiableCredential"]}',
    "application/ld+json",
    "The same for programs",
)


def main(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in [*made(), *issued()]:
        (folder / f"{name}.pdf").write_bytes(content)
        lines = read_aloud(PdfReader(BytesIO(content)))
        (folder / f"{name}.txt").write_text("".join(f"{line}\n" for line in lines), "utf-8")
    spoilt = PdfWriter(clone_from=folder / "plain-en.pdf")
    del spoilt.root_object["/StructTreeRoot"]
    spoilt.write(folder / f"{CONTROL}.pdf")


def made() -> Iterator[tuple[str, bytes]]:
    """What is hard about certificates and badges, from facts, each with a file attached."""
    for language in LANGUAGES:
        for kind, different in (KINDS | designed()).items():
            facts = birutes_facts(language, **different)
            yield f"{kind}-{language}", render_pdf(facts, attachments=[ATTACHED])
        for kind, different in kinds(language).items():
            yield f"badge-{kind}-{language}", sheet_pdf(*jonass_badge(language, **different))


def issued() -> Iterator[tuple[str, bytes]]:
    """What the site gave the people of the demo: their certificates and badges, and Birutė's
    passport."""
    call_command("migrate", interactive=False, verbosity=0)
    call_command("demo", verbosity=0, stdout=StringIO())
    for number, file in enumerate(CertificateFile.objects.order_by("pk"), start=1):
        file = render_file(file.pk, on=now())
        yield f"issued-{number}-{file.language}", path_of(file).read_bytes()
    for number, award in enumerate(Award.objects.order_by("pk"), start=1):
        for language in LANGUAGES:
            credential = signed_badge(award, language, on=now())
            assert credential is not None
            yield f"issued-badge-{number}-{language}", badge_pdf(award, credential)
    birute = User.objects.get(email="birute@example.org")
    for language in LANGUAGES:
        yield f"passport-{language}", passport_pdf(birute, language, now())


if __name__ == "__main__":
    main(Path(sys.argv[1]))
