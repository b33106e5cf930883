"""Forms that are put together once."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from crispy_forms.templatetags.crispy_forms_filters import as_crispy_form
from django.utils import translation
from django.utils.safestring import SafeString

from surveys.forms import CheckForm, StartForm
from surveys.models import Institution
from surveys.templatetags import blank_form
from surveys.templatetags.blank_form import crispy_once


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every form that crispy-forms puts together."""
    forms: list[str] = []

    def make(form: CheckForm) -> SafeString:
        forms.append(type(form).__name__)
        return as_crispy_form(form)

    monkeypatch.setattr(blank_form, "as_crispy_form", make)
    blank_form._blank.clear()
    return forms


def start(names: Sequence[str], *typed: dict[str, str]) -> StartForm:
    bodies = [Institution(code=f"I{number}", name=name) for number, name in enumerate(names)]
    return StartForm(*typed, institutions=bodies, may_be_group=True)


def test_a_blank_form_is_put_together_once_for_each_language(made: list[str]) -> None:
    for language in ("kk", "ru", "kk", "ru"):
        with translation.override(language):
            assert crispy_once(CheckForm()) == as_crispy_form(CheckForm())
    assert len(made) == 2


def test_other_institutions_are_another_form(made: list[str]) -> None:
    for names in (["Бірінші"], ["Бірінші", "Екінші"], ["Өзгерген"], ["Бірінші"]):
        assert crispy_once(start(names)) == as_crispy_form(start(names))
    assert len(made) == 3


def test_what_somebody_typed_is_never_remembered(made: list[str]) -> None:
    for typed in ({"participants": "five"}, {"participants": "<7>"}):
        assert crispy_once(start(["Бірінші"], typed)) == as_crispy_form(start(["Бірінші"], typed))
    chosen = StartForm(institutions=[], may_be_group=True, initial={"participants": "9"})
    assert 'value="9"' in crispy_once(chosen)
    assert made == ["StartForm"] * 3
    assert 'value="9"' not in crispy_once(start([]))
