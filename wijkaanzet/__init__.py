"""The Flask app around the engine. ``create_app`` wires, nothing else."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix
from whitenoise import WhiteNoise

from phases.calendar import Phase
from wijkaanzet.actions import editions
from wijkaanzet.actions import rehearsal as rehearsing
from wijkaanzet.actions.letter_text import check_settings
from wijkaanzet.config import Config
from wijkaanzet.folders import STATIC, TEMPLATES, TRANSLATIONS
from wijkaanzet.jobs import make_jobs
from wijkaanzet.security import WithHeaders, load_secrets
from wijkaanzet.storage.database import Database
from wijkaanzet.web import (
    access,
    accounts,
    address_files,
    addresses,
    api,
    carrying_money,
    carrying_news,
    carrying_out,
    desk,
    errors,
    finding,
    following,
    health,
    help_offers,
    incoming,
    landings,
    last_look,
    lettering,
    likes,
    likes_desk,
    limits,
    map_tiles,
    merging,
    mine,
    moderation,
    notices,
    open_data,
    organiser,
    page,
    paper,
    pictures,
    posters,
    prepared,
    public,
    public_report,
    quick_scan,
    reactions,
    rehearsal,
    report,
    results,
    second_factor,
    submitting,
    table,
    table_costs,
    table_screens,
    table_sessions,
    together,
    undelivered,
    undertaking,
    versions,
    vote,
    weekly_check,
)
from wijkaanzet.web.app import Site
from wijkaanzet.web.sealed import SealedSessions
from wijkaanzet.web.services import Services

BLUEPRINTS = (
    public,
    results,
    finding,
    map_tiles,
    posters,
    submitting,
    together,
    versions,
    mine,
    pictures,
    vote,
    table,
    table_screens,
    table_costs,
    table_sessions,
    quick_scan,
    last_look,
    desk,
    paper,
    organiser,
    lettering,
    address_files,
    carrying_out,
    carrying_money,
    carrying_news,
    following,
    undertaking,
    likes,
    likes_desk,
    landings,
    reactions,
    moderation,
    notices,
    help_offers,
    weekly_check,
    merging,
    undelivered,
    report,
    public_report,
    accounts,
    second_factor,
    rehearsal,
    open_data,
    api,
    health,
)


def utc_now() -> datetime:
    """The moment, in UTC."""
    return datetime.now(UTC)


def create_app(
    config: Config, *, database: Database | None = None, clock: Callable[[], datetime] = utc_now
) -> Flask:
    """The site as a WSGI app.

    Args:
        config: all settings.
        database: an open database; made from the settings when missing.
        clock: tells the moment; tests turn it.
    """
    secrets = load_secrets(config)
    check_settings(config)
    database = database or Database(config.database_url)
    jobs = make_jobs(config, database, clock)
    services = Services(config, secrets, database, clock, jobs.send_mail, jobs.make_letters)
    app = Site(__name__, template_folder=str(TEMPLATES), static_folder=None)
    app.config.update(
        SECRET_KEY=secrets.secret_key,
        SESSION_COOKIE_NAME="wijkaanzet",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=config.secure_cookies,
        MAX_CONTENT_LENGTH=16 * 1024 * 1024,
        WTF_CSRF_TIME_LIMIT=None,
        BABEL_DEFAULT_LOCALE="nl",
        BABEL_TRANSLATION_DIRECTORIES=str(TRANSLATIONS),
    )
    app.session_interface = SealedSessions(secrets.secret_key)
    app.extensions["wijkaanzet"] = services
    incoming.init_app(app)
    for module in BLUEPRINTS:
        app.register_blueprint(module.blueprint)
    limits.init_app(app, config.redis)
    page.init_app(app)
    prepared.init_app(app)
    errors.init_app(app)
    access.init_app(app)
    app.wsgi_app = addresses.EditionAddress(app.wsgi_app)  # type: ignore[method-assign]
    if config.trusted_proxies:
        hops = config.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]
    app.wsgi_app = WhiteNoise(  # type: ignore[method-assign]
        app.wsgi_app,
        root=str(STATIC),
        prefix="static/",
        max_age=3600,
    )
    app.wsgi_app = WithHeaders(app.wsgi_app, config)  # type: ignore[method-assign]
    return app


def opened_database(config: Config, *, durable: bool = True) -> Database:
    """The database of the settings, its schema up to date."""
    database = Database(config.database_url, durable=durable)
    database.migrate()
    return database


def prepare(config: Config) -> None:
    """Make what a first run needs: secrets, schema, and the edition of the settings when there is none yet."""
    secrets, now = load_secrets(config), utc_now()
    database = opened_database(config)
    try:
        with database.write() as session:
            if not editions.list_editions(session):
                made = editions.create_edition(session, config.edition, actor="operator", now=now)
                if made.spec.rehearsal:
                    rehearsing.go_to_phase(session, made, Phase.SUBMIT, key=secrets.pincode_key, now=now)
    finally:
        database.close()
