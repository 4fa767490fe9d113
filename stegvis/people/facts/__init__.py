"""The facts of companies and people that are edited where they stand."""

from stegvis.people.facts.base import Fact
from stegvis.people.facts.company import COMPANY_FACTS
from stegvis.people.facts.form import FactForm
from stegvis.people.facts.person import PERSON_FACTS

__all__ = ["COMPANY_FACTS", "PERSON_FACTS", "Fact", "FactForm"]
