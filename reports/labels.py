"""Names of what recommendations call by a code: what they cost, how soon they can be done."""

from __future__ import annotations

from django.utils.translation import pgettext_lazy

from reports.recommendations.content import Effort, Horizon

EFFORTS = [
    (Effort.LOW.value, pgettext_lazy("effort", "low")),
    (Effort.MEDIUM.value, pgettext_lazy("effort", "medium")),
    (Effort.HIGH.value, pgettext_lazy("effort", "high")),
]

HORIZONS = [
    (Horizon.MONTHS.value, pgettext_lazy("horizon", "months")),
    (Horizon.YEAR.value, pgettext_lazy("horizon", "one year")),
    (Horizon.YEARS.value, pgettext_lazy("horizon", "several years")),
]
