"""The forms of paper: what to print, and whose answers are typed in."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from fieldwork.paper.printing import Wanted
from surveys.labels import language_choices
from surveys.models import Institution, Participant, Round
from surveys.ordering import by_name
from surveys.pages import Questionnaire

EARLIEST = 2000
MOST_PEOPLE = 10_000


class BlankForm(forms.Form):
    """Language and part of a blank questionnaire."""

    language = forms.ChoiceField(label=_("Language"))
    part = forms.ChoiceField(label=_("Part"), required=False)

    def __init__(self, *args: Any, survey_round: Round, questionnaire: Questionnaire, **options: Any) -> None:
        super().__init__(*args, **options)
        language, part = self.fields["language"], self.fields["part"]
        assert isinstance(language, forms.ChoiceField)
        assert isinstance(part, forms.ChoiceField)
        language.choices = language_choices(survey_round.languages)
        part.choices = [("", _("The whole questionnaire")), *_parts(questionnaire)]

    @property
    def choice(self) -> Wanted:
        """What a valid form asks for."""
        kind, _colon, code = self.cleaned_data["part"].partition(":")
        named = {kind: code} if kind else {}
        return Wanted(self.cleaned_data["language"], **named)


def _parts(questionnaire: Questionnaire) -> list[tuple[str, str]]:
    parts = []
    for section in questionnaire.sections:
        parts.append((f"section:{section.code}", f"{section.code}. {section.title}"))
        parts += [(f"chapter:{own.code}", f"{own.code}. {own.title}") for own in section.chapters]
    return parts


class BeginForm(forms.Form):
    """Whose paper it is, and when it was filled in. With a participant, the institution is hers."""

    error_css_class = "is-wrong"

    institution: forms.ModelChoiceField = forms.ModelChoiceField(
        label=_("Institution"),
        queryset=Institution.objects.none(),
        required=False,
        empty_label=_("None: the paper names no institution"),
        error_messages={"invalid_choice": _("Choose an institution from the list.")},
    )
    language = forms.ChoiceField(label=_("Language of the paper"), widget=forms.RadioSelect)
    filled_on = forms.DateField(
        label=_("Date when it was filled in"),
        input_formats=["%Y-%m-%d", "%d.%m.%Y"],
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "class": "is-date"}),
        error_messages={
            "required": _("Give the date that stands on the paper, or the day when it came."),
            "invalid": _("This is not a date. Write it as 31.12.2026."),
        },
    )
    people = forms.IntegerField(
        label=_("How many people answered together?"),
        min_value=1,
        max_value=MOST_PEOPLE,
        initial=1,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "is-short"}),
        help_text=_("1 for one person. A group is not asked for personal opinions."),
        error_messages={
            "required": _("Give a whole number."),
            "invalid": _("Give a whole number."),
            "min_value": _("Give a whole number of at least 1."),
            "max_value": _("Give a smaller number."),
        },
    )
    consent = forms.BooleanField(
        label=_("The box of consent is marked on the paper."),
        error_messages={"required": _("Without consent on the paper its answers cannot be entered.")},
    )

    def __init__(self, *args: Any, survey_round: Round, participant: Participant | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        self.participant = participant
        language, institution = self.fields["language"], self.fields["institution"]
        assert isinstance(language, forms.ChoiceField)
        assert isinstance(institution, forms.ModelChoiceField)
        language.choices = language_choices(survey_round.languages)
        if participant is not None:
            del self.fields["institution"]
        else:
            institution.queryset = survey_round.institutions.order_by(*by_name())
        if self.is_bound and self["filled_on"].errors:
            self.fields["filled_on"].widget = forms.TextInput(attrs={"class": "is-date"})

    def clean_filled_on(self) -> date:
        """A day that has come."""
        day: date = self.cleaned_data["filled_on"]
        if day > timezone.localdate() or day.year < EARLIEST:
            raise forms.ValidationError(_("The date lies in the future or too far in the past."))
        return day

    @property
    def institution_chosen(self) -> Institution | None:
        """For a valid form."""
        return self.participant.institution if self.participant else self.cleaned_data["institution"]


def sections_asked(
    questionnaire: Questionnaire, survey_round: Round, participant: Participant | None, people: int
) -> Sequence[str]:
    """The codes of the sections that the paper holds: those of the participant, without opinions of a group."""
    asked = (participant.sections if participant else []) or survey_round.sections
    return [
        section.code
        for section in questionnaire.sections
        if section.code in asked and not (people > 1 and section.is_personal)
    ]
