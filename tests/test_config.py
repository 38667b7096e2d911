"""Settings: the shipped file parses and names every setting; what cannot be used is said with file, key and range."""

import stat
from dataclasses import fields
from datetime import date
from pathlib import Path

import pytest

from phases.calendar import Phase
from voting.ballot import BallotKind, Grouping
from voting.tally import RuleName, TieKind
from wijkaanzet.config import Config, LettersConfig, load_config
from wijkaanzet.edition import EditionSpec
from wijkaanzet.mail_config import MailConfig
from wijkaanzet.map_config import MapConfig
from wijkaanzet.retention_config import RetentionConfig
from wijkaanzet.security import load_secrets, store_secrets
from wijkaanzet.toml_reader import ConfigError

SHIPPED = Path(__file__).parents[1] / "config.toml"
TEXT = SHIPPED.read_text("utf-8")
FROM_ENVIRONMENT = {"secret_key", "pincode_key", "smtp_password"}


def config_with(tmp_path: Path, old: str, new: str) -> Path:
    """The shipped file with one thing changed."""
    assert TEXT.count(old) == 1, f"{old!r} stands {TEXT.count(old)} times in config.toml"
    file = tmp_path / "config.toml"
    file.write_text(TEXT.replace(old, new), "utf-8")
    return file


def failure(file: Path, environment: dict[str, str] | None = None) -> str:
    with pytest.raises(ConfigError) as caught:
        load_config(file, environment or {})
    text = str(caught.value)
    assert "\n" not in text
    return text.removeprefix(f"{file}: ")


def test_the_shipped_file_parses_to_the_documented_edition() -> None:
    config = load_config(SHIPPED, {})
    spec = config.edition
    assert (spec.slug, spec.budget, spec.like_threshold, spec.minimum_age) == ("oefening", 70_000_00, 50, 16)
    assert (spec.rehearsal, spec.tie_kind, spec.ballot_rule.kind) == (True, TieKind.LOT, BallotKind.BUDGET)
    assert spec.tally_rule.name is RuleName.GREEDY
    assert spec.calendar[Phase.VOTING].last_day == date(2026, 12, 13)
    assert config.database_url.endswith("/data/wijkaanzet.db")
    assert not config.secure_cookies


def test_the_shipped_file_says_what_the_program_does_without_it(tmp_path: Path) -> None:
    """The defaults in the file are the defaults in the code, so a line may be left out."""
    start = TEXT.index("[edition]")
    file = tmp_path / "config.toml"
    file.write_text(TEXT[start:], "utf-8")
    bare, shipped = load_config(file, {}), load_config(SHIPPED, {})
    for field in fields(Config):
        if field.name not in ("letters", "departments"):
            assert getattr(bare, field.name) == getattr(shipped, field.name), field.name


@pytest.mark.parametrize("kind", [Config, MailConfig, LettersConfig, MapConfig, RetentionConfig, EditionSpec])
def test_every_setting_is_documented(kind: type) -> None:
    tables = {
        "mail",
        "letters",
        "map",
        "retention",
        "departments",
        "edition",
        "calendar",
        "ballot_rule",
        "tally_rule",
    }
    names = {"tie_kind": "tie_break"}
    lines = {line.split("=")[0].strip() for line in TEXT.splitlines() if "=" in line}
    for field in fields(kind):
        if field.name in FROM_ENVIRONMENT:
            assert f"WIJKAANZET_{'MAIL_' if kind is MailConfig else ''}{field.name.upper()}" in TEXT
        elif field.name not in tables:
            assert names.get(field.name, field.name) in lines or f"[letters.{field.name}]" in TEXT, field.name


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("budget = 70000 ", 'budget = "70000" ', "[edition] budget: must be an amount such as 70000 or 70000.50, not '70000'"),
        ("budget = 70000 ", "budget = 0 ", "[edition] budget: must be more than 0"),
        ("budget = 70000 ", "budget = -5 ", "[edition] budget: must be an amount"),
        ("budget = 70000 ", "budget = 1.005 ", "[edition] budget: must be an amount in whole cents"),
        ("budget = 70000 ", "budget = inf ", "[edition] budget: must be an amount"),
        ("budget = 70000 ", "budget = nan ", "[edition] budget: must be an amount"),
        ("budget = 70000 ", "budget = 1e300 ", "[edition] budget: must be an amount"),
        ("budget = 70000 ", "budget = true ", "[edition] budget: must be an amount"),
        ("budget = 70000 ", "", "[edition] budget: is missing; it must be an amount"),
        ('slug = "oefening"', 'slug = "Mijn wijk"', "[edition] slug: must be lower-case letters, digits and dashes"),
        ('slug = "oefening"', 'slug = "ü"', "[edition] slug: must be lower-case"),
        ('slug = "oefening"', f'slug = "{"a" * 61}"', "[edition] slug: must be a text in quotes that is not empty, of at most 60"),
        ('name = "Vogelbuurt aan Zet"', "name = 5", "[edition] name: must be a text in quotes"),
        ('name = "Vogelbuurt aan Zet"', 'name = ""', "[edition] name: must be a text in quotes that is not empty"),
        ('name = "Vogelbuurt aan Zet"', 'name = "a\\nb"', "[edition] name: must be a text in quotes"),
        ("rehearsal = true", "rehearsal = 1", "[edition] rehearsal: must be true or false, not 1"),
        ("like_threshold = 50", "like_threshold = -1", "[edition] like_threshold: must be a whole number from 0 to 100000"),
        ("like_threshold = 50", "like_threshold = 1.5", "[edition] like_threshold: must be a whole number"),
        ("minimum_age = 16", "minimum_age = 121", "[edition] minimum_age: must be a whole number from 0 to 120"),
        ('themes = ["Elkaar ontmoeten", "Op straat", "Groen & duurzaam"]', "themes = []", "[edition] themes: must name at least one"),
        ('themes = ["Elkaar ontmoeten", "Op straat", "Groen & duurzaam"]', 'themes = ["a", "a"]', "[edition] themes: must be a list of different texts"),
        ('tie_break = "lot"', 'tie_break = "munt"', "[edition] tie_break: must be one of lot, order, id, refuse, not 'munt'"),
        ('rule = "greedy"', 'rule = "borda"', "[edition.tally] rule: must be one of greedy, greedy-stop, equal-shares"),
        ('completion = "none"', 'completion = "add1"', "[edition.tally] completion: goes with rule equal-shares only, not with greedy"),
        ("theme_caps = {}", "theme_caps = { Onzin = 5 }", "[edition] tally.theme_caps: 'Onzin' is not in the edition; use one of Elkaar"),
        ("area_caps = {}", "area_caps = { Merelwijk = -1 }", "[edition.tally.area_caps] Merelwijk: must be an amount"),
        ("area_caps = {}", "area_caps = 3", "[edition.tally] area_caps: must be a table"),
        ('kind = "budget"', 'kind = "geld"', "[edition.ballot] kind: must be one of budget, count, not 'geld'"),
        ("per_minimum = 0", "per_minimum = 1", "[edition.ballot] minimum, maximum and per: limits per theme or wijk need a grouping"),
        ("per_limits = {}", 'per_limits = { "Op straat" = 1 }', "[edition.ballot] minimum, maximum and per: limits per theme"),
        ("submit = [2026-09-01, 2026-09-30]", "", "[edition.calendar] submit: is missing; it must be two days"),
        ("submit = [2026-09-01, 2026-09-30]", "submit = [2026-09-01]", "[edition.calendar] submit: must be two days"),
        ("submit = [2026-09-01, 2026-09-30]", 'submit = ["2026-09-01", "2026-09-30"]', "[edition.calendar] submit: must be two days"),
        ("submit = [2026-09-01, 2026-09-30]", "submit = [2026-09-30, 2026-09-01]", "[edition.calendar] submit: ends before it begins"),
        ("submit = [2026-09-01, 2026-09-30]", "submit = [2026-09-01, 2026-10-01]", "[edition.calendar] likes: begins before the phase before it has ended"),
        ("submit = [2026-09-01, 2026-09-30]", "submit = [2026-09-01T00:00:00Z, 2026-09-30T00:00:00Z]", "[edition.calendar] submit: must be in local time"),
        ("execution = [2027-01-01, 2027-12-31]", "execution = [2027-01-01, 9999-12-31]", "[edition.calendar] execution: must be in a year"),
        ("submit = [2026-09-01, 2026-09-30]", "indienen = [2026-09-01, 2026-09-30]", "[edition.calendar] submit: is missing"),
        ("port = 8000", "port = 0", "[operator] port: must be a whole number from 1 to 65535, not 0"),
        ("port = 8000", 'port = "8000"', "[operator] port: must be a whole number"),
        ("workers = 1", "workers = 0", "[operator] workers: must be a whole number from 1 to 64"),
        ("trusted_proxies = 0", "trusted_proxies = 11", "[operator] trusted_proxies: must be a whole number from 0 to 10"),
        ('base_url = "http://127.0.0.1:8000"', 'base_url = "wijk.example.nl"', "[operator] base_url: must be an address such as https://"),
        ('base_url = "http://127.0.0.1:8000"', 'base_url = "ftp://wijk.example.nl"', "[operator] base_url: must be an address"),
        ('base_url = "http://127.0.0.1:8000"', 'base_url = ""', "[operator] base_url: must be a text in quotes that is not empty"),
        ("batch = 500", "batch = 0", "[letters] batch: must be a whole number from 1 to 5000"),
        ("smtp_port = 587", "smtp_port = 99999", "[mail] smtp_port: must be a whole number from 1 to 65535"),
        ('security = "starttls"', 'security = "ja"', "[mail] security: must be one of starttls, tls, none, not 'ja'"),
        ("guesses = 7", "guesses = 0", "[retention] guesses: must be a whole number from 1 to 3660, not 0"),
        ("port = 8000", "port = 8000\npoort = 1", "[operator] poort: is not a setting here; see the comments"),
        ("min_votes = 1", "min_votes = 1\nmin_stemmen = 1", "[edition.tally] min_stemmen: is not a setting here"),
        ('= "verkeer@voorbeeld.invalid"', '= "verkeer"', "[departments] Verkeersveiligheid: must be an e-mail address, not 'verkeer'"),
        ("[mail]", "[post]\n[mail]", "[] post: is not a setting here"),
    ],
)  # fmt: skip
def test_what_cannot_be_used_is_said_with_its_key_and_what_is_allowed(
    tmp_path: Path, old: str, new: str, said: str
) -> None:
    text = failure(config_with(tmp_path, old, new))
    assert text.startswith(said)


def rewritten(tmp_path: Path, **lines: str) -> Path:
    """The shipped file with the lines of some keys replaced."""
    made = [
        next((new for key, new in lines.items() if line.startswith(f"{key} = ")), line)
        for line in TEXT.splitlines()
    ]
    file = tmp_path / "config.toml"
    file.write_text("\n".join(made), "utf-8")
    return file


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ({"rule": 'rule = "phragmen"', "leftover": 'leftover = "part-pay"'}, "[edition.tally] leftover: goes with the greedy rules only, not with phragmen"),
        ({"minimum": "minimum = 3", "maximum": "maximum = 2"}, "[edition.ballot] minimum, maximum and per: minimum must not exceed maximum"),
        ({"per": 'per = "theme"', "per_limits": "per_limits = { Straat = 1 }"}, "[edition] ballot.per_limits: 'Straat' is not in the edition; use one of Elkaar ontmoeten"),
        ({"per": 'per = "area"', "areas": "areas = []"}, "[edition] ballot.per: is area, but the edition has no areas"),
    ],
)  # fmt: skip
def test_settings_that_contradict_each_other(tmp_path: Path, lines: dict[str, str], said: str) -> None:
    assert failure(rewritten(tmp_path, **lines)).startswith(said)


def test_richer_rules_are_read(tmp_path: Path) -> None:
    file = rewritten(
        tmp_path,
        per='per = "area"',
        per_maximum="per_maximum = 2",
        per_limits='per_limits = { "Merelwijk" = 1000.50 }',
        theme_caps='theme_caps = { "Op straat" = 30000 }',
        rule='rule = "equal-shares"',
        completion='completion = "add1-utilitarian"',
        budget="budget = 70000.05",
    )
    spec = load_config(file, {}).edition
    assert (spec.ballot_rule.grouping, spec.ballot_rule.group_limits) == (
        Grouping.AREA,
        {"Merelwijk": 1000_50},
    )
    assert (spec.tally_rule.theme_caps, spec.budget) == ({"Op straat": 30_000_00}, 70_000_05)


@pytest.mark.parametrize("content", [b"[edition\n", b"a = 1\na = 2\n", b"\xff\xfe", b"edition = 3\n", b""])
def test_a_file_that_cannot_be_read_at_all(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "stuk.toml"
    file.write_bytes(content)
    with pytest.raises(ConfigError, match=r"stuk\.toml"):
        load_config(file, {})
    with pytest.raises(ConfigError, match=r"nergens\.toml: cannot be read"):
        load_config(tmp_path / "nergens.toml", {})
    with pytest.raises(ConfigError, match="cannot be read"):
        load_config(tmp_path, {})


def test_the_environment_wins_over_the_file_and_the_command_line_over_both() -> None:
    environment = {
        "WIJKAANZET_DATABASE": "postgresql+psycopg://a@b/c",
        "WIJKAANZET_DATA_DIR": "/elders",
        "WIJKAANZET_BASE_URL": "https://wijk.voorbeeld.nl/",
        "WIJKAANZET_PORT": "9000",
        "WIJKAANZET_TRUSTED_PROXIES": "1",
        "WIJKAANZET_MAIL_SMTP_HOST": "smtp.voorbeeld.nl",
        "WIJKAANZET_MAIL_SMTP_PASSWORD": "geheim woord",
        "WIJKAANZET_PINCODE_KEY": "geheime sleutel",
        "ANDERS": "x",
    }
    config = load_config(SHIPPED, environment, port=9001, host=None)
    assert (config.database_url, config.data_dir) == ("postgresql+psycopg://a@b/c", Path("/elders"))
    assert (config.base_url, config.secure_cookies) == ("https://wijk.voorbeeld.nl", True)
    assert (config.port, config.host, config.trusted_proxies) == (9001, "127.0.0.1", 1)
    assert (config.mail.smtp_host, config.mail.smtp_password) == ("smtp.voorbeeld.nl", "geheim woord")
    assert "geheim" not in repr(config)


@pytest.mark.parametrize(
    ("name", "value", "allowed"),
    [
        ("PORT", "poort", "from 1 to 65535"),
        ("PORT", "70000", "from 1 to 65535"),
        ("PORT", "-1", "from 1 to 65535"),
        ("WORKERS", "0", "from 1 to 64"),
        ("TRUSTED_PROXIES", "", "from 0 to 10"),
        ("BASE_URL", "voorbeeld.nl", "must be an address"),
    ],
)
def test_a_wrong_environment_is_said_by_name(name: str, value: str, allowed: str) -> None:
    text = failure(SHIPPED, {f"WIJKAANZET_{name}": value})
    assert text.startswith(f"environment: WIJKAANZET_{name}: must be")
    assert allowed in text


def config_in(folder: Path, **environment: str) -> Config:
    return load_config(SHIPPED, {"WIJKAANZET_DATA_DIR": str(folder)} | environment)


def test_secrets_are_made_once_for_the_owners_eyes(tmp_path: Path) -> None:
    config = config_in(tmp_path / "data")
    secrets = load_secrets(config)
    file = tmp_path / "data" / "secrets.toml"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert load_secrets(config) == secrets
    assert min(len(secrets.secret_key), len(secrets.pincode_key)) >= 43
    assert load_secrets(config_in(tmp_path / "andere")) != secrets
    assert secrets.secret_key not in repr(secrets)
    assert [path.name for path in file.parent.iterdir()] == ["secrets.toml"]


@pytest.mark.parametrize("mode", [0o604, 0o640, 0o644, 0o666])
def test_secrets_that_others_can_read_are_refused(tmp_path: Path, mode: int) -> None:
    config = config_in(tmp_path)
    load_secrets(config)
    file = tmp_path / "secrets.toml"
    file.chmod(mode)
    with pytest.raises(ConfigError, match=f"others can read this file; say: chmod 600 {file}"):
        load_secrets(config)


@pytest.mark.parametrize("text", ["", 'secret_key = "a"\n', 'secret_key = ""\npincode_key = "b"\n', "stuk"])
def test_secrets_that_are_lost_are_not_made_anew(tmp_path: Path, text: str) -> None:
    """A new key would make every letter that was posted worthless."""
    file = tmp_path / "secrets.toml"
    file.write_text(text)
    file.chmod(0o600)
    with pytest.raises(ConfigError, match="put the file back from a backup"):
        load_secrets(config_in(tmp_path))
    assert file.read_text() == text


def test_secrets_from_the_environment_leave_no_file(tmp_path: Path) -> None:
    config = config_in(tmp_path, WIJKAANZET_SECRET_KEY="a", WIJKAANZET_PINCODE_KEY="b")
    secrets = load_secrets(config)
    assert (secrets.secret_key, secrets.pincode_key) == ("a", b"b")
    assert list(tmp_path.iterdir()) == []


def test_restored_secrets_never_replace_others(tmp_path: Path) -> None:
    config = config_in(tmp_path)
    store_secrets(config, "a", "b")
    store_secrets(config, "a", "b")
    assert load_secrets(config).pincode_key == b"b"
    with pytest.raises(ConfigError, match="other keys are in place"):
        store_secrets(config, "a", "c")
    with pytest.raises(ConfigError, match="WIJKAANZET_PINCODE_KEY: is another key"):
        store_secrets(config_in(tmp_path / "leeg", WIJKAANZET_PINCODE_KEY="x"), "a", "b")
    assert not (tmp_path / "leeg").exists()
