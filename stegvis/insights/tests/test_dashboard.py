"""A dashboard is its member's own; in a large workspace its reports are kept and made anew behind the reader."""

import pytest
from django.http import QueryDict

from stegvis.insights.jobs import make_anew
from stegvis.insights.keeping import from_json, to_json
from stegvis.insights.kinds import all_kinds, known
from stegvis.insights.models import DashboardCard, KeptResult
from stegvis.insights.operations import keeping
from stegvis.insights.operations.keeping import open_report
from stegvis.insights.queries import kept
from stegvis.insights.queries.asking import read_asked
from stegvis.testing import builders
from stegvis.workspaces.operations.editing import edit_record
from stegvis.workspaces.operations.privacy import set_privacy


@pytest.fixture
def deal(alice, process):
    return builders.make_deal(alice, amount=100)


def test_a_report_is_put_on_the_dashboard_with_its_filters_and_taken_off(deal, alice, bob, as_member):
    client, address = as_member(alice), f"/w/{alice.workspace.slug}/insights/"
    client.post(f"{address}funnel/cards/", {"title": "My funnel", "query": f"owner={alice.pk}&after=x"})
    card = DashboardCard.objects.get(workspace=alice.workspace)
    assert (card.title, card.query, card.owner) == ("My funnel", f"owner={alice.pk}", alice)
    assert "My funnel" in client.get(address).content.decode()
    assert "1 deal that came into Lead" in client.get(f"{address}cards/{card.pk}/").content.decode()
    assert "My funnel" not in as_member(bob).get(address).content.decode()
    assert as_member(bob).post(f"{address}cards/{card.pk}/deletion/").status_code == 404
    client.post(f"{address}cards/{card.pk}/deletion/")
    assert "My funnel</a>" not in client.get(address).content.decode()


def test_a_report_survives_being_kept(deal, mia):
    for kind in all_kinds():
        report = kind.make(read_asked(mia, kind, QueryDict()))
        assert to_json(from_json(to_json(report))) == to_json(report), kind.name


def test_a_kept_result_is_shown_with_its_time_until_the_worker_has_made_it_anew(deal, mia, alice, bob, monkeypatch):
    monkeypatch.setattr(kept, "LARGE", 0)
    asked = []
    monkeypatch.setattr(keeping, "enqueue_on_commit", lambda job, **said: asked.append((job, said)))
    first = open_report(mia, known("funnel"), QueryDict())
    assert (first.as_of, first.report.stats[0].value) == (None, 1)
    builders.make_deal(alice)
    old = open_report(mia, known("funnel"), QueryDict())
    assert old.report.stats[0].value == 1
    assert old.as_of is not None
    [(job, said)] = asked
    assert job is make_anew
    make_anew.func(**said)
    new = open_report(mia, known("funnel"), QueryDict())
    assert (new.as_of, new.report.stats[0].value) == (None, 2)
    assert open_report(bob, known("funnel"), QueryDict()).report.stats[0].value == 2
    assert KeptResult.objects.filter(workspace=mia.workspace).count() == 2


def test_in_a_very_large_workspace_nobody_waits_for_a_page(deal, mia, as_member, monkeypatch):
    monkeypatch.setattr(kept, "LARGE", 0)
    monkeypatch.setattr(kept, "VERY_LARGE", 0)
    asked = []
    monkeypatch.setattr(keeping, "enqueue_on_commit", lambda job, **said: asked.append((job, said)))
    client, address = as_member(mia), f"/w/{mia.workspace.slug}/insights/funnel/"
    page = client.get(address).content.decode()
    assert ("It is being worked out" in page, 'hx-trigger="every 4s"' in page) == (True, True)
    assert client.get(address, headers={"HX-Request-Type": "partial"}).status_code == 204
    make_anew.func(**asked[0][1])
    ready = client.get(address, headers={"HX-Request-Type": "partial"}).content.decode()
    assert ("It is being worked out" in ready, "every 4s" in ready, "data-part" in ready or "part=" in ready) == (
        False,
        False,
        True,
    )


def test_in_a_very_large_workspace_changes_of_others_do_not_take_a_report_away(deal, mia, bob, owen, monkeypatch):
    monkeypatch.setattr(kept, "LARGE", 0)
    monkeypatch.setattr(kept, "VERY_LARGE", 0)
    asked = []
    monkeypatch.setattr(keeping, "enqueue_on_commit", lambda job, **said: asked.append((job, said)))
    assert open_report(mia, known("funnel"), QueryDict()).under_way
    make_anew.func(**asked[0][1])
    edit_record(deal, {"owner": bob}, by=owen)
    old = open_report(mia, known("funnel"), QueryDict())
    assert (old.under_way, old.as_of is None, old.report.stats[0].value) == (False, False, 1)
    set_privacy(deal, True, [], by=bob)
    assert open_report(mia, known("funnel"), QueryDict()).under_way, "she no longer sees one of its deals"
    monkeypatch.setattr(keeping, "failed_since", lambda *_said, **_more: True)
    assert open_report(mia, known("funnel"), QueryDict()).failed


def test_a_kept_result_is_not_shown_once_a_deal_is_hidden_and_ignores_what_no_report_reads(
    deal, mia, alice, monkeypatch
):
    monkeypatch.setattr(kept, "LARGE", 0)
    assert open_report(mia, known("funnel"), QueryDict()).report.stats[0].value == 1
    open_report(mia, known("funnel"), QueryDict("detail=40&nonsense=1"))
    assert KeptResult.objects.filter(workspace=mia.workspace).count() == 1
    set_privacy(deal, True, [], by=alice)
    assert open_report(mia, known("funnel"), QueryDict()).report.empty
    set_privacy(deal, True, [mia], by=alice)
    assert open_report(mia, known("funnel"), QueryDict()).report.stats[0].value == 1
