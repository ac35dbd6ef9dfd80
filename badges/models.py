"""Gathers the tables of this app's slices, where Django looks for them."""

from badges.awards.models import (
    Achievement,
    AchievementVersion,
    Award,
    GivenList,
    GivenRow,
)
from badges.certificates.models import (
    Certificate,
    CertificateBatch,
    CertificateDesign,
    CertificateFile,
    CourseCertification,
)
from badges.credentials.models import IssuerKey, SignedCredential, StatusList
from badges.intake.models import Receipt, Setback

__all__ = [
    "Achievement",
    "AchievementVersion",
    "Award",
    "Certificate",
    "CertificateBatch",
    "CertificateDesign",
    "CertificateFile",
    "CourseCertification",
    "GivenList",
    "GivenRow",
    "IssuerKey",
    "Receipt",
    "Setback",
    "SignedCredential",
    "StatusList",
]
