"""The comparison of two rounds says whether they may be compared, and tells changes only where they may."""

from __future__ import annotations

import io
import random
from datetime import timedelta

import pypdf
import pytest
from django.utils import timezone, translation

from reports.report.plain import PlainReport, print_plain
from reports.report.rounds_report import build_rounds_report, earlier_rounds
from reports.results import results_of
from scoring.results import UnitTier
from surveys.lifecycle import add_submitted
from surveys.models import Institution, Round
from tests.answering import random_response


@pytest.fixture
def earlier(answered_round: Round, institution: Institution) -> Round:
    """The same questions to forty others, a year before."""
    opens_at = timezone.now() - timedelta(days=400)
    Round.objects.filter(pk=answered_round.pk).update(opens_at=timezone.now() - timedelta(days=30))
    answered_round.refresh_from_db()
    made = Round.objects.create(
        code="r0",
        country="KZ",
        title_kk="Алдыңғы раунд",
        title_ru="Прошлый раунд",
        title_en="Round before",
        version=answered_round.version,
        method=answered_round.method,
        languages=answered_round.languages,
        sections=answered_round.sections,
        opens_at=opens_at,
    )
    made.institutions.add(institution)
    chance = random.Random(11)
    add_submitted(random_response(made, chance, institution=institution) for _number in range(40))
    return made


def report_of(earlier: Round, later: Round, language: str = "en", tier: UnitTier = UnitTier.NATIONAL) -> PlainReport:
    with translation.override(language):
        results = results_of(later)
        return build_rounds_report(results_of(earlier), results, results.units(tier)[0])


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
@pytest.mark.parametrize("tier", [UnitTier.NATIONAL, UnitTier.INSTITUTION])
def test_it_is_printed_for_every_unit_in_every_language(
    earlier: Round, answered_round: Round, language: str, tier: UnitTier
) -> None:
    report = report_of(earlier, answered_round, language, tier)
    with translation.override(language):
        reader = pypdf.PdfReader(io.BytesIO(print_plain(report)))
    text = "\n".join(page.extract_text() for page in reader.pages)
    assert "None" not in text
    assert "%(" not in text
    for page in reader.pages:
        assert "r0" in page.extract_text()  # both rounds stand below each page


def test_it_tells_verdict_scores_and_changes(earlier: Round, answered_round: Round) -> None:
    report = report_of(earlier, answered_round)
    assert report.lead[0].startswith("The two rounds are comparable")
    assert [chapter.anchor for chapter in report.chapters][:3] == ["verdict", "scores", "changes"]
    changes = next(chapter for chapter in report.chapters if chapter.anchor == "changes")
    for section in changes.sections:
        assert section.figures
        assert section.tables[0].anchor == section.figures[0].table


def test_rounds_that_may_not_be_compared_get_scores_but_no_changes(earlier: Round, answered_round: Round) -> None:
    Round.objects.filter(pk=earlier.pk).update(country="KG")
    earlier.refresh_from_db()
    report = report_of(earlier, answered_round)
    assert "not comparable" in report.lead[0]
    assert "changes" not in [chapter.anchor for chapter in report.chapters]


def test_only_earlier_rounds_of_the_instrument_and_the_country_are_offered(
    earlier: Round, answered_round: Round
) -> None:
    assert earlier_rounds(answered_round, Round.objects.all()) == [earlier]
    assert earlier_rounds(earlier, Round.objects.all()) == []
    assert earlier_rounds(answered_round, Round.objects.exclude(pk=earlier.pk)) == []
    Round.objects.filter(pk=earlier.pk).update(country="KG")
    assert earlier_rounds(answered_round, Round.objects.all()) == []
