"""The mutation bar in short: no number is wrong or lost in silence, and sound forms agree. The long run is a benchmark's."""

import sys

import pytest

from support.paths import HOUSE

sys.path.append(str(HOUSE / "benchmarks"))

from mutation_bar import SoundForm, count_kind, hold_sound, is_held, kinds_under, load_forms
from mutations.kinds import Kind, Mutated

pytestmark = pytest.mark.slow


class Faults(list[str]):
    """The faults that were told."""

    def __call__(self, fault: str, _: Mutated) -> None:
        self.append(fault)


@pytest.fixture(scope="module")
def forms() -> list[SoundForm]:
    return load_forms(first=0, made=1, families=1)


@pytest.mark.parametrize("kind", kinds_under("bar"), ids=lambda kind: kind.name)
def test_no_number_is_wrong_or_lost_in_a_form_that_agrees(kind: Kind, forms: list[SoundForm]):
    faults = Faults()

    assert is_held(count_kind(kind, forms, faults)), faults


def test_sound_forms_agree():
    faults = Faults()

    assert hold_sound(0, 20, faults), faults
