"""The people of the demonstration who have accounts."""

from __future__ import annotations

from dataclasses import dataclass

from metep.models import User


@dataclass(frozen=True)
class Staff:
    """One of each role. The coordinator looks after the first institution of the round."""

    administrator: User
    analyst: User
    reviewer: User
    coordinator: User
    facilitator: User
    clerk: User
