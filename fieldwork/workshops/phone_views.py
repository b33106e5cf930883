"""The pages of people in the room: join by a code, vote, see what came of it. No account, no language but their own."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from fieldwork.models import Seat, Stage, Workshop
from fieldwork.workshops.agenda import find_step
from fieldwork.workshops.codes import TooManyWrongCodes, find_workshop, normalise
from fieldwork.workshops.forms import CodeForm, JoinForm, VoteForm
from fieldwork.workshops.fragments import TEMPLATE, common_part
from fieldwork.workshops.phone import Phone
from fieldwork.workshops.seats import (
    WorkshopFull,
    find_seat,
    find_seat_by_secret,
    find_seat_to_show,
    remember_seat,
    revision_for,
    take_seat,
)
from fieldwork.workshops.voting import cast
from surveys.questionnaires import questionnaire_of
from surveys.views.access import WrongLanguage, address_in, require_offered_language

CONFLICT, UNPROCESSABLE, TOO_MANY = 409, 422, 429
LIVE = "X-Live"
"""A header: the page's script asked, and wants only the part that changes."""

View = Callable[..., HttpResponseBase]


def guarded(view: View) -> View:
    """A page that says when too many wrong codes were tried, and that speaks only languages of the round."""

    @never_cache
    @wraps(view)
    def page(request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        try:
            return view(request, **kwargs)
        except TooManyWrongCodes as refusal:
            return _ask_code(request, CodeForm(), str(refusal), TOO_MANY)
        except WrongLanguage as wrong:
            return redirect(address_in(request.get_full_path(), wrong.language))

    return page


@guarded
def enter(request: HttpRequest) -> HttpResponse:
    """Type the code."""
    if request.method != "POST":
        return _ask_code(request, CodeForm())
    form = CodeForm(request.POST)
    if not form.is_valid():
        return _ask_code(request, form, status=UNPROCESSABLE)
    code = normalise(form.cleaned_data["code"])
    if find_seat(request.session, code) is None and find_workshop(request, code) is None:
        form.add_error("code", _unknown())
        return _ask_code(request, form, status=UNPROCESSABLE)
    return redirect("join-workshop", code)


@guarded
def phone(request: HttpRequest, code: str) -> HttpResponse:
    """Where the workshop is, for those who have a seat; the others take one."""
    if held := find_seat(request.session, normalise(code)):
        require_offered_language(held[0].workshop.round)
        return _show(request, *held)
    workshop = find_workshop(request, code)
    if workshop is None:
        form = CodeForm({"code": code[:50]})
        form.add_error("code", _unknown())
        return _ask_code(request, form, status=404)
    if request.method != "POST":
        require_offered_language(workshop.round)
    return _join(request, workshop)


@never_cache
@require_safe
def changed(request: HttpRequest, code: str) -> HttpResponse:
    """Nothing (204) while a phone shows the state of its workshop; else that state. Most requests end here."""
    revision = revision_for(request.GET.get("seat", ""))
    if revision is None:
        raise Http404
    if str(revision) == request.GET.get("seen", ""):
        return HttpResponse(status=204)
    found = find_seat_to_show(request.session, normalise(code))
    if found is None:
        raise Http404
    seat, has_voted = found
    return _show_part(request, seat) if has_voted else HttpResponse(common_part(request, seat))


@require_POST
@guarded
def vote(request: HttpRequest, code: str) -> HttpResponse:
    """Vote, or vote anew while the ballot is open. A late vote is not counted, and its phone is told."""
    held = find_seat(request.session, normalise(code))
    if held is None:
        return redirect("join-workshop", normalise(code) or "-")
    seat = held[0]
    typed = (request.POST.get("value", ""), request.POST.get("reason", ""))
    step = find_step(questionnaire_of(seat.workshop.round.version_id), seat.workshop.item)
    if step is None or request.POST.get("item") != step.code:
        return _answer(request, held, [_late()], status=CONFLICT)
    form = VoteForm(step.question, request.POST)
    if not form.is_valid():
        problems = [str(message) for errors in form.errors.values() for message in errors]
        return _answer(request, held, problems, typed, UNPROCESSABLE)
    given = form.cleaned_data
    if not cast(seat, given["item"], given["ballot"], given["value"], given["reason"]):
        seat.workshop.refresh_from_db(fields=["stage", "item", "revision"])
        return _answer(request, held, [_late()], status=CONFLICT)
    return _answer(request, held) if request.headers.get(LIVE) else redirect("join-workshop", normalise(code))


@require_safe
@guarded
def rejoin(request: HttpRequest, code: str, secret: str) -> HttpResponse:
    """The personal address of a seat: another browser goes on in it."""
    seat = find_seat_by_secret(normalise(code), secret)
    if seat is None:
        find_workshop(request, "")  # one more wrong code
        raise Http404
    remember_seat(request.session, seat, secret)
    return redirect("join-workshop", seat.workshop.join_code)


def _ask_code(request: HttpRequest, form: CodeForm, refusal: str = "", status: int = 200) -> HttpResponse:
    return render(request, "fieldwork/workshops/code.html", {"form": form, "refusal": refusal}, status=status)


def _join(request: HttpRequest, workshop: Workshop) -> HttpResponse:
    """Take a seat."""
    form = JoinForm(request.POST if request.method == "POST" else None)
    status = 200
    if form.is_valid():
        try:
            seat, secret = take_seat(workshop, form.cleaned_data["name"].strip())
        except WorkshopFull as refusal:
            form.add_error(None, str(refusal))
        else:
            remember_seat(request.session, seat, secret)
            return redirect("join-workshop", workshop.join_code)
    if form.errors:
        status = UNPROCESSABLE
    context = {"form": form, "workshop": workshop, "offered_languages": workshop.round.languages}
    return render(request, "fieldwork/workshops/join.html", context, status=status)


def _answer(
    request: HttpRequest,
    held: tuple[Seat, str],
    problems: list[str] | None = None,
    typed: tuple[str, str] | None = None,
    status: int = 200,
) -> HttpResponse:
    if request.headers.get(LIVE):
        return _show_part(request, held[0], problems, typed, status)
    return _show(request, *held, problems, typed, status)


def _show(
    request: HttpRequest,
    seat: Seat,
    secret: str,
    problems: list[str] | None = None,
    typed: tuple[str, str] | None = None,
    status: int = 200,
) -> HttpResponse:
    """The whole page. Without a script it loads itself again while there is nothing to type."""
    shown = Phone.of(seat, problems, typed)
    context = {
        "seat": seat,
        "workshop": seat.workshop,
        "survey_round": seat.workshop.round,
        "phone": shown,
        "secret": secret,
        "offered_languages": seat.workshop.round.languages,
        "reloads": not shown.ballot and seat.workshop.stage != Stage.ENDED,
    }
    return render(request, "fieldwork/workshops/phone.html", context, status=status)


def _show_part(
    request: HttpRequest,
    seat: Seat,
    problems: list[str] | None = None,
    typed: tuple[str, str] | None = None,
    status: int = 200,
) -> HttpResponse:
    """Only what changes."""
    context = {"workshop": seat.workshop, "phone": Phone.of(seat, problems, typed)}
    return render(request, TEMPLATE, context, status=status)


def _unknown() -> str:
    return gettext("No workshop has this code now. Look at the screen in the room; codes end with their workshops.")


def _late() -> str:
    return gettext("This vote was closed before your answer came: it is not counted. Here is where the workshop is.")
