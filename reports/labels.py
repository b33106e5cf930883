"""Names of what recommendations call by a code: what they cost, how soon they can be done."""

from __future__ import annotations

from django.utils.translation import pgettext_lazy

from reports.recommendations.content import Costs, Effort, Horizon

EFFORTS = [
    (Effort.LOW.value, pgettext_lazy("effort", "low")),
    (Effort.MEDIUM.value, pgettext_lazy("effort", "medium")),
    (Effort.HIGH.value, pgettext_lazy("effort", "high")),
]

COSTS = [
    (Costs.NONE.value, pgettext_lazy("costs", "none beyond working time")),
    (Costs.WITHIN_BUDGET.value, pgettext_lazy("costs", "within the running budget")),
    (Costs.PROJECT.value, pgettext_lazy("costs", "a project of its own")),
    (Costs.PROGRAMME.value, pgettext_lazy("costs", "a programme of several years")),
]

HORIZONS = [
    (Horizon.MONTHS.value, pgettext_lazy("horizon", "months")),
    (Horizon.YEAR.value, pgettext_lazy("horizon", "one year")),
    (Horizon.YEARS.value, pgettext_lazy("horizon", "several years")),
]
