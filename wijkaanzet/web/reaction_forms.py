"""The forms of reactions, reports, messages about help, and notices. Their fields have names of their own on a plan's page."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, EmailField, Field, RadioField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Optional

from phases.notices import Frequency
from phases.reactions import FIRST_KINDS, NAME_LENGTH, TEXT_LENGTH, ReactionKind, ReportKind
from wijkaanzet.actions.held_words import Held
from wijkaanzet.actions.moderation import WORDS_LENGTH
from wijkaanzet.actions.reactions import ReactionDraft
from wijkaanzet.errors import DomainError
from wijkaanzet.web.errors import domain_text
from wijkaanzet.web.forms import email_field, max_length, required
from wijkaanzet.web.reaction_errors import FIELD_OF

KINDS = {
    ReactionKind.TIP: (_l("Tip"), "accent"),
    ReactionKind.QUESTION: (_l("Vraag"), "neutral"),
    ReactionKind.OFFER: (_l("Ik help mee"), "ok"),
    ReactionKind.CONCERN: (_l("Zorg"), "warning"),
}
"""What a reaction is called where it is read, and its tone."""

KIND_CHOICES = {
    ReactionKind.TIP: (_l("Een tip"), _l("U weet iets waarmee het plan beter wordt.")),
    ReactionKind.QUESTION: (_l("Een vraag"), _l("U wilt iets weten van de indiener.")),
    ReactionKind.OFFER: (
        _l("Ik wil helpen"),
        _l("De indiener kan u schrijven. Uw e-mailadres ziet niemand."),
    ),
    ReactionKind.CONCERN: (_l("Een zorg"), _l("U ziet een probleem. Zeg ook wat er volgens u nodig is.")),
}

HINTS = {kind.value: hint for kind, (_label, hint) in KIND_CHOICES.items()}
"""What stands under each choice."""

REPORT_KINDS = {
    ReportKind.HURTFUL: _l("Het is kwetsend of scheldt iemand uit"),
    ReportKind.PRIVATE: _l("Er staan gegevens van iemand in"),
    ReportKind.ADVERT: _l("Het is reclame, of het gaat niet over het plan"),
    ReportKind.OTHER: _l("Iets anders"),
}

FREQUENCIES = {
    Frequency.AT_ONCE: (_l("Meteen"), _l("U krijgt een mail zodra er iets gebeurt.")),
    Frequency.DAILY: (_l("Eén keer per dag"), _l("’s Ochtends, als er iets is gebeurd.")),
    Frequency.WEEKLY: (_l("Eén keer per week"), _l("Op maandagochtend, als er iets is gebeurd.")),
    Frequency.NEVER: (
        _l("Niet"),
        _l("U kijkt zelf op de site. Mail over uw eigen plan van de organisator krijgt u wel."),
    ),
}


def _email() -> EmailField:
    return email_field(
        description=_l("U krijgt één mail om te bevestigen dat u het bent. Niemand ziet uw adres.")
    )


def _name() -> StringField:
    return StringField(
        _l("Hoe wilt u genoemd worden?"),
        description=_l("Iedereen ziet deze naam. Uw voornaam is genoeg."),
        validators=[Optional(), max_length(NAME_LENGTH)],
    )


class WordsForm(FlaskForm):  # type: ignore[misc]
    """A form of which an action may refuse a part."""

    prefix_of_fields = ""

    def refuse(self, error: DomainError) -> bool:
        """Say what is wrong beside the field that it is about; False when it is about none of them."""
        name = self.prefix_of_fields + FIELD_OF.get(error.code, "?")
        if name not in self:
            return False
        field: Field = self[name]
        field.errors = [*field.errors, domain_text(error)]
        return True


class ReactionForm(WordsForm):
    """Writing a reaction; on a plan's page beside other forms, so that its names begin alike."""

    prefix_of_fields = "reaction_"

    reaction_kind = RadioField(
        _l("Wat wilt u laten weten?"),
        choices=[SelectChoice(kind.value, KIND_CHOICES[kind][0]) for kind in FIRST_KINDS],
        validators=[required(_l("Kies wat voor reactie het is."))],
    )
    reaction_text = TextAreaField(
        _l("Uw reactie"),
        description=_l(
            "Iedereen kan dit lezen. Schrijf vriendelijk, en zet er geen adres of telefoonnummer in."
        ),
        validators=[required(_l("Schrijf uw reactie op.")), max_length(TEXT_LENGTH)],
    )
    reaction_name = _name()
    reaction_staff = BooleanField(_l("Reageer als de gemeente"))
    reaction_follow = BooleanField(_l("Mail mij als er nieuws is over dit plan"))
    reaction_email = _email()

    def fit(self, *, signed_in: bool, organiser: bool, name: str = "") -> None:
        """Ask only what this visitor has to fill in; propose the name of the last time."""
        if signed_in:
            del self.reaction_email
        if not organiser:
            del self.reaction_staff
        if self.reaction_name.data is None:
            self.reaction_name.data = name

    def fill(self, words: Held) -> None:
        """Show what was written before."""
        self.reaction_kind.data, self.reaction_text.data = words.kind, words.text
        self.reaction_name.data, self.reaction_follow.data = words.name, words.follow

    def draft(self) -> ReactionDraft:
        """What was filled in."""
        return ReactionDraft(
            ReactionKind(self.reaction_kind.data),
            self.reaction_text.data,
            self.reaction_name.data or "",
            "reaction_staff" in self and bool(self.reaction_staff.data),
            bool(self.reaction_follow.data),
        )


class ReplyForm(WordsForm):
    """Answering a reaction."""

    text = TextAreaField(
        _l("Uw antwoord"),
        description=_l("Iedereen kan dit lezen. Zet er geen adres of telefoonnummer in."),
        validators=[required(_l("Schrijf uw antwoord op.")), max_length(TEXT_LENGTH)],
    )
    name = _name()
    staff = BooleanField(_l("Antwoord als de gemeente"))

    def fit(self, *, organiser: bool, submitter: bool, name: str) -> None:
        """An organiser who did not submit the plan can only speak for the municipality."""
        if not organiser:
            del self.staff
        elif not submitter:
            del self.name
            del self.staff
        if "name" in self and self.name.data is None:
            self.name.data = name

    def draft(self) -> ReactionDraft:
        """What was filled in."""
        staff = "name" not in self or ("staff" in self and bool(self.staff.data))
        name = "" if "name" not in self else self.name.data or ""
        return ReactionDraft(ReactionKind.REPLY, self.text.data, name, staff)


class EditForm(WordsForm):
    """Changing the words of one's own reaction."""

    text = TextAreaField(
        _l("Uw reactie"), validators=[required(_l("Schrijf uw reactie op.")), max_length(TEXT_LENGTH)]
    )


class ReportForm(WordsForm):
    """Reporting a reaction."""

    kind = RadioField(
        _l("Wat is er niet goed?"),
        choices=[SelectChoice(kind.value, REPORT_KINDS[kind]) for kind in ReportKind],
        validators=[required(_l("Kies wat er niet goed is."))],
    )
    words = TextAreaField(
        _l("Wilt u er iets bij zeggen?"),
        description=_l(
            "Alleen de organisator leest dit. Wie de reactie schreef, hoort niet wie haar meldde."
        ),
        validators=[Optional(), max_length(WORDS_LENGTH)],
    )
    email = _email()

    def fit(self, *, signed_in: bool) -> None:
        """Ask for an address only when it is not known yet."""
        if signed_in:
            del self.email


class HideReactionForm(WordsForm):
    """Hiding a reaction."""

    reason = TextAreaField(
        _l("Waarom verbergt u deze reactie?"),
        description=_l(
            "De schrijver krijgt deze tekst in een mail. Wees vriendelijk, en zeg ook wat wel mag."
        ),
        validators=[
            required(_l("Schrijf op waarom. De schrijver krijgt deze tekst in een mail.")),
            max_length(1000),
        ],
    )


class MessageForm(WordsForm):
    """A message about an offer of help."""

    text = TextAreaField(
        _l("Uw bericht"),
        description=_l(
            "Wij mailen dit door zonder uw e-mailadres. Wilt u elkaar bellen of mailen? Dan mag u zelf uw nummer of adres in het bericht zetten."
        ),
        validators=[required(_l("Schrijf uw bericht op.")), max_length(TEXT_LENGTH)],
    )
    name = StringField(
        _l("Hoe wilt u genoemd worden?"),
        validators=[
            required(_l("Vul in hoe u genoemd wilt worden. Uw voornaam is genoeg.")),
            max_length(NAME_LENGTH),
        ],
    )


class NoticesForm(FlaskForm):  # type: ignore[misc]
    """How often somebody wants to hear."""

    frequency = RadioField(
        _l("Hoe vaak wilt u bericht krijgen?"),
        choices=[SelectChoice(one.value, FREQUENCIES[one][0]) for one in Frequency],
        validators=[required(_l("Kies hoe vaak u bericht wilt krijgen."))],
    )
