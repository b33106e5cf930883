"""Invitations: how long ten thousand take to prepare, and whether sending keeps up with the mail server."""

from __future__ import annotations

import smtplib
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from time import perf_counter, process_time

from django.conf import settings
from django.test.utils import override_settings

from bench.results import Measurement, alternate
from bench.stage import Stage
from fieldwork.models import LetterState, Mailing, MailingKind, Recipients
from fieldwork.people.keeping import Person, add_people
from fieldwork.people.letters import Addressee, Composer
from fieldwork.people.marks import create_links
from fieldwork.people.posting import BATCH, send_waiting
from fieldwork.people.tasks import prepare
from fieldwork.people.wording import default_texts
from surveys.models import Participant, Round


def measure(stage: Stage, letters: int, sent: int, repeats: int) -> Measurement:
    """`letters`: of the mailing that is prepared; `sent`: in each turn of sending, by us and by a bare loop."""
    found = Measurement(f"invitations: {letters:,} letters")
    survey_round = stage.round_of(0, "invited")
    _add_people(survey_round, letters)
    mailing = _mailing(survey_round)
    start = perf_counter()
    prepared = prepare(mailing)
    written = perf_counter() - start
    _compose(mailing, BATCH)  # a worker that has just started reads the addresses of the site
    composed = _compose(mailing, sent) / sent * letters
    found.add(f"{prepared:,} letters written for those not invited", written, "s")
    found.add("prepared: written, and each put into words with a link of its own", written + composed, "s", at_most=60)
    turns = min(repeats, 3)
    few = sent // 5
    ours, bare = _compare("bench.mail_server.Deliberate", mailing, few, turns)
    found.add("one worker, a server that takes 20 ms for a letter", few / ours, "letters a second")
    found.add("a bare loop of smtplib, the same server", few / bare, "letters a second")
    found.add("share of that server's rate", bare / ours)
    ours, bare = _compare("aiosmtpd.handlers.Sink", mailing, sent, turns)
    found.add("one worker, a server that throws letters away", sent / ours, "letters a second")
    found.add("a bare loop of smtplib, the same server", sent / bare, "letters a second")
    found.add("share of that server's rate", bare / ours)
    found.add("processor time of the worker for a letter", _processor_time(mailing, sent) * 1000, "ms")
    found.notes.append(
        "The mail servers are aiosmtpd in a process of its own; the bare loop hands over mail that is ready. Beside "
        "its work a worker makes a link, writes both parts of the mail and commits a transaction for each letter. "
        "Several workers share a mailing."
    )
    return found


def _compare(handler: str, mailing: Mailing, number: int, repeats: int) -> list[float]:
    """Seconds for so many letters by a worker and by a bare loop, to a mail server with this handler."""
    with _mail_server(handler) as port, override_settings(**_smtp(port)):
        return alternate(repeats, lambda: _send(mailing, number), lambda: _send_bare(mailing, port, number))


def _add_people(survey_round: Round, number: int) -> None:
    institutions = list(survey_round.institutions.all())
    add_people(
        survey_round,
        [
            Person(
                f"Synthetic person {n}",
                f"person{n}@example.org",
                institutions[n % len(institutions)],
                (),
                survey_round.languages[n % len(survey_round.languages)],
            )
            for n in range(number)
        ],
    )


def _mailing(survey_round: Round) -> Mailing:
    mailing = Mailing(round=survey_round, kind=MailingKind.INVITATION, recipients=Recipients.NOT_INVITED)
    for language in survey_round.languages:
        subject, body = default_texts(mailing.kind, language)
        setattr(mailing, f"subject_{language}", subject)
        setattr(mailing, f"body_{language}", body)
    mailing.save()
    return mailing


def _some(survey_round: Round, number: int) -> list[Participant]:
    related = ("contact", "institution", "response")
    return list(survey_round.participants.select_related(*related).order_by("pk")[:number])


def _compose(mailing: Mailing, number: int) -> float:
    """Seconds for the links and the words of so many letters, as a worker makes them."""
    people = _some(mailing.round, number)
    start = perf_counter()
    composer = Composer.of(mailing)
    for place in range(0, number, BATCH):
        some = people[place : place + BATCH]
        for one, (_link, secret) in zip(some, create_links(mailing.round, some), strict=True):
            composer.compose(Addressee.of(one), secret, "<x@example.org>").message().as_bytes()
    taken = perf_counter() - start
    mailing.round.personal_links.filter(participant__isnull=False).delete()
    return taken


def _send(mailing: Mailing, number: int) -> float:
    """Seconds in which a worker sends so many letters; the others wait aside."""
    keys = list(mailing.letters.filter(state=LetterState.WAITING).order_by("pk").values_list("pk", flat=True))
    aside = mailing.letters.filter(pk__in=keys[number:])
    aside.update(state=LetterState.SKIPPED)
    start = perf_counter()
    send_waiting(mailing)
    taken = perf_counter() - start
    mailing.letters.filter(state=LetterState.SKIPPED).update(state=LetterState.WAITING)
    return taken


def _processor_time(mailing: Mailing, number: int) -> float:
    """Seconds of the processor that a worker needs for a letter, however busy the machine is."""
    with _mail_server("aiosmtpd.handlers.Sink") as port, override_settings(**_smtp(port)):
        start = process_time()
        _send(mailing, number)
        return (process_time() - start) / number


def _send_bare(mailing: Mailing, port: int, number: int) -> float:
    """Seconds in which smtplib alone hands over as many mails of the same kind, made before."""
    composer = Composer.of(mailing)
    people = _some(mailing.round, number)
    mails = [composer.compose(Addressee.of(one), "secret" * 7, "<x@example.org>") for one in people]
    ready = [(mail.to[0], mail.message().as_bytes(linesep="\r\n")) for mail in mails]
    start = perf_counter()
    with smtplib.SMTP("127.0.0.1", port) as server:
        for address, content in ready:
            server.sendmail("metep@localhost", [address], content)
    return perf_counter() - start


def _smtp(port: int) -> dict[str, object]:
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": "127.0.0.1",
        "EMAIL_PORT": port,
        "EMAIL_USE_TLS": False,
        "EMAIL_USE_SSL": False,
        "EMAIL_HOST_USER": "",
        "EMAIL_HOST_PASSWORD": "",
    }


@contextmanager
def _mail_server(handler: str) -> Iterator[int]:
    """A mail server on this machine until the block ends; its port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    command = [sys.executable, "-m", "aiosmtpd", "--nosetuid", "--class", handler]
    server = subprocess.Popen([*command, "--listen", f"127.0.0.1:{port}"], cwd=settings.BASE_DIR)  # noqa: S603 (our own)
    try:
        _wait(port)
        yield port
    finally:
        server.terminate()
        server.wait(10)


def _wait(port: int) -> None:
    for _time in range(100):
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise TimeoutError("The mail server did not start.")
