"""The ja-mits table by its forms: sessions, the sneltoets, who may answer, whose words are kept, and what becomes public when."""

import io
from datetime import timedelta

from phases.calendar import Phase
from phases.feasibility import Specialism, VerdictKind
from tests.support.site_map import ADDRESSES
from tests.support.stages import Site
from tests.support.visitor import Visitor, text_of
from tests.web.conftest import OpenSite
from wijkaanzet.actions import accounts, feasibility, table_costs, table_people, table_sessions
from wijkaanzet.actions.plans import find_plan
from wijkaanzet.actions.quickscans import shipped_text
from wijkaanzet.jobs import send_waiting_mail

SECRETS = ("zilvervis", "waterpomp", "lantaarnpaal", "7.531")
"""Words and an amount that only the table knows."""


def come(site: Site, email: str, role: str = "") -> Visitor:
    """Somebody who is signed in."""
    if role:
        site.grant(email, role)
    token = site.act(lambda session: accounts.make_sign_in_token(session, email, now=site.clock.now))
    visitor = Visitor(site)
    visitor.get(f"/inloggen/{token}")
    assert visitor.submit(f"/inloggen/{token}").status_code == 303
    return visitor


def assign(site: Site, email: str, *specialisms: Specialism) -> None:
    def give(session: object) -> None:
        account = accounts.account_for(session, email, now=site.clock.now)  # type: ignore[arg-type]
        table_people.assign(
            session,  # type: ignore[arg-type]
            site.edition(),
            account,
            specialisms,
            account=account,
            now=site.clock.now,
        )

    site.act(give)


def meetings(site: Site) -> list[table_sessions.TableMeeting]:
    with site.database.read() as session:
        return table_sessions.meetings(session, site.edition())


def mailed(site: Site) -> list[str]:
    send_waiting_mail(site.config, site.database, site.clock)
    return [text_of(mail) for mail in sorted((site.config.data_dir / "mail").glob("*.eml"))]


def test_a_session_from_the_calendar_to_its_minutes(site_in: OpenSite) -> None:
    site = site_in(Phase.FEASIBILITY)
    organiser = Visitor(site).sign_in_as("organiser")
    before = {one.id for one in meetings(site)}
    organiser.get("/beheer/tafel")
    when = {"day": "2026-11-10", "time": "14:00", "place": "Buurthuis"}
    assert organiser.submit("/beheer/tafel/bijeenkomst", **when | {"time": "straks"}).status_code == 422
    assert organiser.submit("/beheer/tafel/bijeenkomst", **when).status_code == 303
    [new] = {one.id for one in meetings(site)} - before
    edit, page = f"/beheer/tafel/bijeenkomst/{new}", f"/tafel/bijeenkomst/{new}"

    def agenda() -> list[int]:
        return [item.number for one in meetings(site) if one.id == new for item in one.agenda]

    assert organiser.post(edit, {"doe": "erbij", "plan": ["3", "4", "5"]}).status_code == 303
    assert organiser.post(edit, {"doe": "omhoog", "plan": "5"}).status_code == 303
    assert organiser.post(edit, {"doe": "eraf", "plan": "3"}).status_code == 303
    assert agenda() == [5, 4]
    organiser.get(edit)
    assert "Taalcafé voor nieuwe buren" in organiser.page.text
    assert organiser.post(edit, {"doe": "nodig"}).status_code == 303
    assert "Buurthuis" in mailed(site)[-1]

    # Another one is going on; once that is closed, this one begins with the plan that is put on the table.
    assert organiser.post(f"{page}/op-tafel", {"plan": "5"}).status_code == 409
    going_on = next(one.id for one in meetings(site) if one.is_open)
    checker = Visitor(site).sign_in_as("checker")
    assert checker.post(f"{page}/op-tafel", {"plan": "5"}).status_code == 403
    assert organiser.post(f"/tafel/bijeenkomst/{going_on}/sluiten").status_code == 303
    checker.get("/tafel/scherm")
    assert "Welkom aan de ja-mits-tafel" in checker.page.text
    assert organiser.post(f"{page}/op-tafel", {"plan": "5"}).location.endswith("/tafel/5")
    assert checker.get("/tafel/nu").location.endswith("/tafel/5")
    checker.get("/tafel/scherm")
    assert "Plan 1 van 2" in checker.page.text

    # Two who write the minutes of one plan: both texts are on the page of who came second.
    for visitor in (organiser, checker):
        visitor.get(page)
    forms = [one for one in checker.page.forms if one.action.endswith("/verslag")]
    mine = next(one for one in forms if ("plan", "5") in one.fields)
    assert organiser.post(
        f"{page}/verslag", {"plan": "5", "versie": "0", "minutes": "eerste"}
    ).status_code == (303)
    late = checker.client.post(mine.action, data=mine.filled(minutes="tweede"), base_url="http://localhost")
    assert late.status_code == 409
    assert "eerste" in late.text
    assert "tweede" in late.text
    organiser.get(page)
    assert "eerste" in organiser.page.text
    assert organiser.post(f"{page}/sluiten").status_code == 303


def test_the_sneltoets_is_edited_tried_out_and_fills_in_the_answer(site_in: OpenSite) -> None:
    site = site_in(Phase.FEASIBILITY)
    organiser = Visitor(site).sign_in_as("organiser")
    path = "/beheer/sneltoets"
    file = organiser.get(f"{path}/0.toml")
    assert (file.mimetype, file.text) == ("application/toml", shipped_text())
    assert 'filename="sneltoets-meegeleverd.toml"' in file.headers["Content-Disposition"]
    organiser.get(path)
    wrong = own_scan().replace("altijd = true", "altijd = 'ja'")
    assert organiser.submit(path, text=wrong).status_code == 422
    assert "Bij ‘altijd’ hoort true of false" in organiser.page.text
    assert "altijd = 'ja'" in organiser.page.form(path).filled()["text"][0]
    upload = {"bestand": (io.BytesIO(own_scan().encode()), "eigen.toml")}
    assert organiser.post(path, upload, content_type="multipart/form-data").location.endswith(f"{path}/1")
    # Tried out without anything being kept: the branch that was chosen is followed to its end.
    organiser.get(f"{path}/1?specialisme=legal&weg=grond:1")
    assert "Uitkomst: Ja, mits De eigenaar geeft toestemming." in organiser.page.text
    assert organiser.post(f"{path}/1/aan").status_code == 303
    assert organiser.get(f"{path}/2.toml").status_code == 404

    chair = "/tafel/3/sneltoets/legal"
    organiser.get("/tafel/3")
    assert "Kijk in het kadaster." in organiser.page.text
    assert organiser.submit(chair).status_code == 422
    assert organiser.submit(chair, antwoord="1").status_code == 303
    organiser.get("/tafel/3")
    filled = organiser.page.form("/tafel/3/antwoord/legal").filled()
    assert (filled["kind"], filled["conditions-0-what"]) == (
        ["yes-provided"],
        ["De eigenaar geeft toestemming."],
    )
    # It is a beginning: who, what it costs and before when are still asked.
    assert organiser.submit("/tafel/3/antwoord/legal").status_code == 422


def own_scan() -> str:
    return """[juridisch]
altijd = true
[[juridisch.vraag]]
id = "grond"
vraag = "Van wie is de grond?"
hulp = "Kijk in het kadaster."
antwoorden = [
  { tekst = "Van ons" },
  { tekst = "Van een ander", voorwaarde = "De eigenaar geeft toestemming.", naar = "klaar" },
]
[[juridisch.vraag]]
id = "regels"
vraag = "Mag het daar?"
antwoorden = [{ tekst = "Ja" }, { tekst = "Nee", nog_niet = "Zoek een andere plek." }]
"""


def test_who_answers_for_what(site_in: OpenSite) -> None:
    """One's own, and what is of nobody; a colleague's is refused, whoever asks."""
    site = site_in(Phase.FEASIBILITY)
    gardener = come(site, "tuin@voorbeeld.nl", "checker")
    assign(site, "tuin@voorbeeld.nl", Specialism.GREENERY)
    stranger = come(site, "los@voorbeeld.nl", "checker")
    sent = {"kind": "yes", "versie": "0"}
    assert gardener.post("/tafel/4/antwoord/practical", sent).status_code == 403
    assert stranger.post("/tafel/4/antwoord/greenery", sent).status_code == 403
    assert gardener.post("/tafel/4/antwoord/greenery", sent).status_code == 303
    assert stranger.post("/tafel/4/antwoord/legal", sent).status_code == 303
    for path in ("/tafel/4/sneltoets/practical", "/tafel/4/sneltoets/street"):
        choice = {"vraag": "x", "antwoord": "0", "versie": "0"}
        assert gardener.post(path, choice).status_code == 403, path
    # Who left the table left it at once.
    with site.database.read() as session:
        person = next(
            p for p in table_people.checkers(session, site.edition()) if p.email == "los@voorbeeld.nl"
        )
    organiser = Visitor(site).sign_in_as("organiser")
    assert organiser.post(f"/beheer/tafel/mensen/{person.account}", {"weg": "checker"}).status_code == 303
    assert stranger.post("/tafel/5/antwoord/legal", sent).status_code == 403
    assert stranger.get("/tafel/5").status_code == 403


def test_nobodys_words_are_lost_when_the_chair_was_quicker(site_in: OpenSite) -> None:
    site = site_in(Phase.FEASIBILITY)
    checker, chair = Visitor(site).sign_in_as("checker"), Visitor(site).sign_in_as("organiser")
    for visitor in (checker, chair):
        visitor.get("/tafel/3")
    # The chair looked before an answer came in, and hears so with everything still filled in.
    answer = {"kind": "not-yet", "explanation": "eerst een sleutel"}
    assert checker.submit("/tafel/3/antwoord/legal", **answer).status_code == 303
    verdict = {"kind": "feasible", "explanation": "mooi plan", "deviation": "de rest belde"}
    assert chair.submit("/tafel/3/oordeel", **verdict).status_code == 409
    assert "Er veranderde iets op tafel" in chair.page.text
    assert "eerst een sleutel" in chair.page.text
    assert chair.page.form("/tafel/3/oordeel").filled()["explanation"] == ["mooi plan"]
    checker.get("/tafel/3")
    assert chair.submit("/tafel/3/oordeel").status_code == 303
    # Now the checker is too late; what they wrote is on the page.
    late = {"kind": "yes-provided", "conditions-0-what": "een hek", "explanation": "anders niet"}
    terms = {
        "conditions-0-who": "de beheerder",
        "conditions-0-cost": "450",
        "conditions-0-before": "2027-03-01",
    }
    assert checker.submit("/tafel/3/antwoord/legal", **late, **terms).status_code == 409
    for words in ("Het oordeel over dit plan ligt vast", "een hek", "450", "de beheerder", "anders niet"):
        assert words in checker.page.text


def test_costs_that_a_colleague_changed_keep_their_estimates(site_in: OpenSite) -> None:
    site = site_in(Phase.FEASIBILITY)
    first, second = (come(site, f"{name}@voorbeeld.nl", "checker") for name in ("een", "twee"))
    for visitor in (first, second):
        visitor.get("/tafel/1")

    def lying() -> dict[str, int | None]:
        with site.database.read() as session:
            found = table_costs.all_costs(session, site.edition(), now=site.clock.now)[1]
        return {line.what: line.estimate for line in found.lines}

    before = lying()
    without = {"lines-0-what": "", "lines-0-amount": "", "note": "zonder de eerste post"}
    assert first.submit("/tafel/1/kosten", **without).status_code == 303
    assert list(lying()) == list(before)[1:]
    assert second.submit("/tafel/1/kosten", note="met alles").status_code == 409
    assert "zonder de eerste post" in second.page.text
    assert second.page.form("/tafel/1/kosten").filled()["note"] == ["met alles"]
    assert second.submit("/tafel/1/kosten", **{"lines-2-what": "Zwarte aarde"}).status_code == 303
    after = lying()
    assert list(after) == ["Zwarte aarde" if place == 2 else what for place, what in enumerate(before)]
    assert {what: after[what] for what in after if what != "Zwarte aarde"} == {
        what: estimate for place, (what, estimate) in enumerate(before.items()) if place != 2
    }


def test_the_wijkraad_looks_and_then_all_becomes_public(site_in: OpenSite) -> None:
    site = site_in(Phase.FEASIBILITY)
    organiser, member = Visitor(site).sign_in_as("organiser"), Visitor(site).sign_in_as("wijkraad")
    member.get("/wijkraad")
    assert "Nog niets te lezen" in member.page.text
    assert member.get("/tafel").status_code == 403
    assert Visitor(site).sign_in_as("checker").get("/wijkraad").status_code == 403
    decide_all(site)
    organiser.get("/beheer/tafel")
    today = site.edition().local_now(site.clock.now).date()
    later = (today + timedelta(days=7)).isoformat()
    assert organiser.submit("/beheer/tafel/wijkraad", until=later).status_code == 303
    assert "zilvervis" not in "".join(mailed(site))
    member.get("/wijkraad")
    assert "zilvervis" in member.page.text
    assert member.submit("/wijkraad/3", advice="denk aan de school").status_code == 303
    organiser.get("/tafel/3")
    assert "denk aan de school" in organiser.page.text
    assert organiser.post("/beheer/oordelen").status_code == 409
    assert organiser.post("/beheer/tafel/wijkraad", {"until": today.isoformat()}).status_code == 303
    member.get("/wijkraad")
    assert organiser.post("/beheer/oordelen").status_code == 303
    assert member.submit("/wijkraad/3", advice="te laat bedacht").status_code == 409
    assert "te laat bedacht" in member.page.text


def decide_all(site: Site) -> None:
    """A verdict on every plan, that of plan 3 with words that only the table knows."""

    def decide(session: object) -> None:
        found = site.edition()
        for plan in feasibility.plans_at_table(session, found):  # type: ignore[arg-type]
            if plan.verdict is None:
                kind = VerdictKind.NOT_IN_THIS_BUDGET
                draft = feasibility.VerdictDraft(kind, None, (), "de zilvervis", "zo besloot de tafel")
                moment = found.local_now(site.clock.now)
                feasibility.fix_verdict(session, found, plan.number, draft, account=1, now=moment)  # type: ignore[arg-type]

    site.act(decide)


def test_nothing_of_the_table_is_seen_before_all_is_public(site_in: OpenSite) -> None:
    """No page, search, feed, file or mail shows a draft; not to visitors, residents or the plan's own submitter."""
    site = site_in(Phase.FEASIBILITY)
    chair = Visitor(site).sign_in_as("organiser")
    chair.get("/tafel/3")
    condition = {"conditions-0-what": "een waterpomp", "conditions-0-who": "de beheerder"}
    terms = {"conditions-0-cost": "0", "conditions-0-before": "2027-03-01", "explanation": "de zilvervis"}
    answer = {"kind": "yes-provided", **condition, **terms}
    assert chair.submit("/tafel/3/antwoord/legal", **answer).status_code == 303
    chair.get("/tafel/3")
    costs = {"lines-0-amount": "7.531", "note": "de lantaarnpaal ontbrak"}
    assert chair.submit("/tafel/3/kosten", **costs).status_code == 303
    chair.get("/tafel/3")
    verdict = {"kind": "feasible-provided", **condition, **terms, "deviation": "de rest belde"}
    assert chair.submit("/tafel/3/oordeel", **verdict).status_code == 303

    with site.database.read() as session:
        plan = find_plan(session, site.edition().id, 3)
        assert plan is not None
        submitter = accounts.email_of(session, plan.submitter_id)
    paths = [a.path for a in ADDRESSES if a.role in ("", "resident")]
    paths += [
        "/plannen/3/kosten",
        "/plannen?q=waterpomp",
        "/plannen?q=zilvervis",
        "/plannen?volgorde=goedkoopste",
    ]
    paths += ["/plannen/3-" + views_slug(site), "/api/v1/plannen", "/mijn"]
    for visitor in (Visitor(site), Visitor(site).sign_in_as("resident"), come(site, submitter)):
        for path in paths:
            body = visitor.get(path).get_data()
            for secret in SECRETS:
                # A search says what was looked for.
                if secret not in path:
                    assert secret.encode() not in body, (path, secret)
        for machine in ("/api/v1/plannen", "/gegevens/plannen.csv"):
            assert b"feasible" not in visitor.get(machine).get_data(), machine
            assert b"753100" not in visitor.get(machine).get_data(), machine
    assert not any(secret in text for text in mailed(site) for secret in SECRETS)

    # What the table put to the submitter is the submitter's to see, and of nobody else; then all is public.
    assert chair.post("/tafel/3/kosten/voorleggen").status_code == 303
    mine = come(site, submitter)
    mine.get("/plannen/3/kosten")
    assert "7.531" in mine.page.text
    assert mine.submit("/plannen/3/kosten", agreed="ja").status_code == 303
    assert Visitor(site).sign_in_as("resident").get("/plannen/3/kosten").status_code == 403
    decide_all(site)
    chair.get("/tafel/1")
    chair.post("/tafel/1/kosten/voorleggen")
    site.clock.turn(days=8)
    assert chair.post("/beheer/oordelen").status_code == 303
    visitor = Visitor(site)
    visitor.get("/plannen/3-" + views_slug(site))
    assert "een waterpomp" in visitor.page.text


def views_slug(site: Site) -> str:
    """The readable part of plan 3's address."""
    return Visitor(site).get("/plannen/3").location.rpartition("/3-")[2]


def test_a_condition_travels_to_the_ballot_and_to_the_execution(site_in: OpenSite) -> None:
    site = site_in(Phase.FEASIBILITY)
    chair = Visitor(site).sign_in_as("organiser")
    chair.get("/tafel/1")
    terms = {
        "conditions-0-what": "een slot op de kraan",
        "conditions-0-who": "de sleutelgroep",
        "conditions-0-cost": "125,50",
        "conditions-0-before": "2027-03-15",
    }
    assert chair.submit("/tafel/1/antwoord/financial", kind="yes-provided", **terms).status_code == 303
    chair.get("/tafel/1")
    assert chair.submit("/tafel/1/antwoord/social", kind="yes").status_code == 303
    chair.get("/tafel/1")
    # Composed from the answers: the chair only has to press the button.
    assert chair.submit("/tafel/1/oordeel").status_code == 303
    site.go_to(Phase.VOTING)
    voter = Visitor(site)
    voter.enter_code(site.practice_code())
    voter.get("/stem/biljet")
    assert "een slot op de kraan" in voter.page.text
    site.go_to(Phase.EXECUTION)
    chair.get("/beheer/uitvoering/1")
    for words in ("een slot op de kraan", "de sleutelgroep", "€ 125,50", "15 maart 2027"):
        assert words in chair.page.text.replace("\xa0", " "), words
