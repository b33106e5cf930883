"""Which fields hold texts in every language (django-modeltranslation)."""

from modeltranslation.translator import TranslationOptions, register

from reports.models import ContextSeries, Publication, Recommendation, ReportText, SourceDocument


@register(SourceDocument)
class SourceDocumentTexts(TranslationOptions):
    """Texts of a source document."""

    fields = ("text",)


@register(Recommendation)
class RecommendationTexts(TranslationOptions):
    """Texts of a recommendation."""

    fields = ("title", "action", "reason", "steps", "place")


@register(ContextSeries)
class ContextSeriesTexts(TranslationOptions):
    """Texts of a context series."""

    fields = ("title", "source", "unit")


@register(ReportText)
class ReportTextTexts(TranslationOptions):
    """A text of reports."""

    fields = ("text",)


@register(Publication)
class PublicationTexts(TranslationOptions):
    """What stands before the public results."""

    fields = ("introduction",)
