"""The one place where domain failures become a status and a Dutch text."""

from __future__ import annotations

from traceback import extract_tb

import structlog
from flask import Flask, g, make_response, render_template, request
from flask_babel import ngettext
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, MethodNotAllowed, NotFound
from werkzeug.wrappers import Response

from phases.money import format_money
from voting.ballot import BallotProblem, ProblemKind
from wijkaanzet.errors import DomainError
from wijkaanzet.web import api_errors, texts
from wijkaanzet.web.api_query import InvalidQueryError
from wijkaanzet.web.desk_errors import DESK_TEXTS
from wijkaanzet.web.error_texts import Text, says
from wijkaanzet.web.execution_errors import EXECUTION_STATUS, EXECUTION_TEXTS
from wijkaanzet.web.i18n import _
from wijkaanzet.web.landing_texts import LANDING_STATUS, LANDING_TEXTS
from wijkaanzet.web.lettering_errors import LETTER_TEXTS
from wijkaanzet.web.plan_errors import PLAN_STATUS, PLAN_TEXTS
from wijkaanzet.web.reaction_errors import REACTION_STATUS, REACTION_TEXTS
from wijkaanzet.web.report_errors import REPORT_TEXTS
from wijkaanzet.web.table_errors import TABLE_STATUS, TABLE_TEXTS
from wijkaanzet.web.weekly_errors import WEEKLY_STATUS, WEEKLY_TEXTS

log = structlog.get_logger()


def init_app(app: Flask) -> None:
    """Answer every failure with a page that says what to do."""
    app.register_error_handler(DomainError, on_domain_error)
    app.register_error_handler(CSRFError, on_csrf_error)
    app.register_error_handler(InvalidQueryError, api_errors.on_invalid_query)
    app.register_error_handler(HTTPException, on_http_error)
    app.register_error_handler(Exception, on_bug)


def on_domain_error(error: DomainError) -> Response:
    """A failure that no view turned into something better: a page with the text."""
    return error_page(_("Dat lukt nu niet"), domain_text(error), domain_status(error))


def on_csrf_error(_error: CSRFError) -> Response:
    """The form was open for too long or the cookie is gone."""
    return error_page(
        _("Probeer het nog een keer"),
        _(
            "Uw formulier was te lang open, of uw browser bewaart geen cookies. Ga terug, ververs de pagina en probeer het opnieuw."
        ),
        400,
    )


def on_http_error(error: HTTPException) -> Response:
    """An HTTP error as a page in plain Dutch; programs get a problem document."""
    if api_errors.asks_for_data():
        return api_errors.on_http_error(error)
    title, text = {
        400: (
            _("Dit begrijpen wij niet"),
            _("Er klopt iets niet in wat u stuurde. Ga terug en probeer het opnieuw."),
        ),
        403: (
            _("Deze pagina is niet voor u"),
            _("U bent ingelogd, maar uw account mag deze pagina niet gebruiken."),
        ),
        404: (
            _("Deze pagina is er niet"),
            _("Misschien is het adres verkeerd getypt. Ga naar de startpagina en zoek van daar."),
        ),
        405: (_("Zo kan deze pagina niet worden gebruikt"), _("Ga naar de startpagina en begin opnieuw.")),
        413: (_("Dit is te groot"), _("Kies een kleiner bestand.")),
        429: (_("Even rustig aan"), _("U probeerde dit te vaak achter elkaar. Wacht een paar minuten.")),
    }.get(error.code or 500, (_("Er ging iets mis"), _("Probeer het later opnieuw.")))
    response = error_page(title, text, error.code or 500)
    if isinstance(error, MethodNotAllowed) and error.valid_methods:
        response.headers["Allow"] = ", ".join(sorted(error.valid_methods))
    return response


def on_bug(error: Exception) -> Response:
    """A mistake of ours: logged without what the visitor sent, told plainly."""
    # The message may hold what was sent; where it went wrong does not.
    where = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in extract_tb(error.__traceback__)]
    log.error("unhandled", endpoint=request.endpoint, error=type(error).__name__, where=where)
    return error_page(
        _("Er ging iets mis"),
        _("Dat ligt aan ons. Er is niets half opgeslagen. Probeer het later opnieuw."),
        500,
    )


def error_page(title: str, text: str, status: int) -> Response:
    """A page that says what went wrong and what to do; programs get the same as a problem document."""
    if "edition" not in g:
        g.edition = g.account = None
    if api_errors.asks_for_data():
        return api_errors.problem(title, text, status)
    return make_response(render_template("public/error.html", title=title, text=text), status)


def not_found() -> NotFound:
    """For views: there is no such thing."""
    return NotFound()


_STATUS = {
    "code-wrong": 404,
    "no-letter": 404,
    "no-such-edition": 404,
    "no-such-account": 404,
    "no-such-plan": 404,
    "no-such-voter": 404,
    "no-such-batch": 404,
    "no-such-form": 404,
    "form-empty": 422,
    "desk-address-wrong": 422,
    "no-such-street": 404,
    "no-such-letter": 404,
    "no-such-letter-batch": 404,
    "file-unreadable": 422,
    "too-early": 403,
    "too-late": 403,
    "not-the-submitter": 403,
    "ballot-invalid": 422,
    "second-factor-wrong": 422,
    "code-incomplete": 422,
    "code-mistyped": 422,
    "cost-over-budget": 422,
    "file-has-problems": 422,
    "unknown-area": 422,
    "unknown-theme": 422,
    "too-many-tries": 429,
    **EXECUTION_STATUS,
    **REACTION_STATUS,
    **LANDING_STATUS,
    **PLAN_STATUS,
    **WEEKLY_STATUS,
    **TABLE_STATUS,
}


def domain_status(error: DomainError) -> int:
    """The HTTP status of a domain failure; 409 when the state of things is in the way."""
    return _STATUS.get(error.code, 422 if error.code.endswith("-missing") else 409)


def domain_text(error: DomainError) -> str:
    """The Dutch text of a domain failure: what is wrong, and what to do."""
    facts = error.facts
    if error.code == "ballot-invalid":
        return " ".join(ballot_text(problem) for problem in facts["problems"])
    if error.code in ("too-early", "too-late"):
        return _timing_text(error)
    return _TEXTS[error.code](facts)


def _timing_text(error: DomainError) -> str:
    name, span = texts.PHASE_NAMES[error.facts["phase"]], error.facts["span"]
    if error.code == "too-early":
        return _(
            "Dit kan nog niet. De fase ‘%(name)s’ begint op %(day)s.",
            name=name,
            day=texts.long_day(span.first_day),
        )
    return _(
        "Dit kan niet meer. De fase ‘%(name)s’ was tot en met %(day)s.",
        name=name,
        day=texts.long_day(span.last_day),
    )


def ballot_text(problem: BallotProblem) -> str:
    """What is wrong with a ballot, in a sentence."""
    where = _(" bij ‘%(group)s’", group=problem.group) if problem.group else ""
    currency = g.edition.spec.currency
    if problem.kind is ProblemKind.OVER_BUDGET:
        return _(
            "Uw plannen%(where)s kosten samen %(sum)s. Dat is %(over)s meer dan het budget van %(limit)s. Haal een plan weg.",
            where=where,
            sum=format_money(problem.figure, currency),
            over=format_money(problem.figure - problem.limit, currency),
            limit=format_money(problem.limit, currency),
        )
    if problem.kind is ProblemKind.TOO_FEW:
        return _(
            "U koos%(where)s %(figure)s plannen. Kies er ten minste %(limit)s.",
            where=where,
            figure=problem.figure,
            limit=problem.limit,
        )
    if problem.kind is ProblemKind.TOO_MANY:
        return _(
            "U koos%(where)s %(figure)s plannen. U mag er %(limit)s kiezen. Haal een plan weg.",
            where=where,
            figure=problem.figure,
            limit=problem.limit,
        )
    if problem.kind is ProblemKind.UNKNOWN_PLAN:
        return _("Plan %(number)s staat niet (meer) op het stembiljet. Kies opnieuw.", number=problem.figure)
    return _("Een plan staat twee keer in uw keuze. Kies opnieuw.")


_TEXTS: dict[str, Text] = (
    DESK_TEXTS
    | EXECUTION_TEXTS
    | LANDING_TEXTS
    | LETTER_TEXTS
    | PLAN_TEXTS
    | REACTION_TEXTS
    | REPORT_TEXTS
    | WEEKLY_TEXTS
    | TABLE_TEXTS
    | {
        "code-wrong": says(
            lambda: _(
                "Deze pincode kennen wij niet. Kijk in uw brief en typ de code nog een keer. Werkt het niet? Vraag hulp bij de balie."
            )
        ),
        "code-mistyped": says(
            lambda: _("Er zit een typefout in de pincode. Kijk in uw brief en typ de code nog een keer.")
        ),
        "code-incomplete": says(
            lambda: _(
                "Een pincode heeft 12 letters en cijfers, zoals ABCD-EFGH-JKMN. Kijk in uw brief en typ de hele code."
            )
        ),
        "code-used": says(
            lambda: _("Met deze code is al gestemd. Was u dat niet? Vraag dan hulp bij de balie.")
        ),
        "code-void": says(
            lambda: _(
                "Deze pincode is vervallen, want er is een nieuwe brief gemaakt. Gebruik de code uit de nieuwe brief."
            )
        ),
        "code-reserved": says(
            lambda: _(
                "Uw stem op papier ligt bij de balie. Met deze code kunt u niet ook nog online stemmen."
            )
        ),
        "code-session-over": says(
            lambda: _(
                "Vul uw pincode opnieuw in. U deed een tijd niets, daarom zijn wij u voor de zekerheid vergeten."
            )
        ),
        "too-many-tries": lambda facts: ngettext(
            "Vanaf uw netwerk is te vaak een verkeerde code ingevuld. Wacht %(num)s minuut en kijk goed in uw brief. Een juiste code werkt altijd, ook nu.",
            "Vanaf uw netwerk is te vaak een verkeerde code ingevuld. Wacht %(num)s minuten en kijk goed in uw brief. Een juiste code werkt altijd, ook nu.",
            -(-facts["wait"] // 60),
        ),
        "choice-missing": says(
            lambda: _("U koos geen plan. Kies ten minste één plan, of kies voor een blanco stem.")
        ),
        "second-factor-wrong": says(
            lambda: _(
                "Deze code klopt niet. Kijk in uw app en typ de zes cijfers die er nu staan. Elke code werkt één keer."
            )
        ),
        "link-unusable": says(
            lambda: _(
                "Deze link werkt niet meer. Een link werkt één keer en 20 minuten lang. Vraag een nieuwe link."
            )
        ),
        "no-such-plan": says(lambda: _("Dit plan is er niet.")),
        "no-such-account": says(lambda: _("Van dit e-mailadres bewaren wij niets.")),
        "plan-withdrawn": says(lambda: _("De indiener heeft dit plan ingetrokken.")),
        "not-the-submitter": says(lambda: _("Alleen de indiener kan dit doen.")),
        "unknown-theme": lambda facts: _(
            "Het thema ‘%(theme)s’ hoort niet bij deze editie. Kies een thema uit de lijst.", **facts
        ),
        "unknown-area": lambda facts: _(
            "De wijk ‘%(area)s’ hoort niet bij deze editie. Kies een wijk uit de lijst.", **facts
        ),
        "too-few-likes": lambda facts: _(
            "Dit plan heeft %(likes)s likes en heeft er %(threshold)s nodig.", **facts
        ),
        "cost-missing": says(
            lambda: _("Vul in wat het plan kost. Zonder bedrag kan het niet op het stembiljet.")
        ),
        "cost-over-budget": says(lambda: _("Het plan kost meer dan het hele wijkbudget.")),
        "verdicts-owed": lambda facts: _(
            "Deze plannen hebben nog geen oordeel: %(plans)s.", plans=", ".join(map(str, facts["numbers"]))
        ),
        "verdicts-not-published": says(
            lambda: _("Maak eerst de oordelen openbaar. Daarna kunnen de brieven worden gemaakt.")
        ),
        "frozen": says(lambda: _("Dit ligt vast sinds de eerste pincode is gemaakt.")),
        "phase-begun": says(lambda: _("Wat al is begonnen of geweest, kan niet meer verschuiven.")),
        "phase-would-have-ended": says(
            lambda: _("De nieuwe einddatum ligt in het verleden. Kies een latere dag.")
        ),
        "reason-missing": says(lambda: _("Schrijf op waarom. De reden komt in het logboek.")),
        "edition-exists": lambda facts: _("Er is al een editie met de naam ‘%(slug)s’.", **facts),
        "not-a-rehearsal": says(lambda: _("Dit kan alleen in een oefening.")),
        "no-such-voter": says(lambda: _("Deze kiezer is niet gevonden.")),
        "voting-not-over": says(lambda: _("Tellen kan pas als het stemmen voorbij is.")),
        "counts-differ": lambda facts: _(
            "ALARM: er zijn %(used)s gebruikte codes, %(ballots)s stembiljetten en %(receipts)s ontvangstcodes. Dat moet gelijk zijn. Er wordt niet geteld. Waarschuw de beheerder.",
            **facts,
        ),
        "tie-refused": lambda facts: _(
            "Er is een gelijke stand, en de spelregels zeggen dan: niet tellen. Het gaat om: %(tie)s.",
            **facts,
        ),
        "code-exists": says(lambda: _("Iemand anders maakte net deze pincode. Ververs de pagina.")),
        "not-counted": says(lambda: _("Er is nog niet geteld.")),
        "already-published": says(lambda: _("De uitslag is al openbaar.")),
        "file-has-problems": lambda facts: ngettext(
            "In het adressenbestand klopt %(num)s regel niet. Er is niets ingelezen.",
            "In het adressenbestand kloppen %(num)s regels niet. Er is niets ingelezen.",
            facts["count"],
        ),
        "amount-too-fine": lambda facts: _(
            "In het bestand staat een bedrag dat geen hele cent is: %(amount)s.", **facts
        ),
        "letters-not-read-back": lambda facts: _(
            "Van %(drawn)s getekende brieven zijn er %(read)s teruggelezen.", **facts
        ),
        "no-such-edition": lambda facts: _("Er is geen editie met de naam ‘%(slug)s’.", **facts),
        "no-letter": says(
            lambda: _("Op dit adres is geen brief bekend. Kijk of de postcode en het huisnummer kloppen.")
        ),
    }
)
