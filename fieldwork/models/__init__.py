"""The models of fieldwork."""

from fieldwork.models.audit import AuditAction, AuditEntry
from fieldwork.models.mailings import Letter, LetterState, Mailing, MailingKind, Recipients
from fieldwork.models.quality import CheckRun, Finding
from fieldwork.models.reconciling import Card, CardDecision, CardState, Cause, Notification, Remark
from fieldwork.models.signing import SignOff
from fieldwork.models.workshops import Agreement, Seat, Stage, Vote, Workshop, WrongCode

__all__ = [
    "Agreement",
    "AuditAction",
    "AuditEntry",
    "Card",
    "CardDecision",
    "CardState",
    "Cause",
    "CheckRun",
    "Finding",
    "Letter",
    "LetterState",
    "Mailing",
    "MailingKind",
    "Notification",
    "Recipients",
    "Remark",
    "Seat",
    "SignOff",
    "Stage",
    "Vote",
    "Workshop",
    "WrongCode",
]
