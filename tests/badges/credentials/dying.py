"""Give a badge in a process of its own that ends at a step as if the power went:
`python -m tests.badges.credentials.dying <person> <version> <step>`."""

import os
import signal
import sys
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lms.settings")

import django

django.setup()

from django.db.models import QuerySet  # noqa: E402

from badges.awards import actions as awards  # noqa: E402
from badges.awards.models import AchievementVersion  # noqa: E402
from badges.awards.rules import Facts  # noqa: E402
from badges.credentials import actions as credentials  # noqa: E402
from lms.accounts.models import User  # noqa: E402
from lms.common.clock import now  # noqa: E402

# Before the award is committed; then while its credentials are told, signed and written.
STEPS = {
    "allotted": (awards, "tell"),
    "told": (credentials, "document_of"),
    "signed": (credentials, "as_text"),
    "written": (QuerySet, "bulk_update"),
}


def dead(*_args: Any, **_kwargs: Any) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def main() -> None:
    person, version, step = sys.argv[1:]
    setattr(*STEPS[step], dead)
    awards.award_what_is_due(
        User.objects.get(pk=person),
        Facts(courses=frozenset({"leaves"})),
        [AchievementVersion.objects.get(pk=version)],
        [],
        on=now(),
    )


if __name__ == "__main__":
    main()
