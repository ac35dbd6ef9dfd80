"""LinkedIn's address by which a badge is put into a profile. Pure.

Source: LinkedIn, "Add to Profile", parameters of a certification.
"""

from urllib.parse import urlencode

from badges.awards.models import Award
from lms.common.clock import local_day
from lms.common.languages import text

ADD = "https://www.linkedin.com/profile/add"


def add_to_linkedin(award: Award, *, issuer: str, address: str) -> str:
    """The page on which the holder looks at the entry before it is saved.

    issuer: what the site is called.  address: where the badge is verified.
    """
    issued = local_day(award.issued_at)
    said: dict[str, str | int] = {
        "startTask": "CERTIFICATION_NAME",
        "name": text(award.version.name),
        "organizationName": issuer,
        "issueYear": issued.year,
        "issueMonth": issued.month,
    }
    if award.valid_until:
        ends = local_day(award.valid_until)
        said |= {"expirationYear": ends.year, "expirationMonth": ends.month}
    return f"{ADD}?{urlencode({**said, 'certUrl': address, 'certId': award.code})}"
