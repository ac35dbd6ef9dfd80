"""Writing audit notes, in the transaction of the act."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Model

from lms.audit.models import AuditNote

if TYPE_CHECKING:
    from lms.accounts.models import User


def note(
    actor: "User | None", verb: str, target: Model, *, on: datetime, reason: str = ""
) -> AuditNote:
    """Record a privileged act. actor: None for a command run by the operator."""
    return AuditNote.objects.create(
        actor=actor,
        verb=verb,
        target=target._meta.label_lower,
        target_id=str(target.pk),
        reason=reason,
        at=on,
    )
