"""The voter's way: code, ballot, check, receipt.

Between the pages the browser carries the keyed hash of its code in the sealed session cookie; the choice travels in
the forms and the cookie, never to a place on the server before it is cast.
"""

from __future__ import annotations

import hashlib

from flask import (
    Blueprint,
    get_template_attribute,
    make_response,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask_babel import ngettext
from werkzeug.wrappers import Response

from phases.calendar import Phase
from phases.money import format_money
from voting.ballot import BallotKind, check_ballot
from wijkaanzet.actions import voting
from wijkaanzet.actions.guards import require_phase
from wijkaanzet.actions.plans import list_plans
from wijkaanzet.actions.voting import BallotPaper
from wijkaanzet.errors import DomainError
from wijkaanzet.web import views
from wijkaanzet.web.access import Access, access
from wijkaanzet.web.codes import hash_of, network_name
from wijkaanzet.web.errors import domain_status, domain_text, on_domain_error
from wijkaanzet.web.incoming import whole_number
from wijkaanzet.web.prepared import prepared, remembered
from wijkaanzet.web.services import edition, now, services

blueprint = Blueprint("vote", __name__, url_prefix="/stem")

SESSION_KEY = "stem"
SESSION_MINUTES = 60
JUST_ENTERED_S = 60
"""The ballot paper comes right after the code: for so long the code is not looked up once more to show it."""

Page = str | Response | tuple[str, int]


@blueprint.before_request
def only_while_voting() -> None:
    """Before and after that there is only the receipt of who has just voted."""
    if request.endpoint != "vote.done":
        require_phase(edition(), Phase.VOTING, now())


@blueprint.get("")
@access(Access.ANYONE)
def code() -> Page:
    """Ask for the pincode."""
    return prepared("vote.code", lambda _own: render_template("vote/code.html", problem="", typed=""))


@blueprint.post("")
@access(Access.ANYONE)
def enter_code() -> Page:
    """Recognise the pincode. A wrong one is counted before it is answered for."""
    typed = request.form.get("pincode", "")
    try:
        code_hash = hash_of(typed)
        with services().database.read() as db:
            voting.recognise(db, edition(), code_hash, now=now())
    except DomainError as error:
        return _refuse_code(error, typed)
    session[SESSION_KEY] = {
        "edition": edition().id,
        "code": code_hash.hex(),
        "since": services().clock().timestamp(),
    }
    return redirect(url_for("vote.ballot"), 303)


@blueprint.get("/biljet")
@access(Access.ANYONE)
def ballot() -> Page:
    """The ballot paper."""
    code_hash = _code_hash()
    if _entered_s_ago() > JUST_ENTERED_S:
        with services().database.read() as db:
            voting.recognise(db, edition(), code_hash, now=now())
    numbers = session[SESSION_KEY].get("plans", [])
    if numbers:
        return _ballot_page(numbers, "")
    facts = len(_paper().choices)
    return prepared("vote.ballot", lambda slot: _ballot_page([], "", slot=slot), facts, own=_slot())


@blueprint.post("/biljet")
@access(Access.ANYONE)
def choose() -> Page:
    """Check the choice; keep it on the voter's own device until it is confirmed."""
    _code_hash()
    numbers, blank = _numbers(), request.form.get("blanco") == "1"
    if request.form.get("wissen") == "1":
        session[SESSION_KEY] = {k: v for k, v in session[SESSION_KEY].items() if k not in ("plans", "blank")}
        return redirect(url_for("vote.ballot"), 303)
    try:
        _check_choice(numbers, blank)
    except DomainError as error:
        return _ballot_page(numbers, domain_text(error)), domain_status(error)
    if request.form.get("rekenen") == "1":
        return _ballot_page(numbers, "", _reckoned(numbers))
    session[SESSION_KEY] = session[SESSION_KEY] | {"plans": [] if blank else numbers, "blank": blank}
    return redirect(url_for("vote.check"), 303)


@blueprint.get("/controle")
@access(Access.ANYONE)
def check() -> Page:
    """Show the choice once more, to confirm."""
    _code_hash()
    kept = session[SESSION_KEY]
    if "plans" not in kept:
        return redirect(url_for("vote.ballot"), 303)
    return _check_page(kept["plans"])


@blueprint.post("/controle")
@access(Access.ANYONE)
def confirm() -> Page:
    """Cast what the page showed: the form holds the choice, so a second tab cannot change it."""
    code_hash = _code_hash()
    numbers, blank = _numbers(), request.form.get("blanco") == "1"
    try:
        if not numbers and not blank:
            raise DomainError("choice-missing")
        with services().database.write(told=False) as db:
            receipt = voting.cast_ballot(db, edition(), code_hash, [] if blank else numbers, now=now())
    except DomainError as error:
        if error.code in ("ballot-invalid", "choice-missing"):
            return _ballot_page(numbers, domain_text(error)), domain_status(error)
        session.pop(SESSION_KEY, None)
        raise
    session[SESSION_KEY] = {"receipt": str(receipt), "edition": edition().id}
    return redirect(url_for("vote.done"), 303)


@blueprint.get("/klaar")
@access(Access.ANYONE)
def done() -> Page:
    """The receipt."""
    kept = session.get(SESSION_KEY, {})
    if kept.get("edition") != edition().id or "receipt" not in kept:
        return redirect(url_for("vote.code"), 303)
    until = edition().spec.calendar[Phase.VOTING].last_day
    return prepared(
        "vote.done",
        lambda slot: render_template("vote/done.html", receipt=slot, until=until),
        own=kept["receipt"],
    )


def _refuse_code(error: DomainError, typed: str) -> Page:
    """Say what to do. A wrong code is counted first; a network that goes on and on is asked to wait ever longer."""
    wait = 0
    if error.code == "code-wrong":
        with services().database.write() as db:
            wait = voting.wrong_code(db, edition(), network_name(), now=now())
    if wait:
        error = DomainError("too-many-tries", wait=wait)
    page = render_template("vote/code.html", problem=domain_text(error), typed=typed)
    return make_response(page, domain_status(error), {"Retry-After": str(wait)} if wait else {})


def _code_hash() -> bytes:
    """The hash of the code that this browser entered; refused when that was too long ago or in another edition."""
    kept = session.get(SESSION_KEY, {})
    if kept.get("edition") == edition().id and "receipt" in kept:
        raise DomainError("code-used")  # a second click, or the way back: the receipt stays where it is
    if kept.get("edition") != edition().id or "code" not in kept or _entered_s_ago() > SESSION_MINUTES * 60:
        session.pop(SESSION_KEY, None)
        raise DomainError("code-session-over")
    return bytes.fromhex(kept["code"])


def _entered_s_ago() -> float:
    """Seconds since this browser entered its code, which was recognised then."""
    return float(services().clock().timestamp() - session[SESSION_KEY].get("since", 0))


def _paper() -> BallotPaper:
    return services().lately.paper(edition())


def _numbers() -> list[int]:
    """The plan numbers in the form; something that is no number becomes 0, which no plan has."""
    return [whole_number(text) for text in request.form.getlist("plan")]


def _check_choice(numbers: list[int], blank: bool) -> None:
    if blank:
        return
    if not numbers:
        raise DomainError("choice-missing")
    problems = check_ballot(numbers, _paper().choices, edition().spec.budget, edition().spec.ballot_rule)
    if problems:
        raise DomainError("ballot-invalid", problems=problems)


def _cards() -> list[views.PlanCard]:
    """The plans on the ballot as cards."""
    on_ballot = _paper().choices

    def make() -> list[views.PlanCard]:
        with services().database.read() as db:
            plans = list_plans(db, edition().id)
        return [views.plan_card(edition(), plan, None) for plan in plans if plan.number in on_ballot]

    return remembered("vote.cards", make, len(on_ballot))


def _slot() -> str:
    """The name under which the browser keeps an unfinished choice: nobody finds it again without the same code."""
    return hashlib.sha256(b"choice:" + session[SESSION_KEY]["code"].encode()).hexdigest()[:16]


def _chosen(numbers: list[int]) -> tuple[list[views.PlanCard], int, int]:
    """The chosen plans, what they cost together, and up to which amount may be chosen; in cents."""
    spec, chosen = edition().spec, [card for card in _cards() if card.id in set(numbers)]
    return chosen, sum(card.cost for card in chosen), spec.ballot_rule.sum_limit or spec.budget


def _reckoned(numbers: list[int]) -> str:
    """What a choice comes to, for who has no script that counts along."""
    spec, (chosen, total, limit) = edition().spec, _chosen(numbers)
    if spec.ballot_rule.kind is not BallotKind.BUDGET:
        return str(ngettext("U koos %(num)s plan.", "U koos %(num)s plannen.", len(chosen)))
    words = ngettext(
        "U koos %(num)s plan voor %(total)s. Er blijft %(left)s over van %(limit)s.",
        "U koos %(num)s plannen voor samen %(total)s. Er blijft %(left)s over van %(limit)s.",
        len(chosen),
        total=format_money(total, spec.currency),
        left=format_money(limit - total, spec.currency),
        limit=format_money(limit, spec.currency),
    )
    return str(words)


def _ballot_page(numbers: list[int], problem: str, reckoned: str = "", slot: str = "") -> str:
    spec = edition().spec
    groups: dict[str, list[views.PlanCard]] = {}
    for card in _cards():
        groups.setdefault(card.area if spec.areas else card.theme, []).append(card)
    return render_template(
        "vote/ballot.html",
        groups=groups,
        chosen=set(numbers),
        problem=problem,
        reckoned=reckoned,
        slot=slot or _slot(),
        rule=spec.ballot_rule,
        by_budget=spec.ballot_rule.kind is BallotKind.BUDGET,
        spec=spec,
        budget_text=format_money(spec.budget, spec.currency),
    )


def _check_page(numbers: list[int]) -> Page:
    spec, (cards, total, limit) = edition().spec, _chosen(numbers)
    choice = get_template_attribute("vote/choice.html", "choice")(
        cards,
        format_money(total, spec.currency),
        format_money(limit - total, spec.currency),
        spec.ballot_rule.kind is BallotKind.BUDGET,
    )
    return prepared("vote.check", lambda slot: render_template("vote/check.html", choice=slot), own=choice)


@blueprint.errorhandler(DomainError)
def on_refusal(error: DomainError) -> Response | tuple[str, int]:
    """A refused code leads back to the page where a code is typed, with what to do."""
    if not error.code.startswith("code-"):
        return on_domain_error(error)
    return render_template("vote/code.html", problem=domain_text(error), typed=""), domain_status(error)
