"""Every address of the site that can be looked at: who may see it, and what it answers in each of the five phases."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from phases.calendar import Phase

PLAN = "/plannen/1-buurtmoestuin-aan-de-merelsingel"


@dataclass(frozen=True)
class Address:
    """A path, the role it is for ("" is anybody), and a status per phase."""

    path: str
    role: str
    statuses: tuple[int, ...]

    def at(self, phase: Phase) -> int:
        """The status in a phase."""
        return self.statuses[phase - 1]


def _address(path: str, statuses: str, role: str = "") -> Address:
    each = [int(status) for status in statuses.split()]
    return Address(path, role, tuple(each * 5 if len(each) == 1 else each))


ADDRESSES = (
    _address("/", "200"),
    _address("/plannen", "200"),
    _address("/plannen?thema=Op+straat&wijk=Uilenwijk", "200"),
    _address("/plannen?thema=Bestaat+niet", "200"),
    _address("/plannen?q=tuin&volgorde=nieuwste", "200"),
    _address("/plannen?q=hierbestaatnietsvan", "200"),
    _address("/plannen/kaart", "200"),
    _address("/kaart/tegel/1/1/1.png", "404"),
    _address("/plannen/1/delen.png", "200"),
    _address("/plannen/1/poster.pdf", "200"),
    _address("/plannen/1", "301"),
    _address(PLAN, "200"),
    _address("/spelregels", "200"),
    _address("/privacy", "200"),
    _address("/toegankelijkheid", "200"),
    _address("/taal/nl", "303"),
    _address("/stem", "403 403 403 200 403"),
    _address("/stem/biljet", "403 403 403 409 403"),
    _address("/stem/controle", "403 403 403 409 403"),
    _address("/stem/klaar", "303"),
    _address("/uitslag", "200"),
    _address("/uitslag/stemmen.pb", "404 404 404 404 200"),
    _address("/uitvoering", "200"),
    _address("/uitvoering/1", "404 404 404 404 200"),
    _address("/afspraken/een-link", "404"),
    _address("/mijn/uitvoering", "200", "resident"),
    _address("/mijn/uitvoering/1", "404 404 404 404 403", "resident"),
    _address("/mijn/uitvoering/1/nieuws", "404 404 404 404 403", "resident"),
    _address("/mijn/uitvoering/1/nieuws/1", "404 404 404 404 403", "resident"),
    _address("/mijn/uitvoering/1/bon", "404 404 404 404 403", "resident"),
    _address("/mijn/uitvoering/1/bon/1", "404 404 404 404 403", "resident"),
    _address("/mijn/uitvoering/1/afspraken", "404 404 404 404 403", "resident"),
    _address("/mijn/uitvoering/1/terugblik", "404 404 404 404 403", "resident"),
    _address("/bon/1", "404", "resident"),
    _address("/kansen", "200"),
    _address("/kansen/1", "404"),
    _address("/inloggen", "200"),
    _address("/inloggen/een-link", "200"),
    _address("/api/v1/openapi.json", "200"),
    _address("/evaluatie", "404 404 404 404 200"),
    _address("/evaluatie/evaluatie.pdf", "404 404 404 404 200"),
    _address("/evaluatie/evaluatie.html", "404 404 404 404 200"),
    _address("/gegevens", "200"),
    *(_address(f"/gegevens/{name}.csv", "200") for name in ("plannen", "themas", "wijken", "landingen")),
    *(
        _address(f"/gegevens/{name}.csv", "404 404 404 404 200")
        for name in ("uitslag", "opkomst", "uitvoering")
    ),
    *(
        _address(f"/api/v1/{name}", "200")
        for name in ("edities", "editie", "plannen", "plannen/1", "themas", "wijken", "landingen")
    ),
    _address("/api/v1/plannen?thema=Op+straat&sorteer=-likes&perPagina=2&pagina=2", "200"),
    _address("/api/v1/plannen?thema=Bestaat+niet", "400"),
    _address("/api/v1/plannen/999", "404"),
    *(
        _address(f"/api/v1/{name}", "404 404 404 404 200")
        for name in ("uitslag", "telling", "opkomst", "uitvoering")
    ),
    _address("/healthz/live", "200"),
    _address("/healthz/ready", "200"),
    _address("/.well-known/security.txt", "200"),
    _address("/deze-pagina-is-er-niet", "404"),
    _address("/inloggen-code", "200", "resident"),
    _address("/plannen/nieuw", "200 403 403 403 403", "resident"),
    _address("/mijn", "200", "resident"),
    *(
        _address(f"/plannen/nieuw/1/{step}", "404", "resident")
        for step in ("idee", "plek", "kosten", "mensen", "fotos", "controle")
    ),
    _address("/plannen/1/versies", "200"),
    _address("/plannen/1/intrekken", "403", "resident"),
    _address("/plannen/1/samen", "403", "resident"),
    _address("/plannen/1/samen/een-link", "404"),
    _address("/plannen/1/meedoen", "200", "resident"),
    _address("/beeld/1-klein.jpg", "404"),
    _address("/tafel", "200", "checker"),
    _address("/tafel/1", "404 404 200 200 200", "checker"),
    _address("/tafel/1/deel", "404 404 200 200 200", "checker"),
    _address("/tafel/nu", "303", "checker"),
    _address("/tafel/scherm", "200", "checker"),
    _address("/tafel/klok", "200", "checker"),
    _address("/tafel/stand", "200", "checker"),
    _address("/tafel/bijeenkomst/1", "404", "checker"),
    _address("/wijkraad", "200", "wijkraad"),
    _address("/kosten/een-link", "404"),
    _address("/plannen/1/kosten", "403", "resident"),
    _address("/beheer/tafel", "200", "organiser"),
    _address("/beheer/tafel/bijeenkomst/1", "404", "organiser"),
    _address("/beheer/sneltoets", "200", "organiser"),
    _address("/beheer/sneltoets/0", "200", "organiser"),
    _address("/beheer/sneltoets/1", "404", "organiser"),
    _address("/beheer/sneltoets/0.toml", "200", "organiser"),
    _address("/plannen/1/like/een-link", "200"),
    _address("/plannen/1/reacties", "200"),
    _address("/plannen/1/reacties?pagina=99", "200"),
    _address("/plannen/1/reacties/link/een-link", "409"),
    _address("/plannen/1/reacties/1/melden", "404"),
    _address("/plannen/1/reacties/1/antwoord", "404", "resident"),
    _address("/plannen/1/reacties/1/wijzigen", "404", "resident"),
    _address("/berichten/afmelden/een-link", "404"),
    _address("/mijn/berichten", "200", "resident"),
    _address("/mijn/hulp", "200", "resident"),
    _address("/mijn/hulp/1", "404", "resident"),
    _address("/samenvoegen/1/een-link", "404"),
    _address("/samenvoegen/1", "404", "resident"),
    _address("/beheer/weekcheck", "200", "checker"),
    _address("/beheer/weekcheck?van=mij", "200", "checker"),
    _address("/beheer/weekcheck/1", "200", "checker"),
    _address("/beheer/weekcheck/1/samenvoegen", "200", "organiser"),
    _address("/beheer/likes", "200", "organiser"),
    _address("/beheer/reacties", "200", "organiser"),
    _address("/beheer/reacties?toon=verborgen", "200", "organiser"),
    _address("/beheer/reacties/1/verbergen", "404", "organiser"),
    _address("/balie", "200", "desk"),
    _address("/balie/handtekeningen", "200", "desk"),
    _address("/balie/geheim-adres", "200", "desk"),
    _address("/balie/papier", "200", "desk"),
    _address("/balie/papier/1", "404", "desk"),
    _address("/beheer", "200", "organiser"),
    _address("/beheer/post", "200", "organiser"),
    _address("/beheer/instellingen", "200", "organiser"),
    _address("/beheer/landing", "200", "organiser"),
    _address("/beheer/landing?stand=geland", "200", "organiser"),
    _address("/beheer/landing/1", "404", "organiser"),
    _address("/beheer/logboek", "200", "organiser"),
    _address("/beheer/verslag", "200", "organiser"),
    _address("/beheer/verslag/aanvullen", "200", "organiser"),
    _address("/beheer/verslag/evaluatie.html", "200", "organiser"),
    _address("/beheer/verslag/evaluatie.pdf", "200", "organiser"),
    _address("/beheer/uitvoering", "200", "organiser"),
    _address("/beheer/uitvoering/betalingen.csv", "200", "organiser"),
    _address("/beheer/uitvoering/1", "404 404 404 404 200", "organiser"),
    _address("/beheer/uitvoering/1/geld", "404 404 404 404 200", "organiser"),
    _address("/beheer/uitvoering/1/nieuws", "404 404 404 404 200", "organiser"),
    _address("/beheer/brieven", "200", "organiser"),
    _address("/beheer/brieven/adressen", "200", "organiser"),
    _address("/beheer/brieven/opnieuw", "200", "organiser"),
    _address("/beheer/brieven/onbestelbaar", "200", "organiser"),
    _address("/beheer/brieven/opdracht/1", "404", "organiser"),
    _address("/beheer/brieven/opdracht/1/voortgang", "404", "organiser"),
    _address("/beheer/brieven/voorbeeld.pdf", "200", "organiser"),
    _address("/beheer/brieven/proefvel.pdf", "200", "organiser"),
    _address("/beheer/brieven/formulier.pdf", "200", "organiser"),
    _address("/beheer/brieven/manifest.csv", "404", "organiser"),
)


def pages(phase: Phase) -> Iterator[Address]:
    """The addresses that answer with a page to read in a phase, also when it says that something cannot be done."""
    machine = ("/tafel/1/deel", "/tafel/stand", "/api/", "/healthz/", "/.well-known/", "/uitslag/")
    return (
        a
        for a in ADDRESSES
        if a.at(phase) not in (301, 303)
        and not a.path.startswith(machine)
        and not a.path.endswith((".pdf", ".png", ".csv", ".toml", "evaluatie.html"))
    )
