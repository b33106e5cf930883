"""The list of a round's responses: found by state, institution, language, way of answering, section or reference."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.utils.translation import gettext_lazy as _

from surveys.labels import language_choices
from surveys.models import Mode, Response, ResponseState, Round
from surveys.models.responses import ResponseQuerySet
from surveys.ordering import by_name
from surveys.questionnaires import questionnaire_of
from surveys.state_counts import count_responses

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
    found = Response.objects.filter(round=survey_round, **_conditions(chosen))
    if words := chosen.get("q"):
        found = found.named(words)
    return found.select_related("institution").defer("answers", "profile").order_by("-started_at", "pk")


def _conditions(chosen: dict[str, str]) -> dict[str, Any]:
    """What was looked for but the reference, as conditions on responses or on their counts."""
    found: dict[str, Any] = {name: chosen[name] for name in ("state", "language", "mode") if name in chosen}
    if "section" in chosen:
        found["sections__contains"] = [chosen["section"]]
    if code := chosen.get("institution"):
        found |= {"institution": None} if code == NO_INSTITUTION else {"institution__code": code}
    return found


class ResponsePages(Paginator[Response]):
    """The pages of a list. Without a reference number, which finds few, the responses are not counted one by one."""

    def __init__(self, survey_round: Round, chosen: dict[str, str]) -> None:
        super().__init__(find_responses(survey_round, chosen), PER_PAGE)
        if "q" not in chosen:
            self.count = count_responses(survey_round, "round", **_conditions(chosen))[survey_round.pk]


def count_states(survey_round: Round) -> list[tuple[str, str, int]]:
    """(state, its name, how many responses are in it), in the order in which a response goes through them."""
    numbers = count_responses(survey_round, "state")
    return [(state, str(name), numbers[state]) for state, name in ResponseState.choices]
