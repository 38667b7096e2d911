"""``leesmij.txt``: what the bundle is and how anyone recounts it, in plain Dutch."""

from __future__ import annotations

from voting.bundle.terms import Terms
from voting.pabulib import Election
from voting.tally import Outcome, TieKind
from voting.tally.explain import money

_TEXT = """\
{title}
{underline}

In deze map staat de hele uitslag. U kunt hem zelf natellen.

Wat zit erin?
- stemmen.pb     alle {voters} stemmen, zonder namen en in willekeurige volgorde
- ontvangstcodes.txt   alle {voters} ontvangstcodes, in een eigen willekeurige volgorde
- uitslag.json   de uitslag, met de telregel en per plan de reden
- SHA256SUMS     een controlegetal per bestand

Zelf natellen
U hebt Python nodig en het programma {program}. Geef daarna dit ene commando:

    wijkaanzet verify .

Het programma telt alle stemmen opnieuw, alleen met deze bestanden. Het zegt of alles klopt, of wat er afwijkt.

De uitslag
Budget: {budget}. Besteed: {spent}.
{selected}

Gelijke stand
{tie}

Is mijn stem meegeteld?
Na het stemmen kreeg u een ontvangstcode: een korte code. Zoek die code in ontvangstcodes.txt. Staat hij erin, dan is uw stem
aangekomen. Er zijn precies evenveel ontvangstcodes als stemmen. De code zegt niet wat u hebt gestemd. Dat is met opzet:
zo kan niemand u dwingen om te laten zien wat u koos.

Wat kan deze map niet bewijzen?
Wie alle bestanden tegelijk vervangt, kan een andere uitslag maken die op zichzelf klopt. Daarom hoort bij deze map een
controlegetal dat ook op een andere plek staat, bijvoorbeeld in de krant of in de stukken van de raad. Het commando
hierboven laat het controlegetal zien. Vergelijk de twee.
"""


def readme_text(election: Election, outcome: Outcome, terms: Terms) -> str:
    """The text, which follows from the other files and is checked with them."""
    title = f"Uitslag: {election.meta.text('description')}"

    def euro(amount: int) -> str:
        return money(amount, election.unit, election.currency or "EUR")

    chosen = [
        f"- plan {result.id}: {election.names[result.id]} ({euro(result.cost)}, {result.votes} stemmen)"
        for result in outcome.projects
        if result.selected
    ]
    return _TEXT.format(
        title=title,
        underline="=" * len(title),
        voters=outcome.voters,
        program=terms.program,
        budget=euro(outcome.budget),
        spent=euro(outcome.spent),
        selected="\n".join(["Gekozen:", *chosen]) if chosen else "Er is geen enkel plan gekozen.",
        tie=_tie_text(terms),
    )


def _tie_text(terms: Terms) -> str:
    kind, seed = terms.tie_break.kind, terms.seed
    if kind is not TieKind.LOT:
        return {
            TieKind.ORDER: "Bij een gelijke stand ging het plan voor dat eerder op de stemlijst staat.",
            TieKind.ID: "Bij een gelijke stand ging het plan voor met de eerste code op alfabet.",
            TieKind.REFUSE: "Bij een gelijke stand zou er niet zijn geteld.",
        }[kind]
    lines = [
        f"Bij een gelijke stand besliste een openbare loting met het getal of de tekst: {terms.tie_break.seed}"
    ]
    if seed.announced:
        lines.append(f"Vooraf bekendgemaakt: {seed.announced}")
    if seed.announced_on:
        lines.append(f"Waar en wanneer: {seed.announced_on}")
    if seed.commitment:
        lines.append(f"Vooraf bekendgemaakt controlegetal (SHA-256) van de seed: {seed.commitment}")
    return "\n".join(lines)
