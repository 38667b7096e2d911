"""The Dutch texts of what can go wrong in the year of execution."""

from __future__ import annotations

from flask import g
from flask_babel import ngettext

from phases.money import format_money
from wijkaanzet.web import texts
from wijkaanzet.web.error_texts import Text, says
from wijkaanzet.web.i18n import _


def _money(cents: int) -> str:
    return format_money(cents, g.edition.spec.currency)


EXECUTION_TEXTS: dict[str, Text] = {
    "not-chosen": says(lambda: _("Dit plan is niet gekozen. Alleen een gekozen plan wordt uitgevoerd.")),
    "plan-ended": says(
        lambda: _("Dit plan is al klaar of gestopt. Daarom kunt u hier niets meer veranderen.")
    ),
    "plan-not-ended": says(lambda: _("Dit plan loopt nog. Terugkijken kan als het klaar is.")),
    "overspent": lambda facts: _(
        "Er is nog %(left)s over voor dit plan. Dit bedrag is hoger.", left=_money(facts["left"])
    ),
    "overpaid": lambda facts: _(
        "Er kan nog %(left)s worden betaald. Dit bedrag is hoger.", left=_money(facts["left"])
    ),
    "overplanned": lambda facts: _(
        "Er is nog %(left)s te verdelen over betalingen. Dit bedrag is hoger.", left=_money(facts["left"])
    ),
    "refund-too-high": lambda facts: _(
        "Er is %(left)s betaald. Er kan niet meer terugkomen dan dat.", left=_money(facts["left"])
    ),
    "amount-not-positive": says(lambda: _("Vul een bedrag in dat hoger is dan nul.")),
    "lines-over-grant": lambda facts: _(
        "De posten zijn samen %(over)s te hoog. Maak een post lager, of haal een post weg.",
        over=_money(facts["over"]),
    ),
    "line-in-use": lambda facts: _(
        "Op de post ‘%(what)s’ staan al bonnen. Zet die bonnen eerst op een andere post.", **facts
    ),
    "no-such-line": says(lambda: _("Deze post is er niet (meer). Kies een post uit de lijst.")),
    "spent-in-future": says(lambda: _("Deze dag is nog niet geweest. Kies de dag die op de bon staat.")),
    "paid-in-future": says(lambda: _("Deze dag is nog niet geweest. Kies de dag van de betaling.")),
    "done-in-future": says(lambda: _("Deze dag is nog niet geweest. Kies de dag waarop het klaar was.")),
    "day-outside-year": lambda facts: _(
        "Kies een dag van %(first)s tot en met %(last)s. Is er meer tijd nodig? Stel het plan dan uit.",
        first=texts.long_day(facts["first"]),
        last=texts.long_day(facts["last"]),
    ),
    "postponed-too-far": lambda facts: _(
        "Zo ver kan het niet worden uitgesteld. De laatste dag die kan, is %(latest)s.",
        latest=texts.long_day(facts["latest"]),
    ),
    "milestones-exist": says(lambda: _("Dit plan heeft al mijlpalen. Verander die, of voeg er een toe.")),
    "payments-exist": says(lambda: _("Dit plan heeft al betalingen. Verander die, of voeg er een toe.")),
    "already-paid": says(lambda: _("Dit bedrag is al betaald. Klopt dat niet? Boek dan een bedrag terug.")),
    "payment-not-yet": lambda facts: _(
        "Dit bedrag kan vanaf %(day)s worden betaald.", day=texts.long_day(facts["day"])
    ),
    "payment-waits": says(lambda: _("Deze betaling wacht op een go-moment. Beslis daar eerst over.")),
    "payment-no-go": says(lambda: _("Bij het go-moment van deze betaling is ‘nog niet’ besloten.")),
    "gate-decided": says(lambda: _("Over dit go-moment is al besloten.")),
    "document-missing": says(lambda: _("Voeg de bon toe: een foto of een pdf.")),
    "document-too-large": lambda facts: ngettext(
        "Dit bestand is te groot. Een bon mag %(num)s MB zijn.",
        "Dit bestand is te groot. Een bon mag %(num)s MB zijn.",
        facts["most"],
    ),
    "document-unreadable": says(
        lambda: _("Dit bestand kunnen wij niet lezen. Maak een foto van de bon, of kies een pdf.")
    ),
    "no-such-document": says(lambda: _("Deze bon is er niet, of hij is niet voor u.")),
    "no-such-expense": says(lambda: _("Deze bon is er niet.")),
    "expense-decided": says(lambda: _("Over deze bon is al besloten. Ververs de pagina.")),
    "expense-not-approved": says(lambda: _("Alleen een goedgekeurde uitgave kan worden teruggedraaid.")),
    "expense-corrected": says(lambda: _("Deze uitgave is al teruggedraaid.")),
    "objection-missing": says(lambda: _("Schrijf op wat u anders wilt afspreken.")),
    "pictures-too-many": lambda facts: ngettext(
        "Kies ten hoogste %(num)s foto.", "Kies ten hoogste %(num)s foto’s.", facts["most"]
    ),
    "receipts-wait": says(lambda: _("Er wachten nog bonnen. Keur ze eerst goed, of wijs ze af.")),
    "agreement-changed": says(
        lambda: _("De afspraken zijn net veranderd. Lees ze opnieuw. Zegt u ja? Bevestig dan nog een keer.")
    ),
    "agreement-link-over": says(
        lambda: _(
            "Deze link werkt niet meer. Hebt u al ja gezegd? Dan is het goed. Anders sturen wij u graag een nieuwe link."
        )
    ),
    "agreement-open": says(lambda: _("De indiener heeft nog geen ja gezegd tegen deze afspraak.")),
    "agreement-signed": says(
        lambda: _("Deze afspraak is gemaakt. Verander hem, of zeg dat hij klaar is. Weghalen kan niet.")
    ),
    "agreement-without-who": says(
        lambda: _("Vul bij elke afspraak in wie het doet. Daarna kunt u hem sturen.")
    ),
    "nothing-to-agree": says(lambda: _("Er wacht geen afspraak.")),
    "no-such-milestone": says(lambda: _("Deze mijlpaal is er niet.")),
    "no-such-agreement": says(lambda: _("Deze afspraak is er niet.")),
    "no-such-payment": says(lambda: _("Deze betaling is er niet.")),
    "no-such-gate": says(lambda: _("Dit go-moment is er niet.")),
    "no-such-update": says(lambda: _("Dit bericht is er niet.")),
}

EXECUTION_STATUS = {code: 404 for code in EXECUTION_TEXTS if code.startswith("no-such-")} | {
    "amount-not-positive": 422,
    "lines-over-grant": 422,
    "no-such-line": 422,
    "spent-in-future": 422,
    "paid-in-future": 422,
    "done-in-future": 422,
    "day-outside-year": 422,
    "postponed-too-far": 422,
    "document-too-large": 422,
    "document-unreadable": 422,
    "pictures-too-many": 422,
    "agreement-link-over": 404,
}
