"""The forms of the year of execution. A page has many: a prefix tells which row each is about."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileAllowed, FileField, MultipleFileField
from wtforms import (
    BooleanField,
    Field,
    FieldList,
    Form,
    FormField,
    HiddenField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.fields import IntegerField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import NumberRange, Optional, ValidationError

from phases.payments import Decision
from wijkaanzet.web import execution_texts
from wijkaanzet.web.forms import DayField, MoneyField, max_length, required

WORDS = 2000
PICTURE_TYPES = ["jpg", "jpeg", "png", "webp"]
_DAY = required(_l("Kies een dag."))

F = TypeVar("F", bound=FlaskForm)


def prefix_of(kind: type[FlaskForm], key: object = "") -> str:
    """What makes the names of a form's fields different from those of its neighbours on the page."""
    return f"{kind.__name__.removesuffix('Form').lower()}{key}-"


def sent_form(kind: type[F], key: object = "") -> F:
    """The form as it was sent."""
    form: F = kind(prefix=prefix_of(kind, key))
    return form


def blank_form(kind: type[F], sent: FlaskForm | None, key: object = "", **values: Any) -> F:
    """The form to be filled in, with these values; or the one that was sent, when it is that one."""
    prefix = prefix_of(kind, key)
    if isinstance(sent, kind) and type(sent) is kind and sent._prefix == prefix:
        return sent
    form: F = kind(None, prefix=prefix, data=values)
    return form


class AgreementForm(FlaskForm):  # type: ignore[misc]
    """Who does what, before which day."""

    what = TextAreaField(
        _l("Wat spreken wij af?"),
        validators=[required(_l("Vul in wat u afspreekt.")), max_length(WORDS)],
    )
    who = StringField(
        _l("Wie doet het?"),
        description=_l("Een naam of een groep. De indiener en de gemeente lezen dit, verder niemand."),
        validators=[required(_l("Vul in wie het doet.")), max_length(300)],
    )
    before = DayField(_l("Uiterlijk op welke dag?"), validators=[Optional()])
    cost = MoneyField(_l("Wat kost het?"), validators=[Optional()])


class MilestoneForm(FlaskForm):  # type: ignore[misc]
    """A milestone: what is done, and when."""

    what = StringField(
        _l("Wat is er dan klaar?"), validators=[required(_l("Vul in wat er klaar is.")), max_length(200)]
    )
    due = DayField(_l("Wanneer?"), validators=[_DAY])


class ChangeMilestoneForm(MilestoneForm):
    """A milestone that is there already."""

    done = DayField(
        _l("Klaar op"),
        description=_l("Leeg: het is nog niet klaar."),
        validators=[Optional()],
    )


class GateForm(FlaskForm):  # type: ignore[misc]
    """A go/no-go moment."""

    question = StringField(
        _l("Welke vraag beantwoorden wij dan?"),
        description=_l("Bijvoorbeeld: is de vergunning er?"),
        validators=[required(_l("Vul de vraag in.")), max_length(200)],
    )
    due = DayField(_l("Uiterlijk op welke dag?"), validators=[_DAY])


class DecideForm(FlaskForm):  # type: ignore[misc]
    """The decision at a go/no-go moment."""

    decision = RadioField(
        _l("Gaan wij door?"),
        choices=[SelectChoice(one.value, execution_texts.DECISIONS[one]) for one in Decision],
        validators=[required(_l("Kies wat er is besloten."))],
    )
    reason = TextAreaField(
        _l("Voorwaarde, of wat er eerst nodig is"),
        description=_l("Nodig bij ‘go, mits’ en ‘nog niet’. Een voorwaarde wordt een afspraak."),
        validators=[Optional(), max_length(WORDS)],
    )


class PartnerForm(FlaskForm):  # type: ignore[misc]
    """With whom a plan is carried out."""

    partner = StringField(
        _l("Welke organisatie helpt mee?"),
        description=_l("Dit staat op de site."),
        validators=[Optional(), max_length(300)],
    )
    contact = StringField(
        _l("Wie is het aanspreekpunt?"),
        description=_l("Een naam, en hoe u diegene bereikt."),
        validators=[Optional(), max_length(300)],
    )
    contact_public = BooleanField(_l("Het aanspreekpunt mag op de site. Diegene vindt dat goed."))


class PostponeForm(FlaskForm):  # type: ignore[misc]
    """More time, with the reason."""

    weeks = IntegerField(
        _l("Hoeveel weken later?"),
        validators=[
            required(_l("Vul een aantal weken in.")),
            NumberRange(1, 52, _l("Kies van 1 tot en met 52 weken.")),
        ],
    )
    reason = TextAreaField(
        _l("Waarom?"),
        description=_l("Iedereen kan dit lezen. Schrijf geen namen op."),
        validators=[required(_l("Schrijf op waarom.")), max_length(WORDS)],
    )


class StopForm(FlaskForm):  # type: ignore[misc]
    """The end of a plan that cannot be done."""

    words = TextAreaField(
        _l("Waarom stopt dit plan?"),
        description=_l(
            "Iedereen kan dit lezen, en de indieners krijgen het in een mail. Bedank hen voor hun werk."
        ),
        validators=[required(_l("Schrijf op waarom.")), max_length(WORDS)],
    )


class FinishForm(FlaskForm):  # type: ignore[misc]
    """The end of a plan that is done."""

    words = TextAreaField(
        _l("Een woord van dank"),
        description=_l("Iedereen kan dit lezen, en de indieners krijgen het in een mail."),
        validators=[Optional(), max_length(WORDS)],
    )


class ExpenseForm(FlaskForm):  # type: ignore[misc]
    """Money that was spent, with its receipt."""

    what = StringField(
        _l("Waarvoor?"),
        description=_l("Bijvoorbeeld: grond en zaden."),
        validators=[required(_l("Vul in waarvoor.")), max_length(200)],
    )
    amount = MoneyField(_l("Hoeveel?"), validators=[required(_l("Vul het bedrag in."))])
    spent_on = DayField(_l("Op welke dag?"), validators=[_DAY])
    line = SelectField(_l("Bij welke post?"), coerce=int, validators=[Optional()])
    receipt = FileField(
        _l("De bon"),
        description=_l("Een foto of een pdf. Alleen u en de gemeente zien de bon."),
        validators=[FileAllowed([*PICTURE_TYPES, "pdf"], _l("Kies een foto of een pdf."))],
    )

    def validate_amount(self, field: Field) -> None:
        """More than nothing."""
        if not field.data or field.data <= 0:
            raise ValidationError(_l("Vul een bedrag in dat hoger is dan nul."))

    def offer(self, lines: Mapping[int, str]) -> None:
        """The plan's budget lines."""
        self.line.choices = [SelectChoice(0, _l("Geen post")), *(SelectChoice(*one) for one in lines.items())]


class ApproveForm(FlaskForm):  # type: ignore[misc]
    """On which budget line what was handed in stands."""

    line = SelectField(_l("Bij welke post?"), coerce=int, validators=[Optional()])

    offer = ExpenseForm.offer


class ReturnForm(FlaskForm):  # type: ignore[misc]
    """A question about a receipt, or why it is not for the plan."""

    words = TextAreaField(
        _l("Uw vraag, of waarom het niet kan"),
        description=_l("De indiener krijgt dit in een mail."),
        validators=[required(_l("Schrijf op wat u wilt weten.")), max_length(WORDS)],
    )


class PaymentForm(FlaskForm):  # type: ignore[misc]
    """A payment in instalments."""

    what = StringField(
        _l("Omschrijving"), validators=[required(_l("Vul een omschrijving in.")), max_length(200)]
    )
    amount = MoneyField(_l("Hoeveel?"), validators=[required(_l("Vul het bedrag in."))])
    not_before = DayField(_l("Niet eerder dan"), validators=[Optional()])
    gate = SelectField(_l("Wacht op go-moment"), coerce=int, validators=[Optional()])

    def offer(self, gates: Mapping[int, str]) -> None:
        """The plan's go/no-go moments."""
        self.gate.choices = [SelectChoice(0, _l("Nee")), *(SelectChoice(*one) for one in gates.items())]


class PaidForm(FlaskForm):  # type: ignore[misc]
    """A payment was made."""

    paid_on = DayField(_l("Betaald op"), validators=[_DAY])


class RefundForm(FlaskForm):  # type: ignore[misc]
    """Money that came back."""

    what = StringField(
        _l("Omschrijving"), validators=[required(_l("Vul een omschrijving in.")), max_length(200)]
    )
    amount = MoneyField(_l("Hoeveel kwam er terug?"), validators=[required(_l("Vul het bedrag in."))])
    paid_on = DayField(_l("Op welke dag?"), validators=[_DAY])


class UpdateForm(FlaskForm):  # type: ignore[misc]
    """News about a chosen plan, with pictures."""

    text = TextAreaField(
        _l("Hoe gaat het?"),
        description=_l("Dit staat meteen op de site. Schrijf geen achternamen of telefoonnummers op."),
        validators=[required(_l("Vertel hoe het gaat.")), max_length(WORDS)],
    )
    pictures = MultipleFileField(
        _l("Foto’s"),
        description=_l("Ten hoogste vier. Staat er iemand herkenbaar op? Vraag dan of het mag."),
        validators=[FileAllowed(PICTURE_TYPES, _l("Kies een foto."))],
    )
    alt = StringField(
        _l("Wat staat er op de foto?"),
        description=_l("Voor mensen die de foto niet kunnen zien."),
        validators=[max_length(300)],
    )

    def validate_alt(self, field: Field) -> None:
        """A picture is described: who cannot see it belongs to the neighbourhood too."""
        if (
            any(file and file.filename for file in self.pictures.data or ())
            and not (field.data or "").strip()
        ):
            raise ValidationError(_l("Vertel kort wat er op de foto staat."))


class ChangeUpdateForm(FlaskForm):  # type: ignore[misc]
    """Other words for an update."""

    text = TextAreaField(
        _l("Hoe gaat het?"), validators=[required(_l("Vertel hoe het gaat.")), max_length(WORDS)]
    )


class ObjectForm(FlaskForm):  # type: ignore[misc]
    """What should be agreed otherwise."""

    words = TextAreaField(
        _l("Wat wilt u anders afspreken?"),
        validators=[required(_l("Schrijf op wat u anders wilt.")), max_length(WORDS)],
    )


class LookBackForm(FlaskForm):  # type: ignore[misc]
    """Looking back on a plan."""

    went_well = TextAreaField(
        _l("Wat ging er goed?"), validators=[required(_l("Vul in wat er goed ging.")), max_length(WORDS)]
    )
    otherwise = TextAreaField(
        _l("Wat zou u een volgende keer anders doen?"), validators=[Optional(), max_length(WORDS)]
    )


class LineForm(Form):  # type: ignore[misc]
    """A budget line; without words it goes away."""

    key = HiddenField()
    what = StringField(_l("Waarvoor?"), validators=[Optional(), max_length(200)])
    amount = MoneyField(_l("Begroot"), validators=[Optional()])


class LinesForm(FlaskForm):  # type: ignore[misc]
    """All budget lines of a plan at once."""

    lines = FieldList(FormField(LineForm, ""), "", max_entries=40)

    def read(self) -> list[tuple[int | None, str, int]]:
        """Key (None: a new line), words and cents of each."""
        rows = [entry.form for entry in self.lines]
        return [
            (
                int(row.key.data) if (row.key.data or "").isdecimal() else None,
                row.what.data or "",
                row.amount.cents,
            )
            for row in rows
        ]
