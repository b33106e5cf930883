"""Mailings of a round: written, looked at, counted."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import pgettext

from fieldwork.access import round_page
from fieldwork.models import Letter, LetterState, Mailing, MailingKind, Recipients
from fieldwork.people.letters import Addressee, Composer
from fieldwork.people.mail_forms import MailingForm, ReleaseForm
from fieldwork.people.standing import reachable, recipients_of
from fieldwork.people.views import PAGE, chosen_of
from fieldwork.people.wording import subject_of
from fieldwork.tabs import sees_people, show
from surveys.labels import language_choices
from surveys.models import Institution, Participant, Round

TAB = "work-mail"
EXAMPLE_SECRET = "example"  # noqa: S105 (the link of a sample leads nowhere)


@round_page(sees_people)
def index(request: HttpRequest, survey_round: Round) -> HttpResponse:
    """Mailings, the newest first, with the numbers of their letters."""
    counted = survey_round.mailings.annotate(
        sent=Count("letters", filter=Q(letters__state=LetterState.SENT)), in_all=Count("letters")
    )
    page = Paginator(counted.order_by("-made_at"), PAGE).get_page(request.GET.get("page"))
    for one in page.object_list:
        one.standing = standing_of(one)  # type: ignore[attr-defined]
        one.subject = subject_of(one, survey_round)  # shown, never saved
    context = {"page": page, "is_closed": survey_round.is_closed(), "waiting_for": _waiting_for(survey_round)}
    return show(request, survey_round, TAB, "fieldwork/people/mailings.html", context)


@round_page(sees_people)
def compose(request: HttpRequest, survey_round: Round, kind: str) -> HttpResponse:
    """Write a new mailing; it stays a draft until it is released."""
    if kind not in MailingKind.values:
        raise Http404
    chosen = chosen_of(survey_round, request.POST.getlist("participant") or request.GET.getlist("participant"))
    form = MailingForm(survey_round, kind, bool(chosen), request.POST or None)
    context = {"form": form, "kind": MailingKind(kind), "chosen": chosen, "is_closed": survey_round.is_closed()}
    if request.method == "POST" and not context["is_closed"] and form.is_valid():
        mailing = form.fill(Mailing(round=survey_round, kind=kind, made_by_id=request.user.pk))
        with transaction.atomic():
            mailing.save()
            if mailing.recipients == Recipients.CHOSEN:
                keys = reachable(Participant.objects.filter(pk__in=[one.pk for one in chosen])).values_list(
                    "pk", flat=True
                )
                Letter.objects.bulk_create(Letter(mailing=mailing, participant_id=key) for key in keys)
        return redirect("work-mail-one", survey_round.code, mailing.pk)
    status = 422 if request.method == "POST" else 200
    return show(request, survey_round, TAB, "fieldwork/people/compose.html", context, status)


@round_page(sees_people)
def edit(request: HttpRequest, survey_round: Round, pk: int) -> HttpResponse:
    """Change the texts of a draft."""
    found = draft_of(survey_round, pk)
    form = MailingForm(survey_round, found.kind, found.recipients == Recipients.CHOSEN, request.POST or None, found)
    if form.is_valid():
        form.fill(found).save()
        return redirect("work-mail-one", survey_round.code, pk)
    context = {"form": form, "kind": MailingKind(found.kind), "mailing": found}
    status = 422 if request.method == "POST" else 200
    return show(request, survey_round, TAB, "fieldwork/people/compose.html", context, status)


@round_page(sees_people)
def mailing(request: HttpRequest, survey_round: Round, pk: int) -> HttpResponse:
    """One mailing: as people will see it, when it goes, what became of each letter."""
    return show_mailing(request, survey_round, mailing_of(survey_round, pk))


@round_page(sees_people)
def numbers(request: HttpRequest, survey_round: Round, pk: int) -> HttpResponse:
    """Only the numbers, asked for every five seconds while letters are sent."""
    return render(request, "fieldwork/people/_numbers.html", _numbers(mailing_of(survey_round, pk)))


def show_mailing(
    request: HttpRequest, survey_round: Round, found: Mailing, form: ReleaseForm | None = None
) -> HttpResponse:
    """The page of a mailing; with a `form` that was refused, so that nothing typed is lost."""
    language = request.GET.get("language")
    language = language if language in survey_round.languages else survey_round.languages[0]
    context: dict[str, Any] = {
        "languages": language_choices(survey_round.languages),
        "language": language,
        "sample": sample(found, language),
        "is_closed": survey_round.is_closed(),
        "is_prepared_round": not survey_round.is_open() and not survey_round.is_closed(),
        **_numbers(found),
    }
    if found.released_at is None and found.cancelled_at is None:
        context |= {"release": form or ReleaseForm(found), "expected": _expected(found)}
    state = request.GET.get("state", "")
    letters = found.letters.select_related("participant__contact").order_by("pk")
    letters = letters.filter(state=state) if state in LetterState.values else letters
    context |= {"page": Paginator(letters, PAGE).get_page(request.GET.get("page")), "state": state}
    return show(request, survey_round, TAB, "fieldwork/people/mailing.html", context, 422 if form else 200)


def mailing_of(survey_round: Round, pk: int) -> Mailing:
    """A mailing of the round. Raises Http404."""
    return get_object_or_404(Mailing.objects.select_related("round", "made_by"), pk=pk, round=survey_round)


def draft_of(survey_round: Round, pk: int) -> Mailing:
    """A mailing that can still change. Raises Http404."""
    drafts = Mailing.objects.filter(released_at__isnull=True, cancelled_at__isnull=True)
    return get_object_or_404(drafts.select_related("round"), pk=pk, round=survey_round)


def sample(found: Mailing, language: str) -> Any:
    """The mail as somebody of the first institution would get it: subject, body (plain text)."""
    institution: Institution | None = found.round.institutions.order_by("code").first()
    name = getattr(institution, f"name_{language}", "") if institution else ""
    return Composer.of(found).compose(Addressee("", "example@example.org", name, language, "example"), EXAMPLE_SECRET)


def standing_of(found: Mailing) -> str:
    """Where a mailing stands, in words."""
    if found.cancelled_at:
        return pgettext("mailing", "cancelled")
    if found.finished_at:
        return pgettext("mailing", "finished")
    if found.prepared_at:
        return pgettext("mailing", "being sent")
    return pgettext("mailing", "planned") if found.released_at else pgettext("mailing", "draft")


def _numbers(found: Mailing) -> dict[str, Any]:
    """How many letters stand where."""
    counted = dict(found.letters.order_by().values_list("state").annotate(n=Count("pk")))
    states = [(state.value, state.label, counted[state.value]) for state in LetterState if state.value in counted]
    is_moving = bool(found.released_at and not found.finished_at and not found.cancelled_at)
    return {"mailing": found, "states": states, "is_moving": is_moving, "standing": standing_of(found)}


def _expected(found: Mailing) -> int:
    """How many letters it would be if it went now."""
    if found.recipients == Recipients.CHOSEN:
        return found.letters.filter(state=LetterState.WAITING).count()
    return recipients_of(found.round, found.recipients).count()


def _waiting_for(survey_round: Round) -> list[tuple[str, int]]:
    """(whom, how many) of the groups that a mailing can be for."""
    whom = (Recipients.NOT_INVITED, Recipients.MISSING)
    return [(str(one.label), recipients_of(survey_round, one).count()) for one in whom]
