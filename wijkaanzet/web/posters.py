"""Sharing a plan: the links on its page, the picture beside a shared link, and the poster to print."""

from __future__ import annotations

from dataclasses import dataclass, replace
from urllib.parse import quote, urlsplit

from flask import Blueprint, abort, request, url_for
from werkzeug.urls import iri_to_uri
from werkzeug.wrappers import Response

from phases.calendar import Phase
from phases.plan import PlanState
from wijkaanzet.actions import counting
from wijkaanzet.actions.pictures import serve_picture
from wijkaanzet.actions.plans import find_plan
from wijkaanzet.actions.sharing import Poster, ShareCard, poster_pdf, share_image, version_of
from wijkaanzet.records import PlanRecord
from wijkaanzet.web import texts, views
from wijkaanzet.web.access import Access, access
from wijkaanzet.web.addresses import site_address
from wijkaanzet.web.i18n import _
from wijkaanzet.web.services import edition, now, services

blueprint = Blueprint("posters", __name__)

IMAGE_SECONDS = 3600


@dataclass(frozen=True)
class Share:
    """How a plan is shared. Addresses are whole, because they leave the site.

    Attributes:
        link: of the plan.
        image: of the picture beside the link.
        whatsapp, mail: begin a message with the link in it.
        poster: the PDF.
    """

    link: str
    image: str
    whatsapp: str
    mail: str
    poster: str


def share_of(plan: PlanRecord) -> Share:
    """The links to share a plan with; none of them tells anybody anything before it is followed."""
    link = _link(plan)
    text = _("Kijk eens naar dit plan voor onze wijk: %(title)s", title=plan.title)
    body, version = f"{text}\n\n{link}", _version(plan)
    return Share(
        link=link,
        image=f"{_link_to(plan.number)}/delen.png?v={version}",
        whatsapp=f"https://wa.me/?text={quote(f'{text} {link}', safe='')}",
        mail=f"mailto:?subject={quote(plan.title, safe='')}&body={quote(body, safe='')}",
        poster=url_for("posters.poster", number=plan.number),
    )


def _link_to(number: int) -> str:
    """The shortest address of a plan, which leads to its full one."""
    return str(iri_to_uri(f"{site_address()}/plannen/{number}"))


def _link(plan: PlanRecord) -> str:
    return str(iri_to_uri(site_address() + views.plan_href(plan).removeprefix(request.script_root)))


def _shared_plan(number: int) -> PlanRecord:
    with services().database.read() as db:
        plan = find_plan(db, edition().id, number)
    if plan is None or plan.withdrawn:
        abort(404)
    return plan


def _card(plan: PlanRecord) -> ShareCard:
    where = " · ".join(part for part in (plan.area, plan.theme) if part)
    return ShareCard(edition().spec.name, plan.title, where)


def _version(plan: PlanRecord) -> str:
    return version_of(_card(plan), plan.picture.id if plan.picture else None)


def _picture(plan: PlanRecord) -> bytes | None:
    """The plan's first picture, as a JPEG."""
    if plan.picture is None:
        return None
    with services().database.read() as db:
        return serve_picture(db, edition(), plan.picture.id, small=False, account=None).content


@blueprint.get("/plannen/<int:number>/delen.png")
@access(Access.ANYONE)
def image(number: int) -> Response:
    """The picture beside a shared link; drawn once for each thing it can show."""
    plan = _shared_plan(number)
    answer = Response(content_type="image/png")
    answer.headers["Cache-Control"] = f"public, max-age={IMAGE_SECONDS}"
    answer.set_etag(_version(plan))
    if request.if_none_match.contains(_version(plan)):
        answer.status_code = 304
        return answer
    answer.set_data(share_image(replace(_card(plan), picture=_picture(plan))))
    return answer


@blueprint.get("/plannen/<int:number>/poster.pdf")
@access(Access.ANYONE)
def poster(number: int) -> Response:
    """A poster for the plan's campaign, with what can be done for it now."""
    plan = _shared_plan(number)
    with services().database.read() as db:
        chosen = counting.chosen_numbers(db, edition())
    call, how = _call(views.public_state(edition(), plan, chosen))
    link = _link_to(number)
    parts = urlsplit(link)
    content = poster_pdf(
        Poster(
            edition=edition().spec.name,
            title=plan.title,
            summary=plan.summary,
            where=", ".join(part for part in (plan.area, plan.place) if part),
            call=call,
            how=how,
            link=link,
            shown_link=parts.netloc + parts.path,
            picture=_picture(plan),
        )
    )
    named = {"Content-Disposition": f'inline; filename="poster-plan-{number}.pdf"'}
    return Response(content, content_type="application/pdf", headers=named)


def _call(state: PlanState) -> tuple[str, str]:
    """What a passer-by is asked to do for a plan now, and how."""
    calendar, scan = (
        edition().spec.calendar,
        _("Scan de code met uw telefoon, of ga naar het adres hieronder."),
    )
    if state is PlanState.GATHERING:
        until = texts.until_text(calendar[Phase.LIKES])
        return _("Geef dit plan een like"), f"{scan} " + _("Dat kan %(until)s.", until=until)
    if state is PlanState.SUBMITTED and now() < calendar[Phase.LIKES].start:
        day = texts.long_day(calendar[Phase.LIKES].first_day)
        return _("Doe mee met dit plan"), f"{scan} " + _("Een like geven kan vanaf %(day)s.", day=day)
    if state is PlanState.ON_BALLOT and edition().phase_at(now()) is Phase.VOTING:
        until = texts.until_text(calendar[Phase.VOTING])
        return _("Stem op dit plan"), _(
            "Gebruik de pincode uit de brief die u thuis kreeg. Dat kan %(until)s.", until=until
        )
    if state is PlanState.CHOSEN:
        return _("Gekozen door de wijk!"), f"{scan} " + _("Daar leest u hoe het gaat.")
    return _("Lees dit plan"), scan
