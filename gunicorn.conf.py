"""How gunicorn serves the site; it reads this file where it starts. The command line and GUNICORN_CMD_ARGS go first.

Processes of one machine count together in a folder that begins and ends with the server.
"""

from __future__ import annotations

import gc
import os
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

from gunicorn.glogging import Logger  # type: ignore[import-untyped]

sys.path.insert(0, str(Path(__file__).resolve().parent))

from metep.environment import env_choice
from metep.observing.logs import FORMATS, LEVELS, configuration

_COUNTS = "PROMETHEUS_MULTIPROC_DIR"


class Log(Logger):  # type: ignore[misc]
    """Of the server. Requests are told by the site: gunicorn would tell their addresses."""

    def access(self, *_arguments: Any) -> None:
        """Nothing, and without putting it together."""


logger_class = Log
wsgi_app = "metep.wsgi"
preload_app = True  # loaded once: the processes share the memory of what does not change
bind = os.environ.get("BIND", "127.0.0.1:8000")
timeout = 120  # seconds: the longest reports take one of them
graceful_timeout = 60  # a request that runs when the server is told to stop is answered
control_socket_disable = True
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108 - workers show there that they live
logconfig_dict = configuration(env_choice("LOG_LEVEL", "INFO", LEVELS), env_choice("LOG_FORMAT", "json", FORMATS))

_own_counts = "" if os.environ.get(_COUNTS) else tempfile.mkdtemp(prefix="metep-counts-")
os.environ.setdefault(_COUNTS, _own_counts)


def when_ready(server: Any) -> None:
    """What is loaded stays: collecting garbage in the processes would touch, and so copy, all of it."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000)  # objects; a page makes some thousands, and nearly all of them go by themselves


def child_exit(server: Any, worker: Any) -> None:
    """What a process showed of the moment goes with it; what it counted stays."""
    from prometheus_client.multiprocess import mark_process_dead

    mark_process_dead(worker.pid)  # type: ignore[no-untyped-call]


def on_exit(server: Any) -> None:
    """The server ends, and its counts with it."""
    shutil.rmtree(_own_counts, ignore_errors=True)
