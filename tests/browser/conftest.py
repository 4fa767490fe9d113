"""The browser tests' stage: a real site, Chromium in two sizes, and axe.

A test takes `browser_page` (once on a desktop, once on a phone) or `desktop_page` / `phone_page`, signs somebody in
with `sign_in(page, alice)`, and calls `expect_accessible(page)` on every screen it sees. A message on the browser's
console (script errors, blocked by the content policy, missing files) fails the test.
"""

import os
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import Client
from playwright.sync_api import Browser, Page, sync_playwright

from stegvis.testing.site import running_site

ROOT = Path(__file__).resolve().parents[2]
PROGRAMS = ("chromium", "chromium-browser", "google-chrome")
SCREENS = {
    "desktop": {"viewport": {"width": 1440, "height": 900}},
    "phone": {
        "viewport": {"width": 390, "height": 844},
        "device_scale_factor": 2,
        "is_mobile": True,
        "has_touch": True,
    },
}
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

# Playwright's loop runs in the test's thread, where Django would refuse to ask the database.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder is a browser test on a database that another process reads."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.django_db(transaction=True))


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The machine's own Chromium; nothing is downloaded."""
    program = next(filter(None, map(shutil.which, PROGRAMS)), None)
    if program is None:
        pytest.skip("no Chromium on this machine (bin/test browser installs it)")
    flags = ["--disable-dev-shm-usage", *(["--no-sandbox"] if os.geteuid() == 0 else [])]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=flags)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def address(django_db_setup, django_db_blocker) -> Iterator[str]:
    """The running site's address, one server for all tests."""
    with django_db_blocker.unblock(), running_site() as address:
        yield address


@pytest.fixture
def site(address: str, transactional_db) -> Iterator[str]:
    """The site's address, with an empty database behind it."""
    yield address
    cache.clear()  # the sign-in throttle counts there


@pytest.fixture(params=list(SCREENS))
def browser_page(request, chromium: Browser, site: str) -> Iterator[Page]:
    """A page on a desktop, then one on a phone: for journeys that must work on both."""
    yield from open_page(request, chromium, site, request.param)


@pytest.fixture
def desktop_page(request, chromium: Browser, site: str) -> Iterator[Page]:
    """A page at 1440 x 900."""
    yield from open_page(request, chromium, site, "desktop")


@pytest.fixture
def phone_page(request, chromium: Browser, site: str) -> Iterator[Page]:
    """A page at 390 x 844, with touch."""
    yield from open_page(request, chromium, site, "phone")


def open_page(request, chromium: Browser, address: str, screen: str) -> Iterator[Page]:
    """A page of its own context; `page.messages` collects what the browser complains about."""
    context = chromium.new_context(base_url=address, locale="en", reduced_motion="reduce", **SCREENS[screen])
    context.set_default_timeout(10_000)
    page = context.new_page()
    page.messages = []
    page.on("console", lambda message: message.type == "error" and page.messages.append(message.text))
    page.on("pageerror", lambda error: page.messages.append(str(error)))
    failures = request.session.testsfailed
    yield page
    if request.session.testsfailed > failures:
        keep_picture(page, request.node.name)
    context.close()
    assert not page.messages, f"the browser complains: {page.messages}"


def keep_picture(page: Page, name: str) -> None:
    """What a failed test saw, in var/test-pictures."""
    folder = ROOT / "var" / "test-pictures"
    folder.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=folder / f"{re.sub(r'[^a-z0-9]+', '-', name.lower())}.png", full_page=True)


@pytest.fixture
def sign_in(site: str) -> Callable:
    """`sign_in(page, alice)`: gives the page a session of hers, without going through the form."""

    def sign_in(page: Page, member) -> None:
        client = Client()
        client.force_login(member.user)
        value = client.cookies[settings.SESSION_COOKIE_NAME].value
        page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": site}])

    return sign_in


@pytest.fixture(scope="session")
def axe() -> str:
    """axe-core's script, from node_modules."""
    return (ROOT / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")


@pytest.fixture
def expect_accessible(axe: str) -> Callable:
    """`expect_accessible(page)`: axe finds nothing (WCAG 2.2 A and AA, and good practice)."""

    def expect(page: Page) -> None:
        if page.evaluate("typeof axe === 'undefined'"):
            page.evaluate(axe)  # by the debugging protocol: a script element would be blocked by the content policy
        # What is in order is not gathered node by node, which took the longest.
        found = page.evaluate("tags => axe.run({runOnly: tags, resultTypes: ['violations']})", RULES)["violations"]
        assert not found, "\n".join(f"{rule['id']}: {node['html']}" for rule in found for node in rule["nodes"])

    return expect
