"""Who may do what: a draft of an instrument version is edited, a published one only read, and some things by nobody."""

from __future__ import annotations

from typing import Any

from django.db.models import Model
from django.http import HttpRequest

from surveys.models import Chapter, InstrumentVersion, Item, Point, Scale, Section, Table

VIEW = "surveys.view_instrumentversion"
ADD = "surveys.add_instrumentversion"
CHANGE = "surveys.change_instrumentversion"
DELETE = "surveys.delete_instrumentversion"
PUBLISH = "surveys.publish_instrumentversion"
TRANSLATE = "surveys.translate_instrumentversion"


def version_of(part: Model) -> InstrumentVersion:
    """The version that a part belongs to; no query where the admin's queryset has joined the way up."""
    match part:
        case InstrumentVersion():
            return part
        case Item(table=None, version=InstrumentVersion() as version):
            return version
        case Item(table=Table() as table):
            return table.chapter.section.version
        case Table():
            return part.chapter.section.version
        case Chapter():
            return part.section.version
        case Point():
            return part.scale.version
        case Scale() | Section():
            return part.version
    raise TypeError(f"{type(part).__name__} is no part of a version")


def may_view(request: HttpRequest) -> bool:
    """Whether the user may look at instrument versions."""
    return request.user.has_perm(VIEW) or request.user.has_perm(CHANGE)


def may_translate(request: HttpRequest) -> bool:
    """Whether the user may mark texts as reviewed, and edit those of drafts."""
    return request.user.has_perm(TRANSLATE) or request.user.has_perm(CHANGE)


def may_edit(request: HttpRequest, part: Model | None = None) -> bool:
    """Whether the user may edit drafts, and this part is one of a draft."""
    return request.user.has_perm(CHANGE) and (part is None or not version_of(part).is_published)


class DraftsOnly:
    """For the admin of parts and their rows on the pages of others: the rights are those on the version."""

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Parts are reached from the tree of their version, not from the index."""
        return False

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Everybody who sees versions sees their parts."""
        return may_view(request)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """In a draft."""
        return may_edit(request, obj)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """In a draft."""
        return may_edit(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """In a draft."""
        return may_edit(request, obj)


class ReadOnly:
    """For the admin of what is made and decided elsewhere: no form adds, changes or deletes it."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody."""
        return False
