"""What the description of the API says of everything that is the same at every address."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

CURSOR = _("Where to go on: the cursor in “next” of the page before.")
LIMIT = _("How many at most.")
KEY = _(
    "A name of your own for this request, 1 to 64 characters without spaces. Sent again within a "
    "day, the same request gets the same answer, and is done once."
)
LANGUAGE = _("lt or en: the language of titles, texts and messages.")

COURSES, LEARNING, ATTEMPTS, MEASURING = "courses", "learning", "attempts", "measuring"
SHOWN, ACCOUNT = "shown", "account"
TAGS = {
    COURSES: _("Courses and units"),
    LEARNING: pgettext_lazy("part of the API", "Learning"),
    ATTEMPTS: _("Attempts at quizzes"),
    MEASURING: _("Practice and measuring"),
    SHOWN: _("What was shown, and its proofs"),
    ACCOUNT: _("The account"),
}
