"""The list of a round's responses: found by state, institution, language, way of answering, section or reference."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from surveys.labels import language_choices
from surveys.models import Mode, Response, ResponseState, Round
from surveys.models.responses import ResponseQuerySet
from surveys.ordering import by_name
from surveys.questionnaires import questionnaire_of

PER_PAGE = 50
NO_INSTITUTION = "none".ljust(51, "-")  # longer than any code
ANY = ("", _("All"))


class ResponseFilter(forms.Form):
    """What is looked for. A value that is no choice is looked for nowhere: the list says so and stays whole."""

    q = forms.CharField(
        label=_("Reference number"), required=False, max_length=50, help_text=_("Its beginning is enough.")
    )
    state = forms.ChoiceField(label=_("State"), required=False)
    institution = forms.ChoiceField(label=_("Institution"), required=False)
    language = forms.ChoiceField(label=_("Language"), required=False)
    mode = forms.ChoiceField(label=_("Way of answering"), required=False)
    section = forms.ChoiceField(label=_("Section"), required=False)

    def __init__(self, survey_round: Round, *args: Any) -> None:
        super().__init__(*args)
        sections = questionnaire_of(survey_round.version_id).sections
        institutions = survey_round.institutions.order_by(*by_name())
        self._offer("state", ResponseState.choices)
        named = [(one.code, str(one)) for one in institutions]
        self._offer("institution", [(NO_INSTITUTION, _("no institution")), *named])
        self._offer("language", language_choices(survey_round.languages))
        self._offer("mode", Mode.choices)
        self._offer("section", [(one.code, one.title) for one in sections if one.code in survey_round.sections])

    def _offer(self, name: str, choices: Any) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [ANY, *choices]

    def chosen(self) -> dict[str, str]:
        """What is looked for, by field; only what was asked for and can be."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


def find_responses(survey_round: Round, chosen: dict[str, str]) -> ResponseQuerySet:
    """The responses that were looked for, the latest first, without their answers."""
    found = Response.objects.filter(round=survey_round)
    if words := chosen.get("q"):
        found = found.named(words)
    for name in ("state", "language", "mode"):
        if name in chosen:
            found = found.filter(**{name: chosen[name]})
    if "section" in chosen:
        found = found.filter(sections__contains=[chosen["section"]])
    if code := chosen.get("institution"):
        found = found.filter(institution=None) if code == NO_INSTITUTION else found.filter(institution__code=code)
    return found.select_related("institution").defer("answers", "profile").order_by("-started_at", "pk")


def count_states(survey_round: Round) -> list[tuple[str, str, int]]:
    """(state, its name, how many responses are in it), in the order in which a response goes through them."""
    counted = Response.objects.filter(round=survey_round).order_by().values_list("state")
    numbers = dict(counted.annotate(number=Count("pk")))
    return [(state, str(name), numbers.get(state, 0)) for state, name in ResponseState.choices]
