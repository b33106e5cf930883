"""What a scenario supposes beside the measures themselves, as it is kept with it. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from reports.scenarios.expenses import Weights
from reports.scenarios.planning import Limits


@dataclass(frozen=True)
class Assumptions:
    """`points`: by how many of 0 to 5 perceptions rise; `dependencies`: pairs of items, the first comes before.

    `limits` also says how many measures are under way together where nothing is planned. `bodies`: the institutions
    that may act in a scenario of several, by their codes; empty: all of them.
    """

    points: float = 0.0
    weights: Weights = field(default_factory=Weights)
    dependencies: tuple[tuple[str, str], ...] = ()
    limits: Limits = field(default_factory=Limits)
    bodies: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """As it is kept."""
        limits = self.limits
        return {
            "points": self.points,
            "weights": self.weights.as_json(),
            "dependencies": [list(pair) for pair in self.dependencies],
            "effort": limits.effort,
            "months": limits.months,
            "at_once": limits.at_once,
            "measures": limits.measures,
            "institutions": limits.institutions,
            "banned": sorted(limits.banned),
            "required": sorted(limits.required),
            "bodies": list(self.bodies),
        }

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Assumptions:
        """What was kept."""
        return cls(
            points=kept["points"],
            weights=Weights.from_json(kept["weights"]),
            dependencies=tuple((first, then) for first, then in kept["dependencies"]),
            limits=Limits(
                effort=kept["effort"],
                months=kept["months"],
                at_once=kept["at_once"],
                measures=kept["measures"],
                institutions=kept.get("institutions"),
                banned=frozenset(kept["banned"]),
                required=frozenset(kept["required"]),
            ),
            bodies=tuple(kept.get("bodies", ())),
        )
