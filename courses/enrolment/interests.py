"""The signed links by which somebody without an account says whether to be told of a course."""

from django.core import signing

from courses.enrolment.models import Interest
from lms.accounts.addresses import absolute

SALT = "courses.enrolment.interest"


def key_of(interest: Interest) -> str:
    """What stands in the link."""
    return signing.Signer(salt=SALT).sign(interest.uid.hex)


def link_of(interest: Interest) -> str:
    """The full address, in the language that is active."""
    return absolute("pages:interest", interest.course.slug, key_of(interest))


def interest_behind(slug: str, key: str) -> Interest | None:
    """The wish that a link is about; None where it is forged, fulfilled or forgotten."""
    try:
        uid = signing.Signer(salt=SALT).unsign(key)
    except signing.BadSignature:
        return None
    found = Interest.objects.filter(uid=uid, course__slug=slug, person__isnull=True)
    return found.select_related("course").first()
