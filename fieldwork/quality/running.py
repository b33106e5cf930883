"""Run all checks over a round and keep what they find in place of what an earlier run found."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from fieldwork.models import CheckRun, Finding
from fieldwork.quality.checks.blank import count_answered
from fieldwork.quality.reading import chunks, coded_responses
from fieldwork.quality.registry import CHECKS
from fieldwork.quality.rounds import Whole
from fieldwork.quality.values import Found, Frame, Looked
from surveys.catalogue import instrument_of
from surveys.models import Round

CAP = 1000  # findings kept for each check; all are counted
RUNS_KEPT = 5


@dataclass
class _Ledger:
    """What one check has found so far."""

    found: int = 0
    base: int = 0
    kept: list[Found] = field(default_factory=list)
    extra: Counter[str] = field(default_factory=Counter)

    def add(self, looked: Looked) -> None:
        self.found += len(looked.found)
        self.base += looked.base
        self.extra.update(looked.extra)
        self.kept += looked.found[: max(CAP - len(self.kept), 0)]

    def numbers(self) -> dict[str, int]:
        return {**self.extra, "found": self.found, "base": self.base}


def run_checks(survey_round: Round, run: CheckRun | None = None) -> CheckRun:
    """Look at every counted response once, in chunks; memory does not grow with the round.

    `run`: one that waits (its progress is written as it goes); a new one without it.
    """
    run = run or CheckRun.objects.create(round=survey_round)
    frame = Frame(instrument_of(survey_round.version_id))
    ledgers = {check.code: _Ledger() for check in CHECKS}
    _tell(run, total=coded_responses(survey_round), responses=0)
    answered, responses = Counter[str](), 0
    for chunk in chunks(survey_round, frame):
        for check in CHECKS:
            if check.of_chunk:
                ledgers[check.code].add(check.of_chunk(frame, chunk))
        answered.update(count_answered(frame, chunk))
        responses += len(chunk.ids)
        _tell(run, responses=responses)
    whole = Whole(survey_round, frame, responses, answered)
    for check in CHECKS:
        if check.of_round:
            ledgers[check.code].add(check.of_round(whole))
    _keep(run, ledgers)
    return run


def _tell(run: CheckRun, **numbers: int) -> None:
    for name, number in numbers.items():
        setattr(run, name, number)
    run.save(update_fields=list(numbers))


@transaction.atomic
def _keep(run: CheckRun, ledgers: dict[str, _Ledger]) -> None:
    """Findings and the end of the run appear at once; old runs go."""
    run.findings.all().delete()
    Finding.objects.bulk_create(_rows(run, ledgers), batch_size=1000)
    run.results = {code: ledger.numbers() for code, ledger in ledgers.items()}
    run.finished_at, run.problem = timezone.now(), ""
    run.save(update_fields=["results", "finished_at", "problem"])
    kept = CheckRun.objects.filter(round=run.round_id).order_by("-started_at", "-pk").values_list("pk", flat=True)
    CheckRun.objects.filter(round=run.round_id).exclude(pk__in=[*kept[:RUNS_KEPT], run.pk]).delete()


def _rows(run: CheckRun, ledgers: dict[str, _Ledger]) -> Iterable[Finding]:
    for code, ledger in ledgers.items():
        for one in ledger.kept:
            yield Finding(
                run=run,
                check_code=code,
                response_id=one.response,
                institution_id=one.institution,
                item=one.item,
                details=dict(one.details),
            )


def finished_runs(survey_round: Round) -> QuerySet[CheckRun]:
    """The runs that came to an end, the latest first."""
    return CheckRun.objects.filter(round=survey_round, finished_at__isnull=False).order_by("-finished_at")


def latest_run(survey_round: Round) -> CheckRun | None:
    """The run whose findings are shown."""
    return finished_runs(survey_round).first()
