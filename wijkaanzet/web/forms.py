"""The forms: what is asked, and what is said when an answer cannot be used."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    DateField,
    EmailField,
    Field,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import Email, InputRequired, Length, NumberRange, Optional, ValidationError

from phases.feasibility import AnswerKind, VerdictKind
from phases.money import MoneyFormatError, format_money, parse_money
from phases.plan import DESCRIPTION_LENGTH, SUMMARY_LENGTH, TITLE_LENGTH
from wijkaanzet.web import texts


def required(message: Any) -> InputRequired:
    """The answer is needed; the message says what to fill in."""
    return InputRequired(message)


class MoneyField(StringField):  # type: ignore[misc]
    """An amount as people write it, as integer cents in ``data``; what was typed stays when it cannot be read."""

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return format_money(self.data).removeprefix("€\u00a0") if self.data else ""

    @property
    def cents(self) -> int:
        """The amount, when the form was valid and asked for one."""
        return int(self.data or 0)

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the amount."""
        text = (valuelist or [""])[0].strip()
        self.data = None
        if text:
            try:
                self.data = parse_money(text)
            except MoneyFormatError:
                raise ValueError(self.gettext("Vul een bedrag in, bijvoorbeeld 2.500 of 99,50.")) from None


def max_length(length: int) -> Length:
    """Not longer than this many characters."""
    return Length(max=length, message=_l("Maak dit korter: ten hoogste %(max)d tekens."))


class SignInForm(FlaskForm):  # type: ignore[misc]
    """Asking for a sign-in link."""

    email = EmailField(
        _l("Uw e-mailadres"),
        validators=[
            required(_l("Vul uw e-mailadres in.")),
            Length(max=254),
            Email(_l("Dit e-mailadres klopt niet. Een e-mailadres ziet eruit als naam@voorbeeld.nl.")),
        ],
    )


class PlanForm(FlaskForm):  # type: ignore[misc]
    """Submitting a plan."""

    title = StringField(
        _l("Titel van uw plan"),
        description=_l("Kort en duidelijk, zodat buren het meteen herkennen."),
        validators=[required(_l("Geef uw plan een titel.")), max_length(TITLE_LENGTH)],
    )
    summary = StringField(
        _l("Uw plan in één zin"),
        description=_l("Deze zin staat in de lijst en op het stembiljet."),
        validators=[required(_l("Vertel uw plan in één zin.")), max_length(SUMMARY_LENGTH)],
    )
    description = TextAreaField(
        _l("Wat wilt u doen, en waarom?"),
        description=_l("Voor wie is het? Wat verandert er? Wie helpt er mee?"),
        validators=[required(_l("Vertel wat u wilt doen en waarom.")), max_length(DESCRIPTION_LENGTH)],
    )
    theme = RadioField(_l("Bij welk thema hoort uw plan?"), validators=[required(_l("Kies een thema."))])
    area = SelectField(_l("In welke wijk?"), validators=[Optional()])
    place = StringField(
        _l("Op welke plek?"),
        description=_l("Een straat, een plein of een gebouw."),
        validators=[Optional(), max_length(100)],
    )
    audience = StringField(
        _l("Voor wie is het plan?"),
        description=_l("Bijvoorbeeld jongeren, gezinnen, ouderen of iedereen."),
        validators=[Optional(), max_length(100)],
    )
    estimate = MoneyField(
        _l("Wat kost het, denkt u?"),
        description=_l("Een schatting is genoeg. Wij rekenen later samen met u na."),
        validators=[required(_l("Schat wat uw plan kost."))],
    )

    def offer(self, themes: tuple[str, ...], areas: tuple[str, ...]) -> None:
        """Fill the lists with what the edition has."""
        self.theme.choices = [(t, t) for t in themes]
        self.area.choices = [("", _l("Hele wijk")), *((a, a) for a in areas)]


class AnswerForm(FlaskForm):  # type: ignore[misc]
    """A checker's answer for one specialism."""

    kind = RadioField(
        _l("Kan het?"),
        choices=[(k.value, texts.ANSWERS[k]) for k in AnswerKind],
        validators=[required(_l("Kies een antwoord."))],
    )
    explanation = TextAreaField(
        _l("Voorwaarde, of wat het mogelijk maakt"),
        description=_l("Nodig bij ‘ja, mits’ en ‘nog niet’: wat, wie, wat kost het, voor wanneer."),
        validators=[Optional(), max_length(2000)],
    )


class VerdictForm(FlaskForm):  # type: ignore[misc]
    """The joint verdict that the chair fixes."""

    kind = RadioField(
        _l("Gezamenlijk oordeel"),
        choices=[(k.value, texts.VERDICTS[k]) for k in VerdictKind],
        validators=[required(_l("Kies een oordeel."))],
    )
    cost = MoneyField(_l("Vastgestelde kosten"), description=_l("Dit bedrag komt op het stembiljet."))
    conditions = TextAreaField(
        _l("Voorwaarden"), description=_l("Eén per regel."), validators=[Optional(), max_length(4000)]
    )
    explanation = TextAreaField(
        _l("Toelichting voor de indiener"),
        description=_l("Wat kan wél? Hoe kan de indiener verder?"),
        validators=[Optional(), max_length(4000)],
    )


class FindVoterForm(FlaskForm):  # type: ignore[misc]
    """Finding a letter by home address."""

    postcode = StringField(_l("Postcode"), validators=[required(_l("Vul de postcode in.")), max_length(10)])
    number = StringField(
        _l("Huisnummer"), validators=[required(_l("Vul het huisnummer in.")), max_length(10)]
    )


class ReasonForm(FlaskForm):  # type: ignore[misc]
    """An act that needs a reason."""

    reason = StringField(_l("Waarom?"), validators=[required(_l("Schrijf op waarom.")), max_length(300)])


class MilestoneForm(FlaskForm):  # type: ignore[misc]
    """A milestone of a chosen plan."""

    what = StringField(
        _l("Wat is er dan klaar?"), validators=[required(_l("Vul in wat er klaar is.")), max_length(200)]
    )
    due = DateField(_l("Wanneer?"), validators=[required(_l("Kies een dag."))])


class ExpenseForm(FlaskForm):  # type: ignore[misc]
    """Money spent on a chosen plan."""

    what = StringField(_l("Waarvoor?"), validators=[required(_l("Vul in waarvoor.")), max_length(200)])
    amount = MoneyField(_l("Hoeveel?"), validators=[required(_l("Vul het bedrag in."))])
    spent_on = DateField(_l("Op welke dag?"), validators=[required(_l("Kies een dag."))])

    def validate_amount(self, field: Field) -> None:
        """More than nothing."""
        if not field.data or field.data <= 0:
            raise ValidationError(_l("Vul een bedrag in dat hoger is dan nul."))


class UpdateForm(FlaskForm):  # type: ignore[misc]
    """News about a chosen plan."""

    text = TextAreaField(
        _l("Hoe gaat het?"), validators=[required(_l("Vertel hoe het gaat.")), max_length(2000)]
    )


_DAY = _l("Kies een dag.")


class SettingsForm(FlaskForm):  # type: ignore[misc]
    """What an organiser may change of an edition, with the reason."""

    name = StringField(_l("Naam"), validators=[required(_l("Vul de naam in.")), max_length(100)])
    budget = MoneyField(_l("Wijkbudget"), validators=[required(_l("Vul het budget in."))])
    like_threshold = IntegerField(
        _l("Likes om door te gaan"), validators=[required(_l("Vul een getal in.")), NumberRange(0, 100_000)]
    )
    minimum_age = IntegerField(
        _l("Leeftijd om te stemmen"), validators=[required(_l("Vul een leeftijd in.")), NumberRange(0, 120)]
    )
    contact = StringField(
        _l("E-mailadres voor vragen"), validators=[Optional(), Email(_l("Dit e-mailadres klopt niet."))]
    )
    submit_first = DateField(_l("Plan indienen: eerste dag"), validators=[required(_DAY)])
    submit_last = DateField(_l("Plan indienen: laatste dag"), validators=[required(_DAY)])
    likes_first = DateField(_l("Likes verzamelen: eerste dag"), validators=[required(_DAY)])
    likes_last = DateField(_l("Likes verzamelen: laatste dag"), validators=[required(_DAY)])
    feasibility_first = DateField(_l("Haalbaarheidscheck: eerste dag"), validators=[required(_DAY)])
    feasibility_last = DateField(_l("Haalbaarheidscheck: laatste dag"), validators=[required(_DAY)])
    voting_first = DateField(_l("De wijk stemt: eerste dag"), validators=[required(_DAY)])
    voting_last = DateField(_l("De wijk stemt: laatste dag"), validators=[required(_DAY)])
    execution_first = DateField(_l("Plan uitvoeren: eerste dag"), validators=[required(_DAY)])
    execution_last = DateField(_l("Plan uitvoeren: laatste dag"), validators=[required(_DAY)])
    reason = StringField(
        _l("Waarom verandert dit?"),
        description=_l("De reden komt in het logboek."),
        validators=[required(_l("Schrijf op waarom.")), max_length(300)],
    )

    def validate_budget(self, field: Field) -> None:
        """More than nothing."""
        if not field.data or field.data <= 0:
            raise ValidationError(_l("Het budget moet hoger zijn dan nul."))
