"""Lists of names stand in the order of the alphabet, in Kazakh and Russian."""

from __future__ import annotations

import pytest

from reports.alphabet import alphabetical


@pytest.mark.parametrize(
    "names",
    [
        ["Абай облысы", "Ақмола облысы", "Ақтөбе облысы", "Алматы қаласы", "Атырау облысы"],
        ["агенттік", "әкімдік", "министрлік"],
        ["Жамбылская область", "Западно-Казахстанская область", "Ұлытау облысы"],
        ["елка", "ёлка", "жук"],
        ["Әкімдік 2", "Әкімдік 10"],
        ["әкімдік", "Әкімдік 2"],
        ["Agency", "Ministry", "Абай"],
        ["Western", "Абай", "Шымкент"],
    ],
)
def test_names_stand_in_the_order_of_the_alphabet(names: list[str]) -> None:
    assert sorted(set(names), key=alphabetical) == names


def test_the_same_letters_in_another_size_have_a_fixed_order() -> None:
    assert sorted(["абай", "Абай"], key=alphabetical) == sorted(["Абай", "абай"], key=alphabetical)
