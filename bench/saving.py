"""A page saved against a bare view writing the same answers in one statement: same server and clients, in turns."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, ExitStack
from functools import partial
from time import perf_counter
from urllib.parse import urlencode

from django.conf import settings

from bench.clients import CLIENTS, Browser
from bench.journey import Respondents, our_site
from bench.results import Measurement, alternate, percentile
from bench.servers import Server, serve
from bench.stage import ANSWERED, Stage
from bench.walk import begin
from surveys.forms import fingerprints
from surveys.pages import Page
from surveys.questionnaires import questionnaire_of


class Saver:
    """One person who saves one page over and over, each time with other answers than the last."""

    def __init__(self, site: Server, bares: Sequence[Server], people: Respondents, page: Page) -> None:
        chance = random.Random(7)  # noqa: S311 (the same answers in each run)
        codes = [question.code for question in page.all_questions]
        fields = [{q.code: chance.choice(q.choices).value for q in page.all_questions} for _variant in range(2)]
        self._forms = [urlencode(answers) for answers in fields]
        self._seen = [fingerprints(codes, answers) for answers in fields]
        self._last = fingerprints(codes, {})
        self.browser, self._bares = Browser(site.port), [Browser(bare.port) for bare in bares]
        base = begin(self.browser, people.round.code, people.forms[0])
        self._address, self._bare_address = f"{base}{page.code}/", f"/{base.split('/')[-2]}/"
        self._turn = 0

    def save(self) -> None:
        """A save as the page sends it."""
        self._turn = 1 - self._turn
        sent = self.browser.post(self._address, f"{self._forms[self._turn]}&seen={self._last}&go=next")
        assert sent.status == 302, f"a save was answered by {sent.status}"
        self._last = self._seen[self._turn]

    def save_bare(self, place: int) -> None:
        """The same answers to a bare view."""
        self._turn = 1 - self._turn
        sent = self._bares[place].ask("POST", self._bare_address, self._forms[self._turn])
        assert sent.status == 302, f"a bare save was answered by {sent.status}"
        self._last = self._seen[self._turn]


def measure(stage: Stage, saves: int, repeats: int) -> Measurement:
    """`saves`: of each kind in each turn."""
    people = Respondents(stage.round_of(0, ANSWERED))
    page = _largest_page(people)
    found = Measurement(f"saving: page {page.code}, {len(page.all_questions)} answers")
    with ExitStack() as opened:
        site = opened.enter_context(our_site(stage))
        bares = [
            opened.enter_context(_bare_site(stage)),
            opened.enter_context(_bare_site(stage, BARE_OF_MIDDLEWARE="1")),
        ]
        savers = [Saver(site, bares, people, page) for _client in range(CLIENTS)]
        works: list[Callable[[Saver], None]] = [
            Saver.save,
            lambda saver: saver.save_bare(0),
            lambda saver: saver.save_bare(1),
        ]
        for work in works:
            _rate(savers, work, CLIENTS * 10)
        ours, bare, barest = alternate(repeats, *(partial(_rate, savers, work, saves) for work in works))
    seconds = [taken for saver in savers for taken in saver.browser.seconds]
    found.add("saves", ours, "a second")
    found.add("waiting for a save, median", percentile(seconds, 0.5) * 1000, "ms")
    found.add("writes by a bare view", bare, "a second")
    found.add("a save, in such writes", bare / ours, at_most=2.5)
    found.add("writes by a bare view without any middleware", barest, "a second")
    found.add("a save, in writes without any middleware", barest / ours)
    return found


def _bare_site(stage: Stage, **environment: str) -> AbstractContextManager[Server]:
    return serve("bench.bare_site", cwd=settings.BASE_DIR, log=stage.folder / "bare.log", **environment)


def _largest_page(people: Respondents) -> Page:
    """The page with the most questions, of those on which every answer is chosen from a list."""
    pages = questionnaire_of(people.round.version_id, "kk").pages
    return max(
        (page for page in pages if all(question.choices for question in page.all_questions)),
        key=lambda page: len(page.all_questions),
    )


def _rate(savers: list[Saver], work: Callable[[Saver], None], number: int) -> float:
    """How many saves a second by all at once."""
    each = number // len(savers)

    def save(saver: Saver) -> None:
        for _turn in range(each):
            work(saver)

    start = perf_counter()
    with ThreadPoolExecutor(len(savers)) as pool:
        list(pool.map(save, savers))
    return each * len(savers) / (perf_counter() - start)
