"""Names of what pure content calls by a code: item types, tiers, sources, kinds of scoring."""

from __future__ import annotations

from collections.abc import Collection

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from surveys.content import ItemType, RelationKind, Scored, Source, Tier

ITEM_TYPES = [
    (ItemType.YNDK.value, _("Yes, No, Do not know")),
    (ItemType.SCALE05.value, _("scale from 0 to 5")),
    (ItemType.PERCENT.value, _("percentage")),
    (ItemType.COUNT.value, _("whole number")),
    (ItemType.TEXT.value, _("short text")),
    (ItemType.LONGTEXT.value, _("long text")),
    (ItemType.DATE.value, _("date")),
    (ItemType.URL.value, _("web address")),
    (ItemType.CHOICE.value, _("one of several answers")),
    (ItemType.MULTICHOICE.value, _("any of several answers")),
    (ItemType.EMAIL.value, _("e-mail address")),
    (ItemType.COUNTRY.value, _("country")),
]

SCORED = [
    (Scored.LEVEL.value, _("in the levels")),
    (Scored.PROFILE.value, _("in a profile beside the levels")),
    (Scored.NO.value, _("not scored")),
]

SOURCES = [
    (Source.FACTS.value, _("facts")),
    (Source.PERCEPTIONS.value, _("perceptions")),
    (Source.NARRATIVE.value, _("descriptions, not scored")),
]

TIERS = [
    (Tier.NATIONAL.value, _("the country")),
    (Tier.INSTITUTION.value, _("the institution")),
]

RELATIONS = [
    (RelationKind.PERIOD.value, _("a date and the one that it must not be after")),
    (RelationKind.WHOLE.value, _("a percentage and those of its parts")),
    (RelationKind.AT_MOST.value, _("a percentage and its upper bound")),
    (RelationKind.IMPLIES.value, _("a Yes and what follows from it")),
]


def language_names() -> dict[str, str]:
    """The languages of the site by their codes, each named in the reader's language, which comes first itself.

    Everywhere but where people choose a language for themselves: there each stands by its own name.
    """
    reader = get_language()
    return {code: str(name) for code, name in sorted(settings.LANGUAGES, key=lambda pair: pair[0] != reader)}


def language_choices(codes: Collection[str]) -> list[tuple[str, str]]:
    """Some languages with their names, for forms and lists."""
    return [(code, name) for code, name in language_names().items() if code in codes]
