"""The forms of the weekly check, of mergers, and of signatures on paper."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import IntegerField, RadioField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import NumberRange, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from phases.plan import DESCRIPTION_LENGTH, SUMMARY_LENGTH, TITLE_LENGTH
from phases.weekly_check import CheckAnswer, Question
from wijkaanzet.actions.check_board import Finding
from wijkaanzet.actions.paper_likes import MOST_ON_A_LIST
from wijkaanzet.web import texts
from wijkaanzet.web.forms import DayField, max_length, required

WORDS = 2000


class FindingsForm(FlaskForm):  # type: ignore[misc]
    """The four questions, each with a note; made from :class:`Question`, so that none is forgotten."""

    def fill(self, findings: dict[Question, Finding]) -> None:
        """Show what was answered before."""
        for question in Question:
            found = findings.get(question, Finding())
            self[question.value].data, self[f"{question.value}_note"].data = found.answer.value, found.note

    def findings(self) -> dict[Question, Finding]:
        """What was answered."""
        return {
            question: Finding(
                CheckAnswer(self[question.value].data or CheckAnswer.UNKNOWN.value),
                (self[f"{question.value}_note"].data or "").strip(),
            )
            for question in Question
        }


for _question in Question:
    setattr(
        FindingsForm,
        _question.value,
        RadioField(
            texts.QUESTIONS[_question],
            choices=[SelectChoice(a.value, texts.CHECK_ANSWERS[a]) for a in CheckAnswer],
            default=CheckAnswer.UNKNOWN.value,
            validators=[Optional()],
        ),
    )
    setattr(
        FindingsForm,
        f"{_question.value}_note",
        StringField(_l("Notitie"), validators=[Optional(), max_length(500)]),
    )


class ContactForm(FlaskForm):  # type: ignore[misc]
    """That somebody spoke with a submitter."""

    spoken_on = DayField(_l("Wanneer sprak u de indiener?"), validators=[required(_l("Kies een dag."))])
    note = TextAreaField(
        _l("Wat sprak u af?"),
        description=_l("Alleen collega’s lezen dit. Schrijf niet meer op dan nodig is."),
        validators=[required(_l("Schrijf op wat u afsprak.")), max_length(WORDS)],
    )


class AssignForm(FlaskForm):  # type: ignore[misc]
    """Giving a plan to a colleague."""

    assignee = SelectField(_l("Wie kijkt naar dit plan?"), coerce=int)

    def offer(self, colleagues: list[tuple[int, str]]) -> None:
        """Fill the list."""
        self.assignee.choices = [
            SelectChoice(0, _l("Nog niemand")),
            *(SelectChoice(account, email) for account, email in colleagues),
        ]


class QuestionForm(FlaskForm):  # type: ignore[misc]
    """Returning a plan with a question."""

    question = TextAreaField(
        _l("Wat wilt u weten, of wat kan beter?"),
        description=_l(
            "De indiener krijgt deze tekst in een mail. Wees vriendelijk en vraag één ding tegelijk."
        ),
        validators=[required(_l("Schrijf op wat u wilt vragen.")), max_length(WORDS)],
    )


class ForwardForm(FlaskForm):  # type: ignore[misc]
    """Forwarding a plan to a department."""

    department = SelectField(_l("Naar welke afdeling?"), validators=[required(_l("Kies een afdeling."))])
    explanation = TextAreaField(
        _l("Leg uit waarom"),
        description=_l(
            "De indiener en de afdeling krijgen deze tekst. Hij staat ook bij het plan op de site."
        ),
        validators=[required(_l("Leg uit waarom.")), max_length(WORDS)],
    )

    def offer(self, departments: list[str]) -> None:
        """Fill the list."""
        self.department.choices = [
            SelectChoice("", _l("Kies een afdeling")),
            *(SelectChoice(name) for name in departments),
        ]


class HideForm(FlaskForm):  # type: ignore[misc]
    """Hiding a plan."""

    reason = TextAreaField(
        _l("Waarom verbergt u dit plan?"),
        description=_l("De indiener krijgt deze tekst in een mail."),
        validators=[required(_l("Schrijf op waarom.")), max_length(WORDS)],
    )


class MergeForm(FlaskForm):  # type: ignore[misc]
    """Proposing to go on as one plan."""

    others = SelectMultipleField(
        _l("Met welke plannen samenvoegen?"),
        coerce=int,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    message = TextAreaField(
        _l("Leg uit waarom samen beter is"),
        description=_l("Alle indieners krijgen deze tekst in hun mail."),
        validators=[required(_l("Leg de indieners uit waarom samen beter is.")), max_length(WORDS)],
    )
    title = StringField(
        _l("Nieuwe titel"),
        description=_l("Laat leeg om de titel van dit plan te houden."),
        validators=[Optional(), max_length(TITLE_LENGTH)],
    )
    summary = StringField(
        _l("Nieuwe zin over het plan"),
        description=_l("Laat leeg om de zin van dit plan te houden."),
        validators=[Optional(), max_length(SUMMARY_LENGTH)],
    )
    description = TextAreaField(
        _l("Nieuwe tekst"),
        description=_l("Laat leeg om de tekst van dit plan te houden."),
        validators=[Optional(), max_length(DESCRIPTION_LENGTH)],
    )

    def offer(self, plans: list[tuple[int, str]]) -> None:
        """Fill the list."""
        self.others.choices = [SelectChoice(number, f"{number}. {title}") for number, title in plans]


class RefuseForm(FlaskForm):  # type: ignore[misc]
    """Saying no to a merger, with a word if one likes."""

    word = TextAreaField(
        _l("Wilt u zeggen waarom?"),
        description=_l("De organisator leest dit. De andere indieners horen alleen dat het niet doorgaat."),
        validators=[Optional(), max_length(500)],
    )


class SetAsideForm(FlaskForm):  # type: ignore[misc]
    """Setting a wave's likes aside."""

    reason = StringField(
        _l("Waarom tellen deze likes niet mee?"),
        description=_l("Iedereen leest deze reden bij het plan. Noem geen namen."),
        validators=[required(_l("Schrijf op waarom.")), max_length(200)],
    )


class PaperListForm(FlaskForm):  # type: ignore[misc]
    """A list of signatures that was handed in."""

    plan = SelectField(
        _l("Voor welk plan?"), coerce=int, validators=[NumberRange(min=1, message=_l("Kies een plan."))]
    )
    amount = IntegerField(
        _l("Hoeveel handtekeningen?"),
        description=_l("Tel alleen handtekeningen met een naam en een adres erbij."),
        validators=[
            required(_l("Vul in hoeveel handtekeningen er zijn.")),
            NumberRange(1, MOST_ON_A_LIST, _l("Vul een getal in van %(min)s tot en met %(max)s.")),
        ],
    )
    reference = StringField(
        _l("Kenmerk van de lijst"),
        description=_l("Bijvoorbeeld: lijst 3, ontvangen 12 oktober. Schrijf het ook op de lijst zelf."),
        validators=[required(_l("Vul het kenmerk in.")), max_length(100)],
    )
    checked = IntegerField(
        _l("Hoeveel adressen zijn nagekeken?"),
        description=_l("Een steekproef is genoeg. Vul 0 in als er niets is nagekeken."),
        validators=[
            required(_l("Vul in hoeveel adressen er zijn nagekeken.")),
            NumberRange(0, MOST_ON_A_LIST, _l("Vul een getal in van %(min)s tot en met %(max)s.")),
        ],
    )

    def offer(self, plans: list[tuple[int, str]]) -> None:
        """Fill the list; none is chosen, so that nobody forgets to choose."""
        self.plan.choices = [
            SelectChoice(0, _l("Kies een plan")),
            *(SelectChoice(number, f"{number}. {title}") for number, title in plans),
        ]
