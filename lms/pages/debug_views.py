"""Only with debug on: every component on one page, and the mails that were sent."""

import email
import email.policy
from datetime import UTC, datetime
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from lms.common.clock import now
from lms.pages import style_samples

MOST_MAILS = 100


@require_safe
def style(request: HttpRequest) -> HttpResponse:
    """Every part and its states."""
    return render(request, "pages/style.html", style_samples.context(now()))


@require_safe
def mails_in_own_language(request: HttpRequest) -> HttpResponse:
    """The bare address leads to the person's language."""
    response = redirect("debug-mails")
    response["Vary"] = "Accept-Language, Cookie"
    return response


@require_safe
def mails(request: HttpRequest) -> HttpResponse:
    """The mails, the newest first."""
    read = [mail for path in _files()[:MOST_MAILS] for mail in _read(path)]
    return render(request, "pages/mails.html", {"mails": read})


@require_safe
def mail(request: HttpRequest, name: str) -> HttpResponse:
    """One mail with its links."""
    path = next((path for path in _files() if path.name == name), None)
    if path is None:
        raise Http404
    return render(request, "pages/mails.html", {"mails": _read(path), "one": True})


def _files() -> list[Path]:
    folder = Path(settings.MAIL_DIR)
    if not folder.is_dir():
        return []
    return sorted(folder.glob("*.log"), key=lambda path: path.stat().st_mtime_ns, reverse=True)


def _read(path: Path) -> list[dict[str, Any]]:
    parts = path.read_bytes().split(b"-" * 79)
    read = []
    for part in reversed([part.strip() for part in parts if part.strip()]):
        message = email.message_from_bytes(part, policy=email.policy.default)
        assert isinstance(message, EmailMessage)
        body = message.get_body(("plain",))
        read.append(
            {
                "file": path.name,
                "to": str(message["To"]),
                "subject": str(message["Subject"]),
                "date": _moment(str(message["Date"])),
                "text": str(body.get_content()) if body else "",
            }
        )
    return read


def _moment(written: str) -> datetime:
    """When a mail was written; "-0000" is UTC without a place."""
    read = parsedate_to_datetime(written)
    return read if read.tzinfo else read.replace(tzinfo=UTC)
