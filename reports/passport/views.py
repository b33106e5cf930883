"""Passports: behind a number, behind an item, found by a printed code; keeping the state of a round."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from reports.dashboard.pages import NoSuchResult, live_results, read_unit, show_unit
from reports.dashboard.values import Number, Writer
from reports.figures import UnitView
from reports.passport.codes import ITEM, SECTION, PassportCode, Subject, find_subject, read_code
from reports.passport.frozen import results_at
from reports.passport.item import item_page
from reports.passport.number import number_page
from reports.passport.reading import run_with
from reports.permissions import analysts_only, rounds_analysed, rounds_with_results
from reports.results import Results
from reports.terms import terms_of
from scoring.calculate import freeze, read_evidence
from scoring.models import ScoreRun
from scoring.results import Measure, UnitTier
from surveys.models import Round


@require_safe
@analysts_only
def number_passport(request: HttpRequest, code: str) -> HttpResponse:
    """Where a score comes from."""
    results, writer = read_unit(request, code, takes_filters=True)
    source, family, part = (request.GET.get(name, "") for name in ("source", "family", "part"))
    page = number_page(results, source, family, part, writer)
    if page is None:
        raise NoSuchResult(_("There is no such number."))
    unit = writer.view.scores.unit
    subject = Subject(unit.tier.value, unit.code, source, family, part)
    page = replace(page, live=_live(request, results, subject))
    return show_unit(
        request, "number", results, writer, {"page": page, "may_keep": _may_keep(request, results, writer)}
    )


@require_safe
@analysts_only
def item_passport(request: HttpRequest, code: str, item: str) -> HttpResponse:
    """Where the score of an item comes from."""
    results, writer = read_unit(request, code, takes_filters=True)
    page = item_page(results, item, writer)
    if page is None:
        raise NoSuchResult(_("This unit has no such item."))
    unit = writer.view.scores.unit
    page = replace(page, live=_live(request, results, Subject(unit.tier.value, unit.code, ITEM, "", item)))
    return show_unit(request, "item", results, writer, {"page": page, "may_keep": _may_keep(request, results, writer)})


def _live(request: HttpRequest, results: Results, subject: Subject) -> Number | None:
    """The number as it is now, for the page of a past one; None for pages of now."""
    if results.run is None:
        return None
    return _number(live_results(request, results.survey_round), subject)


def _number(results: Results, subject: Subject) -> Number | None:
    """The number that is meant, in these results; None where they have none such."""
    scores = results.unit(subject.tier, subject.unit)
    if scores is None:
        return None
    view = UnitView(scores, results.instrument, terms_of(results.method))
    writer = Writer(view, results.survey_round.code, results.run.pk if results.run else None)
    if subject.kind == ITEM:
        item = scores.items.get(subject.part)
        return writer.item(item) if item else None
    if subject.kind not in list(Measure) or scores.of(Measure(subject.kind)).part(subject.family, subject.part) is None:
        return None
    return writer.part(Measure(subject.kind), subject.family, subject.part)


def _may_keep(request: HttpRequest, results: Results, writer: Writer) -> bool:
    """Whether the reader may keep the state of the page, and it is not kept yet. Only whole rounds are kept."""
    if results.run or writer.chosen or not rounds_analysed(request.user).filter(pk=results.survey_round.pk).exists():
        return False
    return run_with(results.survey_round, results.evidence.checksum) is None


@require_POST
@analysts_only
def keep_state(request: HttpRequest, code: str) -> HttpResponse:
    """Keep the scores of a round as they are: a score run, to which printed codes lead back."""
    survey_round = get_object_or_404(rounds_analysed(request.user).select_related("version"), code=code)
    run = freeze(read_evidence(survey_round))
    messages.success(request, _("This state is kept as score run %(number)s.") % {"number": run.pk})
    back = request.POST.get("next", "")
    is_ours = back.startswith("/") and url_has_allowed_host_and_scheme(
        back, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return redirect(back if is_ours else reverse("dashboard-unit", args=[code]))


@require_safe
@analysts_only
def find_passport(request: HttpRequest, passport_code: str) -> HttpResponse:
    """Where a printed code leads: to the number in its state; where that was not kept, to what is known."""
    code = read_code(passport_code)
    if code is None:
        raise Http404(_("This is no code of a passport."))
    rounds = rounds_with_results(request.user).select_related("version")
    survey_round = get_object_or_404(rounds, code__iexact=code.round_code)
    live = live_results(request, survey_round)
    run = run_with(survey_round, code.checksum)
    subject = find_subject(live.scores, code.fingerprint) or _subject_of(request, survey_round, run, code)
    if subject is None or (live.is_limited and subject.tier != UnitTier.INSTITUTION):
        raise Http404(_("This round has no such number."))
    is_live = live.evidence.checksum.startswith(code.checksum)
    if is_live or (run and ScoreRun.objects.filter(pk=run.pk).exclude(inputs=b"").exists()):
        return redirect(_address(survey_round, subject, None if is_live or run is None else run.pk))
    return _moved_on(request, code, live, subject, run)


def _subject_of(request: HttpRequest, survey_round: Round, run: ScoreRun | None, code: PassportCode) -> Subject | None:
    """What the code means in its run: units may have left the round since. Only readers of the whole round ask."""
    if run is None or not rounds_analysed(request.user).filter(pk=survey_round.pk).exists():
        return None
    past = results_at(survey_round, str(run.pk))
    return find_subject(past.scores, code.fingerprint) if past else None


def _address(survey_round: Round, subject: Subject, run: int | None) -> str:
    """The page of a number, of an item, or the part of a unit's page with the tables."""
    query = {"unit": f"{subject.tier}:{subject.unit}"} | ({"run": str(run)} if run else {})
    if subject.kind == ITEM:
        return f"{reverse('dashboard-item', args=[survey_round.code, subject.part])}?{urlencode(query)}"
    if subject.kind == SECTION:
        return f"{reverse('dashboard-unit', args=[survey_round.code])}?{urlencode(query)}#{subject.part}"
    query |= {"source": subject.kind, "family": subject.family, "part": subject.part}
    return f"{reverse('dashboard-number', args=[survey_round.code])}?{urlencode(query)}"


def _moved_on(
    request: HttpRequest, code: PassportCode, live: Results, subject: Subject, run: ScoreRun | None
) -> HttpResponse:
    """The counts have changed and the state of the code can not be shown; the number as it is now is."""
    context = {
        "code": str(code),
        "survey_round": live.survey_round,
        "run": run,
        "number": _number(live, subject),
        "address": _address(live.survey_round, subject, None),
    }
    return render(request, "reports/passport/moved.html", context)
