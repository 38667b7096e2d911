"""What a resident receives by mail is as agreed, in both parts, and what somebody wrote is never markup in it."""

from dataclasses import replace

import jinja2
import pytest

from tests.support.editions import SPEC
from tests.support.mails import GOLDEN, SAMPLES, names, sample
from wijkaanzet.mail_text import WIDTH, compose


def test_every_mail_has_a_sample_and_every_sample_a_golden_file() -> None:
    assert {key.partition("--")[0] for key in SAMPLES} == names()
    assert {file.name for file in GOLDEN.iterdir()} == {f"{k}.{e}" for k in SAMPLES for e in ("txt", "html")}


@pytest.mark.parametrize("key", SAMPLES)
def test_a_mail_is_as_agreed(key: str) -> None:
    mail = sample(key)
    assert f"{mail.subject}\n\n{mail.text}" == (GOLDEN / f"{key}.txt").read_text("utf-8")
    assert mail.html == (GOLDEN / f"{key}.html").read_text("utf-8")


@pytest.mark.parametrize("key", SAMPLES)
def test_both_parts_of_a_mail_hold_the_same_links(key: str) -> None:
    mail = sample(key)
    linked = {line.split()[-1] for line in mail.text.splitlines() if line.startswith("https://")}
    assert linked == {part.split('"')[0].replace("&amp;", "&") for part in mail.html.split('href="')[1:]}


@pytest.mark.parametrize("key", SAMPLES)
def test_lines_are_short_enough_for_every_mail_program(key: str) -> None:
    long = [line for line in sample(key).text.splitlines() if len(line) > WIDTH and "://" not in line]
    assert long == []


def test_a_name_cannot_put_code_in_the_html() -> None:
    spec = replace(SPEC, name="<script>alert('x')</script>\nBcc: iedereen@voorbeeld.invalid")
    mail = compose("inloggen", spec, link='https://x/"><b>')
    assert "<script>" not in mail.html
    assert '"><b>' not in mail.html
    assert "\n" not in mail.subject


def test_a_value_that_is_missing_is_an_error_and_no_gap() -> None:
    with pytest.raises(jinja2.UndefinedError, match="link"):
        compose("inloggen", SPEC)
