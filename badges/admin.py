"""Gathers the administration of this app's slices, where Django looks for it."""

from badges.awards.admin import AchievementAdmin, AchievementVersionAdmin, AwardAdmin
from badges.certificates.admin import CertificateAdmin, CertificateFileAdmin
from badges.intake.admin import ReceiptAdmin

__all__ = [
    "AchievementAdmin",
    "AchievementVersionAdmin",
    "AwardAdmin",
    "CertificateAdmin",
    "CertificateFileAdmin",
    "ReceiptAdmin",
]
