"""Tasks are done at once."""

from __future__ import annotations

import pytest


@pytest.fixture(autouse=True)
def _work_at_once(work_at_once: None) -> None: ...
