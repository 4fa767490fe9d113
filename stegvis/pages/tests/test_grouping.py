"""Lists in groups: headings with count and sum, and pages that go on by key."""

import datetime
import re

import pytest

from stegvis.pages.queries.companies import COMPANIES
from stegvis.people.models import Company
from stegvis.testing.builders import make_company, make_deal, make_person, stage_of


def headings(text: str) -> list[str]:
    found = re.findall(r'<tr class="group-row">(.*?)</tr>', text, re.DOTALL)
    return [" ".join(re.sub(r"<[^>]+>", " ", one).split()) for one in found]


@pytest.fixture
def deals(alice, bob, process):
    day = datetime.date(2027, 3, 5)
    make_deal(alice, "A", amount=1000, expected_close=day)
    make_deal(bob, "B", amount=500, expected_close=day.replace(day=28))
    make_deal(bob, "C", amount=250, stage=stage_of(process, "Qualified"))


@pytest.mark.parametrize(
    ("group", "expected"),
    [
        ("stage", ["Lead 2 · SEK 1,500", "Qualified 1 · SEK 250"]),
        ("owner", ["Alice 1 · SEK 1,000", "Bob 2 · SEK 750"]),
        ("status", ["Open 3 · SEK 1,750"]),
        ("month", ["March 2027 2 · SEK 1,500", "No date 1 · SEK 250"]),
    ],
)
def test_deals_in_groups(alice, as_member, deals, group, expected):
    answer = as_member(alice).get(f"/w/granfors/deals/list/?group={group}")
    plain = [one.replace("\xa0", " ") for one in headings(answer.content.decode())]
    assert [re.sub(r"\.00$", "", one) for one in plain] == expected


def test_every_row_is_met_once_whatever_the_group_and_page(alice, rf):
    for place in range(25):
        industry = ("", "Metal", "Wood")[place % 3]
        Company.objects.create(
            workspace=alice.workspace, owner=alice if place % 2 else None, name=f"Firm {place:02}",
            name_key=f"firm {place:02}", industry=industry, country="SE" if place % 5 else "",
        )  # fmt: skip
    for group in ("owner", "industry", "country"):
        seen, address = [], f"?group={group}"
        while address:
            params = rf.get(f"/{address}").GET
            page = COMPANIES.page(params, Company.objects.visible_to(alice), reader=alice, size=4)
            seen += [row.id for row in page.rows]
            assert sum(len(one.rows) for one in page.groups) == len(page.rows)
            address = page.next_address
        assert len(seen) == len(set(seen)) == 25


def test_people_by_company_hide_what_one_may_not_see(alice, bob, as_member):
    secret = make_company(alice, "Secret AB", private=True)
    make_person(bob, company=secret)
    text = as_member(bob).get("/w/granfors/people/?group=company").content.decode()
    assert headings(text) == ["No company 1"]
    assert "Secret AB" not in text


def test_an_unknown_group_or_a_forged_place_is_said(alice, as_member, deals):
    client = as_member(alice)
    assert "was not understood" in client.get("/w/granfors/deals/list/?group=zzz").content.decode()
    assert client.get("/w/granfors/deals/list/?group=stage&after=WyJhIl0").status_code == 200
