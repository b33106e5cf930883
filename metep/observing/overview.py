"""The page of the site's state, for administrators: what runs, what waits, and what to do where something is wrong."""

from __future__ import annotations

import shutil
import socket
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import django
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from metep.observing import health, probes, state
from metep.observing.processes import WEB, Process
from metep.observing.versions import named
from surveys.roles import may_administer


@dataclass(frozen=True)
class SeenProcess:
    """A process that is connected to the database: how often, and what it does (a worker)."""

    process: Process
    kind: str
    connections: int
    task: str
    since: datetime | None


@dataclass(frozen=True)
class Site:
    """Everything that the page tells."""

    verdicts: list[health.Verdict]
    processes: list[SeenProcess]
    jobs: list[state.Jobs]
    failed: list[state.FailedJob]
    lost: list[state.RunningJob]
    queues: list[state.Queue]
    troubled: list[state.TroubledMailing]

    @property
    def health(self) -> health.Health:
        """Of the worst part."""
        return health.worst(self.verdicts)


@never_cache
@require_safe
def overview(request: HttpRequest, admin_site: Any) -> HttpResponse:
    """The page. Raises PermissionDenied for whoever may not change rounds."""
    if not may_administer(request.user):
        raise PermissionDenied
    context = {
        **admin_site.each_context(request),
        "title": _("State of the site"),
        "site_state": read_site(),
        "versions": _versions(),
        "machine": socket.gethostname(),
    }
    return TemplateResponse(request, "admin/metep/state.html", context)


def read_site() -> Site:
    """The state now: each statement once."""
    connections, jobs, running = state.connections(), state.jobs(), state.running_jobs()
    queues, letters, troubled = state.queues(), state.letters(), state.troubled_mailings()
    processes = sorted({one.process for one in connections}, key=lambda one: (one.kind, one.host, one.pid))
    lost = _lost(running, processes)
    disk = shutil.disk_usage(_existing(Path(settings.VAR_DIR)))
    verdicts = [
        health.judge_workers([one for one in processes if one.is_worker]),
        health.judge_jobs(jobs, lost),
        health.judge_mail(letters, troubled),
        health.judge_batches(state.batch_files()),
        health.judge_fold(queues),
        health.judge_database(connections, state.server()),
        health.judge_disk(disk.free, disk.total),
        health.judge_versions(probes.missing_migrations(), processes),
        health.judge_static(probes.has_static_files()),
    ]
    seen = _with_work(processes, connections, running)
    return Site(verdicts, seen, jobs, state.failed_jobs(), lost, queues, troubled)


def _existing(folder: Path) -> Path:
    """The folder, or the nearest above it that there is."""
    return next(one for one in (folder, *folder.absolute().parents) if one.exists())


def _lost(running: Sequence[state.RunningJob], processes: Sequence[Process]) -> list[state.RunningJob]:
    """Jobs that were claimed by a worker which is connected no more."""
    alive = tuple(f"{one.identifier}-" for one in processes if one.is_worker)
    return [job for job in running if not job.worker.startswith(alive)]


def _with_work(
    processes: Sequence[Process], connections: Sequence[state.Connection], running: Sequence[state.RunningJob]
) -> list[SeenProcess]:
    times = Counter(one.process for one in connections)
    seen = []
    for process in processes:
        own = [job for job in running if process.is_worker and job.worker.startswith(f"{process.identifier}-")]
        task, since = (own[0].task, own[0].begun_at) if own else ("", None)
        seen.append(SeenProcess(process, _kind(process), times[process], task, since))
    return seen


def _kind(process: Process) -> str:
    """What a process is, for people."""
    words = {WEB: _("web server"), "worker": _("worker"), "other": _("another program")}
    if process.kind_word in words:
        return words[process.kind_word]
    return _("command %(name)s") % {"name": process.kind}


def _versions() -> dict[str, str]:
    return {
        settings.SITE_NAME: named(),
        "Django": django.get_version(),
        "Python": sys.version.partition(" ")[0],
    }
