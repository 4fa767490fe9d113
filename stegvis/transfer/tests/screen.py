"""How the tests of the import wizard press its buttons."""

import html
import re

from django.core.files.uploadedfile import SimpleUploadedFile

from stegvis.transfer.models import Import
from stegvis.workspaces.models import Member

DEALS = (
    b"Deal ID;Title;Company;Value;Stage;Owner\n1;Load control;Ekhamra;1000;Lead;Alice\n2;Alarms;Kiln;oops;Won;Nils\n"
)
DEALS += b"3;Meters;Ekhamra;2500;Qualified;Alice\n"


class Wizard:
    """One member at the wizard. Every step answers with the response, `batch` is the import as it stands."""

    def __init__(self, client, member: Member):
        self.client, self.member = client, member
        self.base = f"/w/{member.workspace.slug}"

    @property
    def batch(self) -> Import:
        """The newest import of the workspace, fresh from the database."""
        return Import.objects.filter(workspace=self.member.workspace).latest("pk")

    def upload(self, content: bytes = DEALS, name: str = "deals.csv", kind: str = ""):
        """Choose a file."""
        sent = SimpleUploadedFile(name, content)
        return self.client.post(f"{self.base}/imports/new/", {"file": sent, "kind": kind})

    def get(self, step: str, **params):
        """Look at a step of the newest import."""
        return self.client.get(self.address(step), params)

    def post(self, step: str, data: dict | None = None, **headers):
        """Send a step of the newest import."""
        return self.client.post(self.address(step), data or {}, **headers)

    def address(self, step: str) -> str:
        """The address of a step of the newest import."""
        return f"{self.base}/imports/{self.batch.pk}/{step}/" if step else f"{self.base}/imports/{self.batch.pk}/"

    def choose_columns(self, **changed: str):
        """Send the columns as the page suggests them, some changed by header."""
        page = self.get("columns").content.decode()
        fields = form_fields(page, "columns-form")
        headers = self.batch.understanding["headers"]
        for header, key in changed.items():
            fields[f"column-{headers.index(header)}"] = [key]
        return self.post("columns", fields)

    def start(self, **changed):
        """Send the values as the page suggests them, some changed."""
        fields = form_fields(self.get("values").content.decode(), "values-form")
        return self.post("runs", {**fields, **changed})


def form_fields(page: str, form: str) -> dict[str, list[str]]:
    """What a browser would send of the form with this id, as it stands in the page."""
    match = re.search(rf'<form[^>]*id="{form}".*?</form>', page, re.DOTALL)
    assert match, f"the page has no form {form}"
    found: dict[str, list[str]] = {}
    controls = r'<select[^>]*name="([^"]*)".*?</select>|<input[^>]*name="([^"]*)"[^>]*>'
    for control in re.finditer(controls, match[0], re.DOTALL):
        value = _select(control[0]) if control[1] else _input(control[0])
        if value is not None:
            found.setdefault(control[1] or control[2], []).append(html.unescape(value))
    return found


def _select(mark_up: str) -> str:
    options = re.findall(r'<option value="([^"]*)"([^>]*)>', mark_up)
    chosen = [value for value, more in options if "selected" in more]
    return chosen[0] if chosen else options[0][0]


def _input(mark_up: str) -> str | None:
    if re.search(r'type="(radio|checkbox)"', mark_up) and " checked" not in mark_up:
        return None
    value = re.search(r'value="([^"]*)"', mark_up)
    return value[1] if value else "on"
