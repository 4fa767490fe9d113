"""What belongs to companies and people in this app and below it, and so moves when two are merged."""

from stegvis.people.moving import Relation, excuse, register

ADDRESS = ("kind", "street", "postcode", "city", "region", "country")

register(
    "company",
    Relation("people.contactpoint", "company_id", once=("kind", "key")),
    Relation("people.address", "company_id", once=ADDRESS),
    Relation("people.person", "company_id"),
    Relation("people.company", "parent_id"),
    Relation("people.company_tags", "company_id", once=("tag_id",)),
    Relation("people.company_named", "company_id", once=("member_id",)),
    Relation("workspaces.following", "record_id", once=("member_id",), where={"kind": "company"}),
    Relation("workspaces.notice", "record_id", where={"kind": "company"}),
    Relation("workspaces.recentrecord", "record_id", once=("member_id",), where={"kind": "company"}),
)
register(
    "person",
    Relation("people.contactpoint", "person_id", once=("kind", "key")),
    Relation("people.person_tags", "person_id", once=("tag_id",)),
    Relation("people.person_named", "person_id", once=("member_id",)),
    Relation("workspaces.following", "record_id", once=("member_id",), where={"kind": "person"}),
    Relation("workspaces.notice", "record_id", where={"kind": "person"}),
    Relation("workspaces.recentrecord", "record_id", once=("member_id",), where={"kind": "person"}),
)
for model, column, reason in (
    ("people.MatchKey", "record_id", "made anew by looking for duplicates"),
    ("people.FitMark", "record_id", "the fit is reckoned anew"),
    ("people.MergedRecord", "record_id", "says what the other was"),
    ("people.Consent", "person_id", "history: found through MergedRecord"),
    ("people.Erasure", "person_id", "who was erased is not merged"),
    ("core.SearchRow", "record_id", "the index follows the records"),
    ("core.SearchMark", "record_id", "the index follows the records"),
    ("transfer.ImportedRecord", "record_id", "says what an import made"),
    ("workspaces.FieldChange", "record_id", "history: found through MergedRecord"),
    ("workspaces.FieldValue", "record_id", "follows from the record's own fields"),
):
    excuse(model, column, reason)
