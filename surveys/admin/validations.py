"""Facts that a reviewer settled."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from surveys.admin.alphabetical import ByAlphabet
from surveys.admin.pages import LooksUp, OfRound
from surveys.catalogue import instrument_of
from surveys.content import Tier
from surveys.models import Phase, Round, Validation
from surveys.validating import is_fact

VALUES = {"yes": _("Yes"), "no": _("No"), "dk": _("Do not know")}


class ValidationForm(forms.ModelForm):
    """One fact: an item of the round's instrument, for an institution or for the country."""

    value = forms.ChoiceField(label=capfirst(_("value")), choices=list(VALUES.items()))

    class Meta:
        model = Validation
        fields = ("round", "institution", "item", "value", "reason")
        help_texts = {
            "institution": _("Empty: the fact is about the country."),
            "item": _("The code of the item."),
            "reason": _("On what evidence the fact is settled."),
        }

    def clean(self) -> dict[str, Any]:
        """The item is a fact of this round, about the country or the institution as it should be."""
        cleaned = super().clean() or self.cleaned_data
        survey_round, code = cleaned.get("round"), cleaned.get("item")
        if survey_round and survey_round.phase() == Phase.PUBLISH:
            self.add_error("round", _("This round is published: its facts no longer change."))
        if survey_round and code:
            self._check_item(survey_round, code, cleaned)
        return cleaned

    def _check_item(self, survey_round: Round, code: str, cleaned: dict[str, Any]) -> None:
        instrument = instrument_of(survey_round.version_id)
        item = instrument.items_by_code.get(code)
        institution = cleaned.get("institution")
        if item is None or not is_fact(item, instrument):
            self.add_error("item", _("This is not a scored item of facts in the round’s instrument."))
        elif item.tier is Tier.NATIONAL and institution:
            self.add_error("institution", _("The item is about the country. Leave the institution empty."))
        elif item.tier is not Tier.NATIONAL and not institution:
            self.add_error("institution", _("The item is about an institution. Choose it."))
        elif institution and not survey_round.institutions.filter(pk=institution.pk).exists():
            self.add_error("institution", _("The institution does not take part in this round."))


@admin.register(Validation)
class ValidationAdmin(ByAlphabet, LooksUp, OfRound, admin.ModelAdmin):
    """A settled fact replaces all answers to its item."""

    form = ValidationForm
    list_display = ("item", "settled_as", "institution", "round_code", "by", "at")
    list_filter = (("round", admin.RelatedOnlyFieldListFilter),)
    list_select_related = ("round", "institution", "by")
    search_fields = ("item", "institution__code", "reason")
    autocomplete_fields = ("institution",)
    readonly_fields = ("by", "at")
    actions = None

    @admin.display(description=_("value"), ordering="value")
    def settled_as(self, validation: Validation) -> Any:
        """The answer in words."""
        return VALUES.get(validation.value, validation.value)

    def has_change_permission(self, request: HttpRequest, obj: Validation | None = None) -> bool:
        """Facts of a published round stay."""
        return super().has_change_permission(request, obj) and not _is_published(obj)

    def has_delete_permission(self, request: HttpRequest, obj: Validation | None = None) -> bool:
        """Facts of a published round stay."""
        return super().has_delete_permission(request, obj) and not _is_published(obj)

    def save_model(self, request: HttpRequest, obj: Validation, form: Any, change: bool) -> None:
        """Remember who settled the fact, and when."""
        obj.by = request.user if request.user.is_authenticated else None
        obj.at = timezone.now()
        super().save_model(request, obj, form, change)


def _is_published(validation: Validation | None) -> bool:
    return validation is not None and validation.round.phase() == Phase.PUBLISH
