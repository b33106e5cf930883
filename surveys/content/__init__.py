"""Instruments as pure content: file <-> frozen values, and what is wrong with them."""

from surveys.content.kinds import ItemType, RelationKind, Scored, Source, Tier
from surveys.content.model import (
    Chapter,
    Column,
    Dimension,
    Instrument,
    Item,
    Point,
    Relation,
    Row,
    Scale,
    Section,
    Table,
)
from surveys.content.problem import Defective, Problem, short
from surveys.content.problems import find_problems
from surveys.content.read import BrokenInstrument, read_instrument
from surveys.content.text import LANGUAGES, Text, in_language
from surveys.content.write import write_instrument

__all__ = [
    "LANGUAGES",
    "BrokenInstrument",
    "Chapter",
    "Column",
    "Defective",
    "Dimension",
    "Instrument",
    "Item",
    "ItemType",
    "Point",
    "Problem",
    "Relation",
    "RelationKind",
    "Row",
    "Scale",
    "Scored",
    "Section",
    "Source",
    "Table",
    "Text",
    "Tier",
    "find_problems",
    "in_language",
    "read_instrument",
    "short",
    "write_instrument",
]
