"""The audit trail as a page and as a file: found, read, and shown only to those who may see it."""

from __future__ import annotations

import csv
import io
import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from fieldwork.models import AuditEntry
from metep.acting import acting, announcing
from metep.models import User
from surveys.models import Contact, Institution, Participant, Response, Role, Round
from tests.surveys.administration import sign_in
from tests.surveys.respondents import text_of

SEES = "fieldwork.view_auditentry"


@pytest.fixture
def administrator(db: None) -> Client:
    return sign_in(is_superuser=True)


def page_of(survey_round: Round, language: str = "en") -> str:
    return f"/{language}{reverse('work-audit', args=[survey_round.code])[3:]}"


SITE = f"/en{reverse('work-audit-site')[3:]}"


def test_a_change_is_shown_side_by_side_in_words(survey_round: Round, administrator: Client) -> None:
    administrator.post(reverse("admin:surveys_round_close", args=[survey_round.pk]))
    words = text_of(administrator.get(page_of(survey_round), {"kind": "surveys.round", "action": "update"}))
    assert "administrator" in words
    assert "State Before: open → After: closed" in words
    assert "Round: Test round" in words


@pytest.mark.parametrize(("language", "word"), [("kk", "Пайдаланушы тобы"), ("ru", "Группа пользователя")])
def test_kinds_of_objects_are_named_in_the_language_of_the_reader(
    survey_round: Round, administrator: Client, language: str, word: str
) -> None:
    words = text_of(administrator.get(page_of(survey_round, language)))
    assert word in words
    assert not re.search(r"\w–\w+ (байланысы|relationship)|связь \w+–\w+|Authenticator", words)


def test_it_speaks_the_language_of_its_reader(survey_round: Round, administrator: Client) -> None:
    administrator.post(reverse("admin:surveys_round_close", args=[survey_round.pk]))
    assert "Состояние Было: открыт" in text_of(administrator.get(page_of(survey_round, "ru")))


def test_keys_are_told_by_name(response: Response, administrator: Client, institution: Institution) -> None:
    words = text_of(administrator.get(page_of(response.round), {"kind": "surveys.response"}))
    assert response.reference in words
    assert "Institution After: Institution" in words


def test_entries_of_other_rounds_and_of_the_site_are_not_those_of_the_round(survey_round, administrator) -> None:
    Round.objects.create(
        code="r2",
        title_en="Elsewhere",
        country="KZ",
        version=survey_round.version,
        method="m",
        languages=["kk"],
        sections=["F"],
    )
    assert "Elsewhere" not in text_of(administrator.get(page_of(survey_round)))
    assert "Elsewhere" in text_of(administrator.get(SITE, {"kind": "surveys.round"}))


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"role": "command"}, {"a"}),
        ({"person": "Aigul"}, {"b"}),
        ({"person": "nobody"}, set()),
        ({"action": "insert", "kind": "surveys.institution"}, {"made"}),
        ({"kind": "surveys.institution", "thing": "{pk}"}, {"made", "a", "b"}),
        ({"kind": "surveys.institution", "thing": "0"}, set()),
        ({"kind": "surveys.institution", "since": "{tomorrow}"}, set()),
        ({"kind": "surveys.institution", "until": "{today}"}, {"made", "a", "b"}),
        ({"kind": "surveys.institution", "until": "2000-01-01"}, set()),
    ],
)
def test_entries_are_found_by_person_role_object_action_and_period(administrator, asked, found) -> None:
    made = Institution.objects.create(code="I1", country="KZ", kind="made")
    user = User.objects.create_user("aigul@example.org", name="Aigul (synthetic)")
    with acting("command import_institutions"):
        Institution.objects.update(kind="a")
    with announcing(lambda: (user.pk, "administrator")):
        Institution.objects.update(kind="b")
    today = timezone.localdate()
    values = {"pk": made.pk, "today": today, "tomorrow": today + timedelta(days=1)}
    query = {name: value.format(**values) for name, value in asked.items()}
    page = administrator.get(SITE, query)
    kinds = {change.after for entry in page.context["entries"] for change in entry.changes if change.name == "Kind"}
    assert kinds == found


def test_a_response_is_found_by_its_reference(response: Response, administrator: Client) -> None:
    page = administrator.get(page_of(response.round), {"thing": response.reference})
    assert [entry.thing for entry in page.context["entries"]] == [response.reference]


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({"kind": "surveys.nothing"}, "kind"),
        ({"role": "king"}, "role"),
        ({"action": "steal"}, "action"),
        ({"since": "yesterday"}, "since"),
        ({"since": "2026-02-01", "until": "2026-01-01"}, "until"),
        ({"person": "x" * 201}, "person"),
    ],
)
def test_what_cannot_be_looked_for_is_said_at_its_field(survey_round, administrator, asked, field) -> None:
    for address in (page_of(survey_round), SITE):
        page = administrator.get(address, asked)
        assert page.status_code == 422
        assert field in page.context["form"].errors
        assert administrator.get(address, asked | {"file": "csv"}).status_code == 422


def test_fifty_at_a_time_and_none_twice_or_never(survey_round: Round, administrator: Client) -> None:
    for number in range(120):
        Round.objects.update(grace_minutes=number)
    seen: list[str] = []
    query = "kind=surveys.round&action=update"
    while query:
        page = administrator.get(f"{page_of(survey_round)}?{query}")
        seen += [change.after for entry in page.context["entries"] for change in entry.changes]
        query = page.context["older"]
    assert seen == [str(number) for number in reversed(range(120))]


@pytest.mark.parametrize("before", ["x", "2026-01-01_", "2026-01-01T00:00:00_x", "_", "2026-01-01T00:00:00_5"])
def test_a_forged_place_in_the_list_shows_the_newest(survey_round, administrator, before: str) -> None:
    page = administrator.get(page_of(survey_round), {"before": before})
    assert page.status_code == 200
    assert len(page.context["entries"]) > 0


def test_the_file_holds_what_was_asked_for_and_no_formulas(survey_round: Round, administrator: Client) -> None:
    Institution.objects.create(code="=1+1", country="KZ", name_en="=cmd")
    with acting("command =x"):
        Round.objects.update(grace_minutes=3)
    answer = administrator.get(page_of(survey_round), {"kind": "surveys.round", "action": "update", "file": "csv"})
    assert answer["Content-Disposition"] == 'attachment; filename="audit-r1.csv"'
    rows = list(csv.DictReader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))
    assert [(row["kind"], row["before"], row["after"]) for row in rows] == [
        ("surveys.round", '{"grace_minutes": 15}', '{"grace_minutes": 3}')
    ]
    whole = b"".join(administrator.get(SITE, {"file": "csv"}).streaming_content).decode("utf-8-sig")
    cells = [cell for row in csv.reader(io.StringIO(whole)) for cell in row]
    assert not [cell for cell in cells if cell[:1] in ("=", "+", "@", "-")]


@pytest.mark.parametrize(
    ("rights", "of_round", "of_site"),
    [
        (("surveys.change_round", SEES), 200, 200),
        (("surveys.change_round",), 403, 403),
        ((SEES,), 404, 403),
        ((), 404, 403),
    ],
)
def test_it_is_open_to_those_with_the_right(survey_round, rights, of_round: int, of_site: int) -> None:
    browser = sign_in(*rights)
    assert browser.get(page_of(survey_round)).status_code == of_round
    assert browser.get(SITE).status_code == of_site
    assert Client().get(SITE).status_code == 302


def test_a_reviewer_does_not_see_it(survey_round: Round) -> None:
    browser = sign_in()
    User.objects.get().assignments.create(role=Role.REVIEWER, round=survey_round)
    assert browser.get(page_of(survey_round)).status_code == 403


@pytest.mark.parametrize("sees", [True, False])
def test_names_of_participants_are_shown_to_those_who_may_see_contacts(survey_round: Round, sees: bool) -> None:
    participant = Participant.objects.create(round=survey_round, language="kk")
    Contact.objects.create(participant=participant, round=survey_round, name="Aigerim Made-up", email="s@example.org")
    browser = sign_in("surveys.change_round", SEES, *(["surveys.view_contact"] if sees else []))
    words = text_of(browser.get(page_of(survey_round)))
    file = b"".join(browser.get(page_of(survey_round), {"file": "csv"}).streaming_content).decode()
    assert [name in text for name in ("Aigerim", "s@example.org") for text in (words, file)] == [sees] * 4


def test_a_user_who_is_gone_is_told_by_number(survey_round: Round, administrator: Client) -> None:
    with announcing(lambda: (4711, "reviewer")):
        Round.objects.update(grace_minutes=3)
    assert "user № 4711, deleted since" in text_of(administrator.get(page_of(survey_round)))


def test_a_page_takes_as_many_queries_for_much_as_for_little(survey_round: Round) -> None:
    browser = sign_in("surveys.change_round", SEES, "surveys.view_contact")

    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert browser.get(page_of(survey_round)).status_code == 200
        return len(queries)

    def more(number: int) -> None:
        for _n in range(number):
            participant = Participant.objects.create(round=survey_round, language="kk")
            Contact.objects.create(participant=participant, round=survey_round, name="Synthetic")
            Response.objects.create(round=survey_round, participant=participant, language="kk", sections=["F"])

    more(20)
    count()
    few = count()
    more(100)
    assert count() == few <= 16


def test_a_hundred_thousand_entries_are_read_by_an_index(survey_round: Round, administrator: Client) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO fieldwork_auditentry (at, actor_role, action, model, object_key, round_id, after) "
            "SELECT now() - n * interval '1 second', 'administrator', 'update', 'surveys.round', %s, %s, "
            "jsonb_build_object('grace_minutes', n) FROM generate_series(1, 100000) AS n",
            [str(survey_round.pk), survey_round.pk],
        )
        cursor.execute("ANALYZE fieldwork_auditentry")
    assert AuditEntry.objects.count() > 100_000
    for asked in ({}, {"kind": "surveys.round", "thing": str(survey_round.pk)}):
        with CaptureQueriesContext(connection) as queries:
            administrator.get(page_of(survey_round), asked)
        (statement,) = (q["sql"] for q in queries if 'FROM "fieldwork_auditentry"' in q["sql"])
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN {statement}")
            plan = " ".join(row[0] for row in cursor.fetchall())
        assert "Seq Scan on fieldwork_auditentry" not in plan
        assert "Index Scan using audit_" in plan
