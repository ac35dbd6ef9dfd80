"""The hub as data: its name and colours, its pages, the ten principles, its news."""

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from lms.common.languages import PairField

COLOUR = RegexValidator(
    r"^#[0-9a-fA-F]{6}$", _("Write a colour as # and six digits, like #44601f.")
)


class HubProfile(models.Model):
    """The one hub this installation belongs to."""

    name = PairField()
    short_name = PairField()
    institution = PairField()
    country = PairField()
    logo_text = models.CharField(max_length=30, default="Laukas")
    colour = models.CharField(max_length=7, default="#44601f", validators=[COLOUR])
    colour_dark = models.CharField(max_length=7, default="#a8c877", validators=[COLOUR])
    email = models.EmailField(blank=True)
    address = PairField()
    funding = PairField()
    source_url = models.URLField(blank=True)

    class Meta:
        constraints = [
            # One row: an installation has one hub.
            models.CheckConstraint(condition=models.Q(pk=1), name="one_hub"),
        ]

    def __str__(self) -> str:
        return self.logo_text


class HubPage(models.Model):
    """A page of the hub's own words: about, citizen science, contacts, statements."""

    slug = models.SlugField(max_length=60, unique=True)
    title = PairField()
    lead = PairField()
    body = PairField()
    updated_at = models.DateTimeField()

    class Meta:
        ordering = ["slug"]

    def __str__(self) -> str:
        return self.slug


class Principle(models.Model):
    """One of the ten principles, in our own words, with an example."""

    number = models.PositiveSmallIntegerField(unique=True)
    title = PairField()
    gloss = PairField()
    example = PairField()

    class Meta:
        ordering = ["number"]

    def __str__(self) -> str:
        return f"{self.number}"


class NewsItem(models.Model):
    """A piece of news; a draft while it has no date."""

    slug = models.SlugField(max_length=80, unique=True)
    title = PairField()
    lead = PairField()
    body = PairField()
    published_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-published_at", "-id"]

    def __str__(self) -> str:
        return self.slug
