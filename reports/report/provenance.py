"""What stands below each page of a report: what it was made from, by which method, when."""

from __future__ import annotations

from datetime import datetime

from django.utils import formats
from django.utils.translation import gettext as _

from reports.results import Results
from scoring.results import Unit

CHECKSUM = 12  # letters of the checksum that are shown: enough to find the counts by


def provenance_of(results: Results, unit: Unit, at: datetime) -> str:
    """One line: the round, the unit (by its code), versions, the counts, the moment in the time zone of the round."""
    survey_round, version = results.survey_round, results.survey_round.version
    values = {
        "round": survey_round.code,
        "unit": unit.code,
        "instrument": f"{version.code} {version.version}",
        "method": results.method.code,
        "checksum": results.evidence.checksum[:CHECKSUM],
        "moment": formats.date_format(at.astimezone(survey_round.zone), "SHORT_DATETIME_FORMAT"),
    }
    if survey_round.is_synthetic:
        return (
            _(
                "SYNTHETIC DATA · round %(round)s · %(unit)s · instrument %(instrument)s · method %(method)s "
                "(this project’s operationalisation) · counts %(checksum)s · %(moment)s"
            )
            % values
        )
    return (
        _(
            "Round %(round)s · %(unit)s · instrument %(instrument)s · method %(method)s "
            "(this project’s operationalisation) · counts %(checksum)s · %(moment)s"
        )
        % values
    )
