"""Words as people look for them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phases.words import MOST_TERMS, SNIPPET, fold, forms_of, marked, snippet, terms_of


def finds(asked: str, text: str) -> bool:
    """Whether every word that is asked for is in a text."""
    return all(any(term.finds(form) for form in forms_of(text)) for term in terms_of(asked))


@pytest.mark.parametrize(
    ("asked", "text"),
    [
        ("moestuin", "Buurtmoestuin"),
        ("tuin", "een moestuin"),
        ("tuin", "tuinhuisje"),
        ("bomen", "een boom"),
        ("boom", "twintig bomen"),
        ("fiets", "het fietspad"),
        ("CAFE", "Taalcafé"),
        ("taalcafé", "taalcafe"),
        ("speeltuinen", "de nieuwe speeltuin"),
        ("tuin de in", "in de tuin"),
        ("Merelsin", "aan de Merelsingel"),
        ("m", "moestuin"),
        ("ouderen jongeren", "voor jongeren en ouderen"),
        ("łódź", "Lodz"),
        ("straße", "strasse"),
        ("2030", "in 2030"),
    ],
)
def test_what_is_found(asked: str, text: str) -> None:
    assert finds(asked, text)


@pytest.mark.parametrize(
    ("asked", "text"),
    [
        ("tuin", "een boom"),
        ("tuin boom", "een moestuin"),
        ("ui", "een tuin"),  # only from four letters on, and not in the middle
        ("sing merel", "Merelsingel"),  # `sing` is not the last word and too short is not: it is no beginning
        ("fie pad", "fietspad"),  # only the last word may be half typed
    ],
)
def test_what_is_not_found(asked: str, text: str) -> None:
    assert not finds(asked, text)


@given(st.text(max_size=300))
def test_any_text_is_a_question(text: str) -> None:
    terms = terms_of(text)
    assert len(terms) <= MOST_TERMS + 1
    assert all(fold(form) == form for term in terms for form in term.forms)
    assert all(piece.text for piece in marked(text, terms))


@given(st.text(max_size=300), st.text(max_size=20))
def test_marking_changes_no_text(text: str, asked: str) -> None:
    again = "".join(piece.text for piece in marked(text, terms_of(asked)))
    assert again == "".join(piece.text for piece in marked(text, ()))


def test_what_was_looked_for_is_marked() -> None:
    pieces = marked("Een café in de Buurtmoestuin", terms_of("cafe tuin"))
    assert [piece.text for piece in pieces if piece.found] == ["café", "Buurtmoestuin"]


def test_a_snippet_shows_the_words_around_it() -> None:
    text = (
        "Hier gebeurt niets bijzonders. " * 20 + "Wij bouwen een speeltuin. " + "En verder ook nog dit. " * 20
    )
    pieces = snippet(text, terms_of("tuin"))
    shown = "".join(piece.text for piece in pieces)
    assert [piece.text for piece in pieces if piece.found] == ["speeltuin"]
    assert shown.startswith("… ")
    assert shown.endswith(" …")
    assert len(shown) <= SNIPPET + 60
    assert snippet(text, terms_of("zwembad")) == ()
    assert "".join(p.text for p in snippet("Een tuin.", terms_of("tuin"))) == "Een tuin."
