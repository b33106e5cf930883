"""Instruments by version, read once for each process: a published version is immutable, so its cache never expires."""

from __future__ import annotations

from surveys.coding import Coder
from surveys.content import Instrument
from surveys.models import InstrumentVersion
from surveys.storing import read_version

_instruments: dict[int, Instrument] = {}
_coders: dict[int, Coder] = {}


def instrument_of(version_id: int) -> Instrument:
    """The content of a version. A draft is read afresh each time."""
    if version_id in _instruments:
        return _instruments[version_id]
    version = InstrumentVersion.objects.get(pk=version_id)
    instrument = read_version(version)
    if version.is_published:
        _instruments[version_id] = instrument
    return instrument


def coder_of(version_id: int) -> Coder:
    """The coder of a published version's answers."""
    if version_id not in _coders:
        _coders[version_id] = Coder(instrument_of(version_id))
    return _coders[version_id]


def clear() -> None:
    """Forget every instrument: for tests, whose databases come and go."""
    _instruments.clear()
    _coders.clear()
