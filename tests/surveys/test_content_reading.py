"""Reading instrument files: every defect of form at once, one sentence each."""

from __future__ import annotations

import pytest

from surveys.content import BrokenInstrument, Instrument, read_instrument
from tests.contents import SMALL

TOML = SMALL.read_text("utf-8")


def problems_of(toml: str) -> list[str]:
    with pytest.raises(BrokenInstrument) as caught:
        read_instrument(toml)
    return list(caught.value.problems)


def test_the_small_instrument_is_read_whole(small: Instrument) -> None:
    assert [section.code for section in small.sections] == ["F", "P", "N"]
    assert list(small.items_by_code)[:3] == ["F1.1.a", "F1.1.b", "F1.1.c"]
    assert small.items_by_code["F1.1.share"].maximum == 100
    assert small.table_by_item["P1.2.a.info"].columns[0].text["ru"] == "Информация"


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ('code = "small"\n', "", "instrument lacks code."),
        ('version = "1"', "version = 1", "small: version must be text, not 1."),
        ('version = "1"', 'version = "1"\nauthor = "me"', "small has an unknown key author."),
        ('languages = ["kk", "ru", "en"]', 'languages = "kk"', "small: languages must be a list."),
        ('languages = ["kk", "ru", "en"]', "languages = [1]", "small: languages 1 must be text, not 1."),
        ('code = "F1.1.a"\n', 'code = "F1.1.a"\nhlep.kk = "?"\n', "F1.1.a has an unknown key hlep."),
        ('code = "F1.1.a"\ntype = "yndk"', 'code = "F1.1.a"', "F1.1.a lacks type."),
        ('type = "percent"', 'type = ["yndk"]', "F1.1.share: type must be one of yndk, "),
        ('type = "percent"', 'type = "per cent"', "not 'per cent'."),
        ("maximum = 100", "maximum = nan", "F1.1.share: maximum must be a number, not nan."),
        ("maximum = 100", "maximum = true", "F1.1.share: maximum must be a number, not True."),
        ("maximum = 100", f"maximum = {10**400}", "F1.1.share: maximum must be a number, not 10000"),
        ("reverse = true", 'reverse = "yes"', "F1.1.c: reverse must be true or false, not 'yes'."),
        ('title.kk = "Шағын сауалнама"\n', 'title.kz = "Шағын"\n', "small: title is in an unknown language kz."),
        ('text.kk = "Заң бар ма?"', "text.kk = 5", "F1.1.a: text must hold words by language."),
        ('[[scales]]\ncode = "media"', '[scales.x]\ncode = "media"', "scale05 has an unknown key x."),
        ('[[scales]]\ncode = "media"', '[levels]\ncode = "media"', "This is not a TOML file: "),
        ('version = "1"', 'version = "1', "This is not a TOML file: "),
        ('version = "1"', 'version = "1"\nversion = "2"', "This is not a TOML file: "),
        ('version = "1"', 'version = "\x00"', "This is not a TOML file: "),
        ('version = "1"', f"version = {'[' * 5000}", "This is not a TOML file: its values are nested too deeply."),
    ],
)
def test_a_defect_of_form_is_named(old: str, new: str, expected: str) -> None:
    assert old in TOML
    assert [expected in problem for problem in problems_of(TOML.replace(old, new, 1))] == [True]


def test_every_defect_is_reported_at_once() -> None:
    broken = (
        TOML.replace('version = "1"', "").replace('type = "percent"', 'type = "x"').replace("reverse = true", "re=1")
    )
    assert [problem.split(" ")[0] for problem in problems_of(broken)] == ["small", "F1.1.c", "F1.1.share:"]


def test_a_section_that_is_no_table_is_named() -> None:
    assert problems_of('sections = ["F"]\ncode="x"\nversion="1"\ntitle.kk="x"')[0] == "x: sections 1 must be a table."


def test_an_empty_text_is_no_text() -> None:
    read = read_instrument(TOML.replace('text.kk = "Заң бар ма?"', 'text.kk = "Заң бар ма?"\nhelp.kk = ""', 1))
    assert read.items_by_code["F1.1.a"].help == {}
