"""The words in which each table says what it holds of people: see `personal.py` beside its models.

Here is only the form; what is held stands with the tables, and `lms.privacy` gathers it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from django.db.models import Field, ForeignKey, ManyToManyField, Model, Q
from django.utils.translation import gettext_lazy as _

# A sentence of the interface, translated when it is shown.
Words = Any


class Ground(Enum):
    """Why the law lets us hold it, in plain words (GDPR, article 6)."""

    ASKED = _("you asked for it: without it we could not give you what the site is for")
    SAFETY = _("our interest in a site that is safe and fair, which we weighed against yours")
    CHOICE = _("you chose it, and can take it back at any time")
    PROOF = _("our duty to be able to show who decided what, and when")


class Group(Enum):
    """The parts of what is held, in the order in which people read them: (title, why, ground,
    how long)."""

    ACCOUNT = (
        _("Who you are"),
        _("To know you again, to write to you, and to put your name on certificates."),
        Ground.ASKED,
        _("as long as you have the account"),
    )
    SIGN_IN = (
        _("How and where you sign in"),
        _("So that only you get in, and so that you can see and end it where it was not you."),
        Ground.SAFETY,
        _("until you sign out, remove it or close the account"),
    )
    LEARNING = (
        _("What you learn"),
        _("To show where you are and what comes next, and to count what you have done."),
        Ground.ASKED,
        _("as long as you have the account"),
    )
    ANSWERS = (
        _("What you answered"),
        _("To score your answers, to explain them, and to score them again if a key was wrong."),
        Ground.ASKED,
        _("as long as you have the account"),
    )
    SHOWN = (
        _("What you have shown"),
        _("For your passport, badges and certificates, which others can check."),
        Ground.ASKED,
        _("as long as you have the account; afterwards as you choose when you erase it"),
    )
    LETTERS = (
        _("What we tell you"),
        _("To let you know what has happened, and who invites you."),
        Ground.ASKED,
        _("as long as you have the account"),
    )
    WORK = (
        _("What you do for others"),
        _("Only where you teach or administer: to show who may do what, and who decided it."),
        Ground.PROOF,
        _("as long as the course or the decision stands; afterwards without your name"),
    )
    OWN_DATA = (
        _("What you ask of us"),
        _("To give you a copy of your data, to erase it, and for a child to ask a parent."),
        Ground.ASKED,
        _("as each line says"),
    )

    @property
    def title(self) -> Words:
        return self.value[0]

    @property
    def why(self) -> Words:
        return self.value[1]

    @property
    def ground(self) -> Ground:
        return self.value[2]

    @property
    def kept(self) -> Words:
        return self.value[3]


# What goes also when an account is only closed, and its time to come back is over.
AT_CLOSING = {Group.ACCOUNT, Group.SIGN_IN, Group.LETTERS}


class Erasing(Enum):
    """What becomes of a table's rows about a person who is erased, as that person reads it."""

    DELETE = _("deleted")
    BLANK = _("the words are removed; dates and numbers stay, as nobody’s")
    STAYS = _("stays as nobody’s: what it belongs to has no name any longer")
    CHOICE = _("as you choose: withdrawn, or still verifiable without your name")
    ACCOUNT = _("name, address and every way in are removed")


@dataclass(frozen=True)
class Also:
    """A value of another table that makes a row readable in a copy. path: from the row, as Django
    writes it.  made: how it is told, from the value, the language and the row."""

    label: Words
    path: str
    made: Callable[[Any, str, Mapping[str, Any]], Any] | None = None


@dataclass(frozen=True, kw_only=True)
class Held:
    """A table that holds something about people.

    of: the way from a row to the person it is about, or a function from a person to the condition.
    fields: what is personal, and what to call it.  withheld: personal, and handed out to nobody.
    plain: what says nothing of a person.  References to people are personal by rule, keys and
    references to other tables are not; none of them is named here.
    covers: the people among its fields that `of` is about, where that is a function.
    blank: what to put in place of words, for Erasing.BLANK.  kept: where it differs from the group.
    """

    model: type[Model]
    of: str | Callable[[Any], Q]
    group: Group
    what: Words
    erase: Erasing
    fields: Mapping[str, Words] = field(default_factory=dict)
    plain: str = ""
    withheld: str = ""
    also: Mapping[str, Also] = field(default_factory=dict)
    blank: Mapping[str, Any] = field(default_factory=dict)
    covers: str = ""
    kept: Words = ""
    ground: Ground | None = None

    def about(self, person: Any) -> Q:
        """The condition for the rows about this person."""
        return Q(**{self.of: person}) if isinstance(self.of, str) else self.of(person)

    @property
    def named(self) -> set[str]:
        return {*self.fields, *self.plain.split(), *self.withheld.split()}


@dataclass(frozen=True)
class NotPersonal:
    """A table that is about nobody. plain: its fields; references to people are not allowed unless
    `by` names them: who made or decided it, which is told under *What you do for others*."""

    model: type[Model]
    plain: str = ""
    by: str = ""

    @property
    def named(self) -> set[str]:
        return {*self.plain.split(), *self.by.split()}


Entry = Held | NotPersonal


def fields_of(model: type[Model]) -> "list[Field[Any, Any]]":
    """The columns of a table and its many-to-many fields, without what points at it."""
    return [*model._meta.local_concrete_fields, *model._meta.local_many_to_many]


def is_person(one: "Field[Any, Any]") -> bool:
    """Whether the field refers to a person."""
    to = one.related_model
    return isinstance(to, type) and to._meta.label == "lms.User"


def needs_no_name(one: "Field[Any, Any]") -> bool:
    """Keys, and references to tables that say themselves what they hold."""
    if isinstance(one, ManyToManyField):
        return False
    return one.primary_key or (isinstance(one, ForeignKey) and not is_person(one))
