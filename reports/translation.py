"""Which fields hold texts in every language (django-modeltranslation)."""

from modeltranslation.translator import TranslationOptions, register

from reports.models import Recommendation, SourceDocument


@register(SourceDocument)
class SourceDocumentTexts(TranslationOptions):
    """Texts of a source document."""

    fields = ("text",)


@register(Recommendation)
class RecommendationTexts(TranslationOptions):
    """Texts of a recommendation."""

    fields = ("title", "action", "reason", "example", "place")
