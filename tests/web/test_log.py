"""The log says in Dutch what was done, whatever was done."""

from tests.support.acts import recorded_acts
from wijkaanzet.web.act_texts import ACTS


def test_every_act_has_its_words() -> None:
    acts = recorded_acts()
    assert len(acts.names) > 50, "the source was not read as it should be"
    assert acts.names - ACTS.keys() == set()


def test_no_words_are_left_of_an_act_that_is_gone() -> None:
    composed = {act for act in ACTS if act.startswith("letters-asked-")}
    assert ACTS.keys() - composed - recorded_acts().names == set()
    assert {text.split("-{")[0] for text in recorded_acts().unread} == {"f'letters-asked"}
