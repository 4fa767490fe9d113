"""Role, stance and influence of people in the decision on a deal; and when they were last met."""

from stegvis.deals.operations.editing import set_stakeholders
from stegvis.testing.builders import make_deal, make_person
from stegvis.timeline.operations.writing import log_call, log_meeting
from stegvis.workspaces.models import FieldChange


def test_the_part_in_the_decision_is_edited_with_history(cast, as_member, process):
    deal, person = make_deal(cast.alice), make_person(cast.alice, "Anna", "Berg")
    set_stakeholders(deal, [person], by=cast.alice)
    address = f"/w/granfors/deals/{deal.pk}/people/{person.pk}/part/"
    given = {"role": "decides", "stance": "for", "influence": "3"}
    for member, status in ((cast.vera, 403), (cast.bob, 403), (cast.charlie, 404), (cast.alice, 303)):
        assert as_member(member).post(address, given).status_code == status
    client = as_member(cast.alice)
    assert client.post(address, given | {"role": "wizard"}).status_code == 422
    change = FieldChange.objects.get(workspace=deal.workspace, field="part")
    assert (change.before, change.after) == ("Anna Berg: /unknown/", "Anna Berg: decides/for/3")
    page = client.get(f"/w/granfors/deals/{deal.pk}/").content.decode()
    assert "Decides, For us, Much influence" in page
    assert "Not met yet" in page


def test_who_was_met_on_another_deal_is_not_met_here(alice, as_member, process):
    here, there, person = make_deal(alice), make_deal(alice, "Other"), make_person(alice)
    set_stakeholders(here, [person], by=alice)
    log_meeting(there, by=alice, people=[person])
    assert "Not met yet" in as_member(alice).get(f"/w/granfors/deals/{here.pk}/").content.decode()
    log_call(person, by=alice)
    assert "Last met" in as_member(alice).get(f"/w/granfors/deals/{here.pk}/").content.decode()
