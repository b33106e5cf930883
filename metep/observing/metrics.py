"""Metrics in Prometheus' words. Requests are counted where they are answered, by all processes of a machine together
(gunicorn.conf.py names the folder they share); the state of the site is read when somebody asks."""

from __future__ import annotations

import os
from collections.abc import Iterator

from django.db import DatabaseError
from prometheus_client import CONTENT_TYPE_LATEST as CONTENT_TYPE
from prometheus_client import REGISTRY, CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from metep.observing import state
from metep.observing.versions import code_version, revision

__all__ = ["CONTENT_TYPE", "note_request", "written"]

SHARED_FOLDER = "PROMETHEUS_MULTIPROC_DIR"
METHODS = {"GET", "HEAD", "POST", "OPTIONS"}
SECONDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)

_REQUESTS = Counter("metep_http_requests", "Requests by name of the page and status.", ["route", "method", "status"])
_DURATIONS = Histogram(
    "metep_http_request_duration_seconds", "Time until an answer was ready.", ["route"], buckets=SECONDS
)


def note_request(route: str, method: str | None, status: int, seconds: float) -> None:
    """Count an answered request."""
    _REQUESTS.labels(route, method if method in METHODS else "other", str(status)).inc()
    _DURATIONS.labels(route).observe(seconds)


def written() -> bytes:
    """Everything, as Prometheus reads it."""
    site = CollectorRegistry()
    site.register(_State())
    return generate_latest(_processes()) + generate_latest(site)


def _processes() -> CollectorRegistry:
    """What processes counted: all of this machine's, or this one alone where they share no folder."""
    if not os.environ.get(SHARED_FOLDER):
        return REGISTRY
    registry = CollectorRegistry()
    MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    return registry


class _State(Collector):
    """The state of the site as the database tells it: the same from every machine."""

    def collect(self) -> Iterator[Metric]:
        """All of it; without a database only that there is none."""
        version = GaugeMetricFamily("metep_info", "The version that answers.", labels=["version", "revision"])
        version.add_metric([code_version(), revision()], 1)
        yield version
        try:
            found = [*_queue(), *_jobs(), *_mail(), *_processes_seen()]
        except DatabaseError:
            found = []
        yield GaugeMetricFamily("metep_database_up", "Whether the database answers.", value=float(bool(found)))
        yield from found


def _queue() -> Iterator[Metric]:
    number = GaugeMetricFamily("metep_fold_waiting", "Changes that tallies do not hold yet.", labels=["round"])
    age = GaugeMetricFamily("metep_fold_lag_seconds", "Age of the oldest of them.", labels=["round"])
    for queue in state.queues():
        number.add_metric([queue.round], queue.waiting)
        age.add_metric([queue.round], queue.oldest.total_seconds())
    yield from (number, age)


def _jobs() -> Iterator[Metric]:
    number = GaugeMetricFamily(
        "metep_jobs", "Jobs of workers; those that ended: of the last day.", labels=["state", "task"]
    )
    age = GaugeMetricFamily("metep_job_age_seconds", "Age of the oldest job of a state.", labels=["state", "task"])
    for jobs in state.jobs():
        number.add_metric([jobs.state, jobs.task], jobs.number)
        age.add_metric([jobs.state, jobs.task], jobs.oldest.total_seconds())
    yield from (number, age)


def _mail() -> Iterator[Metric]:
    letters = GaugeMetricFamily("metep_letters", "Letters of mailings of the last 30 days.", labels=["state"])
    for name, number in state.letters().items():
        letters.add_metric([name], number)
    files = GaugeMetricFamily("metep_batch_files", "Files of batches that have not ended.", labels=["state"])
    for name, number in state.batch_files().items():
        files.add_metric([name], number)
    yield from (letters, files)


def _processes_seen() -> Iterator[Metric]:
    connections = GaugeMetricFamily("metep_database_connections", "Connections.", labels=["kind", "state"])
    counted: dict[tuple[str, str], int] = {}
    workers = set()
    for one in state.connections():
        key = (one.process.kind_word, one.state)
        counted[key] = counted.get(key, 0) + 1
        if one.process.is_worker:
            workers.add(one.process)
    for (kind, name), number in sorted(counted.items()):
        connections.add_metric([kind, name], number)
    yield connections
    yield GaugeMetricFamily("metep_workers", "Workers that are connected.", value=len(workers))
    server = state.server()
    yield GaugeMetricFamily(
        "metep_database_connections_max", "Connections that it allows.", value=server.most_connections
    )
    yield GaugeMetricFamily("metep_database_bytes", "Size of the database.", value=server.bytes)
