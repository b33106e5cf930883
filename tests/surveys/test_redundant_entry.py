"""Nobody is asked the same thing twice in one response, and what was typed stands there again (WCAG 3.3.7, 1.3.5)."""

from __future__ import annotations

import re
from collections import defaultdict
from html import unescape

from django.http import HttpResponse
from django.test import Client

from surveys.links import create_link
from surveys.models import Response, Round
from tests.surveys.evidence import YES, add, file
from tests.surveys.respondents import Respondent, field_value, text_of

FIELD = re.compile(r"<(?:input|select|textarea)\b[^>]*\bname=\"([^\"]+)\"[^>]*>")
# The page's own: not answers of a person.
OWN = {"csrfmiddlewaretoken", "seen", "go", "row", "language", "declaration"}


def asked_by(answer: HttpResponse) -> set[str]:
    """Names of the fields that a person fills in on a page."""
    page = answer.content.decode()
    return {unescape(found[1]) for found in FIELD.finditer(page) if 'type="hidden"' not in found[0]} - OWN


def pages_of(respondent: Respondent) -> set[str]:
    """Paths of all pages that the list of questions leads to."""
    found = re.findall(rf'href="{re.escape(respondent.base)}([^"#?]+)"', respondent.get().content.decode())
    return {path for path in found if not path.startswith(("delegate", "link", "receipt"))}


def test_each_question_is_asked_on_one_page_only(respondent: Respondent) -> None:
    start = asked_by(respondent.client.get("/en/rounds/r1/"))
    assert start >= {"institution", "consent"}
    places = defaultdict(list)
    for name in start:
        places[name].append("start")
    paths = pages_of(respondent)
    assert paths >= {"profile/", "F1.1/", "check/"}
    for path in paths:
        for name in asked_by(respondent.get(path)):
            places[name].append(path)
    assert {name: pages for name, pages in places.items() if len(pages) > 1} == {}


def test_who_was_invited_is_not_asked_for_the_institution(client: Client, survey_round: Round) -> None:
    institution = survey_round.institutions.get()
    secret = create_link(survey_round, institution, survey_round.sections)[1]
    page = client.get(client.get(f"/en/answer/{secret}/", follow=True).redirect_chain[-1][0])
    assert "You are invited to answer for: Institution" in text_of(page)
    assert "consent" in asked_by(page)
    assert "institution" not in asked_by(page)


def test_answers_stand_on_their_page_again_in_each_language(respondent: Respondent) -> None:
    respondent.fill("profile/", {"position": "Lawyer"})
    respondent.fill("F1.1/", {"F1.1.a": "yes"})
    for base in (respondent.base, respondent.base.replace("/en/", "/kk/"), respondent.base.replace("/en/", "/ru/")):
        there = Respondent(respondent.client, base)
        assert field_value(there.get("profile/"), "position") == "Lawyer"
        assert field_value(there.get("F1.1/"), "F1.1.a") == "yes"


def test_who_began_is_led_on_and_not_asked_to_begin_again(respondent: Respondent) -> None:
    page = respondent.client.get("/en/rounds/r1/")
    assert "You have begun to answer in this browser." in text_of(page)
    assert respondent.base.encode() in page.content


def test_a_refused_start_keeps_what_was_chosen(client: Client, survey_round: Round) -> None:
    typed = {"institution": "I1", "mode": "collective", "participants": "1", "consent": "on"}
    page = client.post("/en/rounds/r1/", typed)
    assert page.status_code == 422
    assert '<option value="I1" selected' in page.content.decode()
    assert re.search(r'name="participants" value="1"', page.content.decode())
    assert re.search(r'value="collective"[^>]*checked', page.content.decode())
    assert re.search(r'name="consent"[^>]*checked', page.content.decode())
    assert not Response.objects.exists()


def test_a_refused_page_keeps_what_was_right_and_what_was_wrong(respondent: Respondent) -> None:
    page = respondent.fill("F1.1/", {"F1.1.a": "yes", "F1.1.b": "perhaps"})
    assert page.status_code == 422
    assert field_value(page, "F1.1.a") == "yes"


def test_refused_evidence_keeps_the_remark_the_link_and_the_answers_it_shows(respondent: Respondent) -> None:
    respondent.fill("F1.1/", {code: value for code, value in YES.items() if code.startswith("F1")})
    page = add(respondent, document=file(), dated_on="yesterday", note="See page 3", items=["F1.1.b"])
    assert page.status_code == 422
    html = page.content.decode()
    assert re.search(r"<textarea[^>]*name=\"note\"[^>]*>\s*See page 3</textarea>", html)
    assert 'value="https://example.org/law"' in html
    assert 'value="yesterday"' in html
    assert re.findall(r'name="items" value="([^"]+)"[^>]* checked', html) == ["F1.1.b"]


def test_a_refused_invitation_of_a_colleague_keeps_everything(respondent: Respondent) -> None:
    for typed in ({"name": "Aigul", "chapters": ["F1", "none"]}, {"name": " ", "chapters": ["F1"]}):
        page = respondent.post("delegate/", typed)
        assert page.status_code == 422
        assert re.search(r'value="F1"[^>]*checked', page.content.decode())
        assert field_value_of(page, "name") == str(typed["name"]).strip()


def field_value_of(page: HttpResponse, name: str) -> str:
    """What stands in a field of a form that Django draws."""
    found = re.search(rf'<input[^>]* name="{name}"[^>]*>', page.content.decode())
    assert found
    value = re.search(r' value="([^"]*)"', found[0])
    return value[1].strip() if value else ""


def test_a_browser_may_fill_in_what_it_knows_of_a_person(respondent: Respondent) -> None:
    field = re.search(r'<input[^>]* name="position"[^>]*>', respondent.get("profile/").content.decode())
    assert field is not None
    assert 'autocomplete="organization-title"' in field[0]
