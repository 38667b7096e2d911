"""What organisers enter for the evaluation."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import IntegerField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import NumberRange, Optional

from phases.report_facts import CostLine, Headline, Subject
from wijkaanzet.web.forms import MoneyField, max_length, required

_MOST = 100_000_000
SUBJECTS = {
    Subject.RESIDENTS: _l("Bewoners: wat zij nodig hadden"),
    Subject.RESULTS: _l("Resultaten: wat de plannen laten zien"),
    Subject.PROCESS: _l("Proces: hoe wij samenwerkten"),
    Subject.EFFECTS: _l("Effect op de wijk"),
    Subject.PREPARATION: _l("Voorbereiding"),
    Subject.PLANS: _l("Plannen en haalbaarheid"),
    Subject.VOTING: _l("Stemmen"),
    Subject.AFTERCARE: _l("Nazorg en uitvoering"),
    Subject.MUNICIPALITY: _l("Werkwijze van de gemeente"),
}


def _count(label: object) -> IntegerField:
    wrong = NumberRange(0, _MOST, _l("Vul een heel getal in van nul of meer."))
    return IntegerField(label, validators=[Optional(), wrong])


class CostForm(FlaskForm):  # type: ignore[misc]
    """A line of costs."""

    what = StringField(
        _l("Waarvoor"),
        description=_l("Bijvoorbeeld: brieven met pincode, drukwerk, zaalhuur, uren."),
        validators=[required(_l("Schrijf op waarvoor het geld was.")), max_length(200)],
    )
    pieces = IntegerField(
        _l("Hoeveel"),
        default=1,
        validators=[
            required(_l("Vul in hoeveel het er waren.")),
            NumberRange(1, _MOST, _l("Vul een heel getal in van 1 of meer.")),
        ],
    )
    price = MoneyField(_l("Prijs per stuk"), validators=[required(_l("Vul de prijs per stuk in."))])

    def line(self) -> CostLine:
        """The line, when the form was valid."""
        return CostLine(self.what.data, self.pieces.data, self.price.cents)


class LessonForm(FlaskForm):  # type: ignore[misc]
    """A lesson under its subject."""

    subject = SelectField(
        _l("Waar gaat de les over?"),
        choices=[SelectChoice(one.value, name) for one, name in SUBJECTS.items()],
    )
    lesson = TextAreaField(
        _l("Wat leerden wij?"),
        description=_l("Eén les per keer, in een paar zinnen. Noem geen namen van bewoners."),
        validators=[required(_l("Schrijf op wat u leerde.")), max_length(1000)],
    )


class EarlierForm(FlaskForm):  # type: ignore[misc]
    """An edition from before this site; only name and year must be known."""

    name = StringField(
        _l("Naam van de editie"), validators=[required(_l("Vul de naam in.")), max_length(100)]
    )
    year = IntegerField(
        _l("Jaar van de stemming"),
        validators=[
            required(_l("Vul het jaar in.")),
            NumberRange(1900, 2199, _l("Vul een jaartal in, bijvoorbeeld 2021.")),
        ],
    )
    plans = _count(_l("Plannen ingediend"))
    enough_likes = _count(_l("Plannen met genoeg likes"))
    on_ballot = _count(_l("Plannen op het stembiljet"))
    chosen = _count(_l("Plannen gekozen"))
    realised = _count(_l("Plannen gerealiseerd"))
    voters = _count(_l("Bewoners die stemden"))
    entitled = _count(_l("Bewoners die mochten stemmen"))
    budget = MoneyField(_l("Wijkbudget"))

    def figures(self) -> Headline:
        """The figures, when the form was valid."""
        return Headline(
            self.name.data,
            self.year.data,
            self.plans.data,
            self.enough_likes.data,
            self.on_ballot.data,
            self.chosen.data,
            self.realised.data,
            self.voters.data,
            self.entitled.data,
            self.budget.data,
            by_hand=True,
        )
