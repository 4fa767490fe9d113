"""Sources and offers: what came from where, was offered to whom, and was won; each figure leads to its deals."""

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from stegvis.deals.operations.moving import move_deal
from stegvis.insights.figures.shares import part_ways, share
from stegvis.insights.kinds import known
from stegvis.insights.queries.asking import read_asked
from stegvis.people.models import Company
from stegvis.testing import builders
from stegvis.workspaces.models import Tag
from stegvis.workspaces.operations.tagging import delete_tag


@pytest.fixture
def sold(alice, bob, process):
    """Two from a fair (one won for 1,000), one from the site (lost), one of unknown source (open); one is tagged."""
    fair = builders.make_company(alice, "Fair AB", industry="Steel", employees=40)
    reason = builders.make_lost_reason(process.workspace)
    facts = {"amount": 1000, "currency": "SEK"}
    won = builders.make_deal(alice, "won", company=fair, source="Fair", **facts)
    builders.make_deal(alice, "asked", company=fair, source="Fair", **facts)
    lost = builders.make_deal(bob, "lost", source="Site", **facts)
    builders.make_deal(bob, "unknown", **facts)
    won.tags.add(*(Tag.objects.create(workspace=process.workspace, name=name) for name in ("Key", "North")))
    move_deal(won, builders.stage_of(process, "Won"), by=alice)
    move_deal(lost, builders.stage_of(process, "Lost"), by=bob, lost_reason=reason)
    return process


def asked(member, query=""):
    return read_asked(member, known("sources"), QueryDict(query))


def test_each_row_says_how_many_came_were_won_lost_and_are_open(sold, mia):
    report = known("sources").make(asked(mia))
    rows = {
        key: {row[0].value: [c.value for c in row[1:5]] for row in report.table(key).rows} for key in ("source", "tag")
    }
    assert rows["source"] == {"Fair": [2, 1, 0, 1], "Site": [1, 0, 1, 0], "Not said": [1, 0, 0, 1]}
    assert rows["tag"] == {"Key": [1, 1, 0, 0], "North": [1, 1, 0, 0], "Not said": [3, 0, 1, 2]}
    sizes = {row[0].value: row[1].value for row in report.table("size").rows}
    assert sizes == {"10\N{EN DASH}49": 2, "Not said": 2}
    assert report.table("source").rows[0][8].value == 1000


def test_each_figure_leads_to_its_deals(sold, mia):
    kind, found = known("sources"), 0
    for table in kind.make(asked(mia)).all_tables:
        for row in table.rows:
            for cell in row[1:5]:
                assert kind.deals(asked(mia), cell.part).count() == cell.value, cell.part
                found += cell.value
    assert found


def test_a_deleted_tag_and_what_one_may_not_see_are_in_no_row(sold, alice, mia, owen):
    alice.workspace.grants = {"seller": {"insights": "own"}}
    assert known("sources").make(asked(alice)) == known("sources").make(asked(mia, f"owner={alice.pk}"))

    delete_tag(Tag.objects.get(workspace=mia.workspace, name="Key"), by=owen)
    names = [row[0].value for row in known("sources").make(asked(mia)).table("tag").rows]
    assert names == ["North", "Not said"]


def test_facts_of_a_company_are_for_who_may_see_it(sold, bob, mia):
    Company.objects.filter(workspace=mia.workspace, name="Fair AB").update(private=True)
    industries = {row[0].value: row[1].value for row in known("sources").make(asked(bob)).all_tables[0].rows}
    assert industries["Fair"] == 2
    assert known("sources").make(asked(bob)).table("industry") is None
    assert known("sources").deals(asked(bob), "industry.all.Steel").count() == 0
    assert known("sources").deals(asked(bob), "industry.all.").count() == 4


def test_who_exports_the_own_gets_figures_of_the_own(sold, alice, as_member):
    address = f"/w/{alice.workspace.slug}/insights/sources/"
    assert "Site" in as_member(alice).get(address).text
    lines = b"".join(as_member(alice).get(f"{address}source.csv").streaming_content).decode()
    assert "Fair,2,1,0,1" in lines
    assert "Site" not in lines


def test_a_firm_without_deals_is_told_so(mia, process):
    assert known("sources").make(asked(mia)).empty


@given(st.integers(5, 10_000).flatmap(lambda whole: st.tuples(st.integers(0, whole), st.just(whole))))
def test_an_interval_holds_what_was_found_and_stays_within_all(pair):
    found = share(*pair)
    assert 0 <= found.low <= found.middle <= found.high <= 100
    assert found.high - found.low > 0


def test_few_say_nothing_and_only_clear_differences_count():
    assert share(2, 4) is None
    # Wilson's bounds for 8 of 10 at 90 %, reckoned by hand: (0.9353 -+ 0.2482) / 1.2706.
    assert [round(value, 1) for value in share(8, 10)] == [80.0, 54.1, 93.1]
    assert part_ways(share(90, 100), share(10, 100))
    assert not part_ways(share(6, 10), share(4, 10))
