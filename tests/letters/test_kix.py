import random
import shutil
import subprocess
from pathlib import Path

import pytest

from letters import kix
from letters.errors import AddressError
from tests.letters.samples import random_address

# The example of PostNL's own guide.
VECTOR = "1231FZ13XHS"
STATES = {(0, 0): "T", (1, 0): "A", (0, 1): "D", (1, 1): "F"}


def zint(texts: list[str], folder: Path) -> list[str]:
    """The bars as an independent encoder draws them."""
    listed = folder / "kix.txt"
    listed.write_text("\n".join(texts) + "\n", encoding="ascii")
    command = ["zint", "-b", "KIX", "--batch", "-i", str(listed), "--dump"]
    dump = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split("\n")
    drawn = []
    for index, text in enumerate(texts):
        rows = [bin(int("1" + row.replace(" ", ""), 16))[3:] for row in dump[3 * index : 3 * index + 3]]
        upper, track, lower = ([int(bit) for bit in row[0 : 8 * len(text) : 2]] for row in rows)
        assert all(track)
        drawn.append("".join(STATES[pair] for pair in zip(upper, lower, strict=True)))
    return drawn


def test_the_guide_s_example() -> None:
    assert kix.states(VECTOR) == "TDAFTDFADTAFTDAFDAADFFTTTDAFDTAFFATDDFATFTFT"
    assert kix.states("0") == "TTFF"
    assert kix.states("Z") == "FFTT"


@pytest.mark.skipif(not shutil.which("zint"), reason="zint is not installed")
def test_an_independent_encoder_draws_the_same_bars(tmp_path: Path) -> None:
    chance = random.Random(5)
    texts = [VECTOR, *kix.ALPHABET, *(random_address(chance).kix for _ in range(1000))]
    assert [kix.states(text) for text in texts] == zint(texts, tmp_path)


def test_every_character_has_two_bars_up_and_two_down() -> None:
    symbols = [kix.states(character) for character in kix.ALPHABET]
    assert len(set(symbols)) == 36
    for symbol in symbols:
        assert sum(state in "AF" for state in symbol) == sum(state in "DF" for state in symbol) == 2


def test_the_measures_are_inside_the_tolerance() -> None:
    bars = kix.bars(VECTOR)
    assert 20 <= 25.4 / (bars[1].x - bars[0].x) <= 24
    assert {bar.height for bar in bars} == {1.25, 3.125, 5.0}
    assert max(bar.x + bar.width for bar in bars) == pytest.approx(kix.width(VECTOR))


def test_the_path_draws_the_bars() -> None:
    drawn = [tuple(map(float, line.split()[:4])) for line in kix.path(VECTOR).splitlines()[:-1]]
    assert drawn == [pytest.approx((bar.x, bar.y, bar.width, bar.height)) for bar in kix.bars(VECTOR)]


@pytest.mark.parametrize("wrong", ["", "2033 AB12", "2033ab12", "2033AB12XABCDEFGHIJ", "é"])
def test_what_has_no_bars(wrong: str) -> None:
    for draw in (kix.states, kix.path):
        with pytest.raises(AddressError):
            draw(wrong)
