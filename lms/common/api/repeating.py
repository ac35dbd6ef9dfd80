"""Writes that carry a key: done once, however often they are sent.

The key is taken in a transaction of its own before the write, and its answer is put beside it after:
actions keep their own transactions, with what they count although it comes to nothing.
"""

import hashlib
import json
from collections.abc import Callable
from datetime import datetime, timedelta
from http import HTTPStatus

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from rest_framework.request import Request
from rest_framework.response import Response

from lms.common.api.errors import Problem
from lms.common.api.models import KeptAnswer

HEADER = "Idempotency-Key"
LONGEST = 64
KEPT = timedelta(days=1)
# Whoever has not answered by then was cut off. What it did stands, and doing it again changes nothing
# more, as with every action.
GIVEN_UP = timedelta(minutes=1)


def key_of(request: Request) -> str:
    """The key that was sent, or an empty text."""
    key: str = request.headers.get(HEADER, "")
    if key and not (len(key) <= LONGEST and all("!" <= sign <= "~" for sign in key)):
        said = _("“%(header)s” has 1 to %(most)s characters, without spaces.")
        raise Problem("bad-key", said % {"header": HEADER, "most": LONGEST}, HTTPStatus.BAD_REQUEST)
    return key


def once(
    person: AbstractBaseUser,
    key: str,
    request: Request,
    work: Callable[[], Response],
    *,
    on: datetime,
) -> Response:
    """The answer of this key, worked out at its first time. What was refused is not kept: it changed
    nothing, and may be asked for again."""
    digest = _digest(request)
    row = _take(person, key, digest, on)
    if row.status is not None:
        response = Response(row.answer, status=row.status)
        response["Idempotency-Replayed"] = "true"
        return response
    try:
        response = work()
    except BaseException:
        KeptAnswer.objects.filter(pk=row.pk).delete()
        raise
    KeptAnswer.objects.filter(pk=row.pk).update(status=response.status_code, answer=response.data)
    return response


def _digest(request: Request) -> str:
    sent = json.dumps(request.data, sort_keys=True, ensure_ascii=False)
    told = "\n".join([request.method or "", request.get_full_path(), sent])
    return hashlib.sha256(told.encode()).hexdigest()


def _take(person: AbstractBaseUser, key: str, digest: str, on: datetime) -> KeptAnswer:
    """The row of this key: a new one to work on, or the one that holds the answer."""
    mine = KeptAnswer.objects.filter(person_id=person.pk, key=key)
    mine.filter(begun_at__lte=on - KEPT).delete()
    try:
        with transaction.atomic():
            return KeptAnswer.objects.create(
                person_id=person.pk, key=key, digest=digest, begun_at=on
            )
    except IntegrityError:
        row = mine.first()
    if row is not None and row.digest != digest:
        raise Problem(
            "key-used",
            _("This key belongs to another request. Take a new one for each."),
            HTTPStatus.UNPROCESSABLE_ENTITY,
        )
    if row is not None and row.status is not None:
        return row
    # Cut off long ago: one of those who ask takes it over.
    over = mine.filter(status__isnull=True, begun_at__lte=on - GIVEN_UP)
    if row is not None and over.update(begun_at=on):
        return row
    raise Problem(
        "under-way",
        _("The same request is being worked on. Send it again in a moment."),
        HTTPStatus.CONFLICT,
    )


def forget_answers(*, on: datetime) -> int:
    """Delete what has been kept for a day; how many rows."""
    gone, _rows = KeptAnswer.objects.filter(begun_at__lte=on - KEPT).delete()
    return gone
