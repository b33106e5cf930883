"""Where a finding is mended: one address for each."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from fieldwork.models import Finding
from surveys import roles
from surveys.models import Round
from surveys.reviewing import is_under_review


def place_of(finding: Finding, survey_round: Round, user: Any) -> tuple[str, str]:
    """(address, name) of the page on which the reader can do something about a finding (its institution loaded)."""
    code, institution = survey_round.code, finding.institution
    if finding.response_id is not None:
        address = reverse("work-review-response", args=[code, finding.response_id])
        return f"{address}#{finding.item}" if finding.item else address, _("Open the response")
    if finding.item and is_under_review(survey_round):
        fact = urlencode({"fact": f"{finding.institution_id or ''}:{finding.item}"})
        return f"{reverse('work-facts-new', args=[code])}?{fact}", _("Ask about the fact")
    if institution is not None and roles.may_coordinate(user, survey_round, institution):
        return reverse("work-institution", args=[code, institution.code]), _("Open the institution")
    return reverse("work-review", args=[code]), _("Open the responses")
