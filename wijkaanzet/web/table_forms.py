"""The forms of the ja-mits table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    Field,
    FieldList,
    Form,
    FormField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    TimeField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Optional, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from phases.calendar import AMSTERDAM
from phases.costs import MOST_LINES, AgreedLine
from phases.feasibility import MOST_CONDITIONS, Answer, AnswerKind, Condition, Specialism, VerdictKind
from phases.money import format_money
from wijkaanzet.web import texts
from wijkaanzet.web.forms import DayField, MoneyField, email_field, max_length, required

ROWS, MOST_VERDICT_CONDITIONS = 2, 20
SPARE_LINES = 2


class AmountField(MoneyField):
    """An amount that may be nothing at all: 0 is an answer."""

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else format_money(self.data).removeprefix("€\u00a0")


class ConditionForm(Form):  # type: ignore[misc]
    """One condition: what, who, what it costs, before when."""

    what = StringField(_l("Wat moet er gebeuren?"), validators=[max_length(500)])
    who = StringField(_l("Wie doet het?"), validators=[max_length(200)])
    cost = AmountField(_l("Wat kost het?"), description=_l("Niets? Vul 0 in."))
    before = DayField(_l("Voor wanneer?"), validators=[Optional()])

    @property
    def is_empty(self) -> bool:
        """Whether nothing was filled in."""
        return not any(
            str(field.raw_data[0]).strip() if field.raw_data else field.data is not None and field.data != ""
            for field in self
        )

    def condition(self) -> Condition:
        """The condition."""
        return Condition(
            (self.what.data or "").strip(), (self.who.data or "").strip(), self.cost.data, self.before.data
        )

    def ask_for_all(self) -> bool:
        """Say what is missing; whether nothing is."""
        wanted = (
            (self.what, _l("Schrijf op wat er moet gebeuren.")),
            (self.who, _l("Schrijf op wie het doet.")),
            (self.cost, _l("Vul een bedrag in. Kost het niets? Vul dan 0 in.")),
            (self.before, _l("Kies een dag.")),
        )
        for field, message in wanted:
            if field.data in (None, "") or (isinstance(field.data, str) and not field.data.strip()):
                field.errors = [*field.errors, *([] if field.errors else [message])]
        return not any(field.errors for field in self)


class WithConditions(FlaskForm):  # type: ignore[misc]
    """A form with rows for conditions; empty rows count for nothing."""

    @property
    def filled(self) -> list[ConditionForm]:
        """The rows in which something was filled in."""
        return [row.form for row in self.conditions if not row.form.is_empty]

    def stated(self) -> tuple[Condition, ...]:
        """The conditions that were filled in."""
        return tuple(row.condition() for row in self.filled)

    def lay(self, conditions: Iterable[Condition], most: int) -> None:
        """Show these conditions, and some empty rows."""
        while len(self.conditions):
            self.conditions.pop_entry()
        for one in conditions:
            self.conditions.append_entry(
                {"what": one.what, "who": one.who, "cost": one.cost, "before": one.before}
            )
        wanted = min(max(len(self.conditions) + 1, ROWS), most)
        while len(self.conditions) < wanted:
            self.conditions.append_entry()


class AnswerForm(WithConditions):
    """A checker's answer for one specialism."""

    kind = RadioField(
        _l("Kan het?"),
        choices=[SelectChoice(k.value, texts.ANSWERS[k]) for k in AnswerKind],
        validators=[required(_l("Kies een antwoord."))],
    )
    conditions = FieldList(FormField(ConditionForm, ""), "", min_entries=ROWS, max_entries=MOST_CONDITIONS)
    explanation = TextAreaField(
        _l("Wat maakt het mogelijk?"),
        description=_l("Nodig bij ‘nog niet’. Bij een ander antwoord is een woord erbij welkom."),
        validators=[Optional(), max_length(2000)],
    )

    def validate(self, extra_validators: Any = None) -> bool:
        """Conditions with a *ja, mits*, words with a *nog niet*."""
        right = bool(super().validate(extra_validators))
        if self.kind.data == AnswerKind.YES_PROVIDED.value:
            rows = self.filled or [self.conditions[0].form]
            complete = [row.ask_for_all() for row in rows]
            right = all(complete) and right
        elif self.kind.data == AnswerKind.NOT_YET.value and not (self.explanation.data or "").strip():
            self.explanation.errors = [_l("Schrijf op wat het mogelijk zou maken.")]
            right = False
        return right

    def answer(self, specialism: Specialism) -> Answer:
        """The answer."""
        words = self.explanation.data or ""
        return Answer(specialism, AnswerKind(self.kind.data), words, self.stated())


class VerdictForm(WithConditions):
    """The joint verdict that the chair fixes."""

    kind = RadioField(
        _l("Gezamenlijk oordeel"),
        choices=[SelectChoice(k.value, texts.VERDICTS[k]) for k in VerdictKind],
        validators=[required(_l("Kies een oordeel."))],
    )
    conditions = FieldList(
        FormField(ConditionForm, ""), "", min_entries=ROWS, max_entries=MOST_VERDICT_CONDITIONS
    )
    explanation = TextAreaField(
        _l("Woorden voor de indiener"),
        description=_l(
            "Wat kan wél? Bij wie kan de indiener verder? Een partner, de wijkraad, het uitdaagrecht?"
        ),
        validators=[Optional(), max_length(4000)],
    )
    deviation = TextAreaField(
        _l("Waarom besluit u anders dan de antwoorden?"),
        description=_l("Alleen nodig als uw oordeel afwijkt. De reden blijft bewaard."),
        validators=[Optional(), max_length(1000)],
    )


class CostLineForm(Form):  # type: ignore[misc]
    """One line of the costs."""

    what = StringField(_l("Waarvoor"), validators=[max_length(200)])
    amount = AmountField(_l("Afgesproken"))


class CostsForm(FlaskForm):  # type: ignore[misc]
    """The costs in lines. The submitter's own amounts stand beside them and are not sent."""

    lines = FieldList(FormField(CostLineForm, ""), "", max_entries=MOST_LINES)
    note = TextAreaField(
        _l("Waarom is het anders dan de schatting van de indiener?"),
        description=_l("De indiener leest dit. Noem een prijs of offerte als u die hebt."),
        validators=[Optional(), max_length(2000)],
    )

    def lay(self, lines: Sequence[AgreedLine]) -> None:
        """Show these lines, and room for more."""
        while len(self.lines):
            self.lines.pop_entry()
        for line in lines:
            self.lines.append_entry({"what": line.what, "amount": line.amount})
        for _spare in range(min(SPARE_LINES, MOST_LINES - len(lines))):
            self.lines.append_entry()

    def validate(self, extra_validators: Any = None) -> bool:
        """What has an amount has a name, and the other way round."""
        right = bool(super().validate(extra_validators))
        for entry in self.lines:
            row = entry.form
            named = bool((row.what.data or "").strip())
            if row.amount.errors:
                right = False
            elif named and row.amount.data is None:
                row.amount.errors = [_l("Vul een bedrag in. Vervalt de post? Vul dan 0 in.")]
                right = False
            elif row.amount.data and not named:
                row.what.errors = [_l("Vul in waarvoor dit bedrag is.")]
                right = False
        return right

    def agreed(self, before: Sequence[AgreedLine], own: Mapping[str, int]) -> list[AgreedLine]:
        """The lines, each beside what the submitter estimated for it: by its name, or by its place when it was renamed.

        Args:
            before: the lines that lie on the table.
            own: the submitter's estimate by name, in cents.
        """
        typed = [((entry.form.what.data or "").strip(), entry.form.amount.data or 0) for entry in self.lines]
        estimates: dict[str, int | None] = {**own, **{line.what: line.estimate for line in before}}
        names, found = {what for what, _amount in typed}, []
        for place, (what, amount) in enumerate(typed):
            renamed = place < len(before) and before[place].what not in names
            if what:
                estimate = estimates.get(what, before[place].estimate if renamed else None)
                found.append(AgreedLine(what, amount, estimate))
        return found


class ReplyForm(FlaskForm):  # type: ignore[misc]
    """A submitter's reply to the costs."""

    agreed = RadioField(
        _l("Bent u het eens met deze kosten?"),
        choices=[
            SelectChoice("ja", _l("Ja, dit klopt voor mij")),
            SelectChoice("nee", _l("Nee, ik zie het anders")),
        ],
        validators=[required(_l("Kies ja of nee."))],
    )
    words = TextAreaField(
        _l("Uw reactie"),
        description=_l("Ziet u het anders? Schrijf op wat volgens u klopt, en waarom. Een offerte helpt."),
        validators=[Optional(), max_length(2000)],
    )

    def validate_words(self, field: Field) -> None:
        """Who does not agree says why."""
        if self.agreed.data == "nee" and not (field.data or "").strip():
            raise ValidationError(_l("Schrijf op wat u anders ziet. Dan kunnen wij u antwoorden."))


class SettleForm(FlaskForm):  # type: ignore[misc]
    """The chair's answer to a reply that does not agree."""

    words = TextAreaField(
        _l("Uw antwoord aan de indiener"),
        validators=[required(_l("Schrijf uw antwoord op.")), max_length(2000)],
    )


class ReopenForm(FlaskForm):  # type: ignore[misc]
    """Taking a verdict up again."""

    reason = StringField(
        _l("Waarom bespreekt u dit plan opnieuw?"),
        validators=[required(_l("Schrijf op waarom.")), max_length(300)],
    )


class MeetingForm(FlaskForm):  # type: ignore[misc]
    """When and where a session is, and who leads it."""

    day = DayField(_l("Dag"), validators=[required(_l("Kies een dag."))])
    time = TimeField(_l("Hoe laat?"), validators=[required(_l("Vul een tijd in, bijvoorbeeld 14:00."))])
    place = StringField(_l("Waar?"), validators=[required(_l("Vul de plek in.")), max_length(200)])
    chair = SelectField(_l("Voorzitter"), coerce=int, validators=[Optional()])

    def offer(self, people: Iterable[tuple[int, str]]) -> None:
        """Fill the list of chairs."""
        self.chair.choices = [SelectChoice(0, _l("De organisator")), *(SelectChoice(k, e) for k, e in people)]

    @property
    def starts_at(self) -> datetime:
        """The moment, in UTC."""
        return datetime.combine(self.day.data, self.time.data, AMSTERDAM).astimezone(UTC)


class SpecialismsField(SelectMultipleField):  # type: ignore[misc]
    """Boxes for the specialisms."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()

    def __init__(self, label: Any, **options: Any) -> None:
        choices = [SelectChoice(s.value, texts.SPECIALISMS[s]) for s in Specialism]
        super().__init__(label, choices=choices, **options)


class AssignForm(FlaskForm):  # type: ignore[misc]
    """The specialisms of somebody at the table."""

    specialisms = SpecialismsField(_l("Specialismen"))


class InviteForm(FlaskForm):  # type: ignore[misc]
    """Somebody new at the table, or in the wijkraad."""

    email = email_field(
        _l("E-mailadres"),
        missing=_l("Vul een e-mailadres in."),
        wrong=_l("Dit e-mailadres klopt niet."),
    )
    role = RadioField(
        _l("Wat doet deze persoon?"),
        choices=[
            SelectChoice("checker", _l("Checker aan tafel")),
            SelectChoice("wijkraad", _l("Lid van de wijkraad: leest de oordelen en geeft advies")),
        ],
        validators=[required(_l("Kies een rol."))],
    )
    specialisms = SpecialismsField(_l("Specialismen van een checker"))


class MinutesForm(FlaskForm):  # type: ignore[misc]
    """The minutes of a plan or of a session."""

    minutes = TextAreaField(_l("Verslag"), validators=[Optional(), max_length(20_000)])


class AdviceForm(FlaskForm):  # type: ignore[misc]
    """What the wijkraad says about a draft."""

    advice = TextAreaField(
        _l("Uw advies"),
        description=_l("Wat mist u? Welke kans ziet u in de wijk? Leeg laten mag."),
        validators=[Optional(), max_length(2000)],
    )


class LookForm(FlaskForm):  # type: ignore[misc]
    """Asking the wijkraad for its last look."""

    until = DayField(
        _l("Vanaf welke dag worden de oordelen openbaar?"),
        description=_l("Tot die dag kijkt de wijkraad mee. Een week is netjes."),
        validators=[required(_l("Kies een dag."))],
    )


class ScanForm(FlaskForm):  # type: ignore[misc]
    """The text of the sneltoets."""

    text = TextAreaField(_l("De vragen"), validators=[Optional()])


def own_ids(form: Form, prefix: str) -> None:
    """Give a form that stands on one page with others like it ids of its own; the names stay."""
    for field in form:
        if field.type == "FieldList":
            for entry in field.entries:
                own_ids(entry.form, prefix)
        field.id = f"{prefix}-{field.id}"
        field.label.field_id = field.id
