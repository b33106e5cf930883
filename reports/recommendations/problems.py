"""What keeps a file of recommendations from being used with an instrument: one sentence for each defect. Pure.

The value `field` of a problem names the part of the entry it lies in, for forms; no sentence shows it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from reports.recommendations.content import Recommendation, RecommendationFile
from reports.recommendations.repeated import find_repeated
from reports.recommendations.trigger_problems import find_trigger_problems
from surveys.content import Instrument, Problem, Text
from surveys.content.problem import _
from surveys.content.text import missing_languages


def find_problems(file: RecommendationFile, instrument: Instrument) -> Iterator[Problem]:
    """Every defect that forbids using the file with the instrument, one sentence each; nothing for a sound one."""
    if file.instrument != instrument.code:
        yield _(
            "The file is for the instrument %(found)s, not for %(expected)s.",
            found=file.instrument,
            expected=instrument.code,
        )
    yield from find_repeated("", [source.code for source in file.sources])
    yield from find_repeated("", [recommendation.code for recommendation in file.recommendations])
    cited = {code for recommendation in file.recommendations for code in recommendation.sources}
    for source in file.sources:
        yield from _missing_languages(source.code, "text", source.text)
        if source.code not in cited:
            yield _("%(place)s is a source that no recommendation cites.", place=source.code)
    for recommendation in file.recommendations:
        yield from find_entry_problems(recommendation, instrument)
        for code in recommendation.sources:
            if code not in file.sources_by_code:
                yield _(
                    "%(place)s names an unknown source %(source)s.",
                    place=recommendation.code,
                    source=code,
                    field="sources",
                )


def find_entry_problems(recommendation: Recommendation, instrument: Instrument) -> Iterator[Problem]:
    """Every defect of one recommendation, but for sources that are not there."""
    yield from _text_problems(recommendation)
    yield from _dimension_problems(recommendation, instrument)
    yield from _source_problems(recommendation)
    yield from find_trigger_problems(recommendation, instrument)


def _missing_languages(code: str, key: str, text: Text) -> Iterator[Problem]:
    if missing := missing_languages(text):
        languages = ", ".join(missing)
        yield _("%(place)s: %(key)s lacks %(languages)s.", place=code, key=key, languages=languages, field=key)


def _text_problems(recommendation: Recommendation) -> Iterator[Problem]:
    code = recommendation.code
    for key in ("title", "action", "reason", "place"):
        yield from _missing_languages(code, key, getattr(recommendation, key))
    yield from _step_problems(recommendation)
    for example in recommendation.examples:
        yield from _missing_languages(code, "example", example.text)
        if not re.fullmatch(r"[A-Z]{2}", example.country):
            yield _(
                "%(place)s: %(country)s is no country code of two letters.",
                place=code,
                country=example.country,
                field="examples",
            )
        if example.source and example.source not in recommendation.sources:
            yield _(
                "%(place)s: the source %(source)s of an example is none of its own.",
                place=code,
                source=example.source,
                field="examples",
            )


def _step_problems(recommendation: Recommendation) -> Iterator[Problem]:
    """Steps are optional; where there are any, every language has the same number of them."""
    code, steps = recommendation.code, recommendation.steps
    if not steps:
        return
    yield from _missing_languages(code, "steps", steps)
    lines = {language: len(words.strip().splitlines()) for language, words in steps.items() if words.strip()}
    first = next(iter(lines), "")
    for language, n in lines.items():
        if n != lines[first]:
            yield _(
                "%(place)s: steps has %(expected)s lines in %(first)s and %(found)s in %(language)s.",
                place=code,
                expected=lines[first],
                first=first,
                found=n,
                language=language,
                field="steps",
            )
            return


def _dimension_problems(recommendation: Recommendation, instrument: Instrument) -> Iterator[Problem]:
    code = recommendation.code
    known = {level.code for level in instrument.levels}
    if not recommendation.levels:
        yield _("%(place)s names no level.", place=code, field="levels")
    for level in recommendation.levels:
        if level not in known:
            yield _("%(place)s names an unknown level %(level)s.", place=code, level=level, field="levels")
    if recommendation.area not in {area.code for area in instrument.areas}:
        yield _("%(place)s names an unknown area %(area)s.", place=code, area=recommendation.area, field="area")
    if not recommendation.tiers:
        yield _("%(place)s names no tier.", place=code, field="tiers")
    yield from find_repeated(code, [*recommendation.levels, *recommendation.tiers], "levels")


def _source_problems(recommendation: Recommendation) -> Iterator[Problem]:
    code = recommendation.code
    if not recommendation.sources:
        yield _("%(place)s names no source.", place=code, field="sources")
    yield from find_repeated(code, recommendation.sources, "sources")
