"""The configuration: ``config.toml``, then ``WIJKAANZET_*`` environment variables; read once, frozen."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from phases.calendar import Calendar, CalendarError, Phase, Span, span_of_days
from voting.ballot import BallotKind, BallotRule, Grouping
from voting.tally.model import Add1Stop, Completion, Leftover, RuleName, Satisfaction, TallyRule, TieKind
from wijkaanzet.edition import EditionSpec
from wijkaanzet.mail_config import MailConfig, read_mail
from wijkaanzet.map_config import MapConfig, read_map
from wijkaanzet.retention_config import RetentionConfig, read_retention
from wijkaanzet.toml_reader import ConfigError, TableReader

__all__ = ["Config", "ConfigError", "load_config"]

PACKAGE = Path(__file__).parent
ENVIRONMENT_PREFIX = "WIJKAANZET_"
HIGHEST = {"port": 65535, "workers": 64, "trusted_proxies": 10}


@dataclass(frozen=True)
class WordingFile:
    """A file with sentences for letters, as TOML; what they may be is known to letters.wording."""

    name: str = ""
    content: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class LettersConfig:
    """What letters need beside the edition.

    Attributes:
        sender, return_address, phone, email, paper, help_hours: what they say.
        batch: letters in one file.
        profile: the window envelope, for letters.window.
        prices: paper, printing, envelope and postage of one letter in cents; empty when unknown.
        columns: header in the address file to the field it stands for.
        postcodes: beginnings of the postcodes that vote; empty for all.
        wording: sentences of one's own.
    """

    sender: str = ""
    return_address: str = ""
    phone: str = ""
    email: str = ""
    paper: tuple[str, ...] = ()
    help_hours: tuple[str, ...] = ()
    batch: int = 500
    profile: Mapping[str, Any] = field(default_factory=dict)
    prices: Mapping[str, int] = field(default_factory=dict)
    columns: Mapping[str, str] = field(default_factory=dict)
    postcodes: tuple[str, ...] = ()
    wording: WordingFile = WordingFile()


@dataclass(frozen=True)
class Config:
    """All settings of an installation.

    Attributes:
        data_dir: where the embedded database, the secrets, the mail folder and the bundles live.
        database: an SQLAlchemy URL; empty means SQLite in ``data_dir``.
        redis: a Redis URL for the jobs of several hosts; empty means SQLite in ``data_dir``.
        base_url: the public address, without a slash at the end.
        host, port, workers: where and how ``serve`` listens.
        trusted_proxies: how many proxies before the program set ``X-Forwarded-For``; 0 trusts none.
        theme_class, theme_css: a municipality's own theme: class of the page, addresses of its CSS files.
        second_factor: whether staff of a real edition also enter a code from an authenticator app.
        sign_in_as: whether a rehearsal edition lets anyone sign in under a rehearsal role.
        mail, letters, map, retention: see their classes.
        departments: where plans are forwarded that are the municipality's own task: name to e-mail address.
        edition: the edition that the file describes.
    """

    edition: EditionSpec
    data_dir: Path
    database: str = ""
    redis: str = ""
    base_url: str = "http://127.0.0.1:8000"
    host: str = "127.0.0.1"
    port: int = 8000
    workers: int = 1
    trusted_proxies: int = 0
    theme_class: str = ""
    theme_css: tuple[str, ...] = ()
    second_factor: bool = True
    sign_in_as: bool = True
    mail: MailConfig = field(default_factory=MailConfig)
    letters: LettersConfig = LettersConfig()
    map: MapConfig = field(default_factory=MapConfig)
    retention: RetentionConfig = field(default_factory=RetentionConfig)
    departments: Mapping[str, str] = field(default_factory=dict)
    secret_key: str = field(default="", repr=False)
    pincode_key: str = field(default="", repr=False)

    @property
    def database_url(self) -> str:
        """The database's SQLAlchemy URL."""
        return self.database or f"sqlite:///{(self.data_dir / 'wijkaanzet.db').absolute()}"

    @property
    def secure_cookies(self) -> bool:
        """Whether cookies only travel over HTTPS, which follows from the public address."""
        return self.base_url.startswith("https://")


def default_config_file() -> Path:
    """``config.toml`` in the working directory, else the one that comes with the program."""
    own = Path("config.toml")
    if own.exists():
        return own
    shipped = PACKAGE / "config.toml"
    return shipped if shipped.exists() else PACKAGE.parent / "config.toml"


def load_config(
    file: Path | None = None, environment: Mapping[str, str] | None = None, **overrides: Any
) -> Config:
    """Read the file, then the environment, then the command line's own ``overrides`` (None means not given).

    Raises:
        ConfigError: with the file, the key and what is allowed.
    """
    path = file or default_config_file()
    environment = os.environ if environment is None else environment
    config = _read(TableReader(str(path), "", _document(path)), path.parent)
    config = _with_environment(config, environment)
    return replace(config, **{k: v for k, v in overrides.items() if v is not None})


def _document(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read: {error.strerror}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path}: is not valid TOML: {error}") from error


def _read(root: TableReader, folder: Path) -> Config:
    operator = root.table("operator")
    mail = root.table("mail")
    letters = root.table("letters")
    map_table = root.table("map")
    retention = root.table("retention")
    departments = root.table("departments")
    edition = root.table("edition")
    root.finish()
    config = Config(
        edition=read_edition(edition),
        data_dir=Path(operator.text("data_dir", "data", filled=True)),
        database=operator.text("database", ""),
        redis=operator.text("redis", ""),
        base_url=_base_url(operator.text("base_url", Config.base_url, filled=True), operator.fail),
        host=operator.text("host", Config.host, filled=True),
        port=operator.whole("port", Config.port, low=1, high=HIGHEST["port"]),
        workers=operator.whole("workers", Config.workers, low=1, high=HIGHEST["workers"]),
        trusted_proxies=operator.whole("trusted_proxies", 0, high=HIGHEST["trusted_proxies"]),
        theme_class=operator.text("theme_class", ""),
        theme_css=operator.texts("theme_css", ()),
        second_factor=operator.flag("second_factor", True),
        sign_in_as=operator.flag("sign_in_as", True),
        mail=read_mail(mail),
        letters=_letters(letters, folder),
        map=read_map(map_table),
        retention=read_retention(retention),
        departments={name: _address(departments, name) for name in departments.names},
    )
    for reader in (operator, letters):
        reader.finish()
    return config


def _letters(reader: TableReader, folder: Path) -> LettersConfig:
    wording = reader.text("wording", "")
    return LettersConfig(
        sender=reader.text("sender", ""),
        return_address=reader.text("return_address", ""),
        phone=reader.text("phone", ""),
        email=reader.text("email", ""),
        paper=reader.texts("paper", ()),
        help_hours=reader.texts("help_hours", ()),
        batch=reader.whole("batch", LettersConfig.batch, low=1, high=5000),
        profile=reader.table("profile").rest(),
        prices=_prices(reader.table("prices")),
        columns=_columns(reader.table("columns")),
        postcodes=reader.texts("postcodes", ()),
        wording=WordingFile(wording, _document(folder / wording)) if wording else WordingFile(),
    )


def _prices(reader: TableReader) -> dict[str, int]:
    """All four prices, or none."""
    if not reader.names:
        return {}
    prices = {name: reader.cents(name) for name in ("paper", "printing", "envelope", "postage")}
    reader.finish()
    return prices


def _address(reader: TableReader, key: str) -> str:
    address = reader.text(key, filled=True, longest=254)
    if not all(address.partition("@")) or " " in address:
        raise reader.fail(key, f"must be an e-mail address, not {address!r}")
    return address


def _columns(reader: TableReader) -> dict[str, str]:
    return {name: reader.text(name, filled=True) for name in reader.names}


def read_edition(reader: TableReader) -> EditionSpec:
    """The ``[edition]`` table as a value.

    Raises:
        ConfigError: when a key is wrong or two contradict each other.
    """
    spec = EditionSpec(
        slug=_slug(reader),
        name=reader.text("name", filled=True),
        area=reader.text("area", filled=True),
        municipality=reader.text("municipality", ""),
        host=reader.text("host", ""),
        rehearsal=reader.flag("rehearsal", False),
        budget=reader.cents("budget"),
        currency=reader.text("currency", "EUR", filled=True),
        like_threshold=reader.whole("like_threshold", 50, high=100_000),
        minimum_age=reader.whole("minimum_age", 16, high=120),
        themes=reader.texts("themes"),
        areas=reader.texts("areas", ()),
        calendar=_calendar(reader.table("calendar")),
        ballot_rule=_ballot_rule(reader.table("ballot")),
        tally_rule=_tally_rule(reader.table("tally")),
        tie_kind=reader.choice("tie_break", TieKind, TieKind.LOT),
        show_comparison=reader.flag("show_comparison", False),
        contact=reader.text("contact", ""),
    )
    reader.finish()
    _check_names(reader, spec)
    return spec


def _base_url(text: str, fail: Callable[[str, str], ConfigError]) -> str:
    parts = urlsplit(text)
    if parts.scheme not in ("http", "https") or not parts.netloc or parts.query or parts.fragment:
        raise fail("base_url", f"must be an address such as https://wijk.example.nl, not {text!r}")
    return text.rstrip("/")


def _slug(reader: TableReader) -> str:
    slug = reader.text("slug", filled=True, longest=60)
    if not all(c.isascii() and (c.isalnum() or c == "-") for c in slug) or slug != slug.lower():
        raise reader.fail("slug", f"must be lower-case letters, digits and dashes, not {slug!r}")
    return slug


def _calendar(reader: TableReader) -> Calendar:
    spans: dict[Phase, Span] = {}
    allowed = "must be two days, [2026-09-01, 2026-09-30], the last one included"
    for phase in Phase:
        value = reader.raw(phase.key)
        if not (isinstance(value, list) and len(value) == 2 and all(isinstance(d, date) for d in value)):
            raise reader.fail(
                phase.key, f"{allowed}, not {value!r}" if value is not None else f"is missing; it {allowed}"
            )
        if any(isinstance(d, datetime) and d.tzinfo for d in value):
            raise reader.fail(phase.key, "must be in local time, without an offset")
        try:
            spans[phase] = span_of_days(value[0], value[1])
        except OverflowError as error:
            raise reader.fail(phase.key, "must be in a year from 2 to 9998") from error
    reader.finish()
    try:
        return Calendar(spans)
    except CalendarError as error:
        raise reader.fail(error.key, error.problem) from error


def _ballot_rule(reader: TableReader) -> BallotRule:
    try:
        rule = BallotRule(
            kind=reader.choice("kind", BallotKind, BallotKind.BUDGET),
            minimum=reader.whole("minimum", 1, high=1000),
            maximum=reader.whole("maximum", 0, high=1000),
            grouping=reader.choice("per", Grouping, Grouping.WHOLE),
            group_minimum=reader.whole("per_minimum", 0, high=1000),
            group_maximum=reader.whole("per_maximum", 0, high=1000),
            group_limits=reader.amounts("per_limits"),
        )
    except ValueError as error:
        raise reader.fail("minimum, maximum and per", str(error)) from error
    reader.finish()
    return rule


def _tally_rule(reader: TableReader) -> TallyRule:
    rule = TallyRule(
        name=reader.choice("rule", RuleName, RuleName.GREEDY),
        satisfaction=reader.choice("satisfaction", Satisfaction, Satisfaction.COST),
        completion=reader.choice("completion", Completion, Completion.NONE),
        add1_stop=reader.choice("add1_stop", Add1Stop, Add1Stop.OVERSPEND),
        min_votes=reader.whole("min_votes", 1),
        theme_caps=reader.amounts("theme_caps"),
        area_caps=reader.amounts("area_caps"),
        leftover=reader.choice("leftover", Leftover, Leftover.NONE),
    )
    reader.finish()
    shares = rule.name is RuleName.EQUAL_SHARES
    if rule.completion is not Completion.NONE and not shares:
        raise reader.fail("completion", f"goes with rule equal-shares only, not with {rule.name.value}")
    if rule.leftover is not Leftover.NONE and rule.name not in (RuleName.GREEDY, RuleName.GREEDY_STOP):
        raise reader.fail("leftover", f"goes with the greedy rules only, not with {rule.name.value}")
    return rule


def _check_names(reader: TableReader, spec: EditionSpec) -> None:
    grouping = spec.ballot_rule.grouping
    if grouping is Grouping.AREA and not spec.areas:
        raise reader.fail("ballot.per", "is area, but the edition has no areas")
    groups = spec.areas if grouping is Grouping.AREA else spec.themes
    for key, names, known in (
        ("ballot.per_limits", spec.ballot_rule.group_limits, groups),
        ("tally.theme_caps", spec.tally_rule.theme_caps, spec.themes),
        ("tally.area_caps", spec.tally_rule.area_caps, spec.areas),
    ):
        for name in names:
            if name not in known:
                raise reader.fail(
                    key, f"{name!r} is not in the edition; use one of {', '.join(known) or 'none'}"
                )
    if spec.budget <= 0:
        raise reader.fail("budget", "must be more than 0")
    if not spec.themes:
        raise reader.fail("themes", "must name at least one theme")


def _with_environment(config: Config, environment: Mapping[str, str]) -> Config:
    """Lay ``WIJKAANZET_*`` over the file; secrets come only from here."""
    values = {
        k.removeprefix(ENVIRONMENT_PREFIX): v
        for k, v in environment.items()
        if k.startswith(ENVIRONMENT_PREFIX)
    }
    simple = {key: values[key.upper()] for key in _TEXT_SETTINGS if key.upper() in values}
    if "base_url" in simple:
        simple["base_url"] = _base_url(simple["base_url"], _environment_error)
    whole = {key: _environment_number(key, values[key.upper()]) for key in HIGHEST if key.upper() in values}
    mail = {k: values[f"MAIL_{k.upper()}"] for k in _MAIL_SETTINGS if f"MAIL_{k.upper()}" in values}
    folder = {"data_dir": Path(values["DATA_DIR"])} if "DATA_DIR" in values else {}
    return replace(config, **simple, **whole, **folder, mail=replace(config.mail, **mail))  # type: ignore[arg-type]


def _environment_number(key: str, text: str) -> int:
    low = 0 if key == "trusted_proxies" else 1
    if not (text.isascii() and text.isdigit() and low <= int(text) <= HIGHEST[key]):
        raise _environment_error(key, f"must be a whole number from {low} to {HIGHEST[key]}, not {text!r}")
    return int(text)


def _environment_error(key: str, allowed: str) -> ConfigError:
    return ConfigError(f"environment: {ENVIRONMENT_PREFIX}{key.upper()}: {allowed}")


_TEXT_SETTINGS = ("database", "redis", "base_url", "host", "theme_class", "secret_key", "pincode_key")
_MAIL_SETTINGS = ("sender", "smtp_host", "smtp_user", "smtp_password")
