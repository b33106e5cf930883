"""The models of reports: what analysts and ministries keep beside the results."""

from reports.models.actions import Action, ActionDecision, Vote
from reports.models.batches import Batch, BatchFile, BatchState
from reports.models.context import ContextSeries, ContextValue
from reports.models.publication import Publication
from reports.models.repository import (
    Recommendation,
    RecommendationState,
    RecommendationTextReview,
    RecommendationVersion,
    SourceDocument,
)
from reports.models.scenarios import Scenario
from reports.models.texts import ReportText
from reports.models.views import SavedView

__all__ = [
    "Action",
    "ActionDecision",
    "Batch",
    "BatchFile",
    "BatchState",
    "ContextSeries",
    "ContextValue",
    "Publication",
    "Recommendation",
    "RecommendationState",
    "RecommendationTextReview",
    "RecommendationVersion",
    "ReportText",
    "SavedView",
    "Scenario",
    "SourceDocument",
    "Vote",
]
