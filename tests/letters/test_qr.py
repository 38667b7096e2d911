import random
import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from letters import qr
from letters.errors import QrError
from tests.letters.samples import SYMBOLS, random_code

PREFIX = "https://wijkaanzet.example.nl/stem#"
CODES = st.lists(st.sampled_from(SYMBOLS), min_size=12, max_size=12).map("".join)


@given(CODES)
@settings(max_examples=60)
def test_the_product_gives_the_library_s_matrix(code: str) -> None:
    family = qr.family(PREFIX)
    assert np.array_equal(family.modules([code])[0], qr.library_modules(PREFIX, code))


@pytest.mark.parametrize("mask", range(8))
@pytest.mark.parametrize("prefix", ["https://a.nl/stem#", PREFIX, "https://" + "x" * 90 + ".nl/stem#"])
def test_every_mask_and_length_agrees(prefix: str, mask: int) -> None:
    codes = [random_code(random.Random(mask)), "ZZZZ-ZZZZ-ZZZZ", "0000-0000-0000"]
    drawn = qr.family(prefix, mask).modules(codes)
    for code, modules in zip(codes, drawn, strict=True):
        assert np.array_equal(modules, qr.library_modules(prefix, code, mask))


def test_dashes_are_not_in_the_qr_code() -> None:
    family = qr.family(PREFIX)
    assert np.array_equal(family.modules(["ABCD-EFGH-JKMN"]), family.modules(["ABCDEFGHJKMN"]))
    assert qr.payload(PREFIX, "ABCD-EFGH-JKMN") == PREFIX + "ABCDEFGHJKMN"


def painted(path: bytes, size: int) -> np.ndarray:
    grid = np.zeros((size, size), dtype=bool)
    for x, y, width in re.findall(rb"(\d+) (\d+) (\d+) 1 re\n", path):
        grid[size - 1 - int(y), int(x) : int(x) + int(width)] = True
    return grid


def test_the_shared_and_the_own_path_paint_the_whole_symbol() -> None:
    family = qr.family(PREFIX)
    chance = random.Random(3)
    codes = [random_code(chance) for _ in range(50)]
    common = painted(family.common_path(), family.size)
    for path, modules in zip(family.paths(codes), family.modules(codes), strict=True):
        assert np.array_equal(common | painted(path, family.size), modules)


def test_more_codes_than_a_chunk() -> None:
    chance = random.Random(4)
    codes = [random_code(chance) for _ in range(1100)]
    paths = list(qr.family(PREFIX).paths(codes))
    assert len(paths) == 1100
    assert paths[1050] == next(qr.family(PREFIX).paths([codes[1050]]))


def test_no_codes_give_no_paths() -> None:
    assert list(qr.family(PREFIX).paths([])) == []


@pytest.mark.parametrize("wrong", ["", "ABCD", "ABCD-EFGH-JKM", "ABCD-EFGH-JKMé", "abcd-efgh-jkmn"])
def test_what_cannot_be_a_code(wrong: str) -> None:
    with pytest.raises(QrError):
        qr.family(PREFIX).modules([wrong])


@pytest.mark.parametrize(
    "wrong", ["https://wijk€.nl/stem#", "https://" + "x" * 400 + ".nl/stem#", "https://" + "x" * 4000]
)
def test_what_cannot_be_a_prefix(wrong: str) -> None:
    with pytest.raises(QrError):
        qr.family(wrong)
