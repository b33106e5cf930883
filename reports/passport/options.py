"""The scores of a round by other options of its method: where each line of the table of options leads."""

from __future__ import annotations

from dataclasses import replace

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from reports.number_format import number_format
from reports.otherwise import otherwise_of
from reports.results import Results
from scoring.calculate import calculate
from scoring.methods import DoNotKnow, Method, Structural, Weights
from scoring.robustness import Variant, variants_of
from scoring.selecting import Selection, slices_written
from surveys.remembering import Remembered

OPTIONS = "options"
"""What stands in addresses for a variant of the method."""

_found = Remembered[Results](8)  # of variants


def code_of(variant: Variant) -> str:
    """A variant as it stands in addresses."""
    weights = f"{variant.weights.facts:g}-{variant.weights.perceptions:g}"
    counts = "participants" if variant.by_participants else "responses"
    return ".".join((variant.structural, variant.do_not_know, weights, counts))


def find_variant(method: Method, code: str) -> Variant | None:
    """The variant that an address names; None where the method has none such."""
    return next((one for one in variants_of(method, has_other_counts=True) if code_of(one) == code), None)


def variant_words(variant: Variant) -> str:
    """The options of a variant, and whether they are those of the method."""
    parts = [
        _("No follows from a No above: counts")
        if variant.structural is Structural.ZERO
        else _("No follows from a No above: left out"),
        _("Do not know: left out") if variant.do_not_know is DoNotKnow.LEFT_OUT else _("Do not know: counts as No"),
        _("facts to perceptions: %(ratio)s") % {"ratio": _ratio(variant.weights)},
    ]
    if variant.by_participants:
        parts.append(_("given together: counts as many times as there were participants"))
    words = "; ".join(parts)
    return _("%(options)s (as the method has it)") % {"options": words} if variant.is_own else words


def _ratio(weights: Weights) -> str:
    numbers = number_format(get_language() or "")
    return f"{numbers.plain(weights.facts, 2)} : {numbers.plain(weights.perceptions, 2)}"


def by_options(results: Results, variant: Variant, selection: Selection) -> Results:
    """The same evidence, scored by a variant of the method. `selection`: which led to the results."""
    stamp = results.scores.round.computed_at, slices_written(results.survey_round)

    def make() -> Results:
        evidence = results.evidence
        if variant.by_participants != results.method.weight_by_participants:
            evidence = otherwise_of(results, selection) or evidence
        evidence = replace(evidence, method=variant.of(results.method))
        return replace(results, evidence=evidence, scores=calculate(evidence))

    return _found.get((results.key, selection, code_of(variant)), make, stamp)
