"""Reading a letter of a mail server which says that one of ours could not be delivered. Pure."""

import email
import email.policy
from email.message import EmailMessage, Message
from typing import cast


def returned_id(raw: bytes) -> str:
    """The Message-ID of the letter that has come back for good; empty where this is anything else:
    another letter, an answer of an absent person, or a delay (RFC 3464)."""
    report = email.message_from_bytes(raw, policy=email.policy.default)
    if report.get_content_type() != "multipart/report" or not report.is_multipart():
        return ""
    parts = cast(list[EmailMessage], report.get_payload())
    status = [part for part in parts if part.get_content_type() == "message/delivery-status"]
    if not any(_failed(part) for part in status):
        return ""
    for part in parts:
        if part.get_content_type() in ("message/rfc822", "text/rfc822-headers"):
            return _id_in(part)
    return ""


def _failed(status: Message) -> bool:
    """Whether the address takes no mail, and will not: "Action: failed", with a status of 5."""
    blocks = status.get_payload()
    return isinstance(blocks, list) and any(
        str(cast(Message, block).get("Action", "")).strip().lower() == "failed"
        and str(cast(Message, block).get("Status", "")).strip().startswith("5.")
        for block in blocks
    )


def _id_in(part: EmailMessage) -> str:
    if part.get_content_type() == "message/rfc822":
        inner = part.get_payload()
        first = inner[0] if isinstance(inner, list) and inner else None
    else:
        first = email.message_from_string(str(part.get_content()))
    return str(first.get("Message-ID", "")).strip() if isinstance(first, Message) else ""
