"""The Dutch texts of what can go wrong in the weekly check, with likes, and with mergers."""

from __future__ import annotations

from wijkaanzet.web.error_texts import Text, says
from wijkaanzet.web.i18n import _

WEEKLY_TEXTS: dict[str, Text] = {
    "plan-merged": lambda facts: _(
        "Dit plan is samengevoegd met plan %(into)s. Kijk daar verder.", into=facts["into"]
    ),
    "plan-forwarded": says(
        lambda: _("Dit plan is doorgestuurd naar de gemeente. Likes en stemmen zijn niet meer nodig.")
    ),
    "plan-is-out": says(
        lambda: _("Dit plan doet al niet meer mee: het is doorgestuurd, verborgen of samengevoegd.")
    ),
    "plan-not-out": says(lambda: _("Dit plan kan niet worden teruggehaald.")),
    "exit-words-missing": says(lambda: _("Schrijf op waarom. De indiener krijgt deze tekst.")),
    "no-such-colleague": says(lambda: _("Kies een collega uit de lijst.")),
    "contact-in-future": says(lambda: _("Deze dag is nog niet geweest. Kies de dag van het gesprek.")),
    "question-missing": says(lambda: _("Schrijf op wat u wilt vragen.")),
    "already-asked": says(
        lambda: _("De indiener heeft nog een vraag te beantwoorden. Wacht daarop, of bel even.")
    ),
    "nothing-asked": says(lambda: _("Over dit plan staat geen vraag open.")),
    "merge-too-few": says(lambda: _("Kies ten minste één ander plan om mee samen te voegen.")),
    "merge-too-many": lambda facts: _("Voeg ten hoogste %(most)s plannen tegelijk samen.", **facts),
    "merge-message-missing": says(
        lambda: _("Leg de indieners uit waarom samen beter is. Zij krijgen deze tekst.")
    ),
    "merge-pending": says(
        lambda: _("Voor een van deze plannen loopt al een voorstel. Wacht daarop, of trek het in.")
    ),
    "merge-ended": says(lambda: _("Over dit voorstel is al besloten. Er verandert niets meer.")),
    "merge-lapsed": says(lambda: _("De tijd om te kiezen is voorbij. De plannen blijven zoals ze zijn.")),
    "no-such-proposal": says(lambda: _("Dit voorstel is er niet, of het is niet aan u gevraagd.")),
    "list-amount": lambda facts: _(
        "Vul in hoeveel handtekeningen er op de lijst staan, van 1 tot en met %(most)s.", **facts
    ),
    "list-checked": says(
        lambda: _("Er kunnen niet meer adressen zijn nagekeken dan er handtekeningen staan.")
    ),
    "list-exists": lambda facts: _(
        "Lijst ‘%(reference)s’ telt al mee voor dit plan. Klopt het aantal niet? Haal de lijst er eerst af.",
        **facts,
    ),
    "no-such-list": says(lambda: _("Deze lijst is er niet.")),
    "list-corrected": says(lambda: _("Deze lijst is er al af gehaald.")),
    "no-such-wave": says(
        lambda: _("Deze likes zijn al apart gezet, of er veranderde net iets. Kijk opnieuw.")
    ),
    "no-such-decision": says(lambda: _("Deze likes tellen al weer mee.")),
    "no-such-mail": says(lambda: _("Deze mail staat er niet meer: hij is al verstuurd of weggehaald.")),
}

WEEKLY_STATUS = {
    "exit-words-missing": 422,
    "no-such-colleague": 422,
    "contact-in-future": 422,
    "question-missing": 422,
    "merge-too-few": 422,
    "merge-too-many": 422,
    "merge-message-missing": 422,
    "no-such-proposal": 404,
    "list-amount": 422,
    "list-checked": 422,
    "no-such-list": 404,
    "no-such-wave": 404,
    "no-such-decision": 404,
    "no-such-mail": 404,
}
