"""What a score run was computed from, kept with it: counts, regions, settled facts, the text of the method.

The tallies of a round move on with every response. A run that is shown, printed or published must still be explained
and recomputed years later, so it carries its own counts: some kilobytes for each unit, however many responses came.
Who settled a fact is not kept: that is personal, and no score depends on it.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import numpy as np

from scoring.catalogue import method_text
from scoring.frame import items_of
from scoring.models import ScoreRun
from surveys.coding import CODES, POINTS, Code
from surveys.content import Tier
from surveys.models import Validation

if TYPE_CHECKING:
    from scoring.calculate import Evidence

ANSWERS = ("not_asked", "missing", "yes", "no", "structural", "dk", *(str(point) for point in range(POINTS)))
"""The names of the codes of answers, in their order, as the kept counts and proofs write them."""

assert len(ANSWERS) == CODES
assert (ANSWERS[Code.DO_NOT_KNOW], ANSWERS[Code.SCALE_ZERO]) == ("dk", "0")


class NothingKept(LookupError):
    """The run is from before counts were kept with runs."""


def inputs_of(evidence: Evidence) -> bytes:
    """Everything that the scores follow from but the instrument, deflated."""
    settled = {(v.institution_id, v.item): v for v in evidence.validations}
    keys = {body.code: body.pk for body in evidence.institutions} | {evidence.country_code: None}
    value = {
        "method": method_text(evidence.method.code),
        "units": list(_units(evidence)),
        "validated": [
            {"unit": unit, "item": item, "value": value, **_circumstances(settled.get((keys[unit], item)))}
            for (unit, item), value in sorted(evidence.validated.items())
        ],
    }
    return zlib.compress(json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode())


def read_inputs(run: ScoreRun) -> dict[str, Any]:
    """What `inputs_of` kept. Raises NothingKept."""
    if not run.inputs:
        raise NothingKept(f"Score run {run.pk} was computed before counts were kept with runs; it can not be proved.")
    found: dict[str, Any] = json.loads(zlib.decompress(run.inputs))
    return found


def _units(evidence: Evidence) -> Iterator[dict[str, Any]]:
    """The country first, then the institutions in the order of the evidence."""
    for body in (None, *evidence.institutions):
        tier = Tier.NATIONAL if body is None else Tier.INSTITUTION
        counts = evidence.counts_of(body)
        yield {
            "tier": tier.value,
            "code": body.code if body else evidence.country_code,
            "region": body.region.code if body and body.region else "",
            "respondents": counts.respondents.tolist(),
            "answers": {
                item.code: _given(answers)
                for item, answers in zip(items_of(evidence.instrument, tier), counts.answers, strict=True)
            },
        }


def _given(answers: np.ndarray) -> dict[str, list[int]]:
    """How often each answer was given, by group; answers that nobody gave are left out."""
    return {name: row.tolist() for name, row in zip(ANSWERS, answers, strict=True) if row.any()}


def _circumstances(validation: Validation | None) -> dict[str, str]:
    """Why and when a fact was settled."""
    return {"reason": validation.reason, "at": validation.at.isoformat()} if validation else {"reason": "", "at": ""}
