"""The forms of a plan: one for each page of it, and those for submitting it together."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import (
    FieldList,
    Form,
    FormField,
    HiddenField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Optional, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from phases.plan import DESCRIPTION_LENGTH, SUMMARY_LENGTH, TITLE_LENGTH
from phases.plan_audiences import AUDIENCES, audiences_in
from phases.plan_draft import COST_LINE_LENGTH, MOST_COST_LINES, CostLine, PlanDraft, Step
from wijkaanzet.edition import EditionSpec
from wijkaanzet.map_config import MapConfig
from wijkaanzet.web import texts
from wijkaanzet.web.forms import MoneyField, email_field, max_length, required
from wijkaanzet.web.i18n import _

FEWEST_COST_LINES = 4
WORDS = 1000


class StepForm(FlaskForm):  # type: ignore[misc]
    """One page of a plan."""

    def offer(self, spec: EditionSpec, area: MapConfig) -> None:
        """Fill the lists with what the edition has."""

    def fill(self, draft: PlanDraft) -> None:
        """Show what was kept before."""
        raise NotImplementedError

    def changes(self) -> Mapping[str, Any]:
        """What was filled in, as fields of a :class:`PlanDraft`."""
        raise NotImplementedError

    def only_lacks(self) -> bool:
        """Whether nothing is wrong but that something is not filled in yet."""
        return all(not self[name].raw_data or not any(self[name].raw_data) for name in self.errors)


def _line(field: Any) -> str:
    return " ".join((field.data or "").split())


class IdeaForm(StepForm):
    """What and why."""

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
        description=_l("Wat is er nu? Wat verandert er? Wie heeft er iets aan?"),
        validators=[required(_l("Vertel wat u wilt doen en waarom.")), max_length(DESCRIPTION_LENGTH)],
    )

    def fill(self, draft: PlanDraft) -> None:
        """Show what was kept before."""
        self.title.data, self.summary.data = draft.title, draft.summary
        self.description.data = draft.description

    def changes(self) -> Mapping[str, Any]:
        """The texts."""
        return {
            "title": _line(self.title),
            "summary": _line(self.summary),
            "description": (self.description.data or "").strip(),
        }


class PlaceForm(StepForm):
    """Theme, place and audience."""

    theme = RadioField(_l("Bij welk thema hoort uw plan?"), validators=[required(_l("Kies een thema."))])
    area = SelectField(_l("In welke wijk?"), validators=[Optional()])
    place = StringField(
        _l("Op welke plek?"),
        description=_l(
            "Een straat, een plein of een gebouw. Bewoners stemmen eerder op een plek die zij kennen."
        ),
        validators=[Optional(), max_length(100)],
    )
    latitude = HiddenField(validators=[Optional()])
    longitude = HiddenField(validators=[Optional()])
    audience = SelectMultipleField(
        _l("Voor wie is het plan?"),
        description=_l("U mag er meer kiezen."),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        validators=[Optional()],
    )

    def offer(self, spec: EditionSpec, area: MapConfig) -> None:
        """Fill the lists with what the edition has."""
        self.theme.choices = [SelectChoice(t) for t in spec.themes]
        self.area.choices = [SelectChoice("", _l("Hele wijk")), *map(SelectChoice, spec.areas)]
        self.audience.choices = [SelectChoice(one, texts.AUDIENCES[one]) for one in AUDIENCES]
        self._map = area

    def fill(self, draft: PlanDraft) -> None:
        """Show what was kept before."""
        self.theme.data, self.area.data, self.place.data = draft.theme, draft.area, draft.place
        self.latitude.data, self.longitude.data = draft.latitude, draft.longitude
        self.audience.data = [one for one in AUDIENCES if one in audiences_in(draft.audience)]

    def changes(self) -> Mapping[str, Any]:
        """Where it is, for whom, and under which theme."""
        latitude, longitude = self._point() or (None, None)
        return {
            "theme": self.theme.data or "",
            "area": self.area.data or "",
            "place": _line(self.place),
            "audience": ", ".join(one for one in AUDIENCES if one in (self.audience.data or ())),
            "latitude": latitude,
            "longitude": longitude,
        }

    def validate_latitude(self, _field: Any) -> None:
        """A place on the map, or none."""
        if not self.latitude.data and not self.longitude.data:
            return
        point = self._point()
        if point is None or not self._map.holds(*point):
            raise ValidationError(_("Deze plek ligt buiten de kaart. Kies een plek in de wijk."))

    def _point(self) -> tuple[int, int] | None:
        try:
            return int(self.latitude.data), int(self.longitude.data)
        except (TypeError, ValueError):
            return None


class CostLineForm(Form):  # type: ignore[misc]
    """One line of the estimate."""

    what = StringField(_l("Wat"), validators=[max_length(COST_LINE_LENGTH)])
    amount = MoneyField(_l("Bedrag"))

    def validate_what(self, field: Any) -> None:
        """An amount is for something."""
        if self.amount.data and not _line(field):
            raise ValidationError(_("Schrijf op waar dit bedrag voor is."))

    def validate_amount(self, field: Any) -> None:
        """Something costs something."""
        if _line(self.what) and field.data is None and not field.process_errors:
            raise ValidationError(_("Schat wat dit kost. Kost het niets? Vul dan 0 in."))


class CostsForm(StepForm):
    """The estimate in lines."""

    lines = FieldList(
        FormField(CostLineForm, ""), "", min_entries=FEWEST_COST_LINES, max_entries=MOST_COST_LINES
    )

    def fill(self, draft: PlanDraft) -> None:
        """Show what was kept before, and a few empty lines."""
        kept = draft.costs
        if not kept and draft.rough_estimate:
            kept = (CostLine(_("Alles bij elkaar"), draft.rough_estimate),)
        for index, line in enumerate(kept):
            if index >= len(self.lines.entries):
                self.lines.append_entry()
            entry = self.lines[index].form
            entry.what.data, entry.amount.data = line.what, line.amount
        if len(kept) == len(self.lines.entries) < MOST_COST_LINES:
            self.lines.append_entry()

    def changes(self) -> Mapping[str, Any]:
        """The lines that say something."""
        forms = [entry.form for entry in self.lines.entries]
        lines = tuple(CostLine(_line(f.what), f.amount.data or 0) for f in forms if _line(f.what))
        return {"costs": lines, "rough_estimate": 0}

    def only_lacks(self) -> bool:
        """A line that is half filled in cannot be kept."""
        return not self.errors

    def add_line(self) -> None:
        """One line more, as far as there may be more."""
        if len(self.lines.entries) < MOST_COST_LINES:
            self.lines.append_entry()


class PeopleForm(StepForm):
    """Who carries it out, and what help is wanted."""

    carried_out_by = TextAreaField(
        _l("Wie voert het plan uit?"),
        description=_l(
            "Bijvoorbeeld: ik met drie buren, samen met de school. Schrijf geen adressen of telefoonnummers op."
        ),
        validators=[Optional(), max_length(WORDS)],
    )
    help_wanted = TextAreaField(
        _l("Welke hulp zoekt u?"),
        description=_l(
            "Bijvoorbeeld: iemand die kan timmeren, een plek om te vergaderen, of buren die mee planten."
        ),
        validators=[Optional(), max_length(WORDS)],
    )

    def fill(self, draft: PlanDraft) -> None:
        """Show what was kept before."""
        self.carried_out_by.data, self.help_wanted.data = draft.carried_out_by, draft.help_wanted

    def changes(self) -> Mapping[str, Any]:
        """Who does it and who is looked for."""
        return {
            "carried_out_by": (self.carried_out_by.data or "").strip(),
            "help_wanted": (self.help_wanted.data or "").strip(),
        }


class PicturesForm(StepForm):
    """Nothing but going on: pictures are added one by one, by :class:`PictureForm`."""

    def fill(self, draft: PlanDraft) -> None:
        """There is nothing to show."""

    def changes(self) -> Mapping[str, Any]:
        """Nothing changes."""
        return {}


STEP_FORMS: Mapping[Step, type[StepForm]] = {
    Step.IDEA: IdeaForm,
    Step.PLACE: PlaceForm,
    Step.COSTS: CostsForm,
    Step.PEOPLE: PeopleForm,
    Step.PICTURES: PicturesForm,
}


class PictureForm(FlaskForm):  # type: ignore[misc]
    """A picture and what is on it."""

    file = FileField(
        _l("Kies een foto"),
        description=_l(
            "Van uw telefoon of computer, ten hoogste 15 MB. Wij halen de plek waar de foto is gemaakt eruit."
        ),
        validators=[FileRequired(_l("Kies eerst een foto."))],
    )
    alt = StringField(
        _l("Wat is er op de foto te zien?"),
        description=_l("Voor wie de foto niet kan zien. Bijvoorbeeld: een leeg grasveld met een bankje."),
        validators=[required(_l("Schrijf op wat er te zien is.")), max_length(200)],
    )


class InviteForm(FlaskForm):  # type: ignore[misc]
    """Asking somebody to submit a plan together."""

    email = email_field(
        _l("E-mailadres van uw buur"),
        description=_l("Uw buur krijgt één mail en kiest zelf. Het adres komt niet op de site."),
        missing=_l("Vul het e-mailadres in."),
    )


class JoinForm(FlaskForm):  # type: ignore[misc]
    """Asking to join a plan."""

    name = StringField(
        _l("Uw voornaam"),
        description=_l("Alleen de indieners van dit plan zien uw naam."),
        validators=[required(_l("Vul uw voornaam in.")), max_length(60)],
    )
    message = TextAreaField(
        _l("Wat wilt u doen?"),
        description=_l("Bijvoorbeeld: ik dacht aan hetzelfde plan, of ik kan goed met kinderen werken."),
        validators=[required(_l("Vertel kort wat u wilt doen.")), max_length(WORDS)],
    )
