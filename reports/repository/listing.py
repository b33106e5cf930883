"""The list of recommendations: searched, filtered, with how often each applies and what readers think."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import reduce
from operator import or_
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Q, QuerySet

from reports.models import Recommendation, RecommendationState
from reports.recommendations.content import Recommendation as Entry
from reports.recommendations.packing import unpack
from reports.recommendations.storing import entry_of
from reports.repository.firing import Firing, count_firing
from reports.repository.rights import may_write
from reports.results import Results
from surveys.content import LANGUAGES

EXPIRED = "expired"
MINE, NOBODY = "mine", "nobody"
ALL = "all"
LONGEST_KEY = 18  # digits
WORDS = 10  # that are searched for
_SEARCHED = ("title", "action", "reason", "steps")


@dataclass(frozen=True)
class Filters:
    """What a reader asked for, each empty by default, as it stands in the address."""

    values: Mapping[str, str] = field(default_factory=dict)

    NAMES = ("q", "state", "area", "level", "tier", "effort", "owner", "round", "fires")

    @classmethod
    def read(cls, query: Mapping[str, str]) -> Filters:
        """From the address."""
        return cls({name: value for name in cls.NAMES if (value := query.get(name, "").strip())})

    def __getitem__(self, name: str) -> str:
        return self.values.get(name, "")

    @property
    def query(self) -> str:
        """For the address of another page of the list."""
        return urlencode(dict(self.values))


@dataclass(frozen=True)
class Row:
    """One entry of the list as its reader meets it. `firing`: None without a round to look at."""

    entry: Recommendation
    words: Entry
    firing: Firing | None


def find_entries(entries: QuerySet[Recommendation], filters: Filters, user: Any) -> QuerySet[Recommendation]:
    """The entries that were asked for, with the numbers of opinions (`useful`, `useless`, `comments`).

    Those who write search in what is being written, other readers in what advises.
    """
    prefix = "" if may_write(user) else "advising__content__"
    for name, column in (("area", "area"), ("effort", "effort")):
        if filters[name]:
            entries = entries.filter(**{f"{prefix}{column}": filters[name]})
    for name, column in (("level", "levels"), ("tier", "tiers")):
        if filters[name]:
            entries = entries.filter(**{f"{prefix}{column}__contains": [filters[name]]})
    if filters["owner"] in (MINE, NOBODY):
        entries = entries.filter(owner=user if filters["owner"] == MINE else None)
    elif filters["owner"].isdecimal() and len(filters["owner"]) < LONGEST_KEY and may_write(user):
        entries = entries.filter(owner=int(filters["owner"]))
    entries = _in_state(entries, filters["state"])
    between = "__" if prefix else "_"
    columns = [f"{prefix}{name}{between}{language}__icontains" for name in _SEARCHED for language in LANGUAGES]
    for word in filters["q"].split()[:WORDS]:
        entries = entries.filter(reduce(or_, (Q(**{column: word}) for column in columns), Q(code__icontains=word)))
    return (
        entries.select_related("owner", "advising")
        .prefetch_related("sources")
        .annotate(
            useful=Count("votes", Q(votes__is_useful=True)),
            useless=Count("votes", Q(votes__is_useful=False)),
            comments=Count("votes", ~Q(votes__comment="") & Q(votes__is_settled=False)),
        )
    )


def _in_state(entries: QuerySet[Recommendation], state: str) -> QuerySet[Recommendation]:
    if state in RecommendationState.values:
        return entries.filter(state=state)
    if state == EXPIRED:
        return entries & Recommendation.objects.expired()
    if state == ALL:
        return entries
    return entries.exclude(state=RecommendationState.RETIRED)


def content_seen(entry: Recommendation, user: Any) -> Entry:
    """The entry as a reader meets it: for those who write what is being written, for others what advises."""
    if not may_write(user) and entry.advising is not None:
        return unpack(entry.advising.content)
    return entry_of(entry)


def in_rows(entries: Iterable[Recommendation], results: Results | None, user: Any) -> list[Row]:
    """The entries with how often what they say applies in the round."""
    seen = [(entry, content_seen(entry, user)) for entry in entries]
    ours = [words for entry, words in seen if results and entry.instrument == results.instrument.code]
    counted = count_firing(results, ours) if results else {}
    return [Row(entry, words, counted.get(words.code)) for entry, words in seen]
