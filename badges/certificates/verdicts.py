"""What is said of a file that somebody has brought: a heading, and what to do next."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = str | Promise


@dataclass(frozen=True)
class Verdict:
    """title: exactly what was found.  advice: what it means and what to do next."""

    title: Words
    advice: Words


# In which no credential could be looked at: said at the field, and the file can be chosen anew.
NO_FILE: dict[str, Words] = {
    "empty": _("Choose a file first."),
    "too-large": _(
        "The file is too large: at most 5 MB, and the credential in it at most 256 KB. What we issue "
        "is far smaller."
    ),
    "other-file": _("This is neither a JSON, a PNG, an SVG nor a PDF file."),
    "unreadable": _(
        "The file cannot be read: it is damaged, or another program has saved it anew. Ask its holder "
        "for the file as it was downloaded, or type the code."
    ),
    "nothing-inside": _(
        "There is no credential in this file. Messengers and picture editors take it out. Ask its "
        "holder for the file as it was downloaded, or type the code."
    ),
    "no-credential": _("The file is JSON, but no badge or certificate (Open Badges 3.0)."),
    "said-twice": _(
        "The file says one thing twice, so that each program may read something else in it. What we "
        "issue says everything once."
    ),
    "too-complicated": _(
        "The file is too complicated to be checked. What we issue never is: ask its holder for the "
        "file as it was downloaded, or type the code."
    ),
    "cannot-now": _(
        "Files cannot be checked at the moment; the fault is ours. Try again later, or type the code."
    ),
}

NOT_OURS: dict[str, Verdict] = {
    "changed": Verdict(
        _("The file has been changed after it was signed"),
        _(
            "Something in it is no longer what was signed, so nothing in it can be relied on. Ask its "
            "holder for the file as it was downloaded, or type the code."
        ),
    ),
    "other-key": Verdict(
        _("Signed with a key that is not ours"),
        _(
            "The file says that we issued it, but it is signed with a key that we have never "
            "published. We did not issue it."
        ),
    ),
    "unsigned": Verdict(
        _("The file bears no signature of ours"),
        _(
            "It says that we issued it, but anybody could have written that. What we issue is always "
            "signed."
        ),
    ),
    "unrecorded": Verdict(
        _("Signed with our key, but not what we have on record"),
        _(
            "We have no record of having issued exactly this. Do not rely on it, and write to us: we "
            "want to know how it came about."
        ),
    ),
    "other-issuer": Verdict(
        _("This was not issued by us"),
        _("We can check only what we issued. Whether this one is genuine we do not know."),
    ),
    "other-form": Verdict(
        _("This was not issued by us"),
        _(
            "It is a credential of another form (JWT), in which we issue nothing. We can check only "
            "what we issued; whether this one is genuine we do not know."
        ),
    ),
}

OURS: dict[str, Verdict] = {
    "active": Verdict(
        _("Issued by us, unchanged, and in force"),
        _("Everything below is exactly what we signed, and nothing has been taken back since."),
    ),
    "early": Verdict(
        _("Issued by us and unchanged, but not in force yet"),
        _("Everything below is exactly what we signed. It holds from the day that it names."),
    ),
    "expired": Verdict(
        _("Issued by us and unchanged, but expired"),
        _("Everything below is exactly what we signed: it says what was shown then."),
    ),
    "superseded": Verdict(
        _("Issued by us and unchanged, but superseded by a newer one"),
        _("Everything below is exactly what we signed. The newer one says what holds now."),
    ),
    "revoked": Verdict(
        _("Issued by us and unchanged, but revoked"),
        _("Everything below is what we signed then. We have taken it back: do not rely on it."),
    ),
}

# Of a PDF or a picture, whose face may have been altered and the credential in it left alone.
_INSIDE: dict[str, Words] = {
    "active": _("The credential in this file was issued by us and is in force"),
    "early": _("The credential in this file was issued by us, but is not in force yet"),
    "expired": _("The credential in this file was issued by us, but has expired"),
    "superseded": _("The credential in this file was issued by us, but superseded by a newer one"),
    "revoked": _("The credential in this file was issued by us, but revoked"),
}
INSIDE = {why: Verdict(title, OURS[why].advice) for why, title in _INSIDE.items()}
