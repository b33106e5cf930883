"""The forms about mailings."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fieldwork.models import Mailing, MailingKind, Recipients
from fieldwork.people.wording import default_texts, problems_of
from surveys.labels import language_names
from surveys.models import Round

_OFFERED = {
    MailingKind.INVITATION: (Recipients.NOT_INVITED, Recipients.CHOSEN),
    MailingKind.REMINDER: (Recipients.MISSING, Recipients.CHOSEN),
}
MAX_REMINDERS = 5


class MailingForm(forms.Form):
    """What a mailing says in each language of the round, and whom it is for."""

    error_css_class = "is-wrong"

    recipients = forms.ChoiceField(label=gettext_lazy("For whom"), widget=forms.RadioSelect)

    def __init__(
        self,
        survey_round: Round,
        kind: str,
        has_chosen: bool,
        data: QueryDict | None = None,
        mailing: Mailing | None = None,
    ) -> None:
        super().__init__(data)
        self._languages = survey_round.languages
        offered = [one for one in _OFFERED[MailingKind(kind)] if has_chosen or one is not Recipients.CHOSEN]
        recipients = self.fields["recipients"]
        assert isinstance(recipients, forms.ChoiceField)
        recipients.choices = [(one.value, one.label) for one in offered]
        recipients.initial = mailing.recipients if mailing else (Recipients.CHOSEN if has_chosen else offered[0])
        called = language_names()
        for language in self._languages:
            subject, body = default_texts(kind, language)
            if mailing:
                subject, body = getattr(mailing, f"subject_{language}"), getattr(mailing, f"body_{language}")
            names = {"language": called[language]}
            self.fields[f"subject_{language}"] = forms.CharField(
                label=_("Subject (%(language)s)") % names,
                max_length=200,
                initial=subject,
                widget=forms.TextInput(attrs={"lang": language}),
            )
            self.fields[f"body_{language}"] = forms.CharField(
                label=_("Text (%(language)s)") % names,
                max_length=10_000,
                initial=body,
                widget=forms.Textarea(attrs={"rows": 14, "lang": language}),
            )

    def clean(self) -> dict[str, Any]:
        """Only places that can be filled; the link once at least, and not in the subject."""
        cleaned = super().clean() or self.cleaned_data
        for language in self._languages:
            for name in (f"subject_{language}", f"body_{language}"):
                if words := cleaned.get(name):
                    for problem in problems_of(words):
                        self.add_error(name, problem)
            if "{link}" in cleaned.get(f"subject_{language}", ""):
                self.add_error(f"subject_{language}", _("The link belongs in the text, not in the subject."))
            body = cleaned.get(f"body_{language}")
            if body and "{link}" not in body:
                self.add_error(f"body_{language}", _("The text needs the place {link}: without it nobody can answer."))
        return cleaned

    def fill(self, mailing: Mailing) -> Mailing:
        """Write what was typed to a mailing, unsaved; for a valid form."""
        mailing.recipients = self.cleaned_data["recipients"]
        for language in self._languages:
            setattr(mailing, f"subject_{language}", self.cleaned_data[f"subject_{language}"])
            body = self.cleaned_data[f"body_{language}"].replace("\r\n", "\n")
            setattr(mailing, f"body_{language}", body)
        return mailing


class ReleaseForm(forms.Form):
    """When a mailing goes out. Moments are those of the round's time zone."""

    error_css_class = "is-wrong"

    when = forms.ChoiceField(label=gettext_lazy("When to send"), widget=forms.RadioSelect, initial="now")
    moment = forms.DateTimeField(
        label=gettext_lazy("Moment"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M", "%d.%m.%Y %H:%M"],
        error_messages={"invalid": gettext_lazy("Give a day and a time.")},
    )
    days = forms.CharField(
        label=gettext_lazy("Days before closing"),
        required=False,
        initial="7, 2",
        widget=forms.TextInput(attrs={"class": "is-short"}),
        help_text=gettext_lazy("Several days make several reminders, each to those who are missing then."),
    )

    def __init__(self, mailing: Mailing, data: QueryDict | None = None) -> None:
        super().__init__(data)
        self._mailing, self._round = mailing, mailing.round
        choices = [("now", _("now")), ("moment", _("at a moment"))]
        if self._has_days():
            choices.append(("days", _("some days before the round closes")))
        else:
            del self.fields["days"]
        when = self.fields["when"]
        assert isinstance(when, forms.ChoiceField)
        when.choices = choices
        self.fields["moment"].help_text = _("In the time zone of the round: %(zone)s.") % {
            "zone": self._round.time_zone
        }

    def _has_days(self) -> bool:
        is_reminder = self._mailing.kind == MailingKind.REMINDER
        return is_reminder and self._mailing.recipients == Recipients.MISSING and self._round.closes_at is not None

    def clean_moment(self) -> datetime | None:
        """What was typed means the round's time zone, whatever the site's is."""
        typed: datetime | None = self.cleaned_data["moment"]
        return typed.replace(tzinfo=self._round.zone) if typed else None

    def clean(self) -> dict[str, Any]:
        """Every moment lies ahead, and before the round closes."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("when") == "moment" and "moment" in cleaned:
            self._check("moment", cleaned["moment"])
        if cleaned.get("when") == "days":
            try:
                cleaned["moments"] = self._moments(cleaned.get("days", ""))
            except ValidationError as error:
                self.add_error("days", error)
        return cleaned

    def _check(self, name: str, moment: datetime | None) -> None:
        if moment is None:
            self.add_error(name, _("Give a day and a time."))
        elif moment <= timezone.now():
            self.add_error(name, _("This moment has passed."))
        elif self._round.closes_at and moment >= self._round.closes_at:
            self.add_error(name, _("The round is closed by then."))

    def _moments(self, words: str) -> list[datetime]:
        parts = [part.strip() for part in words.replace(";", ",").split(",") if part.strip()]
        if (
            not parts
            or len(parts) > MAX_REMINDERS
            or not all(p.isascii() and p.isdigit() and len(p) < 4 for p in parts)
        ):
            raise ValidationError(_("Give up to five whole numbers of days, such as 7, 2."))
        closes_at = self._round.closes_at
        assert closes_at is not None
        moments = [closes_at - timedelta(days=int(part)) for part in sorted(set(parts), key=int, reverse=True)]
        if moments[-1] >= closes_at:
            raise ValidationError(_("The round is closed by then."))
        if moments[0] <= timezone.now():
            raise ValidationError(_("One of these moments has passed."))
        return moments

    @property
    def moments(self) -> list[datetime | None]:
        """One for each mailing to be sent, None for now; for a valid form."""
        match self.cleaned_data["when"]:
            case "now":
                return [None]
            case "moment":
                return [self.cleaned_data["moment"]]
        return list(self.cleaned_data["moments"])
