"""Two people changed the same answer: both values in words, with who saved the other one, and when."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from surveys.forms import Merge
from surveys.models import AnswerChange, Response
from surveys.pages import Question
from surveys.rendering import Conflict, to_words

_LATEST = 100  # saves to look through; of an older one, nobody remembers who it was


def describe_conflicts(
    response: Response, questions: Mapping[str, Question], merged: Merge, mine: Mapping[str, Any]
) -> dict[str, Conflict]:
    """Each conflict by item code, in the order of the merge. One statement, and none where there is no conflict."""
    if not merged.conflicts:
        return {}
    changes = _find_changes(response, merged.conflicts)
    return {
        code: Conflict(
            to_words(questions[code], mine[code]) or _("No answer"),
            to_words(questions[code], theirs) or _("No answer"),
            _say_who(response, changes.get(code)),
            code in merged.undecided,
        )
        for code, theirs in merged.conflicts.items()
    }


def _find_changes(response: Response, codes: Collection[str]) -> dict[str, AnswerChange]:
    """The last save of each answer; the profile keeps none."""
    saves = AnswerChange.objects.filter(response=response, patch__has_any_keys=list(codes))
    changes: dict[str, AnswerChange] = {}
    for change in saves.select_related("link").order_by("-at", "-pk")[:_LATEST]:
        for code in change.patch:
            changes.setdefault(code, change)
    return changes


def _say_who(response: Response, change: AnswerChange | None) -> str:
    if change is None:
        return _("The other answer was saved in another window.")
    moment = date_format(timezone.localtime(change.at, response.round.zone), "DATETIME_FORMAT")
    if change.by_id is not None:
        return _("The other answer was saved by staff: %(moment)s.") % {"moment": moment}
    if change.link is None or change.link == response.opened_by:
        return _("The other answer was saved in another window: %(moment)s.") % {"moment": moment}
    if change.link.chapters:
        words = {"name": change.link.label, "moment": moment}
        return _("The other answer was saved by %(name)s: %(moment)s.") % words
    if response.granted_chapters:
        return _("The other answer was saved by the person who asked you: %(moment)s.") % {"moment": moment}
    return _("The other answer was saved in another window: %(moment)s.") % {"moment": moment}
