"""Columns find their fields by what people and other programs call them."""

import csv

import pytest

from stegvis.transfer.reading import open_table
from stegvis.transfer.reading.headers import name_columns
from stegvis.transfer.suggesting import FIELDS, KINDS, field_of, suggest_mapping
from stegvis.transfer.tests.reading_files import real_file


def mapped(kind, headers, samples=None, **more):
    return {one.header: one.field for one in suggest_mapping(kind, headers, samples or {}, **more) if one.field}


def mapped_export(kind, name):
    with open(real_file(f"crm_export_headers/{name}.csv"), encoding="utf-8", newline="") as file:
        row = next(csv.reader(file))
    return mapped(kind, name_columns(row, len(row)))


def mapped_file(kind, name):
    table = open_table(real_file(name))
    return mapped(kind, table.headers, table.samples())


EXPORTS = {
    ("companies", "hubspot_companies"): {
        "Record ID": "external_id", "Company name": "name", "Company owner": "owner", "Create Date": "created_at",
        "Phone Number": "phone", "City": "city", "Country/Region": "country", "Industry": "industry",
    },
    ("people", "hubspot_contacts_with_company"): {
        "Record ID - Contact": "external_id", "First Name": "first_name", "Last Name": "last_name", "Email": "email",
        "Phone Number": "phone", "Contact owner": "owner", "Create Date": "created_at",
        "Record ID - Company": "company_external_id", "Company name": "company",
    },
    ("deals", "hubspot_deals"): {
        "Record ID": "external_id", "Deal Name": "title", "Deal Stage": "stage", "Close Date": "closed_at",
        "Deal owner": "owner", "Amount": "value", "Associated Company IDs": "company_external_id",
    },
    ("deals", "pipedrive_deals"): {
        "Deal - ID": "external_id", "Deal - Title": "title", "Deal - Value": "value", "Deal - Currency": "currency",
        "Deal - Pipeline": "process", "Deal - Stage": "stage", "Deal - Status": "status", "Deal - Owner": "owner",
        "Deal - Organization": "company", "Deal - Contact person": "person",
        "Deal - Expected close date": "expected_close", "Deal - Deal created": "created_at",
        "Deal - Won time": "won_at",
    },
    ("deals", "pipedrive_deals_norwegian_tenant"): {
        "Deal - Territory": "team", "Deal - Pipeline": "process", "Deal - Stage": "stage", "Deal - Title": "title",
        "Deal - Owner": "owner", "Deal - Value": "value", "Organization - Name": "company",
        "Deal - Expected close date": "expected_close", "Deal - Deal source": "source",
        "Deal - Contact person": "person", "Deal - Status": "status", "Deal - Won time": "won_at",
        "Deal - Currency": "currency",
    },
    ("people", "pipedrive_people"): {
        "Person - Name": "name", "Person - First name": "first_name", "Person - Last name": "last_name",
        "Person - Email - Work": "email", "Person - Email - Home": "email", "Person - Email - Other": "email",
        "Person - Phone - Work": "phone", "Person - Phone - Home": "phone", "Person - Phone - Mobile": "phone",
        "Person - Phone - Other": "phone", "Person - Organization": "company", "Person - Labels": "tags",
    },
    ("people", "pipedrive_sample_import"): {
        "Person - Name*": "name", "Person - First name": "first_name", "Person - Last name": "last_name",
        "Person - Phone": "phone", "Person - Email (Work)": "email", "Person - Email (Home)": "email",
        "Organization - Name*": "company",
    },
    ("people", "salesforce_lead_tail"): {
        "Phone": "phone", "Email": "email", "LeadSource": "source", "OwnerId": "owner", "CreatedDate": "created_at",
    },
    ("deals", "salesforce_opportunity"): {
        "Id": "external_id", "AccountId": "company_external_id", "Name": "title", "StageName": "stage",
        "Amount": "value", "CloseDate": "closed_at", "TotalOpportunityQuantity": "quantity", "LeadSource": "source",
        "OwnerId": "owner", "CreatedDate": "created_at",
    },
    ("companies", "twenty_companies"): {
        "Account Owner (ID)": "owner", "Address / Address 1": "street", "Address / City": "city",
        "Address / State": "region", "Address / Country": "country", "Address / Post Code": "postcode",
        "Annual Revenue / Amount": "revenue", "Annual Revenue / Currency": "revenue_currency",
        "Creation date": "created_at", "Domain Name / Link URL": "domain",
        "Domain Name / Secondary Links": "domain", "Id": "external_id", "Name": "name",
    },
    ("people", "zoho_contacts"): {
        "Record Id": "external_id", "Contact Owner": "owner", "Lead Source": "source", "First Name": "first_name",
        "Last Name": "last_name", "Account Name.id": "company_external_id", "Account Name": "company",
        "Email": "email", "Title": "job_title", "Phone": "phone", "Mobile": "phone", "Created Time": "created_at",
        "Contact Name": "name",
    },
    ("deals", "zoho_deals"): {
        "Record Id": "external_id", "Deal Owner": "owner", "Amount": "value", "Deal Name": "title",
        "Closing Date": "closed_at", "Account Name.id": "company_external_id", "Account Name": "company",
        "Stage": "stage", "Lead Source": "source", "Created Time": "created_at", "Contact Name": "person",
    },
}  # fmt: skip

REAL = {
    ("companies", "maven_crm/accounts.csv"): {
        "account": "name", "sector": "industry", "revenue": "revenue", "employees": "employees",
        "office_location": "address", "subsidiary_of": "parent",
    },
    ("deals", "maven_crm/sales_pipeline.csv"): {
        "opportunity_id": "external_id", "sales_agent": "owner", "product": "product", "account": "company",
        "deal_stage": "stage", "engage_date": "entered:Engaging", "close_date": "closed_at", "close_value": "value",
    },
    ("stage-history", "event_log/loan_offers_2012.csv"): {
        "case:concept:name": "case", "case:AMOUNT_REQ": "value", "org:resource": "member", "concept:name": "stage",
        "time:timestamp": "time",
    },
    ("companies", "companies/companies_se_cp1252_semicolon.csv"): {
        "Företagsnamn": "name", "Organisationsnummer": "registration_number", "Postnummer": "postcode", "Ort": "city",
    },
    ("companies", "companies/companies_no_iso8859-1_semicolon.csv"): {
        "navn": "name", "organisasjonsnummer": "registration_number", "overordnetEnhet": "parent",
    },
    ("companies", "companies/companies_pl_cp1250_semicolon.csv"): {"Id": "external_id", "Nazwa": "name"},
}  # fmt: skip


@pytest.mark.parametrize(("kind", "name"), EXPORTS)
def test_exports_of_other_crms_are_recognised(kind, name):
    assert mapped_export(kind, name) == EXPORTS[kind, name]


@pytest.mark.parametrize(("kind", "name"), REAL)
def test_real_files_are_recognised(kind, name):
    assert mapped_file(kind, name) == REAL[kind, name]


def test_the_us_dates_and_the_second_encodings_change_nothing():
    pipeline = REAL["deals", "maven_crm/sales_pipeline.csv"]
    assert mapped_file("deals", "maven_crm/us_dates/sales_pipeline.csv") == pipeline
    swedish = REAL["companies", "companies/companies_se_cp1252_semicolon.csv"]
    assert mapped_file("companies", "companies/companies_se_utf8sig_semicolon.csv") == swedish


@pytest.mark.parametrize(
    ("kind", "headers", "fields"),
    [
        (
            "deals",
            "Affär;Belopp;Steg;Säljare;Förväntat avslut",
            "title value stage owner expected_close",
        ),
        ("deals", "Avtale;Beløp;Fase;Selger;Bedrift;Tapsårsak", "title value stage owner company lost_reason"),
        (
            "deals",
            "Szansa;Wartość;Etap;Handlowiec;Powód przegranej",
            "title value stage owner lost_reason",
        ),
        ("deals", "SZANSA – TYTUŁ;Szansa – Wartość;Szansa – Etap;Szansa – Właściciel", "title value stage owner"),
        ("deals", "Vilande till;Vunnen datum;Antal;Källa", "wake_on won_at quantity source"),
        ("companies", "Firma;NIP;Ulica;Kod pocztowy;Miejscowość;Kraj", "name vat_number street postcode city country"),
        (
            "companies",
            "Bolag;Org.nr;Omsättning;Anställda",
            "name registration_number revenue employees",
        ),
        ("companies", "name;address.city;tags_0.name;tags_1.name", "name city tags tags"),
        (
            "companies",
            "Company name;Address: Main - City;Legacy ID;Tag",
            "name city external_id tags",
        ),
        ("people", "Förnamn;Efternamn;E-post;Mobil;Befattning", "first_name last_name email phone job_title"),
        ("people", "Fornavn;Etternavn;E-postadresse;Tlf;Stilling", "first_name last_name email phone job_title"),
        ("people", "Imię;Nazwisko;E-mail;Telefon komórkowy;Stanowisko", "first_name last_name email phone job_title"),
        (
            "people",
            "Name / First Name;Emails / Primary Email;Company Id",
            "first_name email company_external_id",
        ),
        ("stage-history", "Deal ID;New stage;Changed at;Changed by", "case stage time member"),
        ("stage-history", "old_status_label;new_status_label;activity_at;opportunity_id", "- stage time case"),
    ],
)
def test_four_languages_and_nested_names_are_understood(kind, headers, fields):
    found = suggest_mapping(kind, headers.split(";"), {})
    assert [one.field or "-" for one in found] == fields.split()


@pytest.mark.parametrize(
    ("header", "stage"),
    [
        ('Date entered "Proposal (Sales Pipeline)"', "Proposal"),
        ("Date entered 'Demo'", "Demo"),
        ("Entered Proposal", "Proposal"),
        ("Datum in i Offert", "Offert"),
        ("Dato inn i Tilbud", "Tilbud"),
        ("Data wejścia do Oferta", "Oferta"),
        ("demo_date", "Demo"),
        ("engage_date", "Engaging"),
    ],
)
def test_a_date_entered_column_names_its_stage(header, stage):
    assert mapped("deals", [header], stage_names=["Demo", "Engaging", "Proposal"]) == {header: f"entered:{stage}"}


def test_a_date_column_of_no_stage_is_no_entry():
    headers = ["Date exited 'Demo'", "Demo date", "Birthday date"]
    assert mapped("deals", headers, {"Demo date": ["large", "small"]}, stage_names=["Demo"]) == {}


def test_two_columns_never_share_a_single_field_and_the_better_one_wins():
    found = suggest_mapping("deals", ["Deal value", "Amount", "Owner.id", "Owner"], {"Deal value": ["big", "small"]})
    assert [one.field for one in found] == [None, "value", None, "owner"]
    assert (found[0].because.code, found[0].because.details) == ("field_taken", {"field": "value", "by": "Amount"})


def test_values_speak_where_the_header_does_not():
    found = suggest_mapping("people", ["Kol1", "Kol2"], {"Kol1": ["a@b.example"], "Kol2": ["blue", "red"]})
    assert [(one.field, one.because.code) for one in found] == [("email", "values_look_like"), (None, "unknown")]


def test_values_that_do_not_fit_make_a_suggestion_unsure():
    sure, unsure = (suggest_mapping("deals", ["Amount"], {"Amount": values})[0] for values in (["5", "7"], ["red"]))
    assert sure.confidence == 1.0
    assert unsure.confidence < 0.5


def test_an_unknown_kind_is_refused():
    with pytest.raises(ValueError, match="invoices"):
        suggest_mapping("invoices", ["a"], {})
    with pytest.raises(KeyError):
        field_of("deals", "colour")


def test_every_field_can_be_found_by_its_own_key():
    for kind in KINDS:
        for field in FIELDS[kind]:
            assert mapped(kind, [field.key]) == {field.key: field.key}, (kind, field.key)
