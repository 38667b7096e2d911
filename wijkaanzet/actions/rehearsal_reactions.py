"""What the invented neighbourhood of a rehearsal says of its plans. No person in it exists."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from phases.reactions import ReactionKind, ReportKind
from wijkaanzet.actions import help_offers, moderation, notices, reactions
from wijkaanzet.actions.plan_mail import submitters_of
from wijkaanzet.actions.reactions import ReactionDraft
from wijkaanzet.records import EditionRecord

K = ReactionKind


@dataclass(frozen=True)
class Said:
    """An invented reaction, with the submitter's reply and the municipality's, if they answered."""

    plan: str
    kind: ReactionKind
    name: str
    text: str
    submitter: tuple[str, str] = ("", "")
    staff: str = ""


SAID = (
    Said(
        "Buurtmoestuin aan de Merelsingel",
        K.CONCERN,
        "Ria",
        "Ik woon aan het veld en ben bang voor ratten bij de composthoop. Wie ruimt op als het niet loopt?",
        (
            "Noor",
            "Goed dat u het zegt. Wij maken geen open composthoop, maar gesloten bakken.\n"
            "De werkgroep ruimt elke zaterdag op. U bent welkom om te komen kijken.",
        ),
    ),
    Said(
        "Buurtmoestuin aan de Merelsingel",
        K.TIP,
        "Meester Jan",
        "Vraag de school om mee te doen. Groep 6 heeft in het voorjaar natuurles en kan de bakken inzaaien.",
    ),
    Said(
        "Buurtmoestuin aan de Merelsingel",
        K.QUESTION,
        "Yusuf",
        "Kan ik ook meedoen als ik op de vierde verdieping woon en niets van planten weet?",
        ("Noor", "Juist dan! Wij leren het van elkaar. Elke zaterdag om tien uur staat de koffie klaar."),
        "Leuk dat zo veel mensen meedenken. Voor de kraan op het veld zoeken wij uit wie hem kan aanleggen.",
    ),
    Said(
        "Kwiekroute langs de Uilenplas",
        K.TIP,
        "Els",
        "Zet bij elke oefenplek een bankje. Dan kan wie moe is even zitten en toch meedoen.",
        ("Henk", "Dat nemen wij over. Er komen vier bankjes bij."),
    ),
    Said(
        "Kwiekroute langs de Uilenplas",
        K.CONCERN,
        "Dave",
        "Dit is weer voor ouderen. Komt er voor jongeren ook iets bij de plas?",
    ),
    Said(
        "Repaircafé met leenkast",
        K.QUESTION,
        "Fatma",
        "Repareert u ook kleding? Mijn moeder kan goed naaien en wil graag helpen.",
    ),
)

OFFER = Said(
    "Buurtmoestuin aan de Merelsingel",
    K.OFFER,
    "Sam",
    "Ik ben timmerman en kan de bakken op tafelhoogte maken. Hout zagen doe ik thuis.",
)
FIRST_MESSAGE = (
    "Wat een goed nieuws, Sam! Wij komen zaterdag om tien uur bij elkaar op het veld.\n"
    "Kunt u dan komen kijken hoe groot de bakken moeten worden?"
)
ADVERT = Said(
    "Repaircafé met leenkast",
    K.TIP,
    "Topklussen",
    "Bij ons zijn alle boormachines nu goedkoper! Kijk snel op onze site.",
)


def react(
    session: Session,
    edition: EditionRecord,
    plans: Mapping[str, int],
    *,
    crowd: Sequence[int],
    resident: int,
    organiser: int,
    now: datetime,
) -> None:
    """The neighbourhood reacts, once.

    Args:
        plans: the plans that take part, title to number.
        crowd: accounts of invented residents.
        resident: the part that a visitor plays: who offers help and follows a plan.
        now: when it begins; the rest follows within a day.
    """
    if reactions.name_used(session, edition, crowd[0]):
        return
    known = [said for said in SAID if said.plan in plans]
    for hour, (said, author) in enumerate(zip(known, crowd, strict=False)):
        _say(session, edition, plans[said.plan], said, author, organiser, now + timedelta(hours=hour))
    later = now + timedelta(hours=20)
    if OFFER.plan in plans:
        _offer_help(session, edition, plans[OFFER.plan], resident, later)
    if ADVERT.plan in plans:
        advert = _say(session, edition, plans[ADVERT.plan], ADVERT, crowd[-1], organiser, later)
        moderation.report(
            session,
            edition,
            advert,
            ReportKind.ADVERT,
            "Dit gaat niet over het plan.",
            account=crowd[0],
            site="",
            now=later + timedelta(hours=1),
        )


def _say(
    session: Session,
    edition: EditionRecord,
    number: int,
    said: Said,
    author: int,
    organiser: int,
    now: datetime,
) -> int:
    draft = ReactionDraft(said.kind, said.text, said.name)
    written = reactions.write_reaction(session, edition, number, draft, account=author, now=now)
    name, text = said.submitter
    if text:
        submitter, answer = submitters_of(session, edition, number)[0], ReactionDraft(K.REPLY, text, name)
        reactions.reply(session, edition, written, answer, account=submitter, now=now + timedelta(hours=2))
    if said.staff:
        answer = ReactionDraft(K.REPLY, said.staff, as_staff=True)
        reactions.reply(session, edition, written, answer, account=organiser, now=now + timedelta(hours=3))
    return written


def _offer_help(session: Session, edition: EditionRecord, number: int, resident: int, now: datetime) -> None:
    draft = ReactionDraft(OFFER.kind, OFFER.text, OFFER.name, follow=True)
    offer = reactions.write_reaction(session, edition, number, draft, account=resident, now=now)
    help_offers.write_message(
        session,
        edition,
        offer,
        text=FIRST_MESSAGE,
        name="Noor",
        account=submitters_of(session, edition, number)[0],
        site="",
        now=now + timedelta(hours=1),
    )
    notices.follow(session, edition, number, resident, now=now)
