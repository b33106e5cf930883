"""Forms for the parts of a draft: codes are chosen from what the version has."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.forms.models import BaseInlineFormSet
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from surveys.admin.texts import TextForm
from surveys.content import ItemType, Scored, Tier, short
from surveys.models import DimensionKind, InstrumentVersion, Item, Table

Choice = tuple[str, str]


class NewItemForm(TextForm):
    """An item in the list of its table: the rest is asked on the item's own page."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk is None:
            self.instance.tier = self.instance.tier or Tier.NATIONAL
            self.instance.scored = self.instance.scored or Scored.NO


class ItemForm(TextForm):
    """One item, whole."""

    parent = forms.ChoiceField(label=capfirst(_("asked when this item is Yes")), required=False)
    row = forms.ChoiceField(label=capfirst(_("row")), required=False)
    column = forms.ChoiceField(label=capfirst(_("column")), required=False)
    scale = forms.ChoiceField(
        label=capfirst(_("answer scale")), required=False, help_text=_("Empty: the scale named after the type.")
    )
    area = forms.ChoiceField(label=capfirst(_("area")), required=False)
    levels = forms.MultipleChoiceField(label=capfirst(_("levels")), required=False, widget=forms.CheckboxSelectMultiple)
    technologies = forms.MultipleChoiceField(
        label=capfirst(_("technologies")), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "personal" in self.fields:
            self.fields["personal"].help_text = _(
                "Only for questions about the respondent: removed when a person asks, and on the retention date."
            )
        for name, choices in _choices(self.instance).items():
            field = self.fields.get(name)
            if isinstance(field, forms.MultipleChoiceField):
                field.choices = _with_current(choices, getattr(self.instance, name))
            elif isinstance(field, forms.ChoiceField):
                field.choices = [("", "—"), *_with_current(choices, [getattr(self.instance, name)])]


def _choices(item: Item) -> dict[str, list[Choice]]:
    """What each code of an item can be: five queries at most."""
    table = item.table
    version = table.chapter.section.version if table else item.version
    choices = _version_choices(version) if version else {}
    return choices | (_table_choices(item, table) if table else {})


def _version_choices(version: InstrumentVersion) -> dict[str, list[Choice]]:
    dimensions = list(version.dimensions.all())
    names = {DimensionKind.LEVEL: "levels", DimensionKind.AREA: "area", DimensionKind.TECHNOLOGY: "technologies"}
    choices: dict[str, list[Choice]] = {
        name: [(d.code, d.text or d.code) for d in dimensions if d.kind == kind] for kind, name in names.items()
    }
    choices["scale"] = [(scale.code, scale.code) for scale in version.scales.all()]
    return choices


def _table_choices(item: Item, table: Table) -> dict[str, list[Choice]]:
    before = table.items.filter(type=ItemType.YNDK).exclude(pk=item.pk)
    return {
        "parent": [(other.code, short(f"{other.code}: {other.text}", most=90)) for other in before],
        "row": [(row.code, f"{row.code}: {row.text}") for row in table.rows.all()],
        "column": [(column.code, f"{column.code}: {column.text}") for column in table.columns.all()],
    }


def _with_current(choices: list[Choice], current: Iterable[str]) -> list[Choice]:
    """Also what stands there now, known or not: opening a form and saving it must lose nothing."""
    known = {code for code, _name in choices}
    return choices + [(code, code) for code in current if code and code not in known]


class PartFormSet(BaseInlineFormSet):
    """Parts in their order; a new one is offered the last place."""

    def get_form_kwargs(self, index: int | None) -> dict[str, Any]:
        """Rows that are not stored yet begin with the place behind the last one."""
        kwargs = super().get_form_kwargs(index)
        if index is None or index >= self.initial_form_count():
            last = max((part.position for part in self.get_queryset()), default=-1)
            kwargs["initial"] = {"position": last + 1}
        return kwargs
