"""How the respondents of institutions answered, for apps that know nothing of tallies (`surveys.answer_counts`)."""

from __future__ import annotations

from collections.abc import Collection

from scoring.counts import IntArray
from scoring.folding import fold
from scoring.models import Tally
from scoring.tallying import undump_said
from surveys.models import Round


def answer_counts(survey_round: Round, institutions: Collection[int] | None) -> dict[int | None, IntArray]:
    """By primary keys of institutions (None: all of them, and under None all respondents): (scored items, codes).

    Institutions for which nobody answered are left out. Two statements, and those of a fold where changes wait.
    """
    fold(survey_round)
    tallies = Tally.objects.filter(round=survey_round).exclude(said=b"")
    if institutions is not None:
        tallies = tallies.filter(institution__in=institutions)
    return {unit: undump_said(said) for unit, said in tallies.values_list("institution_id", "said")}
