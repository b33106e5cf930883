"""What a scenario leads to, as frozen values that can be kept as JSON. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from reports.recommendations.content import Costs, Effort, Horizon
from reports.scenarios.goals import Focus, focus_as_json, focus_from_json
from reports.scenarios.measures import UNKNOWN, Expense, Turn
from reports.scenarios.planning import Proof, Verdict, WayOut
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
    measures that end by then are done. `needs`: measures of the scenario that come before it.
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
        }

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Step:
        """What was kept."""
        plain = {name: kept[name] for name in ("code", "score", "becomes", "effort", "start", "end", "gain", "reached")}
        return cls(
            **plain,
            turn=Turn(kept["turn"]),
            needs=tuple(kept["needs"]),
            expense=Expense(
                effort=Effort(kept["effort_class"]) if kept["effort_class"] else None,
                horizon=Horizon(kept["horizon"]) if kept["horizon"] else None,
                costs=Costs(kept["costs"]) if kept["costs"] else None,
                recommendations=tuple(kept["recommendations"]),
            ),
        )


@dataclass(frozen=True)
class Outcome:
    """Scores before and after, the measures in the order in which they begin; for plans what is aimed at and proved."""

    before: Standing
    after: Standing
    focus: Focus
    steps: tuple[Step, ...] = ()
    target: float | None = None
    proof: Proof | None = None
    way_out: WayOut | None = None

    @property
    def effort(self) -> int:
        """Points of effort in all."""
        return sum(step.effort for step in self.steps)

    @property
    def months(self) -> int:
        """Until the last measure ends."""
        return max((step.end for step in self.steps), default=0)

    @property
    def codes(self) -> tuple[str, ...]:
        """The items of the measures, in order."""
        return tuple(step.code for step in self.steps)

    def as_json(self) -> dict[str, Any]:
        """As it is kept: only what was found is, so there is no way out in it."""
        return {
            "before": self.before.as_json(),
            "after": self.after.as_json(),
            "focus": focus_as_json(self.focus),
            "steps": [step.as_json() for step in self.steps],
            "target": self.target,
            "proof": _proof_as_json(self.proof) if self.proof else None,
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
