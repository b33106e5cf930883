"""The checks of quality in the demonstration: run over what the other parts have made, links left alone."""

from __future__ import annotations

import numpy as np

from fieldwork.quality.running import run_checks
from metep.demo.fieldwork.staff import Staff
from surveys.models import Round


def make(survey_round: Round, staff: Staff, generator: np.random.Generator) -> None:
    """One run. The addresses of synthetic evidence lead nowhere: nobody is asked about them."""
    run_checks(survey_round)
