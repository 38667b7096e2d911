"""The pieces of a change are the two texts again."""

from hypothesis import given
from hypothesis import strategies as st

from phases.text_diff import Change, Kind, changes_between

texts = st.text("ab \n", max_size=30)


@given(texts, texts)
def test_both_texts_can_be_read_back(old: str, new: str) -> None:
    pieces = changes_between(old, new)
    assert "".join(piece.text for piece in pieces if piece.kind is not Kind.NEW) == old
    assert "".join(piece.text for piece in pieces if piece.kind is not Kind.GONE) == new


def test_words_that_follow_each_other_are_one_change() -> None:
    assert changes_between("Een bank bij de vijver", "Een bank van hout") == [
        Change(Kind.SAME, "Een bank "),
        Change(Kind.GONE, "bij de vijver"),
        Change(Kind.NEW, "van hout"),
    ]
    assert changes_between("gelijk", "gelijk") == [Change(Kind.SAME, "gelijk")]
