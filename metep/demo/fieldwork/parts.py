"""Everything that the demonstration shows of fieldwork, in the order in which one builds on another."""

from __future__ import annotations

import numpy as np
from django.db import transaction

from metep.demo.fieldwork import coordination, evidence, facts, paper, people, privacy, quality, review, workshops
from metep.demo.fieldwork.staff import Staff
from surveys.models import Round

PARTS = (
    people.make,
    evidence.make,
    paper.make,
    coordination.make,
    workshops.make,
    review.make,
    facts.make,
    privacy.make,
    quality.make,
)


@transaction.atomic
def make_fieldwork(survey_round: Round, staff: Staff, seed: int) -> None:
    """Fill the round with what its staff would have done; the scores stay what they are."""
    generator = np.random.default_rng(seed)
    for make in PARTS:
        make(survey_round, staff, generator)
