"""Create a round in preparation, with its institutions."""

from __future__ import annotations

from argparse import ArgumentParser
from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, no_translations
from django.db import transaction
from django.utils import timezone

from surveys.content import LANGUAGES
from surveys.countries import country_name, is_country
from surveys.institutions import import_institutions
from surveys.models import InstrumentVersion, Round
from surveys.spreadsheets import BadFile


class Command(BaseCommand):
    """`manage.py create_round CODE --instrument NAME --version NAME --method NAME --country KZ [...]`"""

    help = "Create a round in preparation. All sections and languages of the version are asked; open_round opens it."

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> Any:
        """Django's own --version gives way to that of the instrument."""
        return super().create_parser(prog_name, subcommand, conflict_handler="resolve", **kwargs)

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What a round needs, and what it may have."""
        parser.add_argument("code", help="short name of the round, as it stands in addresses")
        parser.add_argument("--instrument", required=True, help="code of the instrument")
        parser.add_argument("--version", required=True, help="version of the instrument")
        parser.add_argument("--method", required=True, help="scoring method with its version")
        parser.add_argument("--country", required=True, help="two letters of ISO 3166, such as KZ")
        parser.add_argument(
            "--institutions", type=Path, metavar="FILE", help="CSV: code,name_kk,name_ru,name_en,kind,level,region,url"
        )
        parser.add_argument("--opens", metavar="ISO", help="moment from which answers are taken")
        parser.add_argument("--closes", metavar="ISO", help="moment from which no answers are taken")
        for language in LANGUAGES:
            parser.add_argument(f"--title-{language}", default="", metavar="TITLE", help="title in this language")
        parser.add_argument(
            "--synthetic", action="store_true", help="the answers will be made up, and every page says so"
        )

    @no_translations
    def handle(self, *args: Any, **options: Any) -> None:
        """All or nothing."""
        version = _find_version(options["instrument"], options["version"])
        country = options["country"]
        if not is_country(country):
            raise CommandError(f"There is no country {country}: give the two letters of ISO 3166, such as KZ.")
        made = Round(
            code=options["code"],
            country=country,
            version=version,
            method=options["method"],
            opens_at=_moment("--opens", options["opens"]),
            closes_at=_moment("--closes", options["closes"]),
            languages=version.languages,
            sections=list(version.sections.values_list("code", flat=True)),
            is_synthetic=options["synthetic"],
            **{
                f"title_{language}": options[f"title_{language}"] or _title(version, country, language)
                for language in LANGUAGES
            },
        )
        with transaction.atomic():
            number = _store(made, options["institutions"])
        self.stdout.write(f"{made.code}: in preparation, {version}, {made.method}, institutions: {number}")


def _find_version(code: str, name: str) -> InstrumentVersion:
    version = InstrumentVersion.objects.filter(code=code, version=name).first()
    if version is None:
        known = ", ".join(str(version) for version in InstrumentVersion.objects.all()) or "none"
        raise CommandError(f"There is no instrument version {code} {name}. Versions: {known}.")
    return version


def _moment(option: str, words: str | None) -> datetime | None:
    """The moment written; without a zone it is in that of the site."""
    if not words:
        return None
    try:
        moment = datetime.fromisoformat(words)
    except ValueError as error:
        raise CommandError(f"{option}: “{words}” is no moment. Write it as 2026-10-01T09:00.") from error
    return timezone.make_aware(moment) if timezone.is_naive(moment) else moment


def _title(version: InstrumentVersion, country: str, language: str) -> str:
    title = getattr(version, f"title_{language}") or version.title
    return f"{title} ({country_name(country)[language]})"


def _store(made: Round, institutions: Path | None) -> int:
    """Check and store the round with its institutions; with their number."""
    try:
        made.full_clean()
        made.save()
        found = import_institutions(institutions, made.country) if institutions else []
    except ValidationError as error:
        raise CommandError("\n".join(_sentences(error))) from error
    except BadFile as error:
        raise CommandError("\n".join(f"{institutions}: {problem}" for problem in error.problems)) from error
    made.institutions.set(found)
    return len(found)


def _sentences(error: ValidationError) -> list[str]:
    return [
        message if field == "__all__" else f"{field}: {message}"
        for field, messages in error.message_dict.items()
        for message in messages
    ]
