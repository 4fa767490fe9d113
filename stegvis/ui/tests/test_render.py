"""Answers of views: a page to a browser, a part to htmx, toasts in both, errors that say what was kept."""

from types import SimpleNamespace

import pytest
from django.contrib.messages.storage.cookie import CookieStorage
from django.template import engines
from django.test import Client, RequestFactory
from jinja2 import ChoiceLoader, DictLoader

from stegvis.ui import errors, render

PAGES = {
    "page.html": '{% extends "ui/base.html" %}{% set place = "pipeline" %}{% block title %}Board{% endblock %}',
    "_part.html": "<p>{{ words }}</p>",
}


@pytest.fixture(autouse=True)
def pages(monkeypatch):
    env = engines["jinja2"].env
    monkeypatch.setattr(env, "loader", ChoiceLoader([DictLoader(PAGES), env.loader]))


def alices(method: str = "get", htmx: str = "", theme: str = "system"):
    """A request of Alice, from her browser or from htmx ("partial" or "full")."""
    headers = {"HX-Request": "true", "HX-Request-Type": htmx} if htmx else {}
    request = getattr(RequestFactory(), method)("/w/acme/", headers=headers)
    request.user = SimpleNamespace(pk=7, is_authenticated=True, theme=theme, language="en")
    request.member = SimpleNamespace(id=7, name="Alice Berg", workspace=SimpleNamespace(name="Acme & Co", slug="acme"))
    request._messages = CookieStorage(request)
    return request


def text(answer) -> str:
    return answer.content.decode()


def test_a_browser_gets_the_whole_page_in_its_frame():
    page = text(render.render(alices(), "page.html", fragment="_part.html"))
    assert "<title>Board · Stegvis</title>" in page
    assert "Acme &amp; Co" in page
    assert 'class="skip"' in page
    assert "data-theme" not in page


def test_a_chosen_theme_is_in_the_page_from_its_first_byte():
    assert 'data-theme="dark"' in text(render.render(alices(theme="dark"), "page.html"))


def test_htmx_gets_the_part_and_history_gets_the_page():
    part = render.render(alices(htmx="partial"), "page.html", fragment="_part.html", words="Moved")
    assert text(part) == "<p>Moved</p>"
    assert part.headers["Vary"] == "HX-Request-Type"
    assert "<title>" in text(render.render(alices(htmx="full"), "page.html", fragment="_part.html"))


def test_a_toast_comes_with_the_part_once_and_can_be_undone():
    request = alices(htmx="partial")
    render.toast(request, "Moved to <Won>", "/undo/7/")
    part = text(render.render(request, "page.html", fragment="_part.html", words=""))
    assert "Moved to &lt;Won&gt;" in part
    assert 'hx-post="/undo/7/"' in part
    assert '<hx-partial hx-target="#toasts"' in part
    assert "hx-partial" not in text(render.render(request, "page.html", fragment="_part.html", words=""))


def test_a_toast_waits_for_the_next_page():
    request = alices()
    render.toast(request, "Saved")
    assert "Saved" in text(render.render(request, "page.html"))


def test_going_elsewhere_is_a_new_page_for_htmx_and_a_redirect_for_a_browser():
    assert render.go(alices("post", htmx="partial"), "/w/acme/").headers["HX-Redirect"] == "/w/acme/"
    answer = render.go(alices("post"), "/w/acme/")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/w/acme/")


def test_a_refusal_leaves_the_screen_as_it_is_and_says_why():
    answer = render.refuse(alices("post", htmx="partial"), "The stage needs finance")
    assert (answer.status_code, answer.headers["HX-Reswap"]) == (409, "none")
    assert "The stage needs finance" in text(answer)
    assert "Their change was kept" in text(render.refuse(alices("post"), "The stage needs finance"))


@pytest.mark.parametrize(
    ("view", "status"),
    [(errors.bad_request, 400), (errors.forbidden, 403), (errors.not_found, 404), (errors.csrf_failure, 403)],
)
def test_an_error_says_what_happened_what_was_kept_and_where_to_go(view, status):
    answer = view(alices())
    assert answer.status_code == status
    assert str(errors.FAILURES[status].kept) in text(answer)
    assert 'href="/"' in text(answer)


def test_a_broken_page_needs_neither_user_nor_workspace_to_say_so():
    request = RequestFactory().get("/")
    answer = errors.server_error(request)
    assert answer.status_code == 500
    assert "What you saved before is kept" in text(answer)


@pytest.mark.django_db
def test_a_page_open_over_a_sign_in_says_what_to_do():
    answer = Client(enforce_csrf_checks=True).post("/accounts/login/")
    assert answer.status_code == 403
    assert "open for too long" in answer.content.decode()
