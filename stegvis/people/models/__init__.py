"""Companies and people."""

from stegvis.people.models.company import Address, Company
from stegvis.people.models.person import ContactPoint, Person
from stegvis.people.models.privacy import Consent, Erasure, LegalBasis, NoContact, PrivacySettings, Purpose
from stegvis.people.models.profile import FitMark, IdealProfile, ProfileCriterion
from stegvis.people.models.tidying import DuplicatePair, DuplicateScan, MatchKey, Merge, MergedRecord, RecordKind

__all__ = [
    "Address",
    "Company",
    "Consent",
    "ContactPoint",
    "DuplicatePair",
    "DuplicateScan",
    "Erasure",
    "FitMark",
    "IdealProfile",
    "LegalBasis",
    "MatchKey",
    "Merge",
    "MergedRecord",
    "NoContact",
    "Person",
    "PrivacySettings",
    "ProfileCriterion",
    "Purpose",
    "RecordKind",
]
