"""Forms for rounds: what can be chosen comes from the pinned version and the methods at hand."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from surveys.admin.countries import CountryForm, offer
from surveys.admin.zones import ZONES
from surveys.methods import method_codes
from surveys.models import Institution, InstrumentVersion, Round

MAX_LINKS = 500
MAX_GRACE = 24 * 60  # minutes
MOMENTS = ("opens_at", "closes_at", "publishes_at")


class RoundForm(CountryForm):
    """A round. Its sections can be chosen once its version is known: a new round asks all of them."""

    method = forms.ChoiceField(label=capfirst(_("method version")))
    languages = forms.MultipleChoiceField(
        label=capfirst(_("languages offered")),
        choices=settings.LANGUAGES,
        initial=[code for code, _name in settings.LANGUAGES],
        widget=forms.CheckboxSelectMultiple,
    )
    time_zone = forms.ChoiceField(
        label=capfirst(_("time zone")),
        initial=settings.TIME_ZONE,
        help_text=_("Moments of the round are entered and told in this time zone."),
    )
    sections = forms.MultipleChoiceField(label=capfirst(_("sections asked")), widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk is None:
            self.fields.pop("sections", None)
        offer(self, "time_zone", ZONES)
        offer(self, "method", [(code, code) for code in method_codes()])
        version = self._chosen_version()
        offer(self, "sections", [(s.code, f"{s.code}. {s.title}") for s in version.sections.all()] if version else [])
        if "version" in self.fields:
            widget = self.fields["version"].widget
            # A version is edited on pages of its own, not in a window beside this form.
            widget.can_add_related = widget.can_change_related = widget.can_delete_related = False
        zone = _("Times are those of %(zone)s.") % {"zone": timezone.get_current_timezone_name()}
        for name in MOMENTS:
            if name in self.fields:
                self.fields[name].help_text = " ".join(filter(None, (str(self.fields[name].help_text), zone)))

    def clean(self) -> dict[str, Any]:
        """A title in every language that is offered; all sections, where none could be chosen yet."""
        cleaned = super().clean()
        for language in cleaned.get("languages", []):
            name = f"title_{language}"
            if name in self.fields and not cleaned.get(name):
                self.add_error(name, _("Give the title in every language that the round offers."))
        if (cleaned.get("grace_minutes") or 0) > MAX_GRACE:
            self.add_error("grace_minutes", _("Give at most %(limit)d minutes, which is a day.") % {"limit": MAX_GRACE})
        last, kept = cleaned.get("publishes_at") or cleaned.get("closes_at"), cleaned.get("retention_on")
        if last and kept and kept <= timezone.localdate(last):
            self.add_error(
                "retention_on",
                _("Contacts are needed until the round has closed and facts are settled: give a later day."),
            )
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
