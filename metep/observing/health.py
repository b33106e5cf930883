"""Judgements about the state of a site: what is in order, what to look at, what to do. Values in, verdicts out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from metep.observing.processes import WEB, WORKER, Process
from metep.observing.state import Connection, Jobs, Queue, RunningJob, Server, TroubledMailing

BUSY = timedelta(minutes=5)
STUCK = timedelta(minutes=30)
LONG_TRANSACTION = timedelta(minutes=5)
LONG_TO_FOLD = 500_000  # changes: some four seconds for whoever opens results next
GIGABYTE = 1024**3


class Health(Enum):
    """How it stands, by a word of its own: colours alone say nothing."""

    GOOD = "good"
    WATCH = "watch"
    BAD = "bad"

    @property
    def word(self) -> str:
        """For people."""
        return str(_WORDS[self])


_WORDS = {
    Health.GOOD: gettext_lazy("In order"),
    Health.WATCH: gettext_lazy("Look at it"),
    Health.BAD: gettext_lazy("Act now"),
}
_ORDER = [Health.GOOD, Health.WATCH, Health.BAD]


@dataclass(frozen=True)
class Verdict:
    """One part of the site: what is seen of it, and what to do where it is not in order."""

    subject: str
    health: Health
    seen: str
    advice: str = ""


def worst(verdicts: Iterable[Verdict]) -> Health:
    """How the site as a whole stands."""
    return max((verdict.health for verdict in verdicts), key=_ORDER.index, default=Health.GOOD)


def whole(number: float) -> str:
    """A number as the reader's language writes it."""
    return formats.number_format(round(number), 0, force_grouping=True)


def gigabytes(number: float) -> str:
    """A size."""
    return formats.number_format(round(number / GIGABYTE, 1), 1, force_grouping=True)


def moment(age: timedelta) -> str:
    """When something began that has this age."""
    return told(timezone.now() - age)


def told(at: datetime) -> str:
    """A moment in the reader's language and in the time zone of the site."""
    return formats.date_format(timezone.localtime(at), "SHORT_DATETIME_FORMAT")


def judge_workers(workers: Sequence[Process]) -> Verdict:
    """Without a worker nothing is sent and nothing made."""
    seen = _("Workers connected: %(number)s") % {"number": whole(len(workers))}
    if workers:
        return Verdict(_("Workers"), Health.GOOD, seen)
    advice = _("Start a worker: manage.py db_worker. Without one no mail is sent and no reports or checks are made.")
    return Verdict(_("Workers"), Health.BAD, seen, advice)


def judge_jobs(jobs: Sequence[Jobs], lost: Sequence[RunningJob]) -> Verdict:
    """`lost`: jobs of workers that are no more."""
    counted = {state: sum(one.number for one in jobs if one.state == state) for state in ("running", "planned")}
    waiting = [one for one in jobs if one.state == "waiting"]
    failed = sum(one.number for one in jobs if one.state == "failed")
    oldest = max((one.oldest for one in waiting), default=timedelta())
    seen = _("Waiting: %(waiting)s. Running: %(running)s. Planned: %(planned)s. Failed within a day: %(failed)s.") % {
        "waiting": whole(sum(one.number for one in waiting)),
        "running": whole(counted["running"]),
        "planned": whole(counted["planned"]),
        "failed": whole(failed),
    }
    if waiting:
        seen = f"{seen} {_('The oldest has waited since %(moment)s.') % {'moment': moment(oldest)}}"
    health, advice = Health.GOOD, ""
    if failed:
        health = Health.WATCH
        advice = _("Look for the number of the job, which stands below, in the log: it says why the job failed.")
    if oldest > BUSY:
        health = Health.BAD if oldest > STUCK else Health.WATCH
        advice = _("The workers cannot keep up, or none runs. Start another: any number may run at once.")
    if lost:
        health = Health.BAD
        advice = _("A worker ended in the middle of a job. Start one: it first takes up what others left behind.")
    return Verdict(_("Jobs"), health, seen, advice)


def judge_mail(letters: Mapping[str, int], troubled: Sequence[TroubledMailing]) -> Verdict:
    """A mailing with a problem does not move until the mail server takes it."""
    seen = _(
        "In 30 days: sent %(sent)s, waiting %(waiting)s, refused %(failed)s, perhaps sent %(uncertain)s, "
        "came back %(bounced)s."
    ) % {name: whole(letters.get(name, 0)) for name in ("sent", "waiting", "failed", "uncertain", "bounced")}
    if not troubled:
        return Verdict(_("Mail"), Health.GOOD, seen)
    advice = _("A mailing does not move. Open it: it says what the mail server answered.")
    return Verdict(_("Mail"), Health.WATCH, seen, advice)


def judge_batches(files: Mapping[str, int]) -> Verdict:
    """Only batches that have not ended."""
    seen = _("Files waiting: %(waiting)s, being made: %(running)s, failed: %(failed)s.") % {
        name: whole(files.get(name, 0)) for name in ("waiting", "running", "failed")
    }
    if not files.get("failed"):
        return Verdict(_("Batches of reports"), Health.GOOD, seen)
    return Verdict(
        _("Batches of reports"), Health.WATCH, seen, _("Open the batch: beside each file stands why it failed.")
    )


def judge_fold(queues: Sequence[Queue]) -> Verdict:
    """Changes wait until somebody opens results: that is no fault, but a long queue is a long wait."""
    waiting = sum(queue.waiting for queue in queues)
    if not waiting:
        return Verdict(_("Tallies"), Health.GOOD, _("Every answer is in the tallies."))
    seen = _("Changes that wait for results to be opened: %(number)s, the oldest since %(moment)s.") % {
        "number": whole(waiting),
        "moment": moment(max(queue.oldest for queue in queues)),
    }
    if waiting < LONG_TO_FOLD:
        return Verdict(_("Tallies"), Health.GOOD, seen)
    advice = _("Whoever opens results next waits for seconds. To spare people that: manage.py score ROUND.")
    return Verdict(_("Tallies"), Health.WATCH, seen, advice)


def judge_database(connections: Sequence[Connection], server: Server) -> Verdict:
    """Connections run out before anything else does."""
    share = len(connections) / server.most_connections
    seen = _("PostgreSQL %(version)s, %(size)s GB. Connections to it: %(used)s of %(most)s.") % {
        "version": server.version.partition(" ")[0],
        "size": gigabytes(server.bytes),
        "used": whole(len(connections)),
        "most": whole(server.most_connections),
    }
    held = [
        one for one in connections if one.state.startswith("idle in transaction") and one.lasting > LONG_TRANSACTION
    ]
    if share >= 0.8:
        advice = _("Run fewer web processes, or put a pooler before the database: see docs/deployment.md.")
        return Verdict(_("Database"), Health.BAD if share >= 0.95 else Health.WATCH, seen, advice)
    if held:
        advice = _(
            "A process has left a transaction open since %(moment)s, and others may wait for it. Restart it."
        ) % {"moment": moment(max(one.lasting for one in held))}
        return Verdict(_("Database"), Health.WATCH, seen, advice)
    return Verdict(_("Database"), Health.GOOD, seen)


def judge_disk(free: int, total: int) -> Verdict:
    """The folder of evidence and reports."""
    seen = _("Free in the folder of files: %(free)s GB of %(total)s GB.") % {
        "free": gigabytes(free),
        "total": gigabytes(total),
    }
    if free >= total * 0.1 and free >= 2 * GIGABYTE:
        return Verdict(_("Disk space"), Health.GOOD, seen)
    health = Health.BAD if free < total * 0.05 or free < GIGABYTE else Health.WATCH
    advice = _(
        "Give the volume more room, or remove what is not of this site. Evidence and reports cannot be kept without."
    )
    return Verdict(_("Disk space"), health, seen, advice)


def judge_versions(missing: Sequence[str], processes: Iterable[Process]) -> Verdict:
    """The database against the code, and processes against each other."""
    versions = sorted({process.version for process in processes if process.kind in (WEB, WORKER)})
    if missing:
        seen = _("Migrations that are not applied: %(names)s.") % {"names": ", ".join(missing)}
        return Verdict(_("Versions and migrations"), Health.BAD, seen, _("Run manage.py migrate."))
    if len(versions) > 1:
        seen = _("Different versions run at once: %(names)s.") % {"names": ", ".join(versions)}
        advice = _("That is right during an update. Afterwards restart those of the former version.")
        return Verdict(_("Versions and migrations"), Health.WATCH, seen, advice)
    return Verdict(_("Versions and migrations"), Health.GOOD, _("All migrations are applied, and one version runs."))


def judge_static(holds: bool) -> Verdict:
    """Styles and scripts."""
    if holds:
        return Verdict(_("Styles and scripts"), Health.GOOD, _("They are collected."))
    advice = _("Run manage.py collectstatic, then restart the web server.")
    return Verdict(_("Styles and scripts"), Health.BAD, _("They are missing."), advice)
