"""Work for the worker: respondents hear that a reviewer asks about a fact they answered."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django_tasks import task

from fieldwork.facts.asked import participants_asked
from fieldwork.models import CardState, Remark
from fieldwork.review.letters import LetterText, send_letter
from surveys.questionnaires import questionnaire_of


@task()
def tell_asked(remark_pk: int) -> None:
    """Mail a reviewer's question to all whom it concerns, each once, however often this is run."""
    remark = Remark.objects.select_related("card__round", "card__institution").filter(pk=remark_pk).first()
    if remark is None or remark.card.state != CardState.OPEN:
        return

    survey_round = remark.card.round

    def write() -> LetterText:
        words = {"round": survey_round.title, "question": wording_of(survey_round.version_id, remark.card.item)}
        return LetterText(
            _("A question about your answers: %(round)s") % words,
            _("A reviewer has a question about your answer to “%(question)s”:") % words,
            remark.text,
            _("Please reply on the page that the link opens."),
            _("Read the question and reply"),
        )

    for participant in participants_asked(remark.card).iterator(chunk_size=500):
        send_letter(participant, f"remark {remark.pk}", write)


def wording_of(version_id: int, item: str) -> str:
    """The question in the active language; its code where the instrument has none such."""
    pages = questionnaire_of(version_id).pages
    return next((page.by_code[item].text for page in pages if item in page.by_code), item)
