"""Texts that analysts write: kept by round or unit, looked at first, printed as plain words."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from metep.models import User
from reports.models import ReportText
from reports.report import build_report, write_html
from reports.report.prose import read_prose
from reports.report.texts import Place, generated, texts_of
from reports.report.values import BlockKind
from reports.results import results_of
from scoring.results import UnitTier
from surveys.models import Round

P, B, N = BlockKind.PARAGRAPH, BlockKind.POINTS, BlockKind.NUMBERED


@pytest.mark.parametrize(
    ("text", "blocks"),
    [
        ("", []),
        ("  \n \n", []),
        ("One.\nTwo.", [(P, ("One. Two.",))]),
        ("One.\r\n\r\nTwo.", [(P, ("One.",)), (P, ("Two.",))]),
        ("- a\n– b\n• c", [(B, ("a", "b", "c"))]),
        ("1. a\n2) b", [(N, ("a", "b"))]),
        ("Before:\n- a\n- b\nAfter.", [(P, ("Before:",)), (B, ("a", "b")), (P, ("After.",))]),
        ("2014. was a year", [(P, ("2014. was a year",))]),
        ("-not a point", [(P, ("-not a point",))]),
    ],
)
def test_plain_text_becomes_paragraphs_and_lists(text: str, blocks: list[Any]) -> None:
    assert [(block.kind, block.lines) for block in read_prose(text)] == blocks


def write(survey_round: Round, place: Place, tier: str = "", unit: str = "", **texts: str) -> ReportText:
    return ReportText.objects.create(round=survey_round, place=place, tier=tier, unit=unit, **texts)


def test_a_units_text_goes_before_that_of_all_language_by_language(answered_round: Round) -> None:
    write(answered_round, Place.FOREWORD, text_kk="Бәріне", text_ru="Всем")
    write(answered_round, Place.FOREWORD, "institution", "I1", text_ru="Учреждению")
    write(answered_round, Place.FOREWORD, "institution", "I2", text_ru="Другому")
    unit = results_of(answered_round).units(UnitTier.INSTITUTION)[0].unit
    found = texts_of(answered_round, unit)[Place.FOREWORD]
    assert (found["kk"], found["ru"]) == ("Бәріне", "Учреждению")
    assert texts_of(answered_round, None)[Place.FOREWORD]["ru"] == "Всем"


def html_of(survey_round: Round, language: str = "ru") -> str:
    with translation.override(language):
        results = results_of(survey_round)
        return write_html(build_report(results, results.nation))


def test_what_is_written_takes_the_place_of_what_is_said_else(answered_round: Round) -> None:
    with translation.override("ru"):
        ours = generated(Place.COMPARISON)
    before = html_of(answered_round)
    assert ours in before
    write(answered_round, Place.COMPARISON, text_ru="Наши слова о порядке.")
    write(answered_round, Place.CONCLUSIONS, text_ru="1. Первый вывод\n2. Второй вывод")
    after = html_of(answered_round)
    assert "Наши слова о порядке." in after
    assert ours not in after
    assert "<li>Второй вывод</li>" in after
    assert "Выводы" in after
    assert "Выводы" not in before
    assert "Наши слова" not in html_of(answered_round, "kk")  # written in one language only


def test_words_are_never_html(answered_round: Round) -> None:
    write(answered_round, Place.FOREWORD, text_ru="<script>alert(1)</script> & <b>жирный</b>")
    html = html_of(answered_round)
    assert "<script>" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; &lt;b&gt;" in html


def address(place: str = "foreword", unit: str = "") -> str:
    query = f"?unit={unit}" if unit else ""
    return reverse("report-text", args=["r1", place]) + query


TYPED = {"text_kk": "Қазақша мәтін", "text_ru": "- пункт", "text_en": "", "seen": ""}


def test_a_preview_keeps_nothing(answered_round: Round, analysts_client: Client) -> None:
    page = analysts_client.post(address(), TYPED | {"preview": "1"})
    assert page.status_code == 200
    assert "<li>пункт</li>" in page.content.decode()
    assert "Қазақша мәтін</textarea>" in page.content.decode()
    assert not ReportText.objects.exists()


def test_what_is_saved_says_who_wrote_it_and_when(
    answered_round: Round, analysts_client: Client, analyst: User
) -> None:
    page = analysts_client.post(address(unit="institution:I1"), TYPED, follow=True).content.decode()
    row = ReportText.objects.get()
    assert (row.tier, row.unit, row.place, row.by) == ("institution", "I1", "foreword", analyst)
    assert (row.text_kk, row.text_ru, row.text_en) == ("Қазақша мәтін", "- пункт", "")
    assert str(analyst) in page
    assert "Мәтін сақталды." in page


def test_what_somebody_else_wrote_meanwhile_is_not_overwritten_unseen(
    answered_round: Round, analysts_client: Client
) -> None:
    write(answered_round, Place.FOREWORD, text_kk="Басқаныкі")
    answer = analysts_client.post(address(), TYPED)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Қазақша мәтін</textarea>" in page  # nothing typed is lost
    assert "осы уақыт ішінде" in page.lower()
    assert ReportText.objects.get().text_kk == "Басқаныкі"
    seen = ReportText.objects.get().at.isoformat()
    assert analysts_client.post(address(), TYPED | {"seen": seen}).status_code == 302
    assert ReportText.objects.get().text_kk == "Қазақша мәтін"


def test_a_text_that_is_too_long_is_refused(answered_round: Round, analysts_client: Client) -> None:
    answer = analysts_client.post(address(), TYPED | {"text_kk": "ә" * 10_001})
    assert answer.status_code == 422
    assert "ә" * 10_001 in answer.text
    assert "maxlength" not in answer.text  # a browser that knows a limit cuts what is pasted and says nothing
    assert not ReportText.objects.exists()


def test_letters_that_no_document_can_hold_are_left_out(answered_round: Round, analysts_client: Client) -> None:
    analysts_client.post(address(), TYPED | {"text_kk": "Бір\x0bекі"})
    assert ReportText.objects.get().text_kk == "Бірекі"


@pytest.mark.parametrize(("place", "unit"), [("unknown", ""), ("foreword", "institution:none"), ("foreword", "x:y")])
def test_there_are_no_other_places_and_units(
    answered_round: Round, analysts_client: Client, place: str, unit: str
) -> None:
    assert analysts_client.get(address(place, unit)).status_code == 404
