"""The models of surveys."""

from surveys.models.counts import CodedResponse, CountChange
from surveys.models.evidence import Evidence, LinkState
from surveys.models.evidence_counts import EvidenceCount
from surveys.models.institutions import Institution, Region
from surveys.models.instruments import (
    Chapter,
    Column,
    Dimension,
    InstrumentVersion,
    Item,
    Point,
    Relation,
    Row,
    Scale,
    Section,
    Table,
)
from surveys.models.kinds import DimensionKind, VersionState
from surveys.models.links import PersonalLink
from surveys.models.missing_counts import MissingCount
from surveys.models.notices import Notice
from surveys.models.participants import Contact, Participant
from surveys.models.responses import (
    COUNTED,
    EDITABLE,
    AlreadySubmitted,
    AnswerChange,
    Mode,
    Response,
    ResponseState,
    group_of,
)
from surveys.models.reviews import ResponseEvent, ResponseVersion, ReviewComment
from surveys.models.roles import Assignment, Role
from surveys.models.rounds import Phase, Round, RoundNotOpen, RoundState
from surveys.models.state_counts import StateCount
from surveys.models.text_reviews import ReadText, TextReview
from surveys.models.validations import Validation

__all__ = [
    "COUNTED",
    "EDITABLE",
    "AlreadySubmitted",
    "AnswerChange",
    "Assignment",
    "Chapter",
    "CodedResponse",
    "Column",
    "Contact",
    "CountChange",
    "Dimension",
    "DimensionKind",
    "Evidence",
    "EvidenceCount",
    "Institution",
    "InstrumentVersion",
    "Item",
    "LinkState",
    "MissingCount",
    "Mode",
    "Notice",
    "Participant",
    "PersonalLink",
    "Phase",
    "Point",
    "ReadText",
    "Region",
    "Relation",
    "Response",
    "ResponseEvent",
    "ResponseState",
    "ResponseVersion",
    "ReviewComment",
    "Role",
    "Round",
    "RoundNotOpen",
    "RoundState",
    "Row",
    "Scale",
    "Section",
    "StateCount",
    "Table",
    "TextReview",
    "Validation",
    "VersionState",
    "group_of",
]
