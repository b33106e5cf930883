"""What the facilitator's screen shows: frozen values in the active language."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString

from fieldwork.models import Agreement, Stage, Workshop
from fieldwork.workshops.agenda import Step, all_steps, find_step, neighbours
from fieldwork.workshops.forms import AgreeForm
from fieldwork.workshops.leading import steps_of
from fieldwork.workshops.seats import present_in
from fieldwork.workshops.shown import AgreedShown, SpreadShown, show_agreed, show_spreads
from fieldwork.workshops.voting import BALLOTS, ballots_now, count_cast
from surveys.qr_codes import draw_qr
from surveys.questionnaires import asked_of


@dataclass(frozen=True)
class People:
    """How many are here, and how many of them have voted in the ballot that is open."""

    revision: int
    present: int
    voted: int

    @property
    def seen(self) -> str:
        """By which a screen tells whether it is behind."""
        return f"{self.revision}.{self.present}.{self.voted}"


@dataclass(frozen=True)
class Place:
    """One item in the list. `state`: agreed, voted, here or nothing."""

    step: Step
    is_agreed: bool
    is_voted: bool
    is_here: bool


@dataclass(frozen=True)
class Group:
    """The items of one page."""

    title: str
    places: list[Place]
    is_here: bool


@dataclass(frozen=True)
class Screen:
    """The workshop as the room sees it. `step`: None before it begins."""

    step: Step | None
    people: People
    join_address: str
    qr: SafeString
    number: int
    total: int
    agreed_count: int
    spreads: list[SpreadShown]
    agreed: AgreedShown | None
    form: AgreeForm | None
    before: Step | None
    after: Step | None
    groups: list[Group]
    ballot: int

    @classmethod
    def of(cls, workshop: Workshop, form: AgreeForm | None, join_address: str) -> Screen:
        """The state of a workshop (its round, institution and response loaded); `form`: one to be mended."""
        people = count_people(workshop)
        common: dict[str, Any] = {"people": people, "join_address": join_address, "qr": draw_qr(join_address)}
        if workshop.response is None:
            return cls(**common, **_BEFORE)
        everything = all_steps(asked_of(workshop.response))
        asked = steps_of(workshop)
        step = find_step(asked_of(workshop.response), workshop.item)
        assert step is not None  # a workshop goes only to items it is asked
        before, after = neighbours(everything, asked, workshop.item)
        agreements = {agreement.item: agreement for agreement in workshop.agreements.all()}
        agreement = agreements.get(workshop.item)
        return cls(
            **common,
            step=step,
            number=next((place for place, one in enumerate(asked, start=1) if one.code == step.code), 0),
            total=len(asked),
            agreed_count=sum(one.code in agreements for one in asked),
            spreads=show_spreads(step.question, ballots_now(workshop)),
            agreed=show_agreed(step.question, agreement) if workshop.stage == Stage.AGREED else None,
            form=None if workshop.stage in BALLOTS else form or _form_of(workshop, step, agreement),
            before=before,
            after=after,
            groups=_groups(workshop, asked, agreements),
            ballot=BALLOTS.get(workshop.stage, 0),
        )


_BEFORE: dict[str, Any] = {
    "step": None,
    "number": 0,
    "total": 0,
    "agreed_count": 0,
    "spreads": [],
    "agreed": None,
    "form": None,
    "before": None,
    "after": None,
    "groups": [],
    "ballot": 0,
}


def count_people(workshop: Workshop) -> People:
    """How many are here and have voted."""
    return People(workshop.revision, present_in(workshop).count(), count_cast(workshop))


def _form_of(workshop: Workshop, step: Step, agreement: Agreement | None) -> AgreeForm:
    initial: dict[str, Any] = {"revision": workshop.revision}
    if agreement is not None:
        value = agreement.value
        initial |= {
            "value": value.split(";") if step.question.type == "multichoice" else value,
            "rationale": agreement.rationale,
            "minority_view": agreement.minority_view,
        }
    return AgreeForm(step, initial=initial)


def _groups(workshop: Workshop, asked: list[Step], agreements: dict[str, Agreement]) -> list[Group]:
    """The items page by page, each with how far it has come."""
    voted = set(workshop.seats.exclude(votes=None).order_by().values_list("votes__item", flat=True).distinct())
    groups: list[Group] = []
    for step in asked:
        place = Place(step, step.code in agreements, step.code in voted, step.code == workshop.item)
        if groups and groups[-1].places[0].step.page.code == step.page.code:
            groups[-1].places.append(place)
        else:
            groups.append(Group(step.page.title, [place], False))
    return [Group(one.title, one.places, any(place.is_here for place in one.places)) for one in groups]
