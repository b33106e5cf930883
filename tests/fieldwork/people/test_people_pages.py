"""The pages of participants and mailings: lists, forms, links, sheets, unsubscribing."""

from __future__ import annotations

import io
import re

import pypdf
import pytest
from django.test import Client
from django.utils import timezone

from fieldwork.models import Letter
from fieldwork.people.standing import Standing, with_standing
from surveys.links import create_link
from surveys.models import Contact, Participant, PersonalLink, Response, ResponseState
from tests.fieldwork.people.conftest import draft
from tests.surveys.administration import words_of

BASE = "/en/work/r1/"

pytestmark = pytest.mark.django_db


def standing_of(participant: Participant) -> str:
    return with_standing(Participant.objects.filter(pk=participant.pk)).get().standing


def respond(participant: Participant, state: str = ResponseState.DRAFT, **fields) -> Response:
    submitted = None if state == ResponseState.DRAFT else timezone.now()
    return Response.objects.create(
        round=participant.round,
        participant=participant,
        language="kk",
        sections=["F"],
        state=state,
        submitted_at=submitted,
        **fields,
    )


def test_where_a_participant_stands(people, closing_round) -> None:
    one = people[0]
    seen = [standing_of(one)]
    Letter.objects.create(mailing=draft(closing_round), participant=one)
    seen.append(standing_of(one))
    Contact.objects.update(unsubscribed_at=timezone.now())
    seen.append(standing_of(one))
    Contact.objects.update(bounced_at=timezone.now())
    seen.append(standing_of(one))
    response = respond(one)
    seen.append(standing_of(one))
    Response.objects.update(answers={"F1.1.a": "yes"})
    seen.append(standing_of(one))
    Response.objects.filter(pk=response.pk).update(state=ResponseState.SUBMITTED, submitted_at=timezone.now())
    seen.append(standing_of(one))
    assert seen == [
        Standing.NOT_INVITED,
        Standing.INVITED,
        Standing.UNSUBSCRIBED,
        Standing.BOUNCED,
        Standing.OPENED,
        Standing.IN_PROGRESS,
        Standing.SUBMITTED,
    ]


def test_a_link_invites_and_a_revoked_one_no_longer_does(people, closing_round) -> None:
    link, _secret = create_link(closing_round, participant=people[0])
    assert standing_of(people[0]) == Standing.INVITED
    link.revoked_at = timezone.now()
    link.save()
    assert standing_of(people[0]) == Standing.NOT_INVITED


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("", {0, 1, 2}),
        ("?q=person1", {1}),
        ("?q=PERSON 2", {2}),
        ("?q=%25", set()),
        ("?standing=submitted", {2}),
        ("?standing=not_invited&institution=I1", {0, 1}),
        ("?standing=nonsense", {0, 1, 2}),
        ("?page=99", {0, 1, 2}),
    ],
)
def test_the_list_is_searched_and_filtered(people, administrator, query: str, shown: set[int]) -> None:
    respond(people[2], ResponseState.SUBMITTED)
    page = administrator.get(BASE + "people/" + query)
    assert {one.contact.email for one in page.context["page"]} == {f"person{n}@example.org" for n in shown}


def form(**changes: object) -> dict[str, object]:
    return {"name": "New", "email": "new@example.org", "institution": "", "language": "ru", **changes}


def test_a_participant_is_added_changed_and_removed_by_hand(closing_round, institution, administrator) -> None:
    answer = administrator.post(BASE + "people/add/", form(institution=institution.pk, sections=["F"]))
    participant = Participant.objects.get()
    assert answer["Location"] == f"{BASE}people/{participant.pk}/"
    assert (participant.contact.name, participant.sections, participant.language) == ("New", ["F"], "ru")
    administrator.post(f"{BASE}people/{participant.pk}/", form(name="Newer", language="kk"))
    participant.refresh_from_db()
    assert (participant.institution, participant.sections, participant.language) == (None, [], "kk")
    assert Contact.objects.get().name == "Newer"
    assert administrator.get(f"{BASE}people/{participant.pk}/remove/").status_code == 200
    administrator.post(f"{BASE}people/{participant.pk}/remove/")
    assert not Participant.objects.exists()
    assert not Contact.objects.exists()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": "", "email": ""}, "email"),
        ({"name": " ", "email": ""}, "email"),
        ({"email": "PERSON0@example.org"}, "email"),
        ({"email": "nobody"}, "email"),
        ({"institution": "999"}, "institution"),
        ({"sections": ["Z"]}, "sections"),
        ({"language": "de"}, "language"),
        ({"name": "x" * 201}, "name"),
    ],
)
@pytest.mark.parametrize("page", ["add", "one"])
def test_what_is_typed_wrong_is_said_at_its_field(people, administrator, changes, field: str, page: str) -> None:
    address = BASE + ("people/add/" if page == "add" else f"people/{people[1].pk}/")
    answer = administrator.post(address, form(**changes))
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert Participant.objects.count() == 3


def test_a_new_address_has_not_bounced(people, administrator) -> None:
    administrator.post(f"{BASE}people/{people[0].pk}/bounced/")
    assert Contact.objects.get(pk=people[0].pk).bounced_at
    administrator.post(f"{BASE}people/{people[0].pk}/", form(email="right@example.org"))
    contact = Contact.objects.get(pk=people[0].pk)
    assert (contact.email, contact.bounced_at) == ("right@example.org", None)


def test_a_bounce_noted_by_mistake_is_taken_back(people, administrator) -> None:
    administrator.post(f"{BASE}people/{people[0].pk}/bounced/")
    administrator.post(f"{BASE}people/{people[0].pk}/bounced/", {"undo": "1"})
    assert Contact.objects.get(pk=people[0].pk).bounced_at is None


def test_whoever_has_begun_stays_and_keeps_her_institution(people, institution, administrator) -> None:
    respond(people[0])
    administrator.post(f"{BASE}people/{people[0].pk}/remove/")
    administrator.post(f"{BASE}people/{people[0].pk}/", form(institution=""))
    participant = Participant.objects.get(pk=people[0].pk)
    assert participant.institution == institution
    assert participant.contact.name == "New"


def test_a_new_link_is_shown_once_and_opens(people, administrator) -> None:
    page = administrator.post(f"{BASE}people/{people[1].pk}/link/")
    (address,) = re.findall(r'value="(http://[^"]+)"', words_of(page))
    link = PersonalLink.objects.get(participant=people[1])
    assert address.startswith("http://localhost:8000/ru/")
    assert link.made_by is not None
    assert Client().get(address.removeprefix("http://localhost:8000")).status_code == 302
    assert address not in words_of(administrator.get(f"{BASE}people/{people[1].pk}/"))


def test_revoked_links_open_nothing(people, closing_round, administrator) -> None:
    _link, secret = create_link(closing_round, participant=people[0])
    administrator.post(f"{BASE}people/{people[0].pk}/revoke/")
    assert PersonalLink.objects.get().revoked_at
    assert Client().get(f"/en/link/{secret}/").status_code in (403, 404)


def test_sheets_have_half_a_page_for_each_with_an_address_that_opens(people, administrator) -> None:
    answer = administrator.post(BASE + "people/sheets/", {"participant": [one.pk for one in people]})
    assert answer["Content-Type"] == "application/pdf"
    reader = pypdf.PdfReader(io.BytesIO(answer.content))
    words = "".join(page.extract_text() for page in reader.pages)
    assert len(reader.pages) == 2
    assert "Қалай жауап беру керек" in words
    assert "Как ответить" in words
    assert "How to answer" in words
    links = PersonalLink.objects.filter(participant__in=people)
    assert links.count() == 3
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]


def test_sheets_that_name_nobody(closing_round, institution, administrator) -> None:
    data = {"institution": institution.pk, "number": 3, "language": "ru"}
    answer = administrator.post(BASE + "people/sheets/", data)
    assert answer["Content-Type"] == "application/pdf"
    assert PersonalLink.objects.filter(participant=None, institution=institution).count() == 3


@pytest.mark.parametrize("data", [{"number": 0}, {"number": 101}, {"number": "x"}, {"number": 1, "language": "de"}])
def test_sheets_in_a_number_that_cannot_be_are_refused(closing_round, administrator, data: dict[str, object]) -> None:
    answer = administrator.post(BASE + "people/sheets/", {"language": "kk", "institution": "", **data})
    assert answer.status_code == 422
    assert not PersonalLink.objects.exists()
