"""What a member looks after goes to others, evenly, in the background, and back as a whole."""

import pytest

from stegvis.core.errors import Refused
from stegvis.deals.models import Deal
from stegvis.people.models import Company
from stegvis.testing import builders
from stegvis.workspaces.models import AuditEntry, FieldChange, Handover
from stegvis.workspaces.operations import handing
from stegvis.workspaces.operations.members import deactivate_member
from stegvis.workspaces.queries.handing import preview
from stegvis.workspaces.queries.notices import notice_page

pytestmark = pytest.mark.django_db
KINDS = ("company", "person", "deal")


@pytest.fixture
def firms(alice, process):
    """Four companies of Alice, each with a deal."""
    made = [builders.make_company(alice, f"Firm {number}") for number in range(4)]
    for firm in made:
        builders.make_deal(alice, f"Deal with {firm}", company=firm)
    return made


def carry_on(handover: Handover) -> Handover:
    """What the worker does."""
    while handing.step_handover(handover, by=handover.by):
        pass
    return Handover.objects.get(workspace=handover.workspace_id, pk=handover.pk)


def owners(model, workspace) -> list[str]:
    return list(model.objects.filter(workspace=workspace).order_by("pk").values_list("owner__name", flat=True))


def test_all_goes_to_others_and_deals_stay_with_their_companies(alice, bob, mia, owen, firms, workspace, monkeypatch):
    monkeypatch.setattr(handing, "STEP", 3)
    builders.make_company(alice, "Hidden AB", private=True)
    deactivate_member(alice, by=owen)
    receivers = sorted((bob, mia), key=lambda member: member.pk)
    told = {line.kind: (line.total, line.shares) for line in preview(alice, receivers)}
    assert (told["company"][0], told["deal"]) == (5, (4, [2, 2]))
    done = carry_on(handing.begin_handover(alice, receivers, KINDS, by=owen))
    assert (done.state, done.done, done.total) == ("done", 9, 9)
    assert set(owners(Company, workspace)) == {"Bob", "Mia"}
    assert all(deal.owner == deal.company.owner for deal in Deal.objects.filter(workspace=workspace))
    assert FieldChange.objects.filter(workspace=workspace, field="owner").count() == 9
    assert notice_page(bob)[0][0].sentence == "Owen gave you what Alice looked after"
    assert AuditEntry.objects.filter(act="handed_over").exists()


def test_undo_gives_back_all_but_what_was_given_on(alice, bob, mia, owen, firms, workspace):
    done = carry_on(handing.begin_handover(alice, [bob], KINDS, by=owen))
    Company.objects.filter(workspace=workspace, pk=firms[0].pk).update(owner=mia)
    back = carry_on(handing.undo_handover(done, by=owen))
    assert back.state == "undone"
    assert owners(Company, workspace) == ["Mia", "Alice", "Alice", "Alice"]
    assert set(owners(Deal, workspace)) == {"Alice"}
    with pytest.raises(Refused):
        handing.undo_handover(back, by=owen)


def test_nothing_goes_to_nobody_to_strangers_or_twice_at_once(alice, bob, charlie, owen, firms):
    for receivers in ([], [alice], [charlie]):
        with pytest.raises(Refused):
            handing.begin_handover(alice, receivers, KINDS, by=owen)
    with pytest.raises(Refused):
        handing.begin_handover(bob, [alice], KINDS, by=owen)
    handing.begin_handover(alice, [bob], KINDS, by=owen)
    with pytest.raises(Refused):
        handing.begin_handover(alice, [bob], KINDS, by=owen)


def test_the_screens_preview_begin_and_take_back(as_member, alice, bob, owen, firms):
    client, page = as_member(owen), f"/w/granfors/settings/members/{alice.pk}/handover/"
    assert "Companies" in client.get(page).content.decode()
    choice = {"kinds": ["company", "deal"], "to": [bob.pk]}
    assert 'name="to" value="' in client.get(page, choice).content.decode()
    assert client.post(page, {"kinds": ["company"], "to": ["9" * 40]}).status_code == 422
    begun = client.post(page, choice)
    handover = Handover.objects.get(workspace=alice.workspace)
    assert begun.url == f"/w/granfors/settings/handovers/{handover.pk}/"
    carry_on(handover)
    assert "8 of 8 handed over" in client.get(begun.url).content.decode()
    client.post(f"{begun.url}undoing/")
    carry_on(handover)
    assert "Everything went back" in client.get(begun.url).content.decode()
    assert as_member(bob).get(page).status_code == 403
