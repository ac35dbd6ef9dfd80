"""Gathers the tables of this app's slices, where Django looks for them."""

from courses.assessment.models import Attempt, LateAnswer, Regrade, Response, Score
from courses.banks.models import Item, ItemBank, ItemVersion
from courses.calibration.models import (
    CalibrationResult,
    CorrectionPlan,
    ExpertAnswer,
    GoldDecision,
    Series,
    Sitting,
    SittingItem,
    Trial,
)
from courses.competencies.models import Competency, Crosswalk, Framework, Level
from courses.content.models import (
    Course,
    CourseFile,
    CourseRole,
    DraftChange,
    ItemPin,
    Picture,
    Release,
    ReleaseAlignment,
    ReleaseItem,
    ReleaseModule,
    RenderedUnit,
    RoleInvitation,
    Unit,
    UnitDraft,
    UnitVersion,
)
from courses.enrolment.models import Application, Enrolment, Interest, Invitation, Run, RunLetter
from courses.evidence.models import Evidence, ExpiryReminder
from courses.progress.models import Allowance, UnitCompletion
from courses.records.models import LearningRecord
from courses.surveys.models import SelfRating, SurveyAnswer

__all__ = [
    "Allowance",
    "Application",
    "Attempt",
    "CalibrationResult",
    "Competency",
    "CorrectionPlan",
    "Course",
    "CourseFile",
    "CourseRole",
    "Crosswalk",
    "DraftChange",
    "Enrolment",
    "Evidence",
    "ExpertAnswer",
    "ExpiryReminder",
    "Framework",
    "GoldDecision",
    "Interest",
    "Invitation",
    "Item",
    "ItemBank",
    "ItemPin",
    "ItemVersion",
    "LateAnswer",
    "LearningRecord",
    "Level",
    "Picture",
    "Regrade",
    "Release",
    "ReleaseAlignment",
    "ReleaseItem",
    "ReleaseModule",
    "RenderedUnit",
    "Response",
    "RoleInvitation",
    "Run",
    "RunLetter",
    "Score",
    "SelfRating",
    "Series",
    "Sitting",
    "SittingItem",
    "SurveyAnswer",
    "Trial",
    "Unit",
    "UnitCompletion",
    "UnitDraft",
    "UnitVersion",
]
