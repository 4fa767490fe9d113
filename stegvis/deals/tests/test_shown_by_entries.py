"""An entry of the timeline becomes evidence in one press."""

from stegvis.deals.models import Evidence
from stegvis.testing import builders
from stegvis.timeline.operations.correcting import withdraw_entry
from stegvis.timeline.operations.writing import write_note


def test_an_entrys_menu_offers_the_open_criteria(cast, as_member, process):
    deal = builders.make_deal(cast.alice)
    criterion = builders.make_criterion(deal.stage, "The budget is agreed")
    entry = write_note(deal, "Anna: “We have set aside 400,000.”", by=cast.alice)
    there = f"/w/granfors/deals/{deal.pk}/"
    act = f"{there}evidence/{criterion.pk}/?entry={entry.pk}"
    assert act in as_member(cast.alice).get(there).content.decode()
    assert act not in as_member(cast.vera).get(there).content.decode()
    for member, status in ((cast.vera, 403), (cast.charlie, 404), (cast.alice, 303)):
        assert as_member(member).post(act).status_code == status
    evidence = Evidence.objects.get(workspace=deal.workspace_id)
    assert (evidence.entry_id, evidence.note) == (entry.pk, entry.text)
    page = as_member(cast.alice).get(there).content.decode()
    assert f'href="#entry-{entry.pk}"' in page
    assert act not in page


def test_only_entries_of_this_deal_show_anything(alice, as_member, process):
    deal = builders.make_deal(alice)
    criterion = builders.make_criterion(deal.stage, "The budget is agreed")
    elsewhere = write_note(builders.make_deal(alice, "Other"), "Not here", by=alice)
    gone = withdraw_entry(write_note(deal, "Never said", by=alice), by=alice)
    for wrong in (elsewhere.pk, gone.pk, 2**70, "x", "%00", ""):
        act = f"/w/granfors/deals/{deal.pk}/evidence/{criterion.pk}/?entry={wrong}"
        assert as_member(alice).post(act).status_code == 404
    assert deal.evidence.count() == 0
