"""The questionnaire as people see it: frozen page values in one language, and what of it one respondent is asked."""

from surveys.pages.build import build_questionnaire
from surveys.pages.model import PROFILE, ChapterPages, Page, Question, Questionnaire, SectionPages
from surveys.pages.progress import (
    PageState,
    Progress,
    find_ignored,
    find_missing,
    open_questions,
    progress_of,
    state_of,
)

__all__ = [
    "PROFILE",
    "ChapterPages",
    "Page",
    "PageState",
    "Progress",
    "Question",
    "Questionnaire",
    "SectionPages",
    "build_questionnaire",
    "find_ignored",
    "find_missing",
    "open_questions",
    "progress_of",
    "state_of",
]
