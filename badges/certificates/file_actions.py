"""Files of certificates besides their making: one that was set aside is taken up again, and what was
never finished is removed."""

from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from badges.certificates.actions import FOLDER
from badges.certificates.models import Certificate, CertificateFile
from lms.accounts.models import User
from lms.audit.actions import note
from lms.common.doorbell import ring
from lms.common.errors import Refusal
from lms.common.transactions import atomic
from lms.common.whole_files import remove_unfinished

# Longer than a file takes, be the machine as slow as it may.
ABANDONED = timedelta(minutes=10)


@atomic
def take_up_file(file: CertificateFile, *, by: User, reason: str, on: datetime) -> CertificateFile:
    """Let the file be tried anew, from the first try. One that is not set aside stays as it is."""
    if not reason.strip():
        raise Refusal("no-reason", _("Say what has been mended."))
    files = CertificateFile.objects.select_for_update(no_key=True, of=("self",))
    file = files.select_related("certificate").get(pk=file.pk)
    if file.certificate.state == Certificate.State.REVOKED:
        raise Refusal("revoked", _("The certificate has been revoked; it needs no file."))
    if file.set_aside_at is not None:
        file.tries, file.try_after, file.set_aside_at = 0, on, None
        file.save(update_fields=["tries", "try_after", "set_aside_at"])
        note(by, "took up again", file, on=on, reason=reason)
        ring("badges.render_certificate", file.pk)
    return file


def forget_unfinished(*, on: datetime) -> int:
    """Remove what processes that ended while they wrote a certificate's file have left; how many."""
    return remove_unfinished(Path(settings.MEDIA_ROOT) / FOLDER, on=on, after=ABANDONED)
