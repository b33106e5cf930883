"""Begin a response: by the open link of a round, or by a personal link."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from surveys.forms import LinkStartForm, StartForm
from surveys.links import create_link, find_link, lock_link, require_valid
from surveys.models import Institution, Mode, Participant, Response, ResponseState, Round, RoundNotOpen
from surveys.notices import current_notice, notice_shown
from surveys.ordering import by_name
from surveys.pages import SectionPages
from surveys.questionnaires import questionnaire_of
from surveys.session_keys import renew_key
from surveys.views.access import (
    RESPONSES,
    NotYours,
    WrongLanguage,
    address_in,
    language_asked,
    let_in,
    remember,
    require_offered_language,
    speak,
)
from surveys.views.refusals import show_not_open

LINK = "link"
"""Session key: secret of the personal link that this browser opened and has not begun to answer."""


class NoOpenLink(PermissionDenied):
    """Raised when somebody opens the address of a round that is answered by invitation only."""


@never_cache
def start_by_open_link(request: HttpRequest, code: str) -> HttpResponse:
    """What the round is about, consent, and the choice of the institution; then a response."""
    survey_round = get_object_or_404(Round, code=code)
    if not survey_round.has_open_link:
        raise NoOpenLink(_("This round is answered by personal links only. Open the link of your invitation."))
    institutions = list(survey_round.institutions.order_by(*by_name()))
    sections = _sections(survey_round, survey_round.sections)

    def make_form(*args: Any, **options: Any) -> StartForm:
        return StartForm(*args, institutions=institutions, may_be_group=_may_be_group(sections), **options)

    def begin(form: StartForm) -> Response:
        response = _create(survey_round, form, form.institution_chosen, sections)
        _link, secret = create_link(survey_round, form.institution_chosen, response.sections, response=response)
        let_in(request, response.pk, secret)
        return response

    context = {"sections": sections, "begun": _find_begun(request, survey_round)}
    return _show_start(request, survey_round, make_form, begin, context)


@never_cache
def open_link(request: HttpRequest, secret: str) -> HttpResponse:
    """Take the secret out of the address at once; go on with the response, or begin it."""
    link = find_link(secret)
    if link.response_id is None:
        if not link.round.has_personal_links:
            raise NoOpenLink(_("This round takes no answers by personal links. Ask the people who invited you."))
        if request.session.get(LINK) != secret:
            request.session[LINK] = secret
            renew_key(request.session)
        return redirect("link-start")
    let_in(request, link.response_id, secret)
    return redirect("response", pk=link.response_id)


@never_cache
def start_by_personal_link(request: HttpRequest) -> HttpResponse:
    """The same as by the open link, for the institution and the sections of the personal link."""
    secret = request.session.get(LINK)
    if secret is None:
        raise NotYours(_("Open your personal link to begin."))
    link = find_link(secret)
    if link.response_id is not None:
        return redirect("answer-link", secret=secret)
    sections = _sections(link.round, link.sections or link.round.sections)

    def make_form(*args: Any, **options: Any) -> LinkStartForm:
        return LinkStartForm(*args, may_be_group=_may_be_group(sections), **options)

    @transaction.atomic
    def begin(form: LinkStartForm) -> Response:
        locked = lock_link(link)
        require_valid(locked)
        response = locked.response or _create(link.round, form, link.institution, sections, link.participant)
        locked.lead_to(response)
        del request.session[LINK]
        # The key is new since the link was opened. Another one now would leave a second press of the button outside.
        remember(request, response.pk, secret)
        return response

    return _show_start(request, link.round, make_form, begin, {"sections": sections, "institution": link.institution})


def _show_start(
    request: HttpRequest, survey_round: Round, make_form: Any, begin: Any, context: dict[str, Any]
) -> HttpResponse:
    """Show the form, take it, or say that the round is not open; moments in the time zone of the round."""
    with timezone.override(survey_round.zone):
        return _take_start(request, survey_round, make_form, begin, context)


def _take_start(
    request: HttpRequest, survey_round: Round, make_form: Any, begin: Any, context: dict[str, Any]
) -> HttpResponse:
    try:
        survey_round.require_open()
        if request.method != "POST":
            require_offered_language(survey_round)
    except RoundNotOpen as refusal:
        return show_not_open(request, survey_round, refusal)
    except WrongLanguage as wrong:
        return redirect(address_in(request.get_full_path(), wrong.language))
    context |= {"survey_round": survey_round, "offered_languages": survey_round.languages}
    if request.method != "POST":
        current_notice(survey_round)
        return render(request, "surveys/start.html", context | {"form": make_form(), "here": request.path})
    if language := language_asked(request, survey_round):
        # What was chosen comes along into the other language; nothing is begun and nothing is complained about.
        speak(request, language)
        asked = [section.code for section in context["sections"]]
        context |= {"sections": _sections(survey_round, asked)}
        context |= {"form": make_form(initial=request.POST.dict()), "here": address_in(request.path, language)}
        return render(request, "surveys/start.html", context)
    form = make_form(request.POST)
    if not form.is_valid():
        return render(request, "surveys/start.html", context | {"form": form, "here": request.path}, status=422)
    return redirect("response-link", pk=begin(form).pk)


def _create(
    survey_round: Round,
    form: LinkStartForm,
    institution: Institution | None,
    sections: list[SectionPages],
    participant: Participant | None = None,
) -> Response:
    """A new draft. A group is asked no personal opinions."""
    is_group = form.mode_chosen is Mode.COLLECTIVE
    return Response.objects.create(
        round=survey_round,
        institution=institution,
        participant=participant,
        language=get_language() or survey_round.languages[0],
        mode=form.mode_chosen,
        participants=form.participants_counted,
        sections=[section.code for section in sections if not (is_group and section.is_personal)],
        consented_at=timezone.now(),
        notice_id=notice_shown(survey_round),
    )


def _sections(survey_round: Round, codes: list[str]) -> list[SectionPages]:
    return [section for section in questionnaire_of(survey_round.version_id).sections if section.code in codes]


def _may_be_group(sections: list[SectionPages]) -> bool:
    return any(not section.is_personal for section in sections)


def _find_begun(request: HttpRequest, survey_round: Round) -> Response | None:
    """A draft of this round that the browser knows already; None where there is none."""
    known = list(request.session.get(RESPONSES, {}))
    drafts = Response.objects.filter(pk__in=known, round=survey_round, state=ResponseState.DRAFT)
    return drafts.order_by("-started_at").first() if known else None
