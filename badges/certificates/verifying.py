"""What stands behind a code, for programs."""

from datetime import datetime
from typing import Any

from badges.awards.access import revoked_award, shared_award
from badges.awards.queries import status_of
from badges.certificates.queries import certificate_by_code
from badges.certificates.shown import award_as_json, certificate_as_json, revoked_as_json
from lms.common.ids import read_code


def verified(code: str, *, on: datetime) -> dict[str, Any] | None:
    """The certificate, or the badge that its holder shares; of another badge only that it was revoked. None
    where the code is of nothing."""
    read = read_code(code)
    if read and (certificate := certificate_by_code(read)):
        return certificate_as_json(certificate)
    if read and (award := shared_award(read)):
        return award_as_json(award, status_of(award, on))
    if read and (award := revoked_award(read)):
        return revoked_as_json(award)
    return None
