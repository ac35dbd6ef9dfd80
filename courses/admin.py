"""Gathers the administration of this app's slices, where Django looks for it."""

from courses.assessment.admin import AttemptAdmin, ResponseAdmin, ScoreAdmin
from courses.banks.admin import ItemAdmin, ItemBankAdmin, ItemVersionAdmin
from courses.competencies.admin import CompetencyAdmin, CrosswalkAdmin, FrameworkAdmin, LevelAdmin
from courses.content.admin import (
    CourseAdmin,
    CourseRoleAdmin,
    ItemPinAdmin,
    PictureAdmin,
    ReleaseAdmin,
    ReleaseAlignmentAdmin,
    ReleaseItemAdmin,
    ReleaseModuleAdmin,
    RenderedUnitAdmin,
    UnitAdmin,
    UnitVersionAdmin,
)
from courses.enrolment.admin import EnrolmentAdmin, RunAdmin
from courses.evidence.admin import EvidenceAdmin
from courses.progress.admin import UnitCompletionAdmin
from courses.records.admin import LearningRecordAdmin

__all__ = [
    "AttemptAdmin",
    "CompetencyAdmin",
    "CourseAdmin",
    "CourseRoleAdmin",
    "CrosswalkAdmin",
    "EnrolmentAdmin",
    "EvidenceAdmin",
    "FrameworkAdmin",
    "ItemAdmin",
    "ItemBankAdmin",
    "ItemPinAdmin",
    "ItemVersionAdmin",
    "LearningRecordAdmin",
    "LevelAdmin",
    "PictureAdmin",
    "ReleaseAdmin",
    "ReleaseAlignmentAdmin",
    "ReleaseItemAdmin",
    "ReleaseModuleAdmin",
    "RenderedUnitAdmin",
    "ResponseAdmin",
    "RunAdmin",
    "ScoreAdmin",
    "UnitAdmin",
    "UnitCompletionAdmin",
    "UnitVersionAdmin",
]
