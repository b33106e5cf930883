"""A whole respondent: queries, size of the pages, time on the server, respondents a second."""

from __future__ import annotations

import re
from contextlib import AbstractContextManager
from time import process_time
from urllib.parse import urljoin

from django.conf import settings

from bench.clients import Answer, Browser, Crowd, let_walk
from bench.forms import forms_of
from bench.in_process import InProcess
from bench.results import Measurement, percentile
from bench.servers import Server, database_cpu, serve
from bench.stage import ANSWERED, Stage
from bench.walk import Forms, answer_everything
from surveys.models import Round

VARIANTS = 16  # sets of answers that respondents take turns with
_FILES = re.compile(r'<(?:link|script|img)\b[^>]*?(?:href|src)="([^"]+\.(?:css|js|svg|png))"')
_FONTS = re.compile(r'url\("?([^")]+-core[^")]*\.woff2)"?\)')  # what Kazakh, Russian and English need


class Respondents:
    """People who answer a round, each with one of a few sets of answers."""

    def __init__(self, survey_round: Round) -> None:
        self.round = survey_round
        self.forms: list[Forms] = [forms_of(survey_round, seed) for seed in range(VARIANTS)]

    def walk(self, browser: Browser, number: int) -> None:
        """One person from end to end."""
        answer_everything(browser, self.round.code, self.forms[number % VARIANTS])

    def crowd(self, server: Server, number: int) -> Crowd:
        """So many people, eight at a time."""
        return let_walk(server.port, number, self.walk)


def our_site(stage: Stage) -> AbstractContextManager[Server]:
    """This site as script/demo serves it."""
    return serve("metep.wsgi", cwd=settings.BASE_DIR, log=stage.folder / "metep.log")


def measure(stage: Stage, respondents: int) -> Measurement:
    """`respondents` of them after as many for warming up as there are clients."""
    found = Measurement("journey: a whole respondent")
    people = Respondents(stage.round_of(0, ANSWERED))
    count_queries(people, found)
    with our_site(stage) as server:
        people.crowd(server, 2 * VARIANTS)
        _weigh(server, people, found)
        before, database_before, clients_before = server.cpu(), database_cpu(), process_time()
        crowd = people.crowd(server, respondents)
        cpu, database = server.cpu() - before, database_cpu() - database_before
        clients = process_time() - clients_before
    found.add("respondents", crowd.per_second, "a second")
    found.add("requests", len(crowd.seconds) / crowd.elapsed, "a second")
    found.add("processor time of the site for one respondent", cpu / respondents * 1000, "ms")
    found.add("processor time of PostgreSQL for one respondent", database / respondents * 1000, "ms")
    found.add("processor time of the clients for one respondent", clients / respondents * 1000, "ms")
    found.add("waiting for an answer, median", percentile(crowd.seconds, 0.5) * 1000, "ms")
    found.add("waiting for an answer, 95 of 100", percentile(crowd.seconds, 0.95) * 1000, "ms")
    return found


def count_queries(people: Respondents, found: Measurement) -> None:
    """How many statements requests take, once the process has read the instrument."""
    for number in range(2):
        visitor = InProcess()
        answer_everything(visitor, people.round.code, people.forms[number])
    request, most = visitor.most
    found.add("requests of one respondent", len(visitor.queries))
    found.add("queries a request, most", most, at_most=6)
    found.add("queries of one respondent", visitor.total)
    found.notes.append(f"Most queries: {_anonymous(request)}. BEGIN and COMMIT are not counted.")


def _weigh(server: Server, people: Respondents, found: Measurement) -> None:
    """The largest page of a respondent in each language, and the heaviest first visit."""
    for language in settings.LANGUAGE_NAMES:
        browser = Browser(server.port, seen=[])
        answer_everything(browser, people.round.code, people.forms[0], language)
        assert browser.seen is not None
        pages = [answer for answer in browser.seen if answer.status == 200]
        largest = max(pages, key=lambda answer: len(answer.content))
        found.add(f"largest page in {language}, HTML", len(largest.content) / 1024, "KB", at_most=60)
        found.add(f"largest page in {language}, compressed", max(len(page.body) for page in pages) / 1024, "KB")
        found.notes.append(f"Largest page in {language}: {_anonymous(largest.path)}.")
        files = _Files(server)
        heaviest = max(pages, key=lambda page: len(page.body) + files.weight_of(page))
        everything = len(heaviest.body) + files.weight_of(heaviest)
        found.add(f"first visit in {language}, everything", everything / 1024, "KB", at_most=150)


class _Files:
    """The weight of styles, scripts, pictures and fonts that pages ask for, each fetched once."""

    def __init__(self, server: Server) -> None:
        self._browser = Browser(server.port)
        self._fetched: dict[str, Answer] = {}

    def weight_of(self, page: Answer) -> int:
        """The bytes of all files of a page."""
        needed = set(_FILES.findall(page.content.decode()))
        for address in sorted(needed):
            if address.endswith(".css"):
                style = self._fetch(address).content.decode()
                needed |= {urljoin(address, font) for font in _FONTS.findall(style)}
        return sum(len(self._fetch(address).body) for address in needed)

    def _fetch(self, address: str) -> Answer:
        if address not in self._fetched:
            answer = self._fetched[address] = self._browser.ask("GET", address)
            assert answer.status == 200, address
        return self._fetched[address]


def _anonymous(path: str) -> str:
    """An address without the identifier of the response."""
    return re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}", "…", path)
