"""The Dutch texts of what can go wrong at the ja-mits table."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from phases.quickscan import Problem
from wijkaanzet.web import texts
from wijkaanzet.web.error_texts import Text, says
from wijkaanzet.web.i18n import _


def _numbers(facts: dict[str, Any]) -> str:
    return ", ".join(map(str, facts["numbers"]))


SCAN_TEXTS: dict[str, Callable[[str], str]] = {
    "too-long": lambda _word: _("Het bestand is te lang."),
    "no-toml": lambda word: _("Dit is geen geldig TOML: %(reason)s.", reason=word),
    "unknown-specialism": lambda _word: _(
        "Dit specialisme kennen wij niet. Kies uit: juridisch, financieel, praktisch, groen, straat, sociaal, vergunningen, aannemer."
    ),
    "no-table": lambda _word: _("Hier hoort een tabel met vragen te staan."),
    "empty": lambda _word: _("Er staat geen enkel specialisme in."),
    "nobody-always": lambda _word: _("Zet bij ten minste één specialisme: altijd = true."),
    "not-a-flag": lambda word: _("Bij ‘%(key)s’ hoort true of false.", key=word),
    "not-texts": lambda word: _("Bij ‘%(key)s’ hoort een lijst met teksten.", key=word),
    "no-questions": lambda _word: _("Dit specialisme heeft geen vragen."),
    "too-many-questions": lambda word: _("Stel ten hoogste %(most)s vragen.", most=word),
    "bad-id": lambda _word: _("Geef de vraag een id van kleine letters, cijfers en streepjes; niet ‘klaar’."),
    "id-twice": lambda _word: _("Dit id komt twee keer voor. Elke vraag heeft een eigen id."),
    "answers-amount": lambda word: _("Geef 2 tot en met %(most)s antwoorden.", most=word),
    "both-outcomes": lambda _word: _("Een antwoord heeft een voorwaarde of een nog_niet, niet allebei."),
    "unknown-target": lambda word: _(
        "Een antwoord leidt naar ‘%(target)s’, maar die vraag is er niet.", target=word
    ),
    "backwards": lambda word: _(
        "Een antwoord leidt terug naar ‘%(target)s’. De vragen gaan alleen vooruit, anders komt er geen einde aan.",
        target=word,
    ),
    "unreached": lambda _word: _("Geen antwoord leidt naar deze vraag."),
    "bad-text": lambda word: _("Bij ‘%(key)s’ hoort een tekst van ten hoogste 600 tekens.", key=word),
    "unknown-key": lambda word: _("‘%(key)s’ betekent hier niets. Is het een typefout?", key=word),
}


def scan_problem(problem: Problem) -> str:
    """What is wrong in the sneltoets, with its line and question."""
    said = SCAN_TEXTS[problem.code](problem.word)
    if problem.where:
        return _("Regel %(line)s, %(where)s: %(said)s", line=problem.line, where=problem.where, said=said)
    return _("Regel %(line)s: %(said)s", line=problem.line, said=said)


TABLE_TEXTS: dict[str, Text] = {
    "explanation-missing": says(
        lambda: _("Schrijf erbij wat er nodig is om het mogelijk te maken, of hoe de indiener verder kan.")
    ),
    "condition-incomplete": says(
        lambda: _("Vul bij elke voorwaarde in: wat, wie, wat het kost en voor wanneer.")
    ),
    "conditions-missing": says(lambda: _("Bij ‘haalbaar, mits’ hoort ten minste één voorwaarde.")),
    "answer-changed": says(
        lambda: _(
            "Een collega was u net voor. Bij de vraag staat het antwoord van uw collega. Uw eigen tekst staat er nog: voeg ze samen en leg het opnieuw op tafel."
        )
    ),
    "scan-changed": says(
        lambda: _(
            "Een collega beantwoordde net een vraag van deze sneltoets. Kijk waar u nu bent en ga verder."
        )
    ),
    "costs-changed": says(
        lambda: _(
            "De kosten zijn net veranderd. Hieronder staat wat er nu ligt, en daarnaast wat u invulde. Voeg het samen en bewaar opnieuw."
        )
    ),
    "minutes-changed": says(
        lambda: _(
            "Een collega schreef net ook aan dit verslag. Beide teksten staan er nog: voeg ze samen en bewaar opnieuw."
        )
    ),
    "not-your-specialism": says(
        lambda: _("Dit specialisme is van een collega. Alleen die collega of de voorzitter kan antwoorden.")
    ),
    "no-such-question": says(lambda: _("Deze vraag hoort niet (meer) bij de sneltoets. Ververs de pagina.")),
    "no-such-scan": says(lambda: _("Deze versie van de sneltoets is er niet.")),
    "scan-wrong": says(lambda: _("De sneltoets klopt nog niet. Er is niets bewaard.")),
    "verdict-fixed": says(
        lambda: _("Het oordeel over dit plan ligt vast. Neem het eerst opnieuw in bespreking.")
    ),
    "table-moved": says(
        lambda: _(
            "Er veranderde iets op tafel. Kijk hierboven voordat u het oordeel vastlegt. Wat u typt blijft staan."
        )
    ),
    "no-verdict": says(lambda: _("Over dit plan is nog geen oordeel.")),
    "deviation-missing": says(
        lambda: _("Dit is een ander oordeel dan uit de antwoorden volgt. Schrijf op waarom.")
    ),
    "not-the-chair": says(lambda: _("Alleen de voorzitter of de organisator kan dit doen.")),
    "cost-differs": says(lambda: _("Dit bedrag is anders dan de kosten die op tafel liggen.")),
    "cost-lines-missing": says(lambda: _("Vul ten minste één kostenpost in.")),
    "cost-lines-many": lambda facts: _(
        "Gebruik ten hoogste %(most)s posten. Neem kleine bedragen samen.", **facts
    ),
    "cost-note-missing": says(
        lambda: _("De kosten zijn anders dan de schatting van de indiener. Schrijf op waarom.")
    ),
    "settlement-missing": says(lambda: _("Schrijf uw antwoord aan de indiener op.")),
    "costs-not-to-ask": says(lambda: _("Er valt nu niets voor te leggen aan de indiener.")),
    "costs-open": lambda facts: _(
        "Bij deze plannen zijn de kosten nog niet rond: %(plans)s. Leg ze voor aan de indiener, wacht op de reactie of geef er antwoord op.",
        plans=_numbers(facts),
    ),
    "nothing-to-settle": says(lambda: _("Er is geen reactie die een antwoord nodig heeft.")),
    "no-such-session": says(lambda: _("Deze bijeenkomst is er niet.")),
    "sessions-many": lambda facts: _("Plan ten hoogste %(most)s bijeenkomsten.", **facts),
    "place-missing": says(lambda: _("Vul in waar de bijeenkomst is.")),
    "session-was-held": says(lambda: _("Deze bijeenkomst is al geweest of begonnen. Zij blijft staan.")),
    "session-over": says(lambda: _("Deze bijeenkomst is afgesloten.")),
    "session-not-open": says(lambda: _("Deze bijeenkomst is nu niet bezig.")),
    "another-session": says(lambda: _("Er is nog een andere bijeenkomst bezig. Sluit die eerst af.")),
    "plan-has-minutes": lambda facts: _(
        "Plan %(number)s heeft al een verslag en blijft op de agenda.", **facts
    ),
    "no-checkers": says(lambda: _("Er is nog niemand om uit te nodigen. Wijs eerst checkers aan.")),
    "no-such-role": says(lambda: _("Kies een rol uit de lijst.")),
    "no-look": says(lambda: _("De wijkraad is nog niet gevraagd om mee te kijken.")),
    "look-in-past": says(lambda: _("Deze dag is al geweest. Kies vandaag of een latere dag.")),
    "already-public": says(lambda: _("De oordelen zijn al openbaar.")),
    "wijkraad-not-asked": says(
        lambda: _(
            "Vraag eerst de wijkraad om mee te kijken. Dat doet u op de pagina ‘De tafel voorbereiden’."
        )
    ),
    "wijkraad-looks": lambda facts: _(
        "De wijkraad kijkt nog mee. Vanaf %(day)s kunt u de oordelen openbaar maken.",
        day=texts.long_day(facts["until"]),
    ),
}

TABLE_STATUS = {
    "condition-incomplete": 422,
    "not-your-specialism": 403,
    "not-the-chair": 403,
    "no-such-question": 404,
    "no-such-scan": 404,
    "scan-wrong": 422,
    "cost-lines-many": 422,
    "no-such-session": 404,
    "no-such-role": 422,
    "look-in-past": 422,
    "sessions-many": 422,
    "no-checkers": 422,
}
