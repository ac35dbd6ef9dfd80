"""ItemBank, Item, ItemVersion."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from lms.common.languages import PairField


class ItemBank(models.Model):
    """Items that belong together: a course's own bank, or one that several courses share."""

    key = models.CharField(max_length=80, unique=True)
    title = PairField()
    shared = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.key


class Item(models.Model):
    """The identity of a question; never goes away once somebody has answered it."""

    class Pool(models.TextChoices):
        PRACTICE = "practice", pgettext_lazy("items", "practice")
        HELD_OUT = "held-out", _("held-out")

    class Difficulty(models.TextChoices):
        EASY = "easy", pgettext_lazy("items", "easy")
        MEDIUM = "medium", pgettext_lazy("items", "medium")
        HARD = "hard", pgettext_lazy("items", "hard")

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    bank = models.ForeignKey(ItemBank, models.PROTECT, related_name="items")
    key = models.CharField(max_length=60)
    kind = models.CharField(max_length=20)
    category = models.CharField("class", max_length=60, blank=True)
    difficulty = models.CharField(max_length=10, choices=Difficulty, default=Difficulty.MEDIUM)
    pool = models.CharField(max_length=10, choices=Pool, default=Pool.PRACTICE)
    archived_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            # Packages update items by key; a second item of that key would split its history.
            models.UniqueConstraint(fields=["bank", "key"], name="item_key_once"),
        ]

    def __str__(self) -> str:
        return self.key


class ItemVersion(models.Model):
    """An item as it was asked: prompt, answers, key, explanation, in both languages. Immutable."""

    item = models.ForeignKey(Item, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    body = models.JSONField()
    digest = models.CharField(max_length=64)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["item", "number"], name="item_version_once"),
        ]

    def __str__(self) -> str:
        return f"{self.item_id} v{self.number}"
