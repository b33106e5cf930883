"""The models of surveys."""

from surveys.models.counts import CodedResponse, CountChange
from surveys.models.institutions import Institution, Region
from surveys.models.instruments import (
    Chapter,
    Column,
    Dimension,
    DimensionKind,
    InstrumentVersion,
    Item,
    Point,
    Row,
    Scale,
    Section,
    Table,
    VersionState,
)
from surveys.models.links import PersonalLink
from surveys.models.responses import (
    AlreadySubmitted,
    AnswerChange,
    Mode,
    Response,
    ResponseState,
    group_of,
)
from surveys.models.rounds import Round, RoundNotOpen, RoundState
from surveys.models.validations import Validation

__all__ = [
    "AlreadySubmitted",
    "AnswerChange",
    "Chapter",
    "CodedResponse",
    "Column",
    "CountChange",
    "Dimension",
    "DimensionKind",
    "Institution",
    "InstrumentVersion",
    "Item",
    "Mode",
    "PersonalLink",
    "Point",
    "Region",
    "Response",
    "ResponseState",
    "Round",
    "RoundNotOpen",
    "RoundState",
    "Row",
    "Scale",
    "Section",
    "Table",
    "Validation",
    "VersionState",
    "group_of",
]
