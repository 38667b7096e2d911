"""What the pages of the year of execution share: a chosen plan with its words, and acts that may fail beside their form."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from flask import flash, redirect
from flask_wtf import FlaskForm
from sqlalchemy.orm import Session
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response

from wijkaanzet.actions import documents
from wijkaanzet.actions.execution import ExecutionOverview, PlanProgress, overview, progress_of
from wijkaanzet.errors import DomainError
from wijkaanzet.pictures import Encoded
from wijkaanzet.web import execution_texts
from wijkaanzet.web import services as context
from wijkaanzet.web.errors import domain_status, domain_text, not_found
from wijkaanzet.web.services import edition, now, services
from wijkaanzet.web.uploads import read_picture

Page = str | Response | tuple[str, int]
F = TypeVar("F", bound=FlaskForm)
Show = Callable[[int, FlaskForm | None, str], str]


@dataclass(frozen=True)
class Lit:
    """A light in words. ``tone``: of its badge; ``reasons``: why it is not green."""

    key: str
    label: str
    tone: str
    reasons: tuple[str, ...]


def lit(one: PlanProgress, *, public: bool = False) -> Lit:
    """A plan's light in words, for the organisers or for everybody."""
    signal, labels = one.signal, execution_texts.PUBLIC_LIGHTS if public else execution_texts.LIGHTS
    if public:
        signal = signal.only(execution_texts.ABOUT_TIME)
    label, tone = labels[signal.light]
    reasons = tuple(str(execution_texts.REASONS[why]) for why in signal.reasons)
    return Lit(signal.light.value, str(label), tone, reasons)


def everything() -> ExecutionOverview:
    """All chosen plans and the area's money."""
    with services().database.read() as db:
        return overview(db, edition(), now=now())


def chosen_plan(number: int) -> PlanProgress:
    """A chosen plan; a page that is not there for another one."""
    with services().database.read() as db:
        found = progress_of(db, edition(), number, now=now())
    if found is None:
        raise not_found()
    return found


def acts_as_organiser() -> bool:
    """Whether who is signed in is an organiser here, with the second factor shown."""
    someone = context.account()
    return someone is not None and "organiser" in someone.roles and not context.second_factor_owed()


def act(number: int, form: F, show: Show, back: str, keep: Callable[[Session, F], str]) -> Page:
    """Do one thing with a plan. What cannot be done is said on its page, with everything still filled in.

    Args:
        show: draws the page again, with the form that was sent and the problem.
        back: where to go when it was done.
        keep: the act; what to tell after it.
    """
    if not form.validate_on_submit():
        return show(number, form, ""), 422
    return do(back, lambda db: keep(db, form), lambda problem: show(number, form, problem))


def do(back: str, keep: Callable[[Session], str], show: Callable[[str], str]) -> Page:
    """The same without a form, or with one that was checked."""
    try:
        with services().database.write() as db:
            message = keep(db)
    except DomainError as error:
        if error.code == "not-chosen":
            raise not_found() from error
        return show(domain_text(error)), domain_status(error)
    services().send_mail()
    flash(message, "ok")
    return redirect(back, 303)


def sent_receipt(file: FileStorage | None) -> documents.Receipt | None:
    """The receipt that was sent, if any. Before the transaction: reading a picture takes time.

    Raises:
        DomainError: "document-too-large", "document-unreadable".
    """
    if not file:
        return None
    return documents.read_receipt(file.stream.read(documents.MOST_BYTES + 1))


def sent_pictures(files: Sequence[FileStorage] | None) -> list[Encoded]:
    """The pictures that were sent.

    Raises:
        DomainError: "picture-too-large", "picture-unreadable".
    """
    return [read_picture(file) for file in files or () if file and file.filename]
