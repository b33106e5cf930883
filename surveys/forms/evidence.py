"""The form of a piece of evidence: a link, a file or both, and which Yes answers it serves."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from surveys.content import short
from surveys.documents import ACCEPTED, Document, read_document
from surveys.evidence import Piece
from surveys.models import Evidence
from surveys.pages import Question

MAX_URL = 1000
MAX_NOTE = 2000
EARLIEST = 1900


class EvidenceForm(forms.Form):
    """`questions`: the Yes answers to choose from; `evidence`: the piece that is changed, None for a new one."""

    error_css_class = "is-wrong"

    url = forms.CharField(
        label=_("Link"),
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off", "spellcheck": "false"}),
        help_text=_("A page or a document that everybody can open, for example https://example.org/law."),
    )
    document = forms.FileField(
        label=_("File"),
        required=False,
        allow_empty_file=True,  # read_document says what is wrong with it
        widget=forms.FileInput(attrs={"accept": ACCEPTED}),
    )
    drops_file = forms.BooleanField(label=_("Remove the file"), required=False)
    dated_on = forms.DateField(
        label=_("Date of the document"),
        required=False,
        input_formats=["%Y-%m-%d", "%d.%m.%Y"],
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "class": "is-date"}),
        error_messages={"invalid": _("This is not a date. Write it as 31.12.2026.")},
    )
    note = forms.CharField(
        label=_("Note"),
        required=False,
        max_length=MAX_NOTE,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("For example, which article or page to look at."),
        error_messages={"max_length": _("The text has %(show_value)d characters; at most %(limit_value)d are kept.")},
    )
    items = forms.MultipleChoiceField(
        label=_("What it shows"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": _("Choose at least one answer that it shows."),
            "invalid_choice": _("One of the answers is no longer Yes. Look at the list again."),
        },
    )

    def __init__(
        self,
        *args: Any,
        questions: Sequence[Question],
        evidence: Evidence | None = None,
        is_too_big: bool = False,
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.evidence = evidence
        self.is_too_big = is_too_big
        self.choices = [(question.code, question.text) for question in questions]
        field = self.fields["items"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = self.choices
        field.required = not self._kept_items
        limit = filesizeformat(settings.EVIDENCE_MAX_BYTES)
        self.fields["document"].help_text = _(
            "A PDF, a picture or an office document, at most %(limit)s. On a phone you can take a photograph."
        ) % {"limit": limit}
        if not self._has_file:
            del self.fields["drops_file"]
        if self.is_bound and self["dated_on"].errors:
            # A field of dates shows nothing of what is none.
            self.fields["dated_on"].widget = forms.TextInput(attrs={"class": "is-date"})

    @property
    def _has_file(self) -> bool:
        return bool(self.evidence and self.evidence.file)

    @property
    def _kept_items(self) -> list[str]:
        """What it serves beyond the choice offered here: chapters of others, answers that are no longer Yes."""
        offered = {code for code, _text in self.choices}
        return [code for code in (self.evidence.items if self.evidence else []) if code not in offered]

    @property
    def chosen(self) -> list[str]:
        """The codes that are ticked when the form is shown."""
        return list(self["items"].value() or [])

    def clean_url(self) -> str:
        """The address with its scheme."""
        typed = self.cleaned_data["url"].strip()
        if not typed:
            return ""
        address = typed if "://" in typed else f"https://{typed}"
        if len(address) > MAX_URL:
            raise ValidationError(
                _("The link has %(length)d characters; at most %(limit)d can be stored."),
                params={"length": len(address), "limit": MAX_URL},
            )
        try:
            URLValidator(schemes=["http", "https"])(address)
        except ValidationError as error:
            message = _("“%(value)s” is not a web address. Write it as https://example.org.")
            raise ValidationError(message, params={"value": short(typed)}) from error
        if "@" in urlsplit(address).netloc:
            raise ValidationError(_("Leave out the user name and the password from the link."))
        return address

    def clean_document(self) -> Document | None:
        """The file, looked into; None where none was sent."""
        if self.is_too_big:
            limit = filesizeformat(settings.EVIDENCE_MAX_BYTES)
            raise ValidationError(
                _("The file is too big; at most %(limit)s can be stored. Give a link instead, or a smaller file."),
                params={"limit": limit},
            )
        upload = self.cleaned_data["document"]
        return read_document(upload) if upload else None

    def clean_dated_on(self) -> Any:
        """A day that has come, or none."""
        day = self.cleaned_data["dated_on"]
        if day and (day > timezone.localdate() or day.year < EARLIEST):
            raise ValidationError(_("The date lies in the future or too far in the past."))
        return day

    def clean(self) -> dict[str, Any]:
        """Something must be shown; a file that came with a faulty form must be chosen again."""
        cleaned = super().clean() or {}
        document = cleaned.get("document")
        keeps_file = self._has_file and not cleaned.get("drops_file")
        is_blank = not (cleaned.get("url") or document or keeps_file)
        if is_blank and not {"url", "document"} & self.errors.keys():
            self.add_error("url", _("Give a link or a file."))
        if self.errors and document:
            self.add_error("document", _("Choose the file again: it could not be kept while something is to correct."))
        return cleaned

    @property
    def piece(self) -> Piece:
        """What a valid form says."""
        data = self.cleaned_data
        return Piece(
            items=[*data["items"], *self._kept_items],
            url=data["url"],
            dated_on=data["dated_on"],
            note=data["note"],
            document=data["document"],
            drops_file=data.get("drops_file", False),
        )


def initial_of(evidence: Evidence) -> dict[str, Any]:
    """A stored piece as the form shows it."""
    return {
        "url": evidence.url,
        "dated_on": evidence.dated_on,
        "note": evidence.note,
        "items": evidence.items,
    }
