"""Kinds of items and sections, by the codes that stand in files. Pure."""

from __future__ import annotations

from enum import StrEnum


class ItemType(StrEnum):
    """How an item is answered."""

    YNDK = "yndk"  # Yes, No, Do not know
    SCALE05 = "scale05"  # a point from 0 to 5
    PERCENT = "percent"
    COUNT = "count"
    TEXT = "text"
    LONGTEXT = "longtext"
    DATE = "date"
    URL = "url"
    CHOICE = "choice"
    MULTICHOICE = "multichoice"
    EMAIL = "email"
    COUNTRY = "country"  # ISO 3166 alpha-2

    @property
    def is_scored(self) -> bool:
        """Whether answers of this type can carry a score."""
        return self in (ItemType.YNDK, ItemType.SCALE05)

    @property
    def has_scale(self) -> bool:
        """Whether the answer is chosen from the points of a named scale."""
        return self in (ItemType.YNDK, ItemType.SCALE05, ItemType.CHOICE, ItemType.MULTICHOICE)


class Scored(StrEnum):
    """What an item's score enters."""

    LEVEL = "level"
    PROFILE = "profile"  # reported beside the levels
    NO = "no"


class Source(StrEnum):
    """What kind of knowledge a section collects."""

    FACTS = "facts"
    PERCEPTIONS = "perceptions"
    NARRATIVE = "narrative"  # described, not scored


class RelationKind(StrEnum):
    """How the answers to several items must fit together; the order of the items matters."""

    PERIOD = "period"  # the second date is not before the first
    WHOLE = "whole"  # the first percentage lies between the others, which are its parts
    AT_MOST = "at_most"  # the first percentage is not above the second
    IMPLIES = "implies"  # where the first is Yes, so is the second


class Tier(StrEnum):
    """Whom an item speaks about."""

    NATIONAL = "national"
    INSTITUTION = "institution"
