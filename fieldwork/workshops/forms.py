"""The forms of workshops."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from fieldwork.models import Workshop
from fieldwork.workshops.agenda import Step, all_steps, shared_pages
from surveys.answers import clean_answer
from surveys.content import ItemType
from surveys.labels import language_choices
from surveys.models import Round
from surveys.ordering import by_name
from surveys.pages import Question
from surveys.questionnaires import questionnaire_of

MAX_REASON, MAX_RATIONALE = 1000, 5000


class WorkshopForm(forms.ModelForm):
    """A new workshop."""

    error_css_class = "is-wrong"
    sections = forms.MultipleChoiceField(
        label=_("Sections to answer together"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one section.")},
    )
    language = forms.ChoiceField(
        label=_("Language of the screen"), help_text=_("Each phone chooses a language of its own.")
    )

    class Meta:
        model = Workshop
        fields = ["title", "institution", "sections", "language"]
        labels = {"title": _("Title"), "institution": _("For whom it answers")}
        help_texts = {"title": _("People see it on their phones, and it heads the protocol.")}
        error_messages = {"title": {"required": _("Give the workshop a title.")}}

    def __init__(self, survey_round: Round, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._round = survey_round
        questionnaire = questionnaire_of(survey_round.version_id)
        self._sections = [
            section
            for section in questionnaire.sections
            if section.code in survey_round.sections and any(shared_pages(section))
        ]
        institution = self.fields["institution"]
        assert isinstance(institution, forms.ModelChoiceField)
        institution.queryset = survey_round.institutions.order_by(*by_name())
        institution.empty_label = gettext("The country as a whole")
        sections, language = self.fields["sections"], self.fields["language"]
        assert isinstance(sections, forms.ChoiceField)
        assert isinstance(language, forms.ChoiceField)
        sections.choices = [(section.code, section.title) for section in self._sections]
        language.choices = language_choices(survey_round.languages)

    def clean(self) -> dict[str, Any]:
        """Each section must have something to ask of the country, or of the institution."""
        cleaned = super().clean() or {}
        chosen = cleaned.get("sections") or []
        questionnaire = questionnaire_of(self._round.version_id)
        for section in self._sections:
            if section.code not in chosen:
                continue
            asked = questionnaire.asked([section.code], cleaned.get("institution") is not None)
            if "institution" not in self.errors and not all_steps(asked):
                message = gettext("The section “%(section)s” is about an institution: choose one.")
                self.add_error("institution", message % {"section": section.title})
        return cleaned


class JoinForm(forms.Form):
    """Take a seat."""

    error_css_class = "is-wrong"
    name = forms.CharField(
        label=_("Your name (optional)"),
        required=False,
        max_length=100,
        help_text=_("Without a name you are known by your number."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )


class CodeForm(forms.Form):
    """The code of a workshop, typed from the screen."""

    error_css_class = "is-wrong"
    code = forms.CharField(
        label=_("Code of the workshop"),
        max_length=50,
        help_text=_("Six letters and digits. They stand on the screen in the room."),
        widget=forms.TextInput(
            attrs={"class": "is-code", "autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
        error_messages={"required": _("Type the code that stands on the screen.")},
    )


class VoteForm(forms.Form):
    """What a phone sends: the item and ballot that it showed, the answer and perhaps why."""

    item = forms.CharField(max_length=50)
    ballot = forms.IntegerField(min_value=1, max_value=2)
    value = forms.CharField(max_length=50, error_messages={"required": _("Choose an answer.")})
    reason = forms.CharField(
        required=False,
        max_length=MAX_REASON,
        error_messages={"max_length": _("Keep the reason below %(limit_value)d characters: it has %(show_value)d.")},
    )

    def __init__(self, question: Question, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._question = question

    def clean_value(self) -> str:
        """An answer that the item takes, as text."""
        value = clean_answer(self._question.item, self.cleaned_data["value"], self._question.scale)
        if value is None:
            raise forms.ValidationError(gettext("Choose an answer."))
        return str(value)


class StepForm(forms.Form):
    """A button of the facilitator: the revision that it was made for."""

    revision = forms.IntegerField(widget=forms.HiddenInput)


class AgreeForm(StepForm):
    """The agreed answer."""

    error_css_class = "is-wrong"
    rationale = forms.CharField(
        label=_("Rationale"),
        required=False,
        max_length=MAX_RATIONALE,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Why this answer: documents, examples."),
    )
    minority_view = forms.CharField(
        label=_("Minority view"),
        required=False,
        max_length=MAX_RATIONALE,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("How those see it who do not agree."),
    )
    field_order = ["value"]

    def __init__(self, step: Step, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._question = step.question
        self.fields["value"] = _value_field(step.question)
        self.order_fields(["value", "rationale", "minority_view"])

    def clean_value(self) -> Any:
        """The value to store."""
        raw: str | Sequence[str] = self.cleaned_data["value"]
        value = clean_answer(self._question.item, raw, self._question.scale)
        if value is None:
            raise forms.ValidationError(gettext("Give the agreed answer."))
        return value


def _value_field(question: Question) -> forms.Field:
    """The field for an answer to a question, by its type."""
    shared: dict[str, Any] = {
        "label": _("Agreed answer"),
        "error_messages": {"required": _("Give the agreed answer."), "invalid_choice": _("Choose one of the answers.")},
    }
    choices = [(choice.value, choice.text) for choice in question.choices]
    if question.type is ItemType.MULTICHOICE:
        return forms.MultipleChoiceField(choices=choices, widget=forms.CheckboxSelectMultiple, **shared)
    if choices:
        return forms.ChoiceField(choices=choices, widget=forms.RadioSelect, **shared)
    if question.is_long:
        return forms.CharField(widget=forms.Textarea(attrs={"rows": 3}), **shared)
    is_number = question.type in (ItemType.PERCENT, ItemType.COUNT)
    attrs = {"inputmode": "decimal", "class": "is-short"} if is_number else {}
    return forms.CharField(widget=forms.TextInput(attrs=attrs), **shared)
