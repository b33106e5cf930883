"""Forms for rounds: what can be chosen comes from the pinned version and the methods at hand."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from surveys.admin.countries import CountryForm, offer
from surveys.methods import method_codes
from surveys.models import Institution, InstrumentVersion, Round

MAX_LINKS = 500


class RoundForm(CountryForm):
    """A round. Its sections can be chosen once its version is known: a new round asks all of them."""

    method = forms.ChoiceField(label=capfirst(_("method version")))
    languages = forms.MultipleChoiceField(
        label=capfirst(_("languages offered")),
        choices=settings.LANGUAGES,
        initial=[code for code, _name in settings.LANGUAGES],
        widget=forms.CheckboxSelectMultiple,
    )
    sections = forms.MultipleChoiceField(label=capfirst(_("sections asked")), widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk is None:
            self.fields.pop("sections", None)
        offer(self, "method", [(code, code) for code in method_codes()])
        version = self._chosen_version()
        offer(self, "sections", [(s.code, f"{s.code}. {s.title}") for s in version.sections.all()] if version else [])
        if "version" in self.fields:
            widget = self.fields["version"].widget
            # A version is edited on pages of its own, not in a window beside this form.
            widget.can_add_related = widget.can_change_related = widget.can_delete_related = False
        zone = _("Times are those of %(zone)s.") % {"zone": timezone.get_current_timezone_name()}
        for name in ("opens_at", "closes_at"):
            if name in self.fields:
                self.fields[name].help_text = zone

    def clean(self) -> dict[str, Any]:
        """A title in every language that is offered; all sections, where none could be chosen yet."""
        cleaned = super().clean()
        for language in cleaned.get("languages", []):
            name = f"title_{language}"
            if name in self.fields and not cleaned.get(name):
                self.add_error(name, _("Give the title in every language that the round offers."))
        if self.instance.pk is None and (version := cleaned.get("version")):
            self.instance.sections = list(version.sections.values_list("code", flat=True))
        return cleaned

    def _chosen_version(self) -> InstrumentVersion | None:
        """The version on the form as it was sent, or that of the round."""
        if "version" not in self.fields:
            return self.instance.version
        key = self["version"].value()
        return InstrumentVersion.objects.filter(pk=key).first() if str(key or "").isdigit() else None


class LinksForm(forms.Form):
    """How many personal links, and for whom."""

    institution: forms.ModelChoiceField = forms.ModelChoiceField(
        label=capfirst(_("institution")),
        queryset=Institution.objects.none(),
        required=False,
        help_text=_("Empty: the respondents speak for no institution."),
    )
    number = forms.IntegerField(label=capfirst(_("number of links")), min_value=1, max_value=MAX_LINKS, initial=1)
    label = forms.CharField(
        label=capfirst(_("for whom")),
        max_length=180,
        required=False,
        help_text=_("A note for the administrators, such as a department; several links are numbered."),
    )
    sections = forms.MultipleChoiceField(
        label=capfirst(_("sections asked")),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None chosen: all sections of the round."),
    )

    def __init__(self, survey_round: Round, data: Any = None) -> None:
        super().__init__(data)
        institutions, sections = self.fields["institution"], self.fields["sections"]
        if isinstance(institutions, forms.ModelChoiceField):
            institutions.queryset = survey_round.institutions.all()
        if isinstance(sections, forms.MultipleChoiceField):
            parts = survey_round.version.sections.all()
            sections.choices = [(s.code, f"{s.code}. {s.title}") for s in parts if s.code in survey_round.sections]
