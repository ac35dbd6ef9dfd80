"""Course, Unit, UnitVersion, Release and what a release pins; CourseRole; Picture, CourseFile."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from courses.banks.models import ItemBank, ItemVersion
from courses.competencies.models import Competency
from lms.common.languages import PairField


class Audience(models.TextChoices):
    """What a course prepares for."""

    PARTICIPANT = "participant", pgettext_lazy("audience", "To take part")
    PRACTITIONER = "practitioner", pgettext_lazy("audience", "To run a project")


class Course(models.Model):
    """A course for ever: what learners' facts point at, whatever its releases say."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    slug = models.SlugField(max_length=80, unique=True)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    bank = models.OneToOneField(ItemBank, models.PROTECT, related_name="+")
    in_force = models.ForeignKey("Release", models.PROTECT, null=True, blank=True, related_name="+")
    made_at = models.DateTimeField()
    archived_at = models.DateTimeField(null=True, blank=True)
    # Since when the catalogue tells of it, until it is published.
    announced_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.slug


class CourseRole(models.Model):
    """What one person does in one course.

    Personal data: who teaches what.
    """

    class Role(models.TextChoices):
        OWNER = "owner", _("Leads")
        AUTHOR = "author", _("Writes")
        MARKER = "marker", _("Assesses")
        VIEWER = "viewer", _("Views only")

    course = models.ForeignKey(Course, models.CASCADE, related_name="roles")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="course_roles"
    )
    role = models.CharField(max_length=10, choices=Role)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["course", "person"], name="one_role_in_a_course"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.role} {self.course_id}"


class Unit(models.Model):
    """The identity of a unit; archived, never deleted."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    course = models.ForeignKey(Course, models.PROTECT, related_name="units")
    key = models.CharField(max_length=60)
    archived_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            # Packages find a unit again by its key.
            models.UniqueConstraint(fields=["course", "key"], name="unit_key_once"),
        ]

    def __str__(self) -> str:
        return self.key


class UnitVersion(models.Model):
    """A unit as it was written at one moment. Immutable.

    blocks: ordered list of {"uid", "key", "kind", "settings", "texts"}; see courses.content.blocks.
    alignments: list of {"competency", "level"}.
    behind: {language: {place: text}}: what the first language said when a translation was last
    right, only for places where it says something else now; see courses.content.drafting.
    """

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    title = PairField()
    summary = PairField()
    minutes = models.PositiveSmallIntegerField()
    blocks = models.JSONField()
    alignments = models.JSONField(default=list)
    # The database knows the default too: the code before this column goes on writing versions.
    behind = models.JSONField(
        default=dict, blank=True, db_default=models.Value({}, models.JSONField())
    )
    digest = models.CharField(max_length=64)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unit", "number"], name="unit_version_once"),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} v{self.number}"


class Release(models.Model):
    """A whole course as one edition. The draft is the release without a number."""

    course = models.ForeignKey(Course, models.PROTECT, related_name="releases")
    number = models.PositiveIntegerField(null=True, blank=True)
    title = PairField()
    summary = PairField()
    description = PairField()
    outcomes = models.JSONField(default=list)
    can_be_asked = PairField()
    languages = models.JSONField(default=list)
    audience = models.CharField(max_length=20, choices=Audience, default=Audience.PARTICIPANT)
    licence = models.CharField(max_length=60, blank=True)
    drawing = models.CharField(max_length=20, blank=True)
    change_note = models.TextField(blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    # The release is due to be settled (newly satisfied learners, summaries) until this is set.
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["course", "number"]
        constraints = [
            # Two editors must meet in one draft; a second would lose somebody's work.
            models.UniqueConstraint(
                fields=["course"], condition=Q(number__isnull=True), name="one_draft"
            ),
            models.UniqueConstraint(fields=["course", "number"], name="release_number_once"),
            models.CheckConstraint(
                condition=Q(number__isnull=True) | Q(published_at__isnull=False),
                name="numbered_is_published",
            ),
        ]
        indexes = [
            models.Index(
                fields=["id"],
                name="release_to_settle",
                condition=Q(number__isnull=False, settled_at__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return f"{self.course_id} {'draft' if self.number is None else f'no. {self.number}'}"


class ReleaseModule(models.Model):
    """A module in one release.

    choose: any that many of its units complete it; null for all required ones.
    opens_after: unit uids (as text) that must be done first.
    opening: when it opens besides, as courses.content.opening keeps it.
    """

    release = models.ForeignKey(Release, models.CASCADE, related_name="modules")
    key = models.CharField(max_length=60)
    position = models.PositiveSmallIntegerField()
    title = PairField()
    choose = models.PositiveSmallIntegerField(null=True, blank=True)
    in_order = models.BooleanField(default=False)
    opens_after = models.JSONField(default=list)
    opening = models.JSONField(default=dict)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["release", "key"], name="module_key_once"),
        ]

    def __str__(self) -> str:
        return self.key


class Met(models.TextChoices):
    """How a unit is done."""

    CONTINUE = "continue", _("Read it")
    SCORE = "score", _("Reach a score")
    ANSWER = "answer", _("Answer what it asks")
    MEASURED = "measured", _("Be measured")


class ReleaseItem(models.Model):
    """A unit in one release: which version, where, and what it asks."""

    release = models.ForeignKey(Release, models.CASCADE, related_name="items")
    module = models.ForeignKey(ReleaseModule, models.CASCADE, related_name="items")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    version = models.ForeignKey(UnitVersion, models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField()
    required = models.BooleanField(default=True)
    # Those who enrolled before this moment need not do it ("required only from now on").
    required_from = models.DateTimeField(null=True, blank=True)
    requirement = models.CharField(max_length=20, choices=Met, default=Met.CONTINUE)
    score_at_least = models.PositiveSmallIntegerField(null=True, blank=True)
    # Of a unit that is done by being measured: the level to reach; 0 where any result will do.
    level_at_least = models.PositiveSmallIntegerField(null=True, blank=True)
    opens_after = models.JSONField(default=list)
    opening = models.JSONField(default=dict)
    # Whoever has shown this competency at this level ("C1@1") may skip the unit.
    skipped_by = models.CharField(max_length=20, blank=True, default="")

    class Meta:
        ordering = ["module__position", "position"]
        constraints = [
            models.UniqueConstraint(fields=["release", "unit"], name="unit_once_in_a_release"),
            models.CheckConstraint(
                condition=Q(requirement=Met.SCORE, score_at_least__gte=1, score_at_least__lte=100)
                | Q(
                    requirement__in=["continue", "answer", "measured"], score_at_least__isnull=True
                ),
                name="score_where_scored",
            ),
            models.CheckConstraint(
                condition=Q(requirement="measured", level_at_least__lte=3)
                | (~Q(requirement="measured") & Q(level_at_least__isnull=True)),
                name="level_where_measured",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.release_id} {self.unit_id}"


class ReleaseAlignment(models.Model):
    """Which unit of a release claims which competency and level; written at publishing."""

    release = models.ForeignKey(Release, models.CASCADE, related_name="alignments")
    item = models.ForeignKey(ReleaseItem, models.CASCADE, related_name="alignments")
    competency = models.ForeignKey(Competency, models.PROTECT, related_name="+")
    level = models.PositiveSmallIntegerField()
    # A reading unit says what it is about; only an assessed one can give evidence.
    gives_evidence = models.BooleanField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["item", "competency"], name="alignment_once"),
        ]

    def __str__(self) -> str:
        return f"{self.competency_id} level {self.level}"


class ItemPin(models.Model):
    """The version of an item that a block of this release may show.

    draw: empty for what every attempt asks; else the place of the draw, among the block's, that may
    draw it. An item's class may change later, and the release must not.
    """

    release = models.ForeignKey(Release, models.CASCADE, related_name="pins")
    block = models.UUIDField()
    position = models.PositiveSmallIntegerField()
    item_version = models.ForeignKey(ItemVersion, models.PROTECT, related_name="+")
    # The same item must not stand twice in a block, in two versions.
    item_uid = models.UUIDField()
    draw = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        ordering = ["block", "position"]
        constraints = [
            models.UniqueConstraint(fields=["release", "block", "item_uid"], name="pinned_once"),
        ]

    def __str__(self) -> str:
        return f"{self.release_id} {self.block}"


class RenderedUnit(models.Model):
    """A unit version as clean HTML in one language, and its words for search."""

    version = models.ForeignKey(UnitVersion, models.CASCADE, related_name="rendered")
    language = models.CharField(max_length=2)
    renderer = models.PositiveSmallIntegerField()
    # {block key: {"html": …, "title": …, "language": …}}, in the order of the blocks.
    blocks = models.JSONField()
    plain = models.TextField()
    words = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["version", "language", "renderer"], name="rendered_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.version_id} {self.language}"


class Picture(models.Model):
    """A picture of a course, checked and rebuilt; its address carries its digest."""

    course = models.ForeignKey(Course, models.CASCADE, related_name="pictures")
    key = models.CharField(max_length=100)
    digest = models.CharField(max_length=64)
    media_type = models.CharField(max_length=40)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    file = models.CharField(max_length=200)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["course", "key", "digest"], name="picture_once"),
        ]

    def __str__(self) -> str:
        return self.key


class CourseFile(models.Model):
    """A file of a course for learners to take with them; its address carries its digest.

    key: what it is called when it is saved.  size: in bytes.
    """

    course = models.ForeignKey(Course, models.CASCADE, related_name="files")
    key = models.CharField(max_length=100)
    digest = models.CharField(max_length=64)
    media_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    file = models.CharField(max_length=200)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["course", "file"], name="course_file_once"),
        ]

    def __str__(self) -> str:
        return self.key


class UnitDraft(models.Model):
    """What is being written of a unit and is no version yet; one for each language, and one for
    the shape (which blocks, in which order, with which settings). Autosave writes here.

    Personal data: who wrote last.
    content: see courses.content.drafting.
    sequence: rises with every save, so that a late or second writer is noticed.
    """

    class Part(models.TextChoices):
        SHAPE = "shape", _("Blocks and settings")
        LT = "lt", _("Lithuanian")
        EN = "en", _("English")

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="drafts")
    part = models.CharField(max_length=5, choices=Part)
    content = models.JSONField(default=dict)
    sequence = models.PositiveIntegerField(default=0)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [
            # Two authors must meet in one row; two drafts would each lose the other's typing.
            models.UniqueConstraint(fields=["unit", "part"], name="one_draft_of_a_part"),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.part}"


class DraftChange(models.Model):
    """The last change of a draft's outline, so that it can be undone; see actions.outlining.

    Personal data: who changed it.
    before, after: the outline's rows as plain values.
    """

    release = models.OneToOneField(Release, models.CASCADE, related_name="last_change")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    said = PairField()
    before = models.JSONField()
    after = models.CharField(max_length=64)
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.release_id} {self.made_at}"


class RoleInvitation(models.Model):
    """A course role for an address that has no account yet; taken up when it is confirmed.

    Personal data: an e-mail address.
    """

    course = models.ForeignKey(Course, models.CASCADE, related_name="invitations")
    email = models.EmailField()
    role = models.CharField(max_length=10, choices=CourseRole.Role)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    invited_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["course", "email"], name="invited_once"),
        ]

    def __str__(self) -> str:
        return f"{self.email} {self.course_id}"
