"""The repository of recommendations: its content, and which of it applies to a unit."""

from reports.recommendations.content import (
    BrokenRecommendations,
    Costs,
    Effort,
    Example,
    Horizon,
    Recommendation,
    RecommendationFile,
    SourceDocument,
    Trigger,
    TriggerKind,
    read_recommendations,
)
from reports.recommendations.matching import FiredTrigger, Match, find_recommendations
from reports.recommendations.problems import find_problems

__all__ = [
    "BrokenRecommendations",
    "Costs",
    "Effort",
    "Example",
    "FiredTrigger",
    "Horizon",
    "Match",
    "Recommendation",
    "RecommendationFile",
    "SourceDocument",
    "Trigger",
    "TriggerKind",
    "find_problems",
    "find_recommendations",
    "read_recommendations",
]
