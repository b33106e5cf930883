"""The form by which chapters are given to a colleague."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from surveys.delegating import Delegation
from surveys.pages import ChapterPages


class DelegationForm(forms.Form):
    """Which chapters, and to whom. A chapter that a colleague has is offered with her name, and refused."""

    error_css_class = "is-wrong"

    chapters = forms.MultipleChoiceField(
        label=gettext_lazy("Chapters"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": gettext_lazy("Choose at least one chapter."),
            "invalid_choice": gettext_lazy("Choose chapters from the list."),
        },
    )
    name = forms.CharField(
        label=gettext_lazy("Name of the colleague"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text=gettext_lazy("By it you will know who has what. The colleague sees it too."),
        error_messages={
            "required": gettext_lazy("Give the name of the colleague."),
            "max_length": gettext_lazy("Give a shorter name: at most %(limit_value)d characters."),
        },
    )

    def __init__(
        self, *args: Any, chapters: Sequence[ChapterPages], holders: Mapping[str, Delegation], **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self._titles = {chapter.code: chapter.title for chapter in chapters}
        self._holders = holders
        field = self.fields["chapters"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(chapter.code, self._name(chapter)) for chapter in chapters]

    def _name(self, chapter: ChapterPages) -> str:
        if chapter.code not in self._holders:
            return f"{chapter.code} {chapter.title}"
        words = {"chapter": f"{chapter.code} {chapter.title}", "name": self._holders[chapter.code].name}
        return _("%(chapter)s: %(name)s has it") % words

    def clean_chapters(self) -> list[str]:
        """A chapter is with one colleague at a time."""
        chosen: list[str] = self.cleaned_data["chapters"]
        problems = [
            _("%(name)s has “%(chapter)s” already. Withdraw that link first.")
            % {"name": self._holders[code].name, "chapter": self._titles[code]}
            for code in chosen
            if code in self._holders
        ]
        if problems:
            raise forms.ValidationError(problems)
        return chosen
