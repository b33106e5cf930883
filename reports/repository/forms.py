"""The form of an entry: texts in three languages side by side. A draft may be incomplete; review asks for the rest."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.conf import settings
from django.core.validators import validate_slug
from django.forms.boundfield import BoundField
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from reports.labels import COSTS, EFFORTS, HORIZONS
from reports.models import Recommendation, SourceDocument
from reports.recommendations.content import Costs, Effort, Example, Horizon
from reports.recommendations.content import Recommendation as Entry
from reports.recommendations.packing import TEXTS
from reports.repository.words import FIELDS, TIERS, choices_of
from surveys.content import LANGUAGES, Instrument, Text, Tier
from surveys.countries import country_choices
from surveys.texts import text_of

LONGEST = {"title": 300, "place": 500}
LONG = 5000
ROWS = {"title": 2, "place": 2, "action": 5, "reason": 5, "steps": 6}
NEW_SOURCE = "source_text"


@dataclass(frozen=True)
class TextRow:
    """One text with its field in each language: (code and name of the language, field). `todo`: missing for review."""

    name: str
    label: str
    help: str
    columns: tuple[tuple[str, str, BoundField], ...]
    todo: tuple[str, ...] = ()


def text_field(rows: int, longest: int, language: str) -> forms.CharField:
    """A text in one language. Line ends are those of this system, not of the browser."""
    widget = forms.Textarea(attrs={"rows": rows, "lang": language, "class": "form-control"})
    return forms.CharField(required=False, max_length=longest, widget=widget)


class TextsForm(forms.Form):
    """A form with texts by language, as fields `name_language`."""

    def add_text(self, name: str, label: Any, rows: int, longest: int, initial: Text) -> None:
        """Fields for one text, with a label of their own in each language."""
        for language, language_name in settings.LANGUAGES:
            field = text_field(rows, longest, language)
            field.label = f"{label}, {language_name!s}"
            field.initial = initial.get(language, "")
            self.fields[f"{name}_{language}"] = field

    def text(self, name: str) -> dict[str, str]:
        """What was typed, by language; languages without words left out."""
        typed = {language: self.cleaned_data.get(f"{name}_{language}", "") for language in LANGUAGES}
        return {language: words.replace("\r\n", "\n") for language, words in typed.items() if words}

    def columns(self, name: str) -> tuple[tuple[str, str, BoundField], ...]:
        """The fields of a text side by side."""
        return tuple((code, str(language), self[f"{name}_{code}"]) for code, language in settings.LANGUAGES)


class EntryForm(TextsForm):
    """An entry but for its triggers and examples. Without an entry: a new one, which also needs a code."""

    code = forms.CharField(
        label=gettext_lazy("Code"),
        max_length=100,
        validators=[validate_slug],
        help_text=gettext_lazy("Latin letters, digits and hyphens; it stands in addresses and never changes."),
        widget=forms.TextInput(attrs={"class": "form-control", "autocapitalize": "none"}),
    )
    levels = forms.MultipleChoiceField(label=FIELDS["levels"], required=False, widget=forms.CheckboxSelectMultiple)
    area = forms.ChoiceField(label=FIELDS["area"])
    tiers = forms.MultipleChoiceField(
        label=FIELDS["tiers"], required=False, widget=forms.CheckboxSelectMultiple, choices=list(TIERS.items())
    )
    effort = forms.ChoiceField(label=FIELDS["effort"], choices=EFFORTS, initial=Effort.MEDIUM)
    costs = forms.ChoiceField(label=FIELDS["costs"], choices=COSTS, initial=Costs.WITHIN_BUDGET)
    horizon = forms.ChoiceField(label=FIELDS["horizon"], choices=HORIZONS, initial=Horizon.YEAR)
    sources = forms.MultipleChoiceField(label=FIELDS["sources"], required=False, widget=forms.CheckboxSelectMultiple)
    source_code = forms.CharField(
        label=gettext_lazy("Code of a source to add"),
        required=False,
        max_length=100,
        validators=[validate_slug],
        widget=forms.TextInput(attrs={"class": "form-control", "autocapitalize": "none"}),
    )
    note = forms.CharField(
        label=gettext_lazy("What did you change?"),
        required=False,
        max_length=500,
        help_text=gettext_lazy("It stands beside this version in the history of the entry."),
        widget=forms.TextInput(attrs={"class": "form-control"}),
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, initial=0)

    def __init__(
        self,
        *args: Any,
        instrument: Instrument,
        documents: Sequence[SourceDocument],
        entry: Entry | None = None,
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.instrument, self.entry = instrument, entry
        self.todo: dict[str, list[str]] = {}
        for name in TEXTS:
            text = getattr(entry, name) if entry else {}
            self.add_text(name, FIELDS[name], ROWS[name], LONGEST.get(name, LONG), text)
        self.add_text(NEW_SOURCE, gettext_lazy("Description of the source"), 2, LONG, {})
        self._offer("levels", choices_of(instrument.levels))
        self._offer("area", choices_of(instrument.areas))
        language = get_language() or ""
        self._offer("sources", [(one.code, text_of(one, "text").get(language) or str(one)) for one in documents])
        if entry is not None:
            del self.fields["code"]
            for name in ("levels", "area", "tiers", "effort", "costs", "horizon", "sources"):
                self.fields[name].initial = getattr(entry, name)
        for name in ("area", "effort", "costs", "horizon"):
            self.fields[name].widget.attrs["class"] = "form-select"

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    def rows(self) -> Iterator[TextRow]:
        """The texts in the order of the page."""
        helps = {
            "steps": _("One step a line, in order; the same number of lines in each language."),
            "place": _("Where in the sources it stands, and what is the analysts’ own."),
        }
        for name in TEXTS:
            todo = tuple(self.todo.get(name, ()))
            yield TextRow(name, str(FIELDS[name]), helps.get(name, ""), self.columns(name), todo)

    def plain_todo(self) -> dict[str, list[str]]:
        """What is missing for review in the fields that are no texts, by their names."""
        return {name: problems for name, problems in self.todo.items() if name not in TEXTS}

    def source_row(self) -> TextRow:
        """The description of a new source."""
        return TextRow(NEW_SOURCE, _("Description of the source"), "", self.columns(NEW_SOURCE))

    def clean_code(self) -> str:
        """A code that no entry of the instrument has."""
        code = self.cleaned_data["code"]
        if Recommendation.objects.filter(instrument=self.instrument.code, code=code).exists():
            raise forms.ValidationError(_("This instrument already has a recommendation with this code."))
        return code

    def clean(self) -> dict[str, Any]:
        """A title in some language; a source to add whole or not at all."""
        cleaned = super().clean() or {}
        if not self.text("title") and not any(name.startswith("title_") for name in self.errors):
            self.add_error(f"title_{LANGUAGES[0]}", _("Give a title in at least one language."))
        code, text = cleaned.get("source_code", ""), self.text(NEW_SOURCE)
        if code and SourceDocument.objects.filter(code=code).exists():
            self.add_error("source_code", _("There is a source with this code: tick it in the list."))
        for language, language_name in settings.LANGUAGES:
            if code and language not in text:
                words = _("Describe the source in this language too: %(language)s.")
                self.add_error(f"{NEW_SOURCE}_{language}", words % {"language": str(language_name)})
        if text and not code and "source_code" not in self.errors:
            self.add_error("source_code", _("Give the source a code."))
        return cleaned

    def add_source(self) -> list[str]:
        """Store the source that was described; the codes of all that the entry cites. For a valid form."""
        codes = [*self.cleaned_data["sources"]]
        if code := self.cleaned_data["source_code"]:
            texts = {f"text_{language}": words for language, words in self.text(NEW_SOURCE).items()}
            SourceDocument.objects.create(code=code, **texts)
            codes.append(code)
        return codes

    def as_entry(self, sources: list[str], examples: tuple[Example, ...]) -> Entry:
        """What was typed; the triggers are those of before. For a valid form."""
        typed = self.cleaned_data
        return Entry(
            code=self.entry.code if self.entry else typed["code"],
            levels=tuple(typed["levels"]),
            area=typed["area"],
            tiers=tuple(Tier(tier) for tier in typed["tiers"]),
            effort=Effort(typed["effort"]),
            costs=Costs(typed["costs"]),
            horizon=Horizon(typed["horizon"]),
            sources=tuple(sources),
            triggers=self.entry.triggers if self.entry else (),
            examples=examples,
            **{name: self.text(name) for name in TEXTS},
        )


class ExampleForm(TextsForm):
    """How a country does it; empty ones are left out."""

    country = forms.ChoiceField(label=gettext_lazy("Country"), required=False)
    source = forms.ChoiceField(label=gettext_lazy("Source"), required=False)

    def __init__(self, *args: Any, documents: Sequence[SourceDocument], **options: Any) -> None:
        super().__init__(*args, **options)
        self.add_text("text", gettext_lazy("Example"), 3, LONG, (self.initial or {}).get("text", {}))
        for name, choices in (
            ("country", country_choices(get_language() or "en")),
            ("source", [(one.code, one.code) for one in documents]),
        ):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [("", "–"), *choices]
            field.widget.attrs["class"] = "form-select"

    def row(self) -> TextRow:
        """Its text side by side."""
        return TextRow("text", _("Example"), "", self.columns("text"))

    def clean(self) -> dict[str, Any]:
        """A country and words, or nothing at all."""
        cleaned = super().clean() or {}
        if self.text("text") and not cleaned.get("country"):
            self.add_error("country", _("Choose the country of the example."))
        if cleaned.get("country") and not self.text("text"):
            self.add_error(f"text_{LANGUAGES[0]}", _("Say how this country does it."))
        return cleaned

    def as_example(self) -> Example | None:
        """What was typed; None for an empty one. For a valid form."""
        typed = self.cleaned_data
        if not typed.get("country"):
            return None
        return Example(typed["country"], self.text("text"), typed.get("source", ""))


ExampleFormSet = forms.formset_factory(ExampleForm, extra=0, can_delete=True, max_num=20, absolute_max=25)


def examples_typed(formset: Any) -> tuple[Example, ...]:
    """The examples that stay. For a valid formset."""
    kept = [form for form in formset.forms if not form.cleaned_data.get("DELETE")]
    return tuple(example for form in kept if (example := form.as_example()))
