"""Rules of a mixed integer programme, as the solver takes them. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from scoring.counts import FloatArray, IntArray

if TYPE_CHECKING:
    from scipy.optimize import LinearConstraint

Columns = IntArray
"""Places of variables."""


@dataclass(frozen=True, eq=False)
class Rule:
    """The weighted sum of some variables lies between two numbers."""

    columns: Columns
    weights: FloatArray
    low: float
    high: float


def rule_of(weights: FloatArray, low: float, high: float) -> Rule:
    """A rule about all variables, most of which have no weight."""
    columns = np.flatnonzero(weights)
    return Rule(columns, weights[columns], low, high)


def constraints_of(rules: Sequence[Rule], width: int) -> list[LinearConstraint]:
    """All rules as one sparse matrix; `width`: how many variables there are."""
    from scipy.optimize import LinearConstraint  # with the solver, and not before
    from scipy.sparse import csr_array

    if not rules:
        return []
    places = np.repeat(np.arange(len(rules)), [len(rule.columns) for rule in rules])
    columns = np.concatenate([rule.columns for rule in rules])
    weights = np.concatenate([rule.weights for rule in rules])
    matrix = csr_array((weights, (places, columns)), shape=(len(rules), width))
    return [LinearConstraint(matrix, [rule.low for rule in rules], [rule.high for rule in rules])]
