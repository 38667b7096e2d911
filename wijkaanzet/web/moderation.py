"""Reactions for the organiser: what was reported, and what is decided about it."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from phases.plan import slug_of
from wijkaanzet.actions import moderation as moderating
from wijkaanzet.actions.moderation import Moderated
from wijkaanzet.errors import DomainError
from wijkaanzet.web.access import Access, access
from wijkaanzet.web.addresses import site_address
from wijkaanzet.web.errors import domain_status
from wijkaanzet.web.i18n import _
from wijkaanzet.web.incoming import whole_number
from wijkaanzet.web.reaction_forms import KINDS, REPORT_KINDS, HideReactionForm
from wijkaanzet.web.services import edition, now, services, signed_in

blueprint = Blueprint("moderation", __name__)

Page = str | Response | tuple[str, int]
BOARD = "/beheer/reacties"


@blueprint.get(BOARD)
@access(Access.ORGANISER)
def board() -> str:
    """Reported reactions first, then all; ``toon=verborgen`` shows those that were hidden."""
    only_hidden, page = (
        request.args.get("toon") == "verborgen",
        whole_number(request.args.get("pagina", ""), 1),
    )
    with services().database.read() as db:
        reported = moderating.reported(db, edition())
        everything, pages = moderating.all_reactions(db, edition(), only_hidden=only_hidden, page=page)

    def page_href(number: int) -> str:
        shown = "verborgen" if only_hidden else None
        return url_for("moderation.board", toon=shown, pagina=number, _anchor="all")

    return render_template(
        "reactions/moderation.html",
        reported=reported,
        everything=everything,
        page=min(max(page, 1), pages),
        pages=pages,
        only_hidden=only_hidden,
        href=_href,
        page_href=page_href,
        kinds=KINDS,
        report_kinds=REPORT_KINDS,
    )


@blueprint.route(f"{BOARD}/<int:reaction>/verbergen", methods=["GET", "POST"])
@access(Access.ORGANISER)
def hide(reaction: int) -> Page:
    """Hide a reaction, with a reason that its author gets."""
    form = HideReactionForm()
    with services().database.read() as db:
        one = moderating.one_reaction(db, edition(), reaction)
    status = 422 if form.is_submitted() else 200
    if form.validate_on_submit():
        try:
            with services().database.write() as db:
                moderating.hide(
                    db,
                    edition(),
                    reaction,
                    form.reason.data,
                    account=signed_in().id,
                    site=site_address(),
                    now=now(),
                )
        except DomainError as error:
            if not form.refuse(error):
                raise
            status = domain_status(error)
        else:
            services().send_mail()
            flash(_("De reactie is verborgen. De schrijver krijgt uw uitleg in een mail."), "ok")
            return redirect(url_for("moderation.board"), 303)
    page = render_template(
        "reactions/hide.html", one=one, form=form, href=_href, kinds=KINDS, report_kinds=REPORT_KINDS
    )
    return page, status


@blueprint.post(f"{BOARD}/<int:reaction>/tonen")
@access(Access.ORGANISER)
def show_again(reaction: int) -> Response:
    """Show a hidden reaction again."""
    with services().database.write() as db:
        moderating.show_again(db, edition(), reaction, account=signed_in().id, site=site_address(), now=now())
    services().send_mail()
    flash(_("De reactie staat weer op de site. De schrijver krijgt een mail."), "ok")
    return redirect(url_for("moderation.board"), 303)


@blueprint.post(f"{BOARD}/<int:reaction>/laten-staan")
@access(Access.ORGANISER)
def leave(reaction: int) -> Response:
    """Decide that a reported reaction may stay."""
    with services().database.write() as db:
        moderating.leave(db, edition(), reaction, account=signed_in().id, now=now())
    flash(_("De reactie blijft staan. De melding is afgehandeld."), "ok")
    return redirect(url_for("moderation.board"), 303)


def _href(one: Moderated) -> str:
    """The reaction in its place."""
    slug, anchor = slug_of(one.plan_title), f"reactie-{one.reaction.id}"
    return url_for("public.plan", number=one.reaction.plan, slug=slug, _anchor=anchor)
