"""The demo's own firm: Granfors, who sells energy control to plants, with its people, price list and customers."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from random import Random

from django.utils import timezone

from stegvis.core.folding import squeeze
from stegvis.deals.models import Product
from stegvis.deals.operations.starting import start_process
from stegvis.demo import material
from stegvis.people.models import Company, Person
from stegvis.people.operations.creating import create_company, create_person
from stegvis.processes.models import Process
from stegvis.workspaces.models import CustomField, Member, Role, Workspace
from stegvis.workspaces.operations.founding import create_workspace
from stegvis.workspaces.operations.own_fields import add_field
from stegvis.workspaces.operations.teams import create_team
from stegvis.workspaces.operations.users import NewUser, create_user
from stegvis.workspaces.operations.workspace import set_rate
from stegvis.workspaces.permissions import ROLES, Automation

SLUG = "demo"
OWNER = ("Astrid Granfors", Role.OWNER)
STAFF = (
    ("Elin Sjögren", Role.MANAGER),
    ("Jonas Wikström", Role.SELLER),
    ("Ingvild Haugen", Role.SELLER),
    ("Tomasz Wiśniewski", Role.SELLER),
    ("Maria Lund", Role.SELLER),
)
PEOPLE = 160


@dataclass
class Firm:
    """What the story of the deals is told about."""

    workspace: Workspace
    language: str
    chance: Random
    story: Automation
    manager: Member
    sellers: list[Member]
    new_business: Process
    existing: Process
    products: list[Product] = field(default_factory=list)
    companies: list[Company] = field(default_factory=list)
    people: dict[int, list[Person]] = field(default_factory=dict)
    own: dict[str, CustomField] = field(default_factory=dict)


def found_firm(language: str, chance: Random) -> Firm:
    """The workspace at `demo` with members, teams, rates, two processes, price list, companies and people."""
    currency, zone = material.CUSTOMS[language]
    customs = {"language": language, "currency": currency, "time_zone": zone}
    owner = create_workspace("Granfors", by=new_user(OWNER[0], language), slug=SLUG, **customs)
    workspace = owner.workspace
    manager, *sellers = [hire(workspace, name, role, language) for name, role in STAFF]
    story = Automation("demo", workspace)
    processes = start_processes(workspace, story, language)
    firm = Firm(workspace, language, chance, story, manager, sellers, *processes)
    make_teams(firm)
    set_rates(firm)
    firm.products = list(make_products(firm))
    firm.own = add_own_fields(firm)
    make_customers(firm)
    return firm


def new_user(name: str, language: str) -> NewUser:
    """An account that only the demo's one-click sign-in opens: it has no password."""
    return NewUser(f"{name.split()[0].lower()}@granfors.example", name, language=language)


def hire(workspace: Workspace, name: str, role: str, language: str) -> Member:
    """A member with an account of their own."""
    user = create_user(new_user(name, language))
    return Member.objects.create(workspace=workspace, user=user, name=name, email=user.email, role=role)


def start_processes(workspace: Workspace, story: Automation, language: str) -> list[Process]:
    """How Granfors wins new customers, and how it sells more to those it has."""
    names = material.words("processes", language)
    wanted = (("needs-led", names["new"]), ("simple-b2b", names["more"]))
    return [start_process(workspace, key, by=story, language=language, name=name) for key, name in wanted]


def make_teams(firm: Firm) -> None:
    """Two sellers in the north, two in the south; the manager in both."""
    names = material.words("teams", firm.language)
    for name, pair in ((names["north"], firm.sellers[:2]), (names["south"], firm.sellers[2:])):
        create_team(name, [firm.manager, *pair], by=firm.story)


def set_rates(firm: Firm) -> None:
    """What the other currencies were worth when the year began."""
    base = Decimal(material.IN_KRONOR[firm.workspace.currency])
    since = datetime.date(timezone.localdate().year - 1, 1, 1)
    for currency, kronor in material.IN_KRONOR.items():
        if currency != firm.workspace.currency:
            set_rate(currency, round(Decimal(kronor) / base, 6), since, by=firm.story)


def make_products(firm: Firm):
    """The price list, in the base currency."""
    base = Decimal(material.IN_KRONOR[firm.workspace.currency])
    for product in material.read("texts")["products"]:
        price = rounded(Decimal(product["price"]) / base)
        facts = {"code": product["code"], "price": price, "currency": firm.workspace.currency}
        yield Product.objects.create(
            workspace=firm.workspace, name=product[firm.language], period=product["period"], **facts
        )


def rounded(amount: Decimal) -> Decimal:
    """A price as people write prices: two figures and noughts."""
    place = max(amount.adjusted() - 1, 0)
    return (amount / 10**place).quantize(Decimal(1)) * 10**place


def add_own_fields(firm: Firm) -> dict[str, CustomField]:
    """What Granfors wants to know besides: of a company what it burns, of a deal what the grid charges for."""
    names = {key: text[firm.language] for key, text in material.read("talk")["fields"].items()}
    tariffs = [("", text[firm.language]) for text in material.read("talk")["tariffs"].values()]
    open_to = {"seen_by": ROLES, "edited_by": ROLES[:-1]}
    energy = {"name": names["energy"], "kind": CustomField.Kind.NUMBER, **open_to}
    tariff = {"name": names["tariff"], "kind": CustomField.Kind.CHOICE, "choices": tariffs, **open_to}
    return {
        "energy": add_field("company", energy, by=firm.story),
        "tariff": add_field("deal", tariff, by=firm.story),
    }


def make_customers(firm: Firm) -> None:
    """Sixty companies, shared out to the sellers, and the people who work there."""
    industries = material.words("industries", firm.language)
    for number, (country, facts) in enumerate(material.firms()):
        owner = seller_for(firm, country, number)
        company = make_company(firm, country, facts, owner, industries)
        firm.companies.append(company)
        firm.people[company.pk] = [
            make_person(firm, company, country, number, place) for place in range(head_count(number))
        ]


def head_count(number: int) -> int:
    """How many people are known at company `number`: 160 at 60 companies, between one and four."""
    return (3, 2, 4, 2, 3, 2)[number % 6]


def seller_for(firm: Firm, country: str, number: int) -> Member:
    """Norway is Ingvild's, Poland is Tomasz's, Sweden the others'."""
    return {"NO": firm.sellers[1], "PL": firm.sellers[2]}.get(country, firm.sellers[0 if number % 2 else 3])


def make_company(firm: Firm, country: str, facts: Sequence, owner: Member, industries: dict[str, str]) -> Company:
    """One customer or would-be customer."""
    name, city, industry, employees = facts
    domain = domain_of(name)
    chance = firm.chance
    return create_company(
        by=firm.story,
        name=name,
        owner=owner,
        country=country,
        domains=[domain],
        phones=[phone(country, chance)],
        address={"city": city, "country": country},
        industry=industries[industry],
        employees=employees,
        own={firm.own["energy"].key: str(employees * 37 + len(name) * 13)} if employees % 20 else {},
        source=chance.choice(material.texts("sources", firm.language)),
        tags=[chance.choice(material.texts("tags", firm.language))] if chance.random() < 0.4 else [],
        created_at=timezone.now() - timedelta(days=430 + chance.randrange(300)),
    )


def domain_of(name: str) -> str:
    """A made-up domain that can belong to nobody."""
    return f"{squeeze(' '.join(name.split()[:2]))}.example"


def phone(country: str, chance: Random) -> str:
    """A number of the country's form."""
    return material.read("firms")[country]["phone"].format(chance.randrange(10), chance.randrange(100))


def make_person(firm: Firm, company: Company, country: str, number: int, place: int) -> Person:
    """Somebody who works at `company`; the names differ within it."""
    names = material.read("firms")[country]
    first = names["first"][(number * 5 + place * 7) % len(names["first"])]
    last = names["last"][(number * 3 + place * 5) % len(names["last"])]
    titles = material.texts("titles", firm.language)
    return create_person(
        by=firm.story,
        first_name=first,
        last_name=last,
        company=company,
        owner=company.owner,
        job_title=titles[(number + place * 2) % len(titles)],
        language=names["language"],
        emails=[f"{mail_name(first)}.{mail_name(last)}@{domain_of(company.name)}"],
        phones=[phone(country, firm.chance)],
    )


def mail_name(name: str) -> str:
    """A name as it stands in an address."""
    return squeeze(name)
