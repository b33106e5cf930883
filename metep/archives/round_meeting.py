"""What a round brings along meets what the site has by the same name: the same is used, the new added, clashes refused.

Nothing that is there is ever changed.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Model

from metep.archives import names
from metep.archives.problems import BrokenArchive, Clash
from metep.archives.reading import Archive
from metep.archives.round_staging import give_keys, keys, make_keys, next_number, staged
from metep.archives.round_tables import INSTITUTIONS, REGIONS
from metep.archives.tables import columns_of, quoted
from reports.models import Recommendation
from scoring.catalogue import method_codes, method_text
from surveys import content
from surveys.content import LANGUAGES, read_instrument
from surveys.models import InstrumentVersion
from surveys.publishing import VersionTaken, load

NAMES = tuple(f"name_{language}" for language in LANGUAGES)


def meet_method(archive: Archive) -> None:
    """Raise Clash unless this site scores by the same rules."""
    code = str(archive.manifest.about.get("method"))
    if code not in method_codes():
        raise Clash(f"This site has no method {code}. Methods: {', '.join(method_codes())}.")
    if archive.text(names.METHOD) != method_text(code):
        raise Clash(f"The method {code} says something else here than where the round comes from.")


def meet_instrument(cursor: Any, archive: Archive) -> InstrumentVersion:
    """The version of the round, published here where it is new. Raises Clash for other content of the same name."""
    try:
        version, _is_new = load(read_instrument(archive.text(names.INSTRUMENT)))
    except (VersionTaken, content.Defective) as error:
        raise Clash(f"The instrument of the round cannot be used here: {error}") from error
    make_keys(cursor, InstrumentVersion)
    old = archive.manifest.about.get("version_key")
    if not isinstance(old, int):
        raise BrokenArchive("The manifest does not say which version the round asks.")
    cursor.execute(f"INSERT INTO {keys(InstrumentVersion)} VALUES (%s, %s)", [old, version.pk])  # noqa: S608
    return version


def meet_places(cursor: Any, are_names_the_same: bool) -> list[str]:
    """Regions and institutions by their codes; the codes of those added. Raises Clash with every difference."""
    problems = [*_differences(cursor, REGIONS, are_names_the_same)]
    added = _take_over(cursor, REGIONS, columns_of(REGIONS), {})
    problems += _differences(cursor, INSTITUTIONS, are_names_the_same)
    problems += _other_regions(cursor)
    if problems:
        hint = "" if are_names_the_same else " If only names changed: --same-bodies keeps those of this site."
        raise Clash("Other bodies have these codes here:\n" + "\n".join(problems) + f"\nNothing was imported.{hint}")
    region = f"(SELECT new FROM {keys(REGIONS)} WHERE old = s.region_id)"  # noqa: S608 (names of ours)
    return [*added, *_take_over(cursor, INSTITUTIONS, columns_of(INSTITUTIONS), {"region_id": region})]


def meet_staff(cursor: Any, archive: Archive) -> None:
    """Members of staff by their e-mail addresses; those whom this site does not know are not named."""
    user = get_user_model()
    make_keys(cursor, user)
    if archive.manifest.about.get("people"):
        table = quoted([user._meta.db_table])
        cursor.execute(
            f"INSERT INTO {keys(user)} SELECT s.id, u.id FROM {staged(user._meta.db_table)} s "  # noqa: S608
            f"JOIN {table} u ON u.email = lower(s.email)"
        )


def meet_advice(cursor: Any) -> None:
    """Recommendations by instrument and code. Raises Clash where one that was answered is not here."""
    table = Recommendation._meta.db_table
    own = f"(SELECT id FROM {quoted([table])} r WHERE r.instrument = s.instrument AND r.code = s.code)"  # noqa: S608
    give_keys(cursor, Recommendation, own)
    cursor.execute(
        f"SELECT s.code FROM {staged(table)} s JOIN {keys(Recommendation)} k ON k.old = s.id "  # noqa: S608
        "WHERE k.new IS NULL ORDER BY 1"
    )
    if missing := [code for (code,) in cursor.fetchall()]:
        raise Clash(
            f"Institutions answered recommendations that are not here: {', '.join(missing[:10])}. "
            "Bring them in first: manage.py load_recommendations."
        )


def deputy_of(email: str) -> int | None:
    """The user who stands for unknown staff. Raises Clash where there is none of this address."""
    if not email:
        return None
    user = get_user_model().objects.filter(email=email.lower()).first()
    if user is None:
        raise Clash(f"There is no user {email} here.")
    return int(user.pk)


def _differences(cursor: Any, model: type[Model], are_names_the_same: bool) -> Iterable[str]:
    """A sentence for each code that means something else here. Names differ where both have one in a language."""
    compared = ("country",) if are_names_the_same else ("country", *NAMES)
    table = model._meta.db_table
    for name in compared:
        cursor.execute(
            f"SELECT s.code, s.{name}, t.{name} FROM {staged(table)} s JOIN {quoted([table])} t ON t.code = s.code "  # noqa: S608
            f"WHERE COALESCE(s.{name}, '') <> COALESCE(t.{name}, '') AND s.{name} <> '' AND t.{name} <> '' ORDER BY 1"
        )
        for code, theirs, ours in cursor.fetchall():
            yield f"  {code}: “{theirs}” in the archive, “{ours}” here"


def _other_regions(cursor: Any) -> Iterable[str]:
    """Institutions that lie elsewhere here: regional scores would count them there."""
    bodies, regions = INSTITUTIONS._meta.db_table, REGIONS._meta.db_table
    cursor.execute(
        f"SELECT s.code, sr.code, tr.code FROM {staged(bodies)} s JOIN {quoted([bodies])} t ON t.code = s.code "  # noqa: S608
        f"LEFT JOIN {staged(regions)} sr ON sr.id = s.region_id "
        f"LEFT JOIN {quoted([regions])} tr ON tr.id = t.region_id "
        "WHERE sr.code IS DISTINCT FROM tr.code ORDER BY 1"
    )
    for code, theirs, ours in cursor.fetchall():
        yield f"  {code}: in region {theirs or '(none)'} in the archive, in {ours or '(none)'} here"


def _take_over(cursor: Any, model: type[Model], columns: tuple[str, ...], changed: dict[str, str]) -> list[str]:
    """Keys of what is here by its code, and new rows for the rest; the codes of these."""
    table = model._meta.db_table
    here = f"(SELECT t.id FROM {quoted([table])} t WHERE t.code = s.code)"  # noqa: S608 (names of ours)
    give_keys(cursor, model, here)
    values = ", ".join("k.new" if name == "id" else changed.get(name, f"s.{quoted([name])}") for name in columns)
    cursor.execute(f"UPDATE {keys(model)} SET new = -{next_number(model)} WHERE new IS NULL")  # noqa: S608
    cursor.execute(
        f"INSERT INTO {quoted([table])} ({quoted(columns)}) SELECT {values} FROM {staged(table)} s "  # noqa: S608
        f"JOIN (SELECT old, -new AS new FROM {keys(model)} WHERE new < 0) k ON k.old = s.id RETURNING code"
    )
    added = [code for (code,) in cursor.fetchall()]
    cursor.execute(f"UPDATE {keys(model)} SET new = abs(new)")  # noqa: S608
    return added
