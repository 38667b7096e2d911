"""The forms about address files and letters."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import Field, RadioField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Optional

from wijkaanzet.actions.reprints import Kind
from wijkaanzet.web.forms import max_length, required

_AS = [
    SelectChoice("pdf", _l("Voor de drukker: PDF’s met alle brieven")),
    SelectChoice("mailhouse", _l("Voor een posthuis: een formulier en een bestand met de gegevens")),
]


class AddressFileForm(FlaskForm):  # type: ignore[misc]
    """A file with addresses."""

    file = FileField(
        _l("Adressenbestand"),
        description=_l(
            "Een CSV-bestand uit de basisregistratie: een regel per persoon, of een regel per adres met een aantal brieven."
        ),
        validators=[FileRequired(_l("Kies een bestand."))],
    )


class OrderForm(FlaskForm):  # type: ignore[misc]
    """Making the letters."""

    made_for = RadioField(_l("Wie drukt de brieven?"), choices=_AS, default="pdf")


class ReprintForm(FlaskForm):  # type: ignore[misc]
    """Making letters once more, for an address, a street or a batch."""

    kind = RadioField(
        _l("Welke brieven?"),
        choices=[
            SelectChoice(Kind.ADDRESS.value, _l("Eén adres")),
            SelectChoice(Kind.STREET.value, _l("Eén straat")),
            SelectChoice(Kind.BATCH.value, _l("Eén partij")),
        ],
        validators=[required(_l("Kies welke brieven u opnieuw wilt maken."))],
    )
    postcode = StringField(_l("Postcode"), validators=[Optional(), max_length(10)])
    number = StringField(
        _l("Huisnummer"),
        description=_l("Met letter en toevoeging, bijvoorbeeld 12 A."),
        validators=[Optional(), max_length(20)],
    )
    street = StringField(_l("Straat"), validators=[Optional(), max_length(100)])
    batch = StringField(
        _l("Nummer van de partij"),
        description=_l("Het staat op het begeleidende vel en in de naam van het bestand."),
        validators=[Optional(), max_length(8)],
    )
    made_for = RadioField(_l("Wie drukt de brieven?"), choices=_AS, default="pdf")
    reason = StringField(
        _l("Waarom?"),
        description=_l("De reden komt in het logboek. Schrijf er geen namen of adressen bij."),
        validators=[required(_l("Schrijf op waarom.")), max_length(300)],
    )

    def validate(self, extra_validators: Any = None) -> bool:
        """What was chosen needs its own fields."""
        valid = super().validate(extra_validators)
        missing = {
            Kind.ADDRESS.value: [
                (self.postcode, _l("Vul de postcode in.")),
                (self.number, _l("Vul het huisnummer in.")),
            ],
            Kind.STREET.value: [(self.street, _l("Vul de straat in."))],
            Kind.BATCH.value: [(self.batch, _l("Vul het nummer van de partij in."))],
        }.get(self.kind.data or "", [])
        for field, message in missing:
            if not (field.data or "").strip():
                self._complain(field, message)
                valid = False
        return bool(valid)

    @property
    def target(self) -> str:
        """What is meant, as the order keeps it."""
        return {
            Kind.ADDRESS.value: f"{(self.postcode.data or '').strip()}|{(self.number.data or '').strip()}",
            Kind.STREET.value: (self.street.data or "").strip(),
            Kind.BATCH.value: (self.batch.data or "").strip(),
        }[self.kind.data]

    @staticmethod
    def _complain(field: Field, message: Any) -> None:
        field.errors = [*field.errors, message]


class ReturnedForm(FlaskForm):  # type: ignore[misc]
    """A letter that came back."""

    letter = StringField(
        _l("Briefnummer"),
        description=_l("Het staat links onder op de voorkant van de brief. U kunt het typen of scannen."),
        validators=[required(_l("Vul het briefnummer in.")), max_length(40)],
    )
