"""Every change of every answer of a round as a file: what it was, what it became, by whom; written while it is read."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import chain
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from fieldwork.audit.exporting import BATCH
from surveys.models import AnswerChange, Response, Round
from surveys.spreadsheets import stream_rows

COLUMNS = ("at", "response", "institution", "item", "before", "after", "by", "as")
HIDDEN = "***"


class AnswersForm(forms.Form):
    """Which changes of answers are taken along; empty for all."""

    item = forms.CharField(label=_("Code of the item"), required=False, max_length=50)
    response = forms.CharField(label=_("Reference number of the response"), required=False, max_length=40)


def write_answers(survey_round: Round, item: str, response: str, sees_contacts: bool) -> Iterator[bytes]:
    """Lines of a CSV file, response by response in the order of their saves.

    Moments in UTC, answers as JSON; an answer that was not there, or was taken back, is an empty cell. A name that a
    link was given is hidden from readers without the right to contacts.
    """
    return stream_rows(chain([COLUMNS], _rows(survey_round, item, response, sees_contacts)))


def _rows(survey_round: Round, item: str, response: str, sees_contacts: bool) -> Iterator[list[str]]:
    key: UUID | None = None
    stood: dict[str, Any] = {}
    for change in _changes(survey_round, response).iterator(chunk_size=BATCH):
        if change.response_id != key:
            key, stood = change.response_id, {}
        for code, value in change.patch.items():
            if not item or code == item:
                yield _cells(change, code, stood.get(code), value, sees_contacts)
        stood |= change.patch


def _changes(survey_round: Round, response: str) -> Any:
    found = AnswerChange.objects.filter(response__round=survey_round)
    if response:
        found = found.filter(response__in=Response.objects.named(response).filter(round=survey_round).values("pk"))
    return found.select_related("response__institution", "by", "link").order_by("response_id", "at", "pk")


def _cells(change: AnswerChange, code: str, before: Any, after: Any, sees_contacts: bool) -> list[str]:
    response = change.response
    by, role = _who(change, sees_contacts)
    return [
        change.at.isoformat(),
        response.reference,
        response.institution.code if response.institution else "",
        code,
        _json(before),
        _json(after),
        by,
        role,
    ]


def _who(change: AnswerChange, sees_contacts: bool) -> tuple[str, str]:
    """(who, as what): staff by their address, colleagues by the name of their link, the respondent by none."""
    if change.by_id is not None:
        return str(getattr(change.by, "email", change.by_id)), "staff"
    if change.link is None or not change.link.chapters:
        return "", "respondent"
    return (change.link.label if sees_contacts else HIDDEN), "delegate"


def _json(value: Any) -> str:
    return "" if value is None else json.dumps(value, ensure_ascii=False)
