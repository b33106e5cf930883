"""The moments of a round in its form: entered and shown in its own time zone."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from surveys.models import Round
from tests.surveys.administration import sign_in, words_of
from tests.surveys.test_admin_rounds import RIGHTS, form_of, url

MOMENTS = {
    "time_zone": "Europe/Tallinn",
    "opens_at_0": "2026-10-01",
    "opens_at_1": "09:00",
    "closes_at_0": "2026-11-01",
    "closes_at_1": "18:00",
    "publishes_at_0": "2026-12-01",
    "publishes_at_1": "10:00",
    "grace_minutes": "30",
    "retention_on": "2027-06-01",
}


@pytest.fixture
def editor(db: None):
    return sign_in(*RIGHTS)


def test_moments_are_those_of_the_zone_chosen_with_them(version, editor) -> None:
    assert editor.post(url("add"), form_of(version, **MOMENTS)).status_code == 302
    made = Round.objects.get()
    assert made.opens_at == datetime(2026, 10, 1, 6, tzinfo=UTC)  # summer in Tallinn
    assert made.closes_at == datetime(2026, 11, 1, 16, tzinfo=UTC)
    assert (made.grace_minutes, made.retention_on) == (30, date(2027, 6, 1))
    page = editor.get(url("change", made.pk))
    assert 'value="09:00:00"' in page.content.decode()
    assert words_of(page).count("Times are those of Europe/Tallinn.") == 3


def test_what_was_typed_is_shown_again_in_its_zone_when_something_else_is_wrong(version, editor) -> None:
    page = editor.post(url("add"), form_of(version, **MOMENTS, title_ru=""))
    assert 'value="09:00"' in page.content.decode()
    assert "Times are those of Europe/Tallinn." in words_of(page)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"time_zone": "Mars/Olympus"}, "time_zone"),
        ({"time_zone": "EST"}, "time_zone"),
        ({"grace_minutes": "1441"}, "grace_minutes"),
        ({"grace_minutes": "-1"}, "grace_minutes"),
        ({"retention_on": "2026-11-30"}, "retention_on"),
        ({"retention_on": "soon"}, "retention_on"),
        ({"publishes_at_0": "2026-10-15"}, "__all__"),
        ({"closes_at_0": "2026-09-15", "publishes_at_0": ""}, "__all__"),
        ({"opens_at_1": "25:00"}, "opens_at"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(version, editor, changes, field: str) -> None:
    page = editor.post(url("add"), form_of(version, **{**MOMENTS, **changes}))
    assert page.status_code == 200
    assert field in page.context["adminform"].form.errors
    assert not Round.objects.exists()


def test_a_day_of_retention_is_planned_for(version, editor) -> None:
    from django_tasks_db.models import DBTaskResult

    editor.post(url("add"), form_of(version, **{**MOMENTS, "retention_on": ""}))
    assert not DBTaskResult.objects.exists()
    made = Round.objects.get()
    editor.post(url("change", made.pk), form_of(version, **MOMENTS, sections=["F"]))
    assert DBTaskResult.objects.count() == 1
    editor.post(url("change", made.pk), form_of(version, **MOMENTS, sections=["F"]))
    assert DBTaskResult.objects.count() == 1
