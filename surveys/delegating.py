"""Chapters of a response that colleagues answer: given to them by a link of their own, and taken back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from surveys.links import create_link
from surveys.models import PersonalLink, Response
from surveys.pages import ChapterPages, Questionnaire

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser


class ChapterTaken(PermissionDenied):
    """Raised when a chapter that a colleague has already is given to another. `chapters`: their codes."""

    def __init__(self, chapters: Collection[str]) -> None:
        super().__init__(_("A colleague has one of these chapters already. Load the page again."))
        self.chapters = frozenset(chapters)


class NothingToWithdraw(PermissionDenied):
    """Raised when a link that was never delegated, or was withdrawn already, is to be withdrawn."""

    def __init__(self) -> None:
        super().__init__(_("This link has been withdrawn already, or it was not given to a colleague."))


@dataclass(frozen=True)
class Delegation:
    """One colleague's chapters. `link`: the first of her links (a mailed one is another); `changed_at`: her last save,
    None where she has saved nothing; `withdrawn_at`: None while her links open."""

    link: int
    name: str
    chapters: tuple[str, ...]
    made_at: datetime
    changed_at: datetime | None
    withdrawn_at: datetime | None

    @property
    def is_in_force(self) -> bool:
        """Whether the colleague can still answer."""
        return self.withdrawn_at is None


def delegable_chapters(questionnaire: Questionnaire) -> list[ChapterPages]:
    """The chapters of a response (as `asked_of` gives it) that a colleague may answer: none with personal opinions."""
    return [chapter for section in questionnaire.sections if not section.is_personal for chapter in section.chapters]


def find_delegations(responses: Iterable[UUID]) -> dict[UUID, list[Delegation]]:
    """What colleagues have, or had, of these responses, the latest first. Two statements."""
    links = PersonalLink.objects.filter(response__in=list(responses), chapters__len__gt=0).order_by("pk")
    grouped: dict[tuple, list[PersonalLink]] = defaultdict(list)
    for link in links:
        grouped[link.response_id, link.label, tuple(link.chapters), link.revoked_at].append(link)
    keys = [link.pk for together in grouped.values() for link in together]
    saved = PersonalLink.objects.filter(pk__in=keys).values_list("pk").annotate(last=Max("answerchange__at"))
    last_saves = dict(saved) if keys else {}
    found: dict[UUID, list[Delegation]] = defaultdict(list)
    for (response, name, chapters, withdrawn_at), together in grouped.items():
        saves = [at for link in together if (at := last_saves.get(link.pk))]
        made = together[0]
        delegation = Delegation(made.pk, name, chapters, made.created_at, max(saves, default=None), withdrawn_at)
        found[response].insert(0, delegation)
    return found


def titles_of(delegation: Delegation, chapters: Iterable[ChapterPages]) -> list[str]:
    """The chapters of a colleague in words; a chapter that is no longer asked by its code."""
    titles = {chapter.code: chapter.title for chapter in chapters}
    return [titles.get(code, code) for code in delegation.chapters]


def holders_of(delegations: Iterable[Delegation]) -> dict[str, Delegation]:
    """Who has each chapter now, by its code."""
    return {chapter: one for one in delegations if one.is_in_force for chapter in one.chapters}


@transaction.atomic
def delegate(
    response: Response, chapters: Sequence[str], name: str, made_by: AbstractBaseUser | None = None
) -> tuple[PersonalLink, str]:
    """Give chapters of a response (its round loaded) to a colleague: the link, and its secret.

    Raises RoundNotOpen or AlreadySubmitted, and ChapterTaken where somebody has one of them.
    """
    locked = Response.objects.select_for_update(of=["self"]).only("state").get(pk=response.pk)
    locked.require_editable()
    response.require_answerable()
    given = PersonalLink.objects.filter(response=response, revoked_at=None).values_list("chapters", flat=True)
    if taken := set(chapters) & {code for codes in given for code in codes}:
        raise ChapterTaken(taken)
    return create_link(
        response.round,
        response.institution,
        response.sections,
        name,
        response,
        chapters=list(chapters),
        made_by=made_by,
    )


@transaction.atomic
def copy_link(link: PersonalLink) -> str:
    """The secret of a second link for the same colleague: one to be mailed, since nothing remembers the first.

    Raises NothingToWithdraw where the colleague's link was withdrawn meanwhile.
    """
    locked = PersonalLink.objects.select_for_update(of=["self"]).get(pk=link.pk)
    if locked.revoked_at is not None:
        raise NothingToWithdraw
    _second, secret = create_link(
        link.round,
        link.institution,
        link.sections,
        link.label,
        link.response,
        chapters=link.chapters,
        made_by=link.made_by,
    )
    return secret


@transaction.atomic
def withdraw(response: Response, link: int) -> PersonalLink:
    """Close a colleague's links, also in browsers that opened them. What she answered stays.

    Raises NothingToWithdraw.
    """
    of_response = PersonalLink.objects.select_for_update(of=["self"]).filter(response=response, revoked_at=None)
    found = of_response.filter(pk=link, chapters__len__gt=0).first()
    if found is None:
        raise NothingToWithdraw
    of_response.filter(label=found.label, chapters=found.chapters).update(revoked_at=timezone.now())
    return found
