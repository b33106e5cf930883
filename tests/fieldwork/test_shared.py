"""What the pages of staff share: the pager, the search field, mails, files to keep."""

from __future__ import annotations

import pytest
from django.conf import LazySettings
from django.core.paginator import Paginator
from django.template.loader import render_to_string
from django.test import RequestFactory

from fieldwork.mail import Words, make_mail, site_address
from fieldwork.searching import LONGEST, words_searched
from surveys.downloads import CSV, download


@pytest.mark.parametrize(
    ("number", "query", "expected"),
    [
        (1, "", {"?page=2"}),
        (2, "", {"?page=1", "?page=3"}),
        (2, "q=a%26b&state=open", {f"?q=a%26b&amp;state=open&amp;page={place}" for place in (1, 3)}),
    ],
)
def test_a_pager_leads_to_the_pages_around_and_keeps_what_was_asked(
    number: int, query: str, expected: set[str]
) -> None:
    page = Paginator(range(3), 1).page(number)
    html = render_to_string("fieldwork/_pager.html", {"page": page, "query": query})
    assert {part.split('"')[0] for part in html.split('href="')[1:]} == expected


def test_a_list_of_one_page_has_no_pager() -> None:
    assert "<nav" not in render_to_string("fieldwork/_pager.html", {"page": Paginator(range(3), 3).page(1)})


@pytest.mark.parametrize(
    ("typed", "words"), [(" a b ", "a b"), ("a\x00b", "ab"), ("", ""), ("a" * 1000, "a" * LONGEST)]
)
def test_words_searched_can_be_asked_of_the_database(typed: str, words: str) -> None:
    assert words_searched(RequestFactory().get("/", {"q": typed})) == words


@pytest.mark.parametrize("stop", ["", "https://survey.example.org/stop/"])
def test_a_mail_offers_to_stop_where_there_is_something_to_stop(stop: str) -> None:
    mail = make_mail(Words("Two\nlines", "text", "<p>html</p>"), "a@example.org", "ru", stop)
    headers = {"Auto-Submitted": "auto-generated", "Content-Language": "ru"}
    if stop:
        headers |= {"List-Unsubscribe": f"<{stop}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    assert (mail.subject, mail.extra_headers) == ("Two lines", headers)


def test_addresses_in_mails_are_those_of_the_site(settings: LazySettings) -> None:
    settings.SITE_URL = "https://survey.example.org"
    assert site_address("answer-link", "secret") == "https://survey.example.org/kk/answer/secret/"


def test_a_file_is_kept_by_its_name() -> None:
    answer = download(b"a,b", "r1.csv", CSV)
    assert (answer["Content-Type"], answer["Content-Disposition"]) == (CSV, 'attachment; filename="r1.csv"')
