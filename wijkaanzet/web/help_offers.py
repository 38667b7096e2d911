"""Offers of help: what was offered, and the messages about it that the site passes on."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from phases.plan import slug_of
from wijkaanzet.actions import help_offers
from wijkaanzet.actions.help_offers import Offer
from wijkaanzet.actions.reactions import name_used
from wijkaanzet.errors import DomainError
from wijkaanzet.web.access import Access, access
from wijkaanzet.web.addresses import site_address
from wijkaanzet.web.errors import domain_status
from wijkaanzet.web.i18n import _
from wijkaanzet.web.reaction_forms import MessageForm
from wijkaanzet.web.services import edition, now, services, signed_in

blueprint = Blueprint("help_offers", __name__)

Page = str | Response | tuple[str, int]


@blueprint.get("/mijn/hulp")
@access(Access.RESIDENT)
def mine() -> str:
    """The offers to one's own plans, and those that one made."""
    with services().database.read() as db:
        offers = help_offers.offers_for(db, edition(), signed_in().id)
    return render_template(
        "reactions/offers.html",
        to_me=[offer for offer in offers if offer.to_me],
        by_me=[offer for offer in offers if not offer.to_me],
        href=_plan_href,
    )


@blueprint.route("/mijn/hulp/<int:reaction>", methods=["GET", "POST"])
@access(Access.RESIDENT)
def one(reaction: int) -> Page:
    """One offer with its messages, and a form to write the next."""
    me = signed_in().id
    form = MessageForm()
    status = 422 if form.is_submitted() else 200
    if form.validate_on_submit():
        try:
            with services().database.write() as db:
                help_offers.write_message(
                    db,
                    edition(),
                    reaction,
                    text=form.text.data,
                    name=form.name.data,
                    account=me,
                    site=site_address(),
                    now=now(),
                )
        except DomainError as error:
            if not form.refuse(error):
                raise
            status = domain_status(error)
        else:
            services().send_mail()
            flash(_("Uw bericht is verstuurd."), "ok")
            return redirect(url_for("help_offers.one", reaction=reaction), 303)
    with services().database.read() as db:
        offer = help_offers.offer_of(db, edition(), reaction, account=me)
        if not form.is_submitted():
            form.name.data = name_used(db, edition(), me)
    return render_template("reactions/offer.html", offer=offer, form=form, href=_plan_href), status


@blueprint.post("/mijn/hulp/<int:reaction>/stoppen")
@access(Access.RESIDENT)
def end(reaction: int) -> Response:
    """Want no more messages about an offer."""
    with services().database.write() as db:
        help_offers.end_offer(db, edition(), reaction, account=signed_in().id, now=now())
    flash(_("Dit gesprek is gestopt. U krijgt er geen berichten meer over."), "info")
    return redirect(url_for("help_offers.mine"), 303)


def _plan_href(offer: Offer) -> str:
    return url_for("public.plan", number=offer.reaction.plan, slug=slug_of(offer.plan_title))
