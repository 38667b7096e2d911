import pytest

from letters.errors import WindowError
from letters.window import PROFILES, Box, window_profile


@pytest.mark.parametrize("name", PROFILES)
def test_what_is_safe_is_visible_in_every_position_of_the_sheet(name: str) -> None:
    profile = PROFILES[name]
    for x in (0.0, profile.slack_x):
        for y in (0.0, profile.slack_y):
            left, top = profile.window_left - x, profile.window_top - y
            window = Box(left, top, left + profile.window_width, top + profile.window_height)
            assert window.holds(profile.safe)
            assert profile.visible.holds(window)


def test_folds() -> None:
    assert PROFILES["c5-left"].folds == (148.5,)
    assert PROFILES["ea56-right"].folds == (99.0, 198.0)


def test_a_supplier_s_measures_replace_the_usual_ones() -> None:
    profile = window_profile({"base": "ea56-left", "window_top": 48, "window_height": 47.5, "name": "eigen"})
    assert (profile.window_top, profile.window_height, profile.window_left) == (48.0, 47.5, 20)
    assert profile.name == "eigen"
    assert window_profile({}) == PROFILES["c5-left"]


@pytest.mark.parametrize(
    "settings",
    [
        {"base": "c6"},
        {"window": 3},
        {"window_top": "40"},
        {"window_top": True},
        {"window_top": -1},
        {"window_left": 200},
        {"window_width": 15},
        {"envelope_width": 200},
        {"panel_height": 170},
    ],
)
def test_settings_that_cannot_be(settings: dict[str, object]) -> None:
    with pytest.raises(WindowError):
        window_profile(settings)
