"""Pages travel compressed, to those who can read them so."""

import gzip

import pytest
from django.http import HttpResponse, StreamingHttpResponse
from django.test import RequestFactory
from django.urls import reverse

from stegvis.core.compression import CompressionMiddleware

PAGE = "<p>Ekhamra, Load control, 120 000</p>" * 100


def answer_to(accepted: str, answer):
    asked = RequestFactory().get("/", headers={"Accept-Encoding": accepted} if accepted else {})
    return CompressionMiddleware(lambda request: answer)(asked)


def test_a_browser_reads_the_same_page_from_a_third_of_the_bytes(as_member, alice):
    board = reverse("deals:board", args=[alice.workspace.slug])
    answer = as_member(alice).get(board, headers={"Accept-Encoding": "gzip, deflate, br"})
    assert answer.headers["Content-Encoding"] == "gzip"
    assert int(answer.headers["Content-Length"]) == len(answer.content)
    assert "Accept-Encoding" in answer.headers["Vary"]
    page = gzip.decompress(answer.content)
    assert page.lower().startswith(b"<!doctype html>")
    assert len(answer.content) < len(page) / 3


def test_the_length_does_not_tell_what_is_in_a_page():
    lengths = {len(answer_to("gzip", HttpResponse(PAGE)).content) for _try in range(30)}
    assert len(lengths) > 5


@pytest.mark.parametrize("accepted", ["", "identity", "br", "gzip;q=0", "deflate, GZIP; Q=0.000"])
def test_who_cannot_read_it_gets_the_page_as_it_is(accepted):
    assert answer_to(accepted, HttpResponse(PAGE)).content == PAGE.encode()


@pytest.mark.parametrize(
    "answer",
    [
        HttpResponse("<p>Short</p>"),
        HttpResponse(PAGE, content_type="text/csv"),
        HttpResponse(PAGE, headers={"Content-Encoding": "br"}),
        StreamingHttpResponse([PAGE]),
    ],
)
def test_short_pages_and_files_are_left_alone(answer):
    assert answer_to("gzip", answer).headers.get("Content-Encoding") != "gzip"
