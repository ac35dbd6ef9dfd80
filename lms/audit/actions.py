"""Writing audit notes, in the transaction of the act."""

from datetime import datetime

from django.contrib.auth.base_user import AbstractBaseUser
from django.db.models import Model

from lms.audit.models import AuditNote


def note(actor: AbstractBaseUser | None, verb: str, target: Model, *, on: datetime, reason: str = "") -> AuditNote:
    """Record a privileged act. actor: None for a command run by the operator."""
    return AuditNote.objects.create(
        actor=actor,
        verb=verb,
        target=target._meta.label_lower,
        target_id=str(target.pk),
        reason=reason,
        at=on,
    )
