"""The forms about participants."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from fieldwork.people.keeping import Person, tidy_name
from fieldwork.people.standing import Standing
from surveys.labels import language_choices
from surveys.models import Contact, Institution, Participant, Round
from surveys.ordering import by_name


def section_choices(survey_round: Round) -> list[tuple[str, str]]:
    """The sections that the round asks, by code."""
    parts = survey_round.version.sections.all()
    return [(part.code, f"{part.code}. {part.title}") for part in parts if part.code in survey_round.sections]


class ParticipantForm(forms.Form):
    """One participant. Whom and what she answers for is settled once she has begun."""

    error_css_class = "is-wrong"

    name = forms.CharField(label=capfirst(_("full name")), max_length=200, required=False)
    email = forms.EmailField(
        label=capfirst(_("e-mail address")),
        max_length=254,
        required=False,
        help_text=_("Without an address she gets no mail; print her a sheet, or give her a link."),
    )
    institution: forms.ModelChoiceField = forms.ModelChoiceField(
        label=capfirst(_("institution")),
        queryset=Institution.objects.none(),
        required=False,
        empty_label=_("Answers for no institution"),
        error_messages={"invalid_choice": _("Choose an institution of this round.")},
    )
    sections = forms.MultipleChoiceField(
        label=capfirst(_("sections asked")),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None chosen: all sections of the round."),
    )
    language = forms.ChoiceField(label=capfirst(_("language")), help_text=_("Mail comes in this language."))

    def __init__(
        self, survey_round: Round, participant: Participant | None = None, data: QueryDict | None = None
    ) -> None:
        super().__init__(data, initial=_initial(participant) if participant else None)
        self._round, self._participant = survey_round, participant
        institutions, sections, language = (self.fields[name] for name in ("institution", "sections", "language"))
        assert isinstance(institutions, forms.ModelChoiceField)
        assert isinstance(sections, forms.MultipleChoiceField)
        assert isinstance(language, forms.ChoiceField)
        institutions.queryset = survey_round.institutions.order_by(*by_name())
        sections.choices = section_choices(survey_round)
        language.choices = language_choices(survey_round.languages)
        if participant and hasattr(participant, "response"):
            institutions.disabled = sections.disabled = True
            own = [participant.institution_id] if participant.institution_id else []
            institutions.queryset = Institution.objects.filter(pk__in=own)
            institutions.help_text = _("She has begun to answer: this can no longer be changed.")

    def clean(self) -> dict[str, Any]:
        """A name or an address, and no address twice in a round."""
        cleaned = super().clean() or self.cleaned_data
        if "name" not in cleaned or "email" not in cleaned:
            return cleaned
        cleaned["name"] = tidy_name(cleaned["name"])
        contact = Contact(round=self._round, name=cleaned["name"], email=cleaned["email"])
        if self._participant:
            contact.pk = self._participant.pk
            contact._state.adding = False
        try:
            contact.validate_constraints()
        except ValidationError as error:
            self.add_error("email", error.messages)
        return cleaned

    @property
    def person(self) -> Person:
        """What was typed; for a valid form."""
        typed = self.cleaned_data
        return Person(typed["name"], typed["email"], typed["institution"], tuple(typed["sections"]), typed["language"])


def _initial(participant: Participant) -> dict[str, Any]:
    contact = getattr(participant, "contact", None)
    return {
        "name": contact.name if contact else "",
        "email": contact.email if contact else "",
        "institution": participant.institution_id,
        "sections": participant.sections,
        "language": participant.language,
    }


class FilterForm(forms.Form):
    """Which participants are listed."""

    q = forms.CharField(label=_("Name or e-mail address"), required=False, max_length=200)
    institution: forms.ModelChoiceField = forms.ModelChoiceField(
        label=capfirst(_("institution")),
        queryset=Institution.objects.none(),
        required=False,
        empty_label=_("all"),
        to_field_name="code",
    )
    standing = forms.ChoiceField(
        label=capfirst(_("state")), required=False, choices=[("", _("all")), *Standing.choices]
    )

    def __init__(self, survey_round: Round, data: QueryDict) -> None:
        super().__init__(data)
        institutions = self.fields["institution"]
        assert isinstance(institutions, forms.ModelChoiceField)
        institutions.queryset = survey_round.institutions.order_by(*by_name())
        self.is_valid()

    def value(self, name: str) -> Any:
        """What was chosen; None for nothing, or for what cannot be."""
        return self.cleaned_data.get(name) or None
