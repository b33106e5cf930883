"""What every report says of itself: which tier, by which method, what limits its use."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from reports.number_format import number_format
from reports.results import Results
from scoring.results import UnitScores, UnitTier


def tier_name(tier: UnitTier) -> str:
    """What kind of unit it is."""
    names = {
        UnitTier.NATIONAL: _("National level"),
        UnitTier.SUBNATIONAL: _("Region"),
        UnitTier.INSTITUTION: _("Institution"),
        UnitTier.ALL_INSTITUTIONS: _("Institutions together"),
    }
    return names[tier]


def label_of(results: Results) -> str:
    """Whose operationalisation the scores are."""
    return _(
        "Scores: method %(method)s, this project’s operationalisation; the source lays down its principles only."
    ) % {"method": results.method.code}


def warning_of(results: Results) -> str:
    """That the data are synthetic; nothing for real ones."""
    if not results.survey_round.is_synthetic:
        return ""
    return _("Synthetic data: the answers were made up to show the application and say nothing about any country.")


def cautions_of(results: Results, scores: UnitScores) -> Iterator[str]:
    """What limits the use of a unit's results."""
    threshold = results.method.suppression_threshold
    if scores.respondents < threshold:
        yield _(
            "Fewer than %(threshold)s people answered for this unit. "
            "Its perceptions are for analysts only and must not be published."
        ) % {"threshold": number_format("en").count(threshold)}
