"""Which fields hold texts in every language (django-modeltranslation)."""

from modeltranslation.translator import TranslationOptions, register

from surveys.models import (
    Chapter,
    Column,
    Dimension,
    Institution,
    InstrumentVersion,
    Item,
    Notice,
    Point,
    Region,
    Relation,
    Round,
    Row,
    Section,
    Table,
)


@register(InstrumentVersion)
class InstrumentVersionTexts(TranslationOptions):
    """Texts of a version."""

    fields = ("title", "description", "source")


@register([Dimension, Point, Item])
class NamedTexts(TranslationOptions):
    """A text and its help."""

    fields = ("text", "help")


@register([Column, Notice, Relation, Row])
class PlainTexts(TranslationOptions):
    """A text."""

    fields = ("text",)


@register([Section, Chapter])
class HeadedTexts(TranslationOptions):
    """A title and its introduction."""

    fields = ("title", "intro")


@register(Table)
class TableTexts(TranslationOptions):
    """Texts of a table."""

    fields = ("title", "lead", "help")


@register([Region, Institution])
class Names(TranslationOptions):
    """A name."""

    fields = ("name",)


@register(Round)
class RoundTexts(TranslationOptions):
    """Texts of a round."""

    fields = ("title", "notice")
