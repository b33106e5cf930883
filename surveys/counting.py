"""Tell the tallies that responses begin or cease to count: their coded answers, and a change in the queue."""

from __future__ import annotations

from django.utils import timezone

from surveys.catalogue import coder_of
from surveys.models import CodedResponse, CountChange, Response
from surveys.models.counts import FACETS, RESPONDENT_TYPE


def start_counting(responses: list[Response]) -> None:
    """Code submitted responses (their rounds loaded) and announce them to the tallies: two statements in all."""
    coded = list(map(_coded, responses))
    CodedResponse.objects.bulk_create(coded, batch_size=2000)
    CountChange.objects.bulk_create(
        (_change(code, response, +1) for code, response in zip(coded, responses, strict=True)), batch_size=2000
    )


def _coded(response: Response) -> CodedResponse:
    coder = coder_of(response.round.version_id)
    given = response.answers, response.sections, response.institution_id is not None
    return CodedResponse(
        response=response,
        round=response.round,
        institution_id=response.institution_id,
        group=response.group,
        participants=response.participants,
        **facets_of(response),
        **coder.code(*given)._asdict(),
    )


def facets_of(response: Response) -> dict[str, str]:
    """By what the response is told apart from others."""
    return {
        "language": response.language,
        "mode": response.mode,
        "respondent_type": response.profile.get(RESPONDENT_TYPE) or "",
    }


def stop_counting(response: Response) -> None:
    """Remove the coded form and announce to the tallies exactly what was counted."""
    coded = CodedResponse.objects.get(response=response)
    _change(coded, response, -1).save()
    coded.delete()


def _change(coded: CodedResponse, response: Response, sign: int) -> CountChange:
    return CountChange(
        round_id=coded.round_id,
        institution_id=coded.institution_id,
        group=coded.group,
        participants=coded.participants,
        sign=sign,
        data=coded.data,
        numbers=coded.numbers,
        **{facet: getattr(coded, facet) for facet in FACETS},
        sections=response.sections,
        submitted_at=response.submitted_at or timezone.now(),
    )
