"""How the respondents of institutions answered, for apps that know nothing of tallies (`surveys.answer_counts`)."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Exists, FilteredRelation, Q

from scoring.counts import IntArray
from scoring.folding import fold
from scoring.tallying import undump_said
from surveys.models import CountChange, Round


def answer_counts(survey_round: Round, institutions: Collection[int] | None) -> dict[int | None, IntArray]:
    """By primary keys of institutions (None: all of them, and under None all respondents): (scored items, codes).

    Institutions for which nobody answered are left out. One statement; where changes wait, those of a fold and another.
    """
    if institutions is not None and not institutions:
        return {}
    asked = Q(tallies__institution__in=institutions) if institutions is not None else ~Q(tallies=None)
    # The round stands first, so that something comes back of a round that was never counted, too.
    rows = Round.objects.filter(pk=survey_round.pk).annotate(
        is_waiting=Exists(CountChange.objects.filter(round=survey_round)),
        counted=FilteredRelation("tallies", condition=asked),
    )
    columns = ("is_waiting", "counted__institution_id", "counted__said")
    found = list(rows.values_list(*columns))
    if found[0][0]:
        fold(survey_round)
        found = list(rows.values_list(*columns))
    return {unit: undump_said(said) for _is_waiting, unit, said in found if said}
