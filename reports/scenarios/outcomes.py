"""What a scenario leads to, as frozen values that can be kept as JSON. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from reports.recommendations.content import Costs, Effort, Horizon
from reports.scenarios.giving_way import WayOut
from reports.scenarios.goals import Focus, focus_as_json, focus_from_json
from reports.scenarios.keys import key_of
from reports.scenarios.measures import UNKNOWN, Expense, Turn
from reports.scenarios.planning import Proof, Verdict
from scoring.results import Family, Measure, UnitScores

SHOWN = (Measure.FACTS, Measure.PERCEPTIONS, Measure.COMBINED)
_FAMILIES = (Family.OVERALL, Family.LEVELS, Family.AREAS, Family.CELLS)


@dataclass(frozen=True)
class Standing:
    """The scores of a unit at one time: by measure, family and code; None where there is none."""

    scores: Mapping[tuple[Measure, Family, str], float | None]

    @classmethod
    def of(cls, unit: UnitScores) -> Standing:
        """What a scenario shows of a unit's scores."""
        return cls(
            {
                (measure, Family(family), code): part.score
                for measure in SHOWN
                for family, code, part in unit.of(measure).parts()
                if family in _FAMILIES
            }
        )

    def score(self, measure: Measure, family: Family = Family.OVERALL, code: str = "") -> float | None:
        """One score."""
        return self.scores.get((measure, family, code))

    def at(self, focus: Focus) -> float | None:
        """The score that a scenario is about."""
        return self.score(focus.measure, focus.family, focus.code)

    def codes(self, family: Family) -> list[str]:
        """The parts of a family, in order."""
        return [code for measure, kind, code in self.scores if (measure, kind) == (Measure.FACTS, family)]

    def as_json(self) -> list[list[Any]]:
        """As it is kept: a list, since the order of parts matters."""
        return [[*key, score] for key, score in self.scores.items()]

    @classmethod
    def from_json(cls, kept: list[list[Any]]) -> Standing:
        """What was kept."""
        return cls({(Measure(measure), Family(family), code): score for measure, family, code, score in kept})


@dataclass(frozen=True)
class Step:
    """A measure of a scenario. `score`, `becomes`: of its item; `effort` in points; `start`, `end` in months.

    `gain`: what it adds to the score that the scenario is about, whatever else is done; `reached`: that score once all
    measures that end by then are done. `needs`: items whose measures come before it. `body`: the institution that takes
    it, empty where only one unit acts.
    """

    code: str
    turn: Turn
    score: float
    becomes: float
    effort: int
    start: int
    end: int
    gain: float
    reached: float | None
    needs: tuple[str, ...] = ()
    expense: Expense = UNKNOWN
    body: str = ""

    @property
    def key(self) -> str:
        """Its key among the measures of the scenario."""
        return key_of(self.code, self.body)

    def as_json(self) -> dict[str, Any]:
        """As it is kept."""
        expense = self.expense
        return {
            "code": self.code,
            "turn": self.turn.value,
            "score": self.score,
            "becomes": self.becomes,
            "effort": self.effort,
            "start": self.start,
            "end": self.end,
            "gain": self.gain,
            "reached": self.reached,
            "needs": list(self.needs),
            "effort_class": expense.effort,
            "horizon": expense.horizon,
            "costs": expense.costs,
            "recommendations": list(expense.recommendations),
            "body": self.body,
        }

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Step:
        """What was kept."""
        plain = {name: kept[name] for name in ("code", "score", "becomes", "effort", "start", "end", "gain", "reached")}
        return cls(
            **plain,
            turn=Turn(kept["turn"]),
            needs=tuple(kept["needs"]),
            body=kept.get("body", ""),
            expense=Expense(
                effort=Effort(kept["effort_class"]) if kept["effort_class"] else None,
                horizon=Horizon(kept["horizon"]) if kept["horizon"] else None,
                costs=Costs(kept["costs"]) if kept["costs"] else None,
                recommendations=tuple(kept["recommendations"]),
            ),
        )


@dataclass(frozen=True)
class Acting:
    """The score that the scenario is about of one of the institutions that act, before and after."""

    body: str
    before: float | None
    after: float | None


@dataclass(frozen=True)
class Outcome:
    """Scores before and after, the measures in the order in which they begin; for plans what is aimed at and proved.

    `acting`: the institutions that act in a scenario of a region or of all institutions; empty in others.
    """

    before: Standing
    after: Standing
    focus: Focus
    steps: tuple[Step, ...] = ()
    target: float | None = None
    proof: Proof | None = None
    way_out: WayOut | None = None
    acting: tuple[Acting, ...] = ()

    @property
    def effort(self) -> int:
        """Points of effort in all."""
        return sum(step.effort for step in self.steps)

    @property
    def months(self) -> int:
        """Until the last measure ends."""
        return max((step.end for step in self.steps), default=0)

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys of the measures, in order."""
        return tuple(step.key for step in self.steps)

    @property
    def codes(self) -> tuple[str, ...]:
        """The items of the measures, each once, in order."""
        return tuple(dict.fromkeys(step.code for step in self.steps))

    def as_json(self) -> dict[str, Any]:
        """As it is kept: only what was found is, so there is no way out in it."""
        return {
            "before": self.before.as_json(),
            "after": self.after.as_json(),
            "focus": focus_as_json(self.focus),
            "steps": [step.as_json() for step in self.steps],
            "target": self.target,
            "proof": _proof_as_json(self.proof) if self.proof else None,
            "acting": [[one.body, one.before, one.after] for one in self.acting],
        }

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Outcome:
        """What was kept."""
        return cls(
            before=Standing.from_json(kept["before"]),
            after=Standing.from_json(kept["after"]),
            focus=focus_from_json(kept["focus"]),
            steps=tuple(Step.from_json(step) for step in kept["steps"]),
            target=kept["target"],
            proof=_proof_from_json(kept["proof"]) if kept["proof"] else None,
            acting=tuple(Acting(*one) for one in kept.get("acting", ())),
        )


def _proof_as_json(proof: Proof) -> dict[str, Any]:
    return {
        "verdict": proof.verdict.value,
        "effort": proof.effort,
        "bound": proof.bound,
        "gap": proof.gap,
        "is_settled": proof.is_settled,
        "seconds": proof.seconds,
    }


def _proof_from_json(kept: Mapping[str, Any]) -> Proof:
    return Proof(**{**kept, "verdict": Verdict(kept["verdict"])})
