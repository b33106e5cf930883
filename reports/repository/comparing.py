"""Two versions of an entry, field by field."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from reports.recommendations.content import Recommendation
from reports.recommendations.packing import TEXTS
from reports.repository.words import FIELDS, country, values_in_words
from surveys.content import LANGUAGES, Instrument


@dataclass(frozen=True)
class Difference:
    """A field that is not the same. `language`: of a text, else empty."""

    field: str
    language: str
    before: str
    after: str


def find_differences(
    before: Recommendation, after: Recommendation, instrument: Instrument | None
) -> Iterator[Difference]:
    """What was changed from one version to the other, in the order of the form."""
    plain_before, plain_after = values_in_words(before, instrument), values_in_words(after, instrument)
    for name, label in FIELDS.items():
        if name in TEXTS:
            pairs = [
                (language, getattr(before, name).get(language, ""), getattr(after, name).get(language, ""))
                for language in LANGUAGES
            ]
        elif name == "examples":
            pairs = [(language, _examples(before, language), _examples(after, language)) for language in LANGUAGES]
        else:
            pairs = [("", plain_before[name], plain_after[name])]
        for language, old, new in pairs:
            if old != new:
                yield Difference(str(label), language, old, new)


def _examples(entry: Recommendation, language: str) -> str:
    return "\n".join(
        f"{country(one.country)}: {one.text.get(language, '')}" + (f" [{one.source}]" if one.source else "")
        for one in entry.examples
    )
