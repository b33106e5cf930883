"""What becomes of a response as a whole: submitted, given back, accepted, excluded, or brought in from elsewhere.

Each step locks the response, says who took it and why (`ResponseEvent`), and tells the tallies.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from surveys.counters import SUBMISSIONS
from surveys.counting import start_counting, stop_counting
from surveys.models import COUNTED, Response, ResponseState, ResponseVersion

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser

# One statement for both: submitting has its budget of queries.
_ENTER = """
    WITH entered AS (
        UPDATE surveys_response
        SET state = %(state)s, submitted_at = %(submitted_at)s, language = %(language)s,
            exclusion_reason = %(exclusion_reason)s
        WHERE id = %(id)s
        RETURNING id
    )
    INSERT INTO surveys_responseevent (response_id, state, at, by_id, reason)
    SELECT id, %(state)s, %(now)s, %(by)s, %(reason)s FROM entered
"""


class WrongState(PermissionDenied):
    """Raised when a response is not (or no longer) in a state in which this can be done to it."""

    def __init__(self) -> None:
        super().__init__(_("The response is no longer in the state in which this can be done. Load the page again."))


@transaction.atomic
def submit(response: Response, language: str = "", by: AbstractBaseUser | None = None) -> None:
    """Submit what may still change: from now on it counts. Raises RoundNotOpen, or AlreadySubmitted the second time.

    `language`: that in which it was answered in the end; empty for the one in which it began. `by`: the clerk or
    facilitator who submits for others; None for the respondent.
    """
    locked = _lock(response)
    locked.require_editable()
    locked.require_answerable()
    is_again = locked.state == ResponseState.RETURNED
    locked.submitted_at = timezone.now()
    locked.language = language or locked.language
    _enter(locked, ResponseState.RESUBMITTED if is_again else ResponseState.SUBMITTED, by)
    start_counting([locked])
    transaction.on_commit(SUBMISSIONS.inc)
    for name in ("state", "submitted_at", "language", "answers"):
        setattr(response, name, getattr(locked, name))


@transaction.atomic
def give_back(response: Response, by: AbstractBaseUser | None, reason: str) -> None:
    """Return a counted response to its respondent with the reason; it ceases to count until it is submitted again."""
    _open_again(response, ResponseState.RETURNED, by, reason)


@transaction.atomic
def reopen(response: Response, by: AbstractBaseUser | None = None) -> None:
    """Make a counted response a draft again, because its respondent asked for it."""
    _open_again(response, ResponseState.DRAFT, by, "")


@transaction.atomic
def accept(response: Response, by: AbstractBaseUser | None, reason: str = "") -> None:
    """A reviewer has seen the response and finds it good. It counts as before."""
    _enter(_lock(response, (ResponseState.SUBMITTED, ResponseState.RESUBMITTED)), ResponseState.ACCEPTED, by, reason)


@transaction.atomic
def exclude(response: Response, reason: str, by: AbstractBaseUser | None = None) -> None:
    """Take a counted response out of the scores, with the reason."""
    locked = _lock(response, COUNTED)
    locked.exclusion_reason = reason
    stop_counting(locked)
    _enter(locked, ResponseState.EXCLUDED, by, reason)


@transaction.atomic
def include(response: Response, by: AbstractBaseUser | None = None) -> None:
    """Let an excluded response count again; whoever accepted it before has to look at it anew."""
    locked = _lock(response, (ResponseState.EXCLUDED,))
    locked.exclusion_reason = ""
    is_again = locked.versions.exists()
    _enter(locked, ResponseState.RESUBMITTED if is_again else ResponseState.SUBMITTED, by)
    start_counting([locked])


@transaction.atomic
def add_submitted(responses: Iterable[Response]) -> list[Response]:
    """Store new submitted responses that nobody typed in here (their rounds loaded); from now on they count.

    They get no event: `submitted_at` and the audit trail of the import say as much.
    """
    stored = Response.objects.bulk_create(responses)
    start_counting(stored)
    return stored


def _lock(response: Response, states: Collection[str] | None = None) -> Response:
    """The response as it is now, locked, its round loaded. Raises WrongState unless it is in one of the states."""
    locked = Response.objects.select_for_update(of=["self"]).select_related("round").get(pk=response.pk)
    if states is not None and locked.state not in states:
        raise WrongState
    return locked


def _open_again(response: Response, state: ResponseState, by: AbstractBaseUser | None, reason: str) -> None:
    """Keep what was submitted as a version, and let the answers change again."""
    locked = _lock(response, COUNTED)
    assert locked.submitted_at is not None  # a constraint of the table
    stop_counting(locked)  # while its day of submission is known: progress is counted by it
    last = locked.versions.aggregate(last=Max("number"))["last"] or 0
    ResponseVersion.objects.create(
        response=locked,
        number=last + 1,
        answers=locked.answers,
        language=locked.language,
        submitted_at=locked.submitted_at,
    )
    locked.submitted_at = None
    _enter(locked, state, by, reason)


def _enter(response: Response, state: ResponseState, by: AbstractBaseUser | None, reason: str = "") -> None:
    """Write the new state, and who brought it about."""
    response.state = state
    values = {
        "id": response.pk,
        "state": state.value,
        "submitted_at": response.submitted_at,
        "language": response.language,
        "exclusion_reason": response.exclusion_reason,
        "now": timezone.now(),
        "by": by.pk if by else None,
        "reason": reason,
    }
    with connection.cursor() as cursor:
        cursor.execute(_ENTER, values)
