"""The filters of an address: what can be chosen, what was, and what the round does not have."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reports.workbench.frame import NONE, Filters
from scoring.calculate import Evidence
from surveys.content import in_language
from surveys.labels import language_names
from surveys.models import Mode
from surveys.models.counts import RESPONDENT_TYPE
from surveys.ordering import alphabetical

NAMES = tuple(field.name for field in fields(Filters))
Known = Mapping[str, Mapping[str, str]]
"""For each filter its values with their words."""
KINDS = {"ministry": gettext_lazy("ministry"), "agency": gettext_lazy("agency"), "akimat": gettext_lazy("akimat")}


@dataclass(frozen=True)
class Choice:
    """A value of a filter."""

    value: str
    name: str
    is_chosen: bool


@dataclass(frozen=True)
class Tag:
    """A filter that is set, and the query of the same page without it."""

    filter: str
    name: str
    without: str


def known_values(evidence: Evidence, language: str) -> Known:
    """What the filters of a round can be, with names in the language of the page."""
    regions = {body.region.code: str(body.region) for body in evidence.institutions if body.region}
    kinds = {body.kind: _kind(body.kind) for body in evidence.institutions if body.kind}
    names = language_names()  # in the order of the round: addresses and colours follow it
    return {
        "region": dict(sorted(regions.items(), key=lambda pair: alphabetical(pair[1]))),
        "kind": dict(sorted(kinds.items(), key=lambda pair: alphabetical(pair[1]))),
        "type": _types(evidence, language),
        "language": {code: names.get(code, code) for code in evidence.survey_round.languages},
        "mode": {str(mode.value): str(mode.label) for mode in Mode},
    }


def labels() -> dict[str, str]:
    """What the filters are called."""
    return {
        "region": _("Region of the institution"),
        "kind": _("Kind of institution"),
        "type": _("Type of respondent"),
        "language": _("Language of the answers"),
        "mode": _("How the answers were given"),
    }


def _kind(kind: str) -> str:
    """The register keeps kinds as administrators typed them; the usual ones have names in each language."""
    return str(KINDS.get(kind, kind))


def _types(evidence: Evidence, language: str) -> dict[str, str]:
    instrument = evidence.instrument
    item = next((item for item in instrument.profile if item.code == RESPONDENT_TYPE), None)
    scale = item and instrument.scales_by_code.get(item.scale_code)
    unknown = {NONE: _("not told")}
    return {point.value: in_language(point.text, language) for point in scale.points} | unknown if scale else {}


def read_filters(query: QueryDict, known: Known) -> tuple[Filters, list[str]]:
    """The filters of an address, and a sentence for each value that the round does not have."""
    called, refused = labels(), []
    chosen: dict[str, frozenset[str]] = {}
    for name in NAMES:
        asked = [value for value in dict.fromkeys(query.getlist(name)) if value]
        chosen[name] = frozenset(value for value in asked if value in known[name])
        refused += [
            _("The address asks for “%(value)s” under “%(filter)s”; this round has no such value, so it was left out.")
            % {"value": value[:100], "filter": called[name]}
            for value in asked
            if value not in known[name]
        ]
    return Filters(**chosen), refused


def groups_of(filters: Filters, known: Known) -> list[tuple[str, str, list[Choice]]]:
    """(name, label, choices) of each filter that leaves a choice."""
    called = labels()
    return [
        (name, called[name], [Choice(value, words, value in getattr(filters, name)) for value, words in values.items()])
        for name, values in known.items()
        if len(values) > 1 or getattr(filters, name)
    ]


def tags_of(filters: Filters, known: Known, query: Mapping[str, Any]) -> list[Tag]:
    """The filters that are set, each with the way to do without it. `query`: the rest of the address."""
    called, found = labels(), []
    for name in NAMES:
        for value in sorted(getattr(filters, name)):
            rest = pairs_of(filters, {name: getattr(filters, name) - {value}})
            found.append(Tag(called[name], known[name][value], urlencode([*query.items(), *rest], doseq=True)))
    return found


def pairs_of(filters: Filters, instead: Mapping[str, frozenset[str]] | None = None) -> list[tuple[str, str]]:
    """The filters as pairs of an address. `instead`: other values for some of them."""
    values = {name: getattr(filters, name) for name in NAMES} | dict(instead or {})
    return [(name, value) for name in NAMES for value in sorted(values[name])]
