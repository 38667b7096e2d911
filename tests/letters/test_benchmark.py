import pytest

from benchmarks.letters import measure


@pytest.mark.parametrize("part", ["fast", "naive"])
def test_the_benchmark_draws_both_kinds_of_letter(part: str) -> None:
    figures = measure(part, 3)
    assert figures.keys() == {"ms", "kb", "rss_mb"}
    assert min(figures.values()) > 0
