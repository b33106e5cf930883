"""Characters that nobody sees do not get in."""

from __future__ import annotations

from io import BytesIO

import pytest
from django.http import QueryDict
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from metep.models import User
from metep.typing_middleware import cleaned
from surveys.links import create_link
from surveys.models import Response
from surveys.spreadsheets import read_rows
from surveys.typed import has_controls, without_controls
from surveys.workbooks import read_table, write_workbook


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Әкімдік\x0b", "Әкімдік"),
        ("a\x1b[31mb", "a[31mb"),
        ("one\r\ntwo\tthree", "one\r\ntwo\tthree"),
        ("a\ufffeb\ud800", "ab"),
        ("🏛️ ‘quoted’ – dash", "🏛️ ‘quoted’ – dash"),
        ("a\x00b", "a\x00b"),  # the form itself says that this cannot be
    ],
)
def test_what_is_seen_stays(typed: str, kept: str) -> None:
    assert without_controls(typed) == kept
    assert has_controls(typed) == (typed != kept)


@given(st.text())
def test_what_is_clean_is_left_alone(text: str) -> None:
    clean = without_controls(text)
    assert without_controls(clean) == clean
    assert not has_controls(clean)


def test_posted_fields_keep_their_names_order_and_number() -> None:
    posted = QueryDict("a=1%0B&b=2&a=3")
    assert cleaned(posted).urlencode() == "a=1&a=3&b=2"
    with pytest.raises(AttributeError):
        cleaned(posted).setlist("a", [])


def test_no_list_of_the_administration_asks_the_database_for_a_zero_byte(db: None) -> None:
    browser = Client()
    browser.force_login(User.objects.create_superuser("root@example.org", "a long enough password"))
    for query in ("effort__exact=a%00", "q=%00", "o=%00", "horizon__exact=%00%0B", "p=%00"):
        assert browser.get(f"/kk/admin/reports/recommendation/?{query}").status_code in (200, 302), query


def test_tables_are_read_without_them() -> None:
    assert list(read_rows(BytesIO(b"code,name\na,b\x0bc\n"), ["code", "name"])) == [(2, {"code": "a", "name": "bc"})]
    assert list(read_table(BytesIO(write_workbook(["code"], [["a\x0bb"]])), ["code"], [])) == [(2, {"code": "ab"})]


def test_an_answer_is_stored_without_them(response: Response) -> None:
    client = Client()
    _link, secret = create_link(response.round, response.institution, response.sections, response=response)
    client.get(f"/kk/answer/{secret}/")
    assert (
        client.post(f"/kk/responses/{response.pk}/profile/", {"position": "Маман\x0b", "go": "stay"}).status_code < 400
    )
    response.refresh_from_db()
    assert "\x0b" not in str(response.profile)
