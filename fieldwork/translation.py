"""Which fields of fieldwork hold texts in every language (django-modeltranslation)."""

from modeltranslation.translator import TranslationOptions, register

from fieldwork.models import Mailing


@register(Mailing)
class MailingTexts(TranslationOptions):
    """What a mail says."""

    fields = ("subject", "body")
