"""The brief: three numbers, five actions, one page, however long the words."""

from __future__ import annotations

import io
import tomllib
from dataclasses import replace

import pikepdf
import pypdf
import pytest
from django.conf import settings
from django.utils import translation

from reports.advice import Advice
from reports.report.brief import Brief, BriefNumber, build_brief, print_brief
from reports.results import results_of
from scoring.results import UnitTier
from surveys.models import Round
from surveys.printing import TooLong, print_on_one_page

LANGUAGES = ["kk", "ru", "en"]


def brief_of(survey_round: Round, language: str, tier: UnitTier = UnitTier.NATIONAL) -> Brief:
    with translation.override(language):
        results = results_of(survey_round)
        return build_brief(results, results.units(tier)[0])


def printed(brief: Brief) -> pypdf.PdfReader:
    with translation.override(brief.language):
        return pypdf.PdfReader(io.BytesIO(print_brief(brief)))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("tier", [UnitTier.NATIONAL, UnitTier.SUBNATIONAL, UnitTier.INSTITUTION])
def test_it_says_its_three_numbers_on_one_page(answered_round: Round, language: str, tier: UnitTier) -> None:
    brief = brief_of(answered_round, language, tier)
    assert len(brief.numbers) == 3
    assert all(number.value and number.meaning and "n = " in number.certainty for number in brief.numbers)
    reader = printed(brief)
    assert len(reader.pages) == 1
    text = " ".join(reader.pages[0].extract_text().split())
    for number in brief.numbers:
        assert number.value in text
    assert answered_round.code in text
    assert "None" not in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_longest_words_still_take_one_page(answered_round: Round, language: str) -> None:
    """The longest titles of the repository, long reasons, names and warnings."""
    titles = longest_titles(language)
    action = Advice(
        "a", titles[0], "", "", (), (), ("Я" * 40 + " " + "слово " * 15,), "", "", "м" * 20, "", "м" * 20, (), ""
    )
    number = BriefNumber("Ұ" * 50, "−100,0", "Ұзын сөйлем мағынасы " * 6, "Аралық −100,0 – +100,0; n = 100 000. " * 2)
    brief = replace(
        brief_of(answered_round, language),
        unit="Қазақстан Республикасының министрлігі " * 4,
        warning="Ескерту: " + "синтетикалық деректер " * 8,
        cautions=("Ескерту " * 20,),
        numbers=(number,) * 3,
        actions=tuple(replace(action, title=title) for title in titles),
    )
    reader = printed(brief)
    assert len(reader.pages) == 1
    text = "".join(reader.pages[0].extract_text().split())
    assert all("".join(title.split()) in text for title in titles)


def longest_titles(language: str) -> list[str]:
    found = []
    for path in sorted(settings.RECOMMENDATIONS_DIR.rglob("*.toml")):
        recommendations = tomllib.loads(path.read_text("utf-8")).get("recommendations", [])
        found += [one["title"][language] for one in recommendations]
    longest = sorted(found, key=len, reverse=True)[:5]
    assert len(longest) == 5
    return longest


def test_what_cannot_fit_is_refused_rather_than_cut() -> None:
    with pytest.raises(TooLong):
        print_on_one_page(['<html lang="en"><title>A</title>' + "<p>word</p>" * 500], "src/reports/brief.css")


def test_it_is_an_accessible_document(answered_round: Round) -> None:
    brief = brief_of(answered_round, "kk")
    with translation.override("kk"), pikepdf.open(io.BytesIO(print_brief(brief))) as pdf:
        assert str(pdf.Root.Lang) == "kk"
        assert bool(pdf.Root.MarkInfo.Marked)
        with pdf.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1"


def test_a_round_without_answers_says_so(survey_round: Round) -> None:
    brief = brief_of(survey_round, "en")
    assert brief.numbers == ()
    assert "There are no answers yet" in printed(brief).pages[0].extract_text()


def test_synthetic_data_are_named_twice(answered_round: Round) -> None:
    answered_round.is_synthetic = True
    text = printed(brief_of(answered_round, "en")).pages[0].extract_text()
    assert "Synthetic data" in text
    assert "SYNTHETIC DATA" in text
