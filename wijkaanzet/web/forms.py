"""The forms: what is asked, and what is said when an answer cannot be used."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    DateField,
    EmailField,
    Field,
    IntegerField,
    StringField,
)
from wtforms.validators import Email, InputRequired, Length, NumberRange, Optional, ValidationError

from phases.money import MoneyFormatError, format_money, parse_money

MONEY_LENGTH = 18


class Filled(InputRequired):  # type: ignore[misc]
    """Something was filled in, and not only spaces."""

    def __call__(self, form: Any, field: Field) -> None:
        """Stop when there is nothing."""
        if field.raw_data and not str(field.raw_data[0]).strip():
            field.raw_data = []
        super().__call__(form, field)


def required(message: Any) -> InputRequired:
    """The answer is needed; the message says what to fill in."""
    return Filled(message)


class DayField(DateField):  # type: ignore[misc]
    """A day, as a date picker sends it or as people write it; only years that a calendar of ours can mean."""

    def __init__(self, label: Any, **options: Any) -> None:
        super().__init__(label, format=["%Y-%m-%d", "%d-%m-%Y"], **options)

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the day."""
        message = self.gettext("Vul een dag in, bijvoorbeeld 31-12-2026.")
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError(message) from None
        day: date | None = self.data
        if day is not None and not 2000 <= day.year < 2200:
            raise ValueError(message)


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
                self.data = parse_money(text[: MONEY_LENGTH + 1])
                if len(text) > MONEY_LENGTH:
                    raise MoneyFormatError(text)
            except MoneyFormatError:
                raise ValueError(self.gettext("Vul een bedrag in, bijvoorbeeld 2.500 of 99,50.")) from None


def max_length(length: int) -> Length:
    """Not longer than this many characters."""
    return Length(max=length, message=_l("Maak dit korter: ten hoogste %(max)d tekens."))


def email_field(
    label: str = _l("Uw e-mailadres"),
    *,
    description: str = "",
    missing: str = _l("Vul uw e-mailadres in."),
    wrong: str = _l("Dit e-mailadres klopt niet. Een e-mailadres ziet eruit als naam@voorbeeld.nl."),
) -> EmailField:
    """An e-mail address that must be there; spaces around it do not matter."""
    return EmailField(
        label,
        description=description,
        filters=[lambda typed: typed.strip() if typed else typed],
        validators=[required(missing), Length(max=254), Email(wrong)],
    )


class SignInForm(FlaskForm):  # type: ignore[misc]
    """Asking for a sign-in link."""

    email = email_field()


class FindVoterForm(FlaskForm):  # type: ignore[misc]
    """Finding a letter by home address."""

    postcode = StringField(_l("Postcode"), validators=[required(_l("Vul de postcode in.")), max_length(10)])
    number = StringField(
        _l("Huisnummer"), validators=[required(_l("Vul het huisnummer in.")), max_length(10)]
    )


class EntitleForm(FindVoterForm):
    """Entitling somebody whose address is secret: the name, and the address of the desk for the letter."""

    name = StringField(
        _l("Naam"),
        description=_l("Zoals op het identiteitsbewijs. Het geheime adres vult u nergens in."),
        validators=[required(_l("Vul de naam in.")), max_length(100)],
    )
    postcode = StringField(
        _l("Postcode van de balie"),
        validators=[required(_l("Vul de postcode van de balie in.")), max_length(10)],
    )
    number = StringField(
        _l("Huisnummer van de balie"),
        validators=[required(_l("Vul het huisnummer van de balie in.")), max_length(10)],
    )
    checked = BooleanField(
        _l("Ik heb gezien wie dit is en dat deze persoon in de wijk woont."),
        validators=[
            required(_l("Zet een kruisje als u dit hebt nagekeken. Zonder dat maken wij geen brief."))
        ],
    )


class ReasonForm(FlaskForm):  # type: ignore[misc]
    """An act that needs a reason."""

    reason = StringField(_l("Waarom?"), validators=[required(_l("Schrijf op waarom.")), max_length(300)])


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
        _l("E-mailadres voor vragen"),
        validators=[Optional(), Length(max=254), Email(_l("Dit e-mailadres klopt niet."))],
    )
    submit_first = DayField(_l("Plan indienen: eerste dag"), validators=[required(_DAY)])
    submit_last = DayField(_l("Plan indienen: laatste dag"), validators=[required(_DAY)])
    likes_first = DayField(_l("Likes verzamelen: eerste dag"), validators=[required(_DAY)])
    likes_last = DayField(_l("Likes verzamelen: laatste dag"), validators=[required(_DAY)])
    feasibility_first = DayField(_l("Haalbaarheidscheck: eerste dag"), validators=[required(_DAY)])
    feasibility_last = DayField(_l("Haalbaarheidscheck: laatste dag"), validators=[required(_DAY)])
    voting_first = DayField(_l("De wijk stemt: eerste dag"), validators=[required(_DAY)])
    voting_last = DayField(_l("De wijk stemt: laatste dag"), validators=[required(_DAY)])
    execution_first = DayField(_l("Plan uitvoeren: eerste dag"), validators=[required(_DAY)])
    execution_last = DayField(_l("Plan uitvoeren: laatste dag"), validators=[required(_DAY)])
    reason = StringField(
        _l("Waarom verandert dit?"),
        description=_l("De reden komt in het logboek."),
        validators=[required(_l("Schrijf op waarom.")), max_length(300)],
    )

    def validate_budget(self, field: Field) -> None:
        """More than nothing."""
        if not field.data or field.data <= 0:
            raise ValidationError(_l("Het budget moet hoger zijn dan nul."))
