"""Approve the results of a round for the public, and take them back."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from reports.models import Publication
from reports.public.pages import PublicPage
from reports.results import results_of
from scoring.calculate import freeze
from scoring.public_document import as_public_document
from scoring.suppression import find_hidden
from surveys.models import Phase, Round
from surveys.texts import columns_of


def published() -> QuerySet[Publication]:
    """What the public may see now: approved, not withdrawn, of rounds that have closed and publish."""
    return Publication.objects.filter(
        approved_at__isnull=False, withdrawn_at=None, round__in=Round.objects.published()
    ).select_related("round__version", "run")


def require_publishable(survey_round: Round) -> None:
    """Raise ValidationError, with the reason, while nothing of the round may be published."""
    if survey_round.phase() == Phase.PUBLISH:
        return
    if survey_round.publishes_at is None:
        raise ValidationError(_("This round has no moment of publication: an administrator sets it at the round."))
    raise ValidationError(_("No results are published while answers or facts may still change."))


def draft_of(survey_round: Round) -> Publication:
    """What would be published if it were approved now; not stored. `run`: stays what it was until then."""
    require_publishable(survey_round)
    results = results_of(survey_round)
    hidden = find_hidden(results.scores, results.instrument, results.method)
    return Publication(
        round=survey_round,
        run=freeze(results.evidence),
        document=as_public_document(results.scores, hidden),
        pages=[page.value for page in PublicPage],
    )


@transaction.atomic
def approve(survey_round: Round, pages: Collection[str], introduction: Mapping[str, str], by: Any) -> Publication:
    """Publish these pages with the scores of now. What was published before is replaced; its run stays.

    Raises ValidationError where nothing may be published yet, or no page was approved.
    """
    draft = draft_of(survey_round)
    approved = [page.value for page in PublicPage if page.value in pages]
    if not approved:
        raise ValidationError(_("Approve at least one page."))
    now = timezone.now()
    publication, _made = Publication.objects.update_or_create(
        round=survey_round,
        defaults={
            "run": draft.run,
            "document": draft.document,
            "pages": approved,
            "approved_by": by,
            "approved_at": now,
            "withdrawn_at": None,
            **columns_of("introduction", introduction),
        },
    )
    type(draft.run).objects.filter(pk=draft.run.pk, published_at=None).update(published_at=now)
    return publication


def withdraw(publication: Publication) -> None:
    """Show the public nothing of it any more."""
    publication.withdrawn_at = timezone.now()
    publication.save(update_fields=["withdrawn_at"])
