"""The content that tests read from files: instruments and the method."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from scoring.methods import Method, read_method
from surveys.content import Instrument, read_instrument

ROOT = Path(__file__).resolve().parent.parent
SMALL = ROOT / "tests" / "instruments" / "small.toml"
METEP = ROOT / "fixtures" / "instruments" / "metep" / "2014.toml"
METHOD_FILE = ROOT / "fixtures" / "methods" / "metep-2014-1.toml"


@cache
def metep() -> Instrument:
    """The real instrument."""
    return read_instrument(METEP.read_text("utf-8"))


@cache
def standard_method() -> Method:
    """The method of the real instrument; the small one has levels and areas of the same codes."""
    return read_method(METHOD_FILE.read_text("utf-8"))
