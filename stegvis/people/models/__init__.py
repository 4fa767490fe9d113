"""Companies and people."""

from stegvis.people.models.company import Address, Company
from stegvis.people.models.person import ContactPoint, Person

__all__ = ["Address", "Company", "ContactPoint", "Person"]
