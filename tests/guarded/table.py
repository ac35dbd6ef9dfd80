"""What every page outside the studio and the API is for: who reads, who writes, what others are told.

Addresses of the studio have a table of their own (tests/lms/studio/test_matrix.py), as have those of the
API (tests/lms/api/test_matrix.py). An address that stands in none of them fails a test.
"""

from dataclasses import dataclass, field
from typing import Any

from tests.guarded.cast import ROLES, SIGNED_IN

EVERYBODY = frozenset(ROLES) - {"suspended"}
ALL_SIGNED_IN = frozenset(SIGNED_IN)
NOBODY: frozenset[str] = frozenset()
STRANGER = frozenset({"anonymous"})
# Who learns in the first course, and in the second. Ieva takes part in a run of her own course.
LEARNS = frozenset({"enrolled", "other", "owner"})
MEASURED = frozenset({"enrolled", "other"})
EDITORS = frozenset({"editor", "administrator"})
ADMINISTRATOR = frozenset({"administrator"})
ONA = frozenset({"enrolled"})
BIRUTE = frozenset({"other"})
# Nobody of the cast.
HAS_AN_APP = frozenset({"whoever has an app"})
# Where the course of a unit shows itself to who may not read it: the page of the course.
JOIN = frozenset({303})
THERE_IS_NONE = frozenset({404})
NO_SUCH_METHOD = frozenset({405})


@dataclass(frozen=True)
class Row:
    """What one address is for.

    reads, writes: who gets an answer to GET and HEAD, and to POST.  of: what its ids are the ids of.
    posted: what to post; words in braces are things.  typed: what to type into the page's own form in
    its place, where somebody changes something by it.  refuses: what whoever is signed in is told
    who may not.  stranger: what whoever is not signed in is told, where it is not the way to sign
    in.  back: that GET leads whoever comes back to a page.  doer: who, by posting this, changes something;
    their own rows only, unless `changes` says whose: of somebody beside the cast, by first name.
    """

    reads: frozenset[str] = NOBODY
    writes: frozenset[str] = NOBODY
    of: dict[str, str] = field(default_factory=dict)
    posted: dict[str, Any] = field(default_factory=dict)
    typed: dict[str, str] = field(default_factory=dict)
    refuses: frozenset[int] = THERE_IS_NONE
    stranger: frozenset[int] = NOBODY
    back: bool = False
    doer: str = ""
    changes: str = ""


def public(**of: str) -> Row:
    """For everybody to read."""
    return Row(EVERYBODY, of=of)


def personal(**of: str) -> Row:
    """Everybody has one of their own."""
    return Row(ALL_SIGNED_IN, of=of)


def own(who: frozenset[str], **of: str) -> Row:
    """What somebody has: for nobody else is it there."""
    return Row(who, of=of)


def act(who: frozenset[str], doer: str = "", posted: Any = None, **more: Any) -> Row:
    """A button: POST does it, GET leads back to the page on which it stands."""
    return Row(NOBODY, who, posted=posted or {}, back=True, doer=doer, **more)


def press(who: frozenset[str], doer: str = "", posted: Any = None, **more: Any) -> Row:
    """A button of which there is nothing to see."""
    return Row(NOBODY, who, posted=posted or {}, doer=doer, **more)


def form(who: frozenset[str], doer: str = "", posted: Any = None, **more: Any) -> Row:
    """A page with a form on it."""
    return Row(who, who, posted=posted or {}, doer=doer, **more)


SLUG = {"slug": "slug"}
UNIT = {"slug": "slug", "uid": "unit"}
QUIZ = {"slug": "slug", "uid": "quiz_unit", "block": "quiz"}
SURVEY = {"slug": "slug", "uid": "unit", "block": "survey"}
EXERCISE = {"slug": "leaves", "uid": "measured_unit", "block": "measured_block"}
SITTING = {"uid": "open_sitting"}
ITEM = {"uid": "open_sitting", "number": "item_number"}
RESULT = {"uid": "measured_result"}
ATTEMPT = {"uid": "open_attempt"}
DOOR = {"slug": "slug", "door": "door"}
LEARNER_ACT = {"refuses": JOIN}
NEWS = {"title_en": "News", "lead_en": "What happened.", "body_en": "Text"}

PAGES: dict[str, Row] = {
    # Without a language.
    "root": public(),
    "v": public(),
    "verify-here": public(),
    "verify-short": public(code="award_code"),
    "v/<str:code>/": public(code="certificate"),
    "did": public(),
    "status-list": public(code="status_list"),
    "credential": public(code="handed_out"),
    "achievement-address": public(key="award_key", number="award_number"),
    "achievement-picture": public(key="award_key", number="award_number"),
    "run-link": public(code="run_code"),
    "healthz-live": public(),
    "healthz-ready": public(),
    "course-picture": public(course="course", name="picture"),
    "course-file": public(course="course", name="file"),
    "sitemap": public(),
    "robots": public(),
    "competency-map-table": public(),
    "competency-crosswalk": public(),
    "competency-address": public(code="competency"),
    # Pages for everybody.
    "pages:landing": public(),
    "pages:catalogue": public(),
    "pages:courses-feed": public(),
    "pages:course": public(slug="slug"),
    "pages:course-card": public(slug="slug"),
    "pages:tell-me": press(
        EVERYBODY, "learner", {"email": "asks@example.org"}, of={"slug": "announced"}
    ),
    "pages:interest": form(EVERYBODY, "anonymous", of={"slug": "announced", "key": "interest"}),
    "pages:api": public(),
    "pages:map": public(),
    "pages:competency": public(code="competency"),
    "pages:shared-passport": public(code="passport"),
    "pages:trial": public(),
    "pages:start-trial": press(EVERYBODY, "learner"),
    "pages:trial-result": public(),
    "pages:trial-item": form(EVERYBODY, of={"number": "one"}),
    # One's own.
    "pages:home": personal(),
    "pages:passport": personal(),
    "pages:print-passport": personal(),
    "pages:passport-pdf": personal(language="language"),
    "pages:share-passport": press(ALL_SIGNED_IN, "enrolled", {"shared": "yes"}),
    "pages:profile": form(ALL_SIGNED_IN, "enrolled", {"full_name": "Another", "language": "lt"}),
    "pages:sign-out-others": press(ALL_SIGNED_IN, "enrolled"),
    "pages:notices-seen": press(ALL_SIGNED_IN, "enrolled"),
    "privacy:what-we-hold": public(),
    "privacy:ask-copy": press(ALL_SIGNED_IN, "enrolled"),
    "privacy:copy-state": personal(),
    "privacy:copy": personal(),
    "privacy:leave": form(ALL_SIGNED_IN),
    "privacy:left": public(),
    # The hub.
    **{
        f"hub:{name}": public()
        for name in (
            *("about", "citizen-science", "principles", "contacts", "accessibility", "privacy"),
            *("news", "news-feed"),
        )
    },
    "hub:news-item": public(slug="news"),
    "hub:edit": own(EDITORS),
    "hub:edit-profile": form(EDITORS),
    "hub:edit-page": form(EDITORS, "editor", typed={"title_en": "About"}, of={"slug": "hub_page"}),
    "hub:edit-principle": form(
        EDITORS, "editor", typed={"title_en": "One"}, of={"number": "principle"}
    ),
    "hub:add-news": form(EDITORS, "editor", typed=NEWS),
    "hub:edit-news": form(EDITORS, "editor", typed=NEWS, of={"slug": "draft_news"}),
    "hub:publish-news": press(EDITORS, of={"slug": "draft_news"}),
    "hub:withdraw-news": press(EDITORS, "editor", of={"slug": "news"}),
    # Coming into a course.
    "classroom:join": act(ALL_SIGNED_IN, "learner", of=SLUG, stranger=frozenset({302})),
    "classroom:join-sign-up": form(EVERYBODY, of=SLUG),
    "classroom:join-sign-in": form(EVERYBODY, of=SLUG),
    "classroom:join-check-mail": Row(EVERYBODY, ALL_SIGNED_IN, SLUG, stranger=NO_SUCH_METHOD),
    "classroom:join-confirm": form(
        EVERYBODY, "anonymous", of=SLUG | {"key": "confirm_key"}, changes="fresh"
    ),
    "classroom:run": public(slug="slug", door="door"),
    "classroom:join-run": act(ALL_SIGNED_IN, "learner", {"said": "I count birds."}, of=DOOR),
    "classroom:stop-run": act(ALL_SIGNED_IN, of=DOOR),
    "classroom:run-sign-up": form(EVERYBODY, of=DOOR),
    "classroom:run-sign-in": form(EVERYBODY, of=DOOR),
    "classroom:run-check-mail": Row(EVERYBODY, ALL_SIGNED_IN, DOOR, stranger=NO_SUCH_METHOD),
    "classroom:run-confirm": form(
        EVERYBODY, "anonymous", of=DOOR | {"key": "confirm_key"}, changes="fresh"
    ),
    # Learning.
    "classroom:leave": act(ALL_SIGNED_IN, "enrolled", of=SLUG),
    "classroom:continue": Row(ALL_SIGNED_IN, of=SLUG),
    "classroom:unit": Row(
        MEASURED, of={"slug": "slug", "uid": "quiz_unit"}, refuses=JOIN, stranger=JOIN
    ),
    "classroom:finish": act(LEARNS, "owner", of=UNIT, **LEARNER_ACT),
    "classroom:skip": act(LEARNS, of=UNIT, **LEARNER_ACT),
    "classroom:check": act(MEASURED, of=QUIZ, stranger=JOIN, **LEARNER_ACT),
    "classroom:start-quiz": act(MEASURED, "other", of=QUIZ, **LEARNER_ACT),
    "classroom:survey": act(
        LEARNS, "enrolled", {"s-why": "help", "s-sure": "3"}, of=SURVEY, **LEARNER_ACT
    ),
    "classroom:captions": public(slug="slug", uid="unit", block="film", language="language"),
    "classroom:start-sitting": act(
        MEASURED, "other", {"phase": "practice"}, of=EXERCISE, **LEARNER_ACT
    ),
    "classroom:examples": Row(MEASURED, of=EXERCISE, refuses=JOIN, stranger=JOIN),
    "classroom:sitting": own(ONA, **SITTING),
    "classroom:practise-next": act(ONA, of=SITTING),
    "classroom:practise-again": act(ONA, "enrolled", of=SITTING),
    "classroom:finish-sitting": act(ONA, "enrolled", of=SITTING),
    "classroom:sitting-item": own(ONA, **ITEM),
    "classroom:answer-item": act(ONA, "enrolled", {"cannot": "1"}, of=ITEM),
    "classroom:item-help": act(ONA, "enrolled", of=ITEM),
    "classroom:item-form": act(ONA, of=ITEM),
    "classroom:calibration-result": own(ONA, **RESULT),
    "classroom:result-answers": own(ONA, **RESULT),
    "classroom:result-plan": act(ONA, "enrolled", {"text": "Slower."}, of=RESULT),
    "classroom:attempt": own(ONA, **ATTEMPT),
    "classroom:save-answers": act(
        ONA, "enrolled", {"sequence": "9", "a-{asked}": "a", "{asked}": "a"}, of=ATTEMPT
    ),
    # There is none to these questions, and so nothing that it would cost.
    "classroom:hint": act(ONA, posted={"hint": "{asked}"}, of=ATTEMPT),
    "classroom:redo": act(ONA, of={"uid": "done_attempt"}),
    "classroom:submit": act(ONA, "enrolled", {"sequence": "9", "confirm": "1"}, of=ATTEMPT),
    # What one has to show.
    "badges:badges": personal(),
    "badges:badge": own(BIRUTE, uid="award"),
    "badges:share-badge": press(BIRUTE, "other", {"shared": "no"}, of={"uid": "award"}),
    "badges:badge-file": own(BIRUTE, uid="award", language="language", form="form"),
    "badges:badge-pdf": own(BIRUTE, uid="award", language="language"),
    "badges:certificates": personal(),
    "badges:certificate": own(BIRUTE, code="certificate", language="language"),
    "badges:certificate-credential": own(BIRUTE, code="certificate", language="language"),
    "badges:printable": own(BIRUTE, code="certificate"),
    "badges:achievement": public(key="award_key", number="award_number"),
    "badges:achievement-card": public(key="award_key", number="award_number"),
    "badges:verify": form(EVERYBODY),
    "badges:badge-card": public(code="award_code"),
    "badges:verified": public(code="certificate"),
    # Getting in and out.
    "account_login": form(EVERYBODY),
    "account_request_login_code": form(EVERYBODY),
    "account_confirm_login_code": form(EVERYBODY),
    "mfa_login_webauthn": form(EVERYBODY),
    "mfa_authenticate": form(EVERYBODY),
    "account_logout": form(EVERYBODY, "enrolled"),
    "account_signup": form(EVERYBODY),
    "account_email_verification_sent": public(),
    "account_confirm_email": form(
        EVERYBODY, "anonymous", of={"key": "confirm_key"}, changes="fresh"
    ),
    "account_reauthenticate": form(ALL_SIGNED_IN),
    "mfa_reauthenticate": form(ALL_SIGNED_IN),
    "mfa_reauthenticate_webauthn": form(ALL_SIGNED_IN),
    "account_new_address": form(ALL_SIGNED_IN),
    "account_keep_address": press(ALL_SIGNED_IN, "enrolled"),
    "account_confirm_new_address": form(
        EVERYBODY, "anonymous", of={"key": "address_key"}, changes="halfway"
    ),
    "account_mails": form(ALL_SIGNED_IN, "enrolled"),
    "account_mail_again": press(ALL_SIGNED_IN),
    "mail-off": form(EVERYBODY, "anonymous", of={"key": "off_key"}, changes="birute"),
    "account_change_password": form(ALL_SIGNED_IN),
    "account_set_password": form(ALL_SIGNED_IN),
    "account_reset_password": form(EVERYBODY),
    "account_reset_password_done": public(),
    "account_reset_password_from_key": form(
        EVERYBODY, of={"uidb36": "reset_uid", "key": "reset_key"}
    ),
    "account_parent_waiting": form(ALL_SIGNED_IN),
    "account_parent": form(
        EVERYBODY, "anonymous", {"answer": "agree"}, of={"code": "parent_code"}, changes="child"
    ),
    "account_second_step": personal(),
    "mfa_index": personal(),
    "mfa_activate_totp": form(ALL_SIGNED_IN),
    "mfa_deactivate_totp": form(HAS_AN_APP),
    "mfa_view_recovery_codes": form(ALL_SIGNED_IN),
    "mfa_generate_recovery_codes": form(ALL_SIGNED_IN),
    "account_tokens": personal(),
    "account_new_token": form(ALL_SIGNED_IN),
    "account_revoke_token": form(ONA, "enrolled", of={"pk": "token"}),
    "mfa_list_webauthn": personal(),
    "mfa_add_webauthn": form(ALL_SIGNED_IN),
    "mfa_edit_webauthn": form(ALL_SIGNED_IN, of={"pk": "passkey"}),
    "mfa_remove_webauthn": form(ALL_SIGNED_IN, of={"pk": "passkey"}),
    "administration:audit": own(ADMINISTRATOR),
    "administration:audit-table": own(ADMINISTRATOR),
}
