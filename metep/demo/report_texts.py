"""What the synthetic analyst wrote for the reports of a round: examples that say that they are."""

from __future__ import annotations

from metep.demo.fieldwork.staff import Staff
from metep.demo.plan import Plan
from reports.models import ReportText
from surveys.models import Round
from surveys.texts import columns_of


def make_report_texts(survey_round: Round, plan: Plan, staff: Staff) -> None:
    """A text for each place that the plan names, for the reports of all units."""
    for words in plan.texts:
        ReportText.objects.update_or_create(
            round=survey_round,
            tier="",
            unit="",
            place=words.place,
            defaults={**columns_of("text", words.text), "by": staff.analyst},
        )
