"""What of deals moves when two companies or people are merged."""

from stegvis.people.moving import Relation, register

register("company", Relation("deals.deal", "company_id"))
register(
    "person",
    Relation("deals.stakeholder", "person_id", once=("deal_id",)),
    Relation("deals.raisedobjection", "person_id"),
    Relation("deals.qualificationanswer", "person_id"),
)
