"""Framework, Competency, Level, Crosswalk."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from lms.common.languages import PairField

MOST_LEVEL = 4


class Framework(models.Model):
    """A competency framework with its source and licence."""

    slug = models.SlugField(max_length=40, unique=True)
    version = models.CharField(max_length=20)
    name = PairField()
    source = models.CharField(max_length=300, blank=True)
    licence = models.CharField(max_length=60, blank=True)

    def __str__(self) -> str:
        return f"{self.slug} {self.version}"


class Competency(models.Model):
    """A domain (no parent) or a competency in it."""

    framework = models.ForeignKey(Framework, models.PROTECT, related_name="competencies")
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children"
    )
    code = models.CharField(max_length=10)
    name = PairField()
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["position"]
        verbose_name_plural = "competencies"
        constraints = [
            # A code is an address: alignments and badges point at it for ever.
            models.UniqueConstraint(fields=["framework", "code"], name="competency_code_once"),
        ]

    def __str__(self) -> str:
        return self.code


class Level(models.Model):
    """What a level means: in general (no competency), or for one competency."""

    framework = models.ForeignKey(Framework, models.PROTECT, related_name="levels")
    competency = models.ForeignKey(
        Competency, models.CASCADE, null=True, blank=True, related_name="levels"
    )
    number = models.PositiveSmallIntegerField()
    name = PairField()
    descriptor = PairField()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(number__gte=1, number__lte=MOST_LEVEL), name="level_1_to_4"
            ),
            models.UniqueConstraint(
                fields=["framework", "number"],
                condition=models.Q(competency__isnull=True),
                name="general_level_once",
            ),
            models.UniqueConstraint(
                fields=["competency", "number"],
                condition=models.Q(competency__isnull=False),
                name="own_level_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.competency_id or 'general'} {self.number}"


class Crosswalk(models.Model):
    """How a competency relates to one of another framework (ResearchComp, ESCO)."""

    class Relation(models.TextChoices):
        RELATED = "related", _("related")
        NARROWER = "narrower", _("narrower")
        BROADER = "broader", _("broader")
        EXACT = "exact", _("exact")

    competency = models.ForeignKey(Competency, models.CASCADE, related_name="crosswalks")
    scheme = models.CharField(max_length=40)
    relation = models.CharField(max_length=10, choices=Relation, default=Relation.RELATED)
    target = models.CharField(max_length=300)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["competency", "scheme", "target"], name="crosswalk_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.competency_id} {self.scheme} {self.target}"
