"""The foundation: every table of the cycle, and an audit trail that cannot be changed."""

import sqlalchemy as sa
from alembic import op

from wijkaanzet.storage.base import UTCDateTime

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "accounts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("created_at", UTCDateTime(), nullable=False),
        sa.Column("language", sa.String(length=40), nullable=False),
        sa.Column("totp_nonce", sa.LargeBinary(length=32), nullable=True),
        sa.Column("totp_step", sa.BigInteger(), nullable=True),
        sa.Column("erased_at", UTCDateTime(), nullable=True),
        sa.CheckConstraint("email = lower(email)", name=op.f("ck_accounts_email_lower")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_accounts")),
        sa.UniqueConstraint("email", name=op.f("uq_accounts_email")),
    )
    op.create_table(
        "editions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=60), nullable=False),
        sa.Column("host", sa.String(length=300), nullable=False),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column("area", sa.String(length=300), nullable=False),
        sa.Column("municipality", sa.String(length=300), nullable=False),
        sa.Column("contact", sa.String(length=300), nullable=False),
        sa.Column("rehearsal", sa.Boolean(), nullable=False),
        sa.Column("clock_offset_s", sa.Integer(), nullable=False),
        sa.Column("budget", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(length=40), nullable=False),
        sa.Column("like_threshold", sa.Integer(), nullable=False),
        sa.Column("minimum_age", sa.Integer(), nullable=False),
        sa.Column("themes", sa.JSON(), nullable=False),
        sa.Column("areas", sa.JSON(), nullable=False),
        sa.Column("calendar", sa.JSON(), nullable=False),
        sa.Column("ballot_rule", sa.JSON(), nullable=False),
        sa.Column("tally_rule", sa.JSON(), nullable=False),
        sa.Column("tie_kind", sa.String(length=40), nullable=False),
        sa.Column("show_comparison", sa.Boolean(), nullable=False),
        sa.Column("lot_seed", sa.String(length=40), nullable=False),
        sa.Column("plans_made", sa.Integer(), nullable=False),
        sa.Column("letters_made", sa.Integer(), nullable=False),
        sa.Column("verdicts_published_at", UTCDateTime(), nullable=True),
        sa.CheckConstraint("budget > 0", name=op.f("ck_editions_budget")),
        sa.CheckConstraint("like_threshold >= 0", name=op.f("ck_editions_like_threshold")),
        sa.CheckConstraint(
            "rehearsal OR clock_offset_s = 0", name=op.f("ck_editions_clock_only_in_rehearsal")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_editions")),
        sa.UniqueConstraint("slug", name=op.f("uq_editions_slug")),
    )
    op.create_index(op.f("ix_editions_host"), "editions", ["host"], unique=False)
    op.create_table(
        "outgoing_mail",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=True),
        sa.Column("recipient", sa.String(length=254), nullable=False),
        sa.Column("subject", sa.String(length=300), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("html", sa.Text(), nullable=False),
        sa.Column("unsubscribe", sa.String(length=300), nullable=False),
        sa.Column("written_at", UTCDateTime(), nullable=False),
        sa.Column("due_at", UTCDateTime(), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("first_tried_at", UTCDateTime(), nullable=True),
        sa.Column("problem", sa.String(length=40), nullable=False),
        sa.Column("code", sa.Integer(), nullable=False),
        sa.Column("sent_at", UTCDateTime(), nullable=True),
        sa.Column("given_up_at", UTCDateTime(), nullable=True),
        sa.CheckConstraint("sent_at IS NULL OR given_up_at IS NULL", name=op.f("ck_outgoing_mail_one_end")),
        sa.CheckConstraint("attempts >= 0", name=op.f("ck_outgoing_mail_attempts")),
        sa.ForeignKeyConstraint(["edition_id"], ["editions.id"], name=op.f("fk_outgoing_mail_edition_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outgoing_mail")),
    )
    op.create_index(op.f("ix_outgoing_mail_edition_id"), "outgoing_mail", ["edition_id"], unique=False)
    op.create_index(
        "ix_outgoing_mail_waiting",
        "outgoing_mail",
        ["due_at"],
        unique=False,
        sqlite_where=sa.text("sent_at IS NULL AND given_up_at IS NULL"),
        postgresql_where=sa.text("sent_at IS NULL AND given_up_at IS NULL"),
    )
    op.create_table(
        "sign_in_links",
        sa.Column("nonce_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("expires_at", UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("nonce_hash", name=op.f("pk_sign_in_links")),
    )
    op.create_table(
        "addresses",
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("street", sa.String(length=300), nullable=False),
        sa.Column("house_number", sa.Integer(), nullable=False),
        sa.Column("house_letter", sa.String(length=40), nullable=False),
        sa.Column("addition", sa.String(length=40), nullable=False),
        sa.Column("postcode", sa.String(length=6), nullable=False),
        sa.Column("place", sa.String(length=300), nullable=False),
        sa.Column("area", sa.String(length=300), nullable=False),
        sa.ForeignKeyConstraint(["edition_id"], ["editions.id"], name=op.f("fk_addresses_edition_id")),
        sa.PrimaryKeyConstraint("edition_id", "id", name=op.f("pk_addresses")),
        sa.UniqueConstraint(
            "edition_id", "postcode", "house_number", "house_letter", "addition", name="uq_addresses_home"
        ),
    )
    op.create_table(
        "audit_entries",
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("sequence", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.Column("actor", sa.String(length=300), nullable=False),
        sa.Column("act", sa.String(length=40), nullable=False),
        sa.Column("subject", sa.String(length=300), nullable=False),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.Column("hash", sa.LargeBinary(length=32), nullable=False),
        sa.ForeignKeyConstraint(["edition_id"], ["editions.id"], name=op.f("fk_audit_entries_edition_id")),
        sa.PrimaryKeyConstraint("edition_id", "sequence", name=op.f("pk_audit_entries")),
    )
    op.create_table(
        "ballots",
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("ballot_key", sa.LargeBinary(length=16), nullable=False),
        sa.Column("choices", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["edition_id"], ["editions.id"], name=op.f("fk_ballots_edition_id")),
        sa.PrimaryKeyConstraint("edition_id", "ballot_key", name=op.f("pk_ballots")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "bundle_files",
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["edition_id"], ["editions.id"], name=op.f("fk_bundle_files_edition_id")),
        sa.PrimaryKeyConstraint("edition_id", "name", name=op.f("pk_bundle_files")),
    )
    op.create_table(
        "letter_batches",
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("folder", sa.Text(), nullable=False),
        sa.Column("file", sa.String(length=300), nullable=False),
        sa.Column("first", sa.Integer(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.Column("letters", sa.Integer(), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("drawn_at", UTCDateTime(), nullable=False),
        sa.Column("destroyed_at", UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["edition_id"], ["editions.id"], name=op.f("fk_letter_batches_edition_id")),
        sa.PrimaryKeyConstraint("edition_id", "number", name=op.f("pk_letter_batches")),
    )
    op.create_table(
        "letter_runs",
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("target", sa.String(length=300), nullable=False),
        sa.Column("mailhouse", sa.Boolean(), nullable=False),
        sa.Column("up_to", sa.Integer(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("problem", sa.String(length=300), nullable=False),
        sa.Column("actor", sa.String(length=300), nullable=False),
        sa.Column("asked_at", UTCDateTime(), nullable=False),
        sa.Column("beat_at", UTCDateTime(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('waiting', 'address', 'street', 'batch')", name=op.f("ck_letter_runs_kind")
        ),
        sa.CheckConstraint(
            "state IN ('waiting', 'running', 'done', 'failed')", name=op.f("ck_letter_runs_state")
        ),
        sa.ForeignKeyConstraint(["edition_id"], ["editions.id"], name=op.f("fk_letter_runs_edition_id")),
        sa.PrimaryKeyConstraint("edition_id", "number", name=op.f("pk_letter_runs")),
    )
    op.create_table(
        "undeliverable_letters",
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("letter", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("noted_at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["editions.id"], name=op.f("fk_undeliverable_letters_edition_id")
        ),
        sa.PrimaryKeyConstraint("edition_id", "letter", name=op.f("pk_undeliverable_letters")),
    )
    op.create_table(
        "address_drafts",
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("token", sa.String(length=40), nullable=False),
        sa.Column("made_at", UTCDateTime(), nullable=False),
        sa.Column("entries", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["edition_id"], ["editions.id"], name=op.f("fk_address_drafts_edition_id")),
        sa.PrimaryKeyConstraint("edition_id", name=op.f("pk_address_drafts")),
    )
    op.create_table(
        "pincode_failures",
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("network", sa.String(length=40), nullable=False),
        sa.Column("hour", UTCDateTime(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["edition_id"], ["editions.id"], name=op.f("fk_pincode_failures_edition_id")),
        sa.PrimaryKeyConstraint("edition_id", "network", "hour", name=op.f("pk_pincode_failures")),
    )
    op.create_table(
        "plans",
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("reference", sa.String(length=100), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("summary", sa.String(length=300), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("theme", sa.String(length=300), nullable=False),
        sa.Column("area", sa.String(length=300), nullable=False),
        sa.Column("place", sa.String(length=300), nullable=False),
        sa.Column("audience", sa.String(length=300), nullable=False),
        sa.Column("latitude", sa.Integer(), nullable=True),
        sa.Column("longitude", sa.Integer(), nullable=True),
        sa.Column("estimate", sa.BigInteger(), nullable=False),
        sa.Column("costs", sa.JSON(), nullable=False),
        sa.Column("carried_out_by", sa.Text(), nullable=False),
        sa.Column("help_wanted", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("submitter_id", sa.Integer(), nullable=False),
        sa.Column("submitted_at", UTCDateTime(), nullable=False),
        sa.Column("withdrawn_at", UTCDateTime(), nullable=True),
        sa.CheckConstraint("estimate >= 0", name=op.f("ck_plans_estimate")),
        sa.CheckConstraint(
            "(latitude IS NULL) = (longitude IS NULL)", name=op.f("ck_plans_place_on_the_map")
        ),
        sa.ForeignKeyConstraint(["edition_id"], ["editions.id"], name=op.f("fk_plans_edition_id")),
        sa.ForeignKeyConstraint(["submitter_id"], ["accounts.id"], name=op.f("fk_plans_submitter_id")),
        sa.PrimaryKeyConstraint("edition_id", "number", name=op.f("pk_plans")),
        sa.UniqueConstraint("edition_id", "reference", name=op.f("uq_plans_edition_id_reference")),
    )
    op.create_index(
        op.f("ix_plans_edition_id_submitter_id"), "plans", ["edition_id", "submitter_id"], unique=False
    )
    op.create_table(
        "receipts",
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("receipt", sa.String(length=10), nullable=False),
        sa.ForeignKeyConstraint(["edition_id"], ["editions.id"], name=op.f("fk_receipts_edition_id")),
        sa.PrimaryKeyConstraint("edition_id", "receipt", name=op.f("pk_receipts")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "role_grants",
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=40), nullable=False),
        sa.CheckConstraint(
            "role IN ('checker', 'desk', 'organiser', 'operator', 'wijkraad')",
            name=op.f("ck_role_grants_role"),
        ),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_role_grants_account_id")),
        sa.ForeignKeyConstraint(["edition_id"], ["editions.id"], name=op.f("fk_role_grants_edition_id")),
        sa.PrimaryKeyConstraint("edition_id", "account_id", "role", name=op.f("pk_role_grants")),
    )
    op.create_table(
        "tallies",
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("counted_at", UTCDateTime(), nullable=False),
        sa.Column("published_at", UTCDateTime(), nullable=True),
        sa.Column("outcome", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["edition_id"], ["editions.id"], name=op.f("fk_tallies_edition_id")),
        sa.PrimaryKeyConstraint("edition_id", name=op.f("pk_tallies")),
    )
    op.create_table(
        "turnout",
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("used", sa.Integer(), nullable=False),
        sa.CheckConstraint("used >= 0", name=op.f("ck_turnout_used")),
        sa.ForeignKeyConstraint(["edition_id"], ["editions.id"], name=op.f("fk_turnout_edition_id")),
        sa.PrimaryKeyConstraint("edition_id", "day", name=op.f("pk_turnout")),
    )
    word = sa.String(length=40).with_variant(sa.String(length=40, collation="C"), "postgresql")
    op.create_table(
        "plan_words",
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("plan_number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("word", word, nullable=False),
        sa.Column("backwards", word, nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["edition_id", "plan_number"],
            ["plans.edition_id", "plans.number"],
            name=op.f("fk_plan_words_edition_id_plan_number"),
        ),
        sa.ForeignKeyConstraint(["edition_id"], ["editions.id"], name=op.f("fk_plan_words_edition_id")),
        sa.PrimaryKeyConstraint("edition_id", "plan_number", "word", name=op.f("pk_plan_words")),
    )
    op.create_index(
        op.f("ix_plan_words_edition_id_word_plan_number_place"),
        "plan_words",
        ["edition_id", "word", "plan_number", "place"],
        unique=False,
    )
    op.create_index(
        op.f("ix_plan_words_edition_id_backwards_plan_number_place"),
        "plan_words",
        ["edition_id", "backwards", "plan_number", "place"],
        unique=False,
    )
    op.create_table(
        "table_answers",
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("plan_number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("specialism", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("explanation", sa.Text(), nullable=False),
        sa.Column("conditions", sa.JSON(), nullable=False),
        sa.Column("answered_by", sa.Integer(), nullable=False),
        sa.Column("answered_at", UTCDateTime(), nullable=False),
        sa.CheckConstraint(
            "kind <> 'not-yet' OR length(explanation) > 0", name=op.f("ck_table_answers_no_bare_refusal")
        ),
        sa.CheckConstraint("version > 0", name=op.f("ck_table_answers_version")),
        sa.CheckConstraint("kind IN ('yes', 'yes-provided', 'not-yet')", name=op.f("ck_table_answers_kind")),
        sa.ForeignKeyConstraint(["answered_by"], ["accounts.id"], name=op.f("fk_table_answers_answered_by")),
        sa.ForeignKeyConstraint(
            ["edition_id", "plan_number"],
            ["plans.edition_id", "plans.number"],
            name=op.f("fk_table_answers_edition_id_plan_number"),
        ),
        sa.ForeignKeyConstraint(["edition_id"], ["editions.id"], name=op.f("fk_table_answers_edition_id")),
        sa.PrimaryKeyConstraint(
            "edition_id", "plan_number", "specialism", "version", name=op.f("pk_table_answers")
        ),
    )
    op.create_table(
        "verdicts",
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("plan_number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("cost", sa.BigInteger(), nullable=False),
        sa.Column("conditions", sa.JSON(), nullable=False),
        sa.Column("explanation", sa.Text(), nullable=False),
        sa.Column("proposed", sa.String(length=40), nullable=True),
        sa.Column("deviation", sa.Text(), nullable=False),
        sa.Column("fixed_by", sa.Integer(), nullable=False),
        sa.Column("fixed_at", UTCDateTime(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('feasible', 'feasible-provided', 'not-in-this-budget', 'forwarded')",
            name=op.f("ck_verdicts_kind"),
        ),
        sa.CheckConstraint("cost >= 0", name=op.f("ck_verdicts_cost")),
        sa.CheckConstraint(
            "coalesce(proposed, '') = kind OR length(deviation) > 0", name=op.f("ck_verdicts_deviation")
        ),
        sa.ForeignKeyConstraint(
            ["edition_id", "plan_number"],
            ["plans.edition_id", "plans.number"],
            name=op.f("fk_verdicts_edition_id_plan_number"),
        ),
        sa.ForeignKeyConstraint(["edition_id"], ["editions.id"], name=op.f("fk_verdicts_edition_id")),
        sa.ForeignKeyConstraint(["fixed_by"], ["accounts.id"], name=op.f("fk_verdicts_fixed_by")),
        sa.PrimaryKeyConstraint("edition_id", "plan_number", name=op.f("pk_verdicts")),
    )
    op.create_table(
        "edition_changes",
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["edition_id"], ["editions.id"], name=op.f("fk_edition_changes_edition_id")),
        sa.PrimaryKeyConstraint("edition_id", name=op.f("pk_edition_changes")),
    )
    op.create_table(
        "last_looks",
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("asked_by", sa.Integer(), nullable=False),
        sa.Column("asked_at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["asked_by"], ["accounts.id"], name=op.f("fk_last_looks_asked_by")),
        sa.ForeignKeyConstraint(["edition_id"], ["editions.id"], name=op.f("fk_last_looks_edition_id")),
        sa.PrimaryKeyConstraint("edition_id", name=op.f("pk_last_looks")),
    )
    op.create_table(
        "quick_scans",
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=False),
        sa.Column("made_at", UTCDateTime(), nullable=False),
        sa.Column("switched_on_at", UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["edition_id"], ["editions.id"], name=op.f("fk_quick_scans_edition_id")),
        sa.ForeignKeyConstraint(["made_by"], ["accounts.id"], name=op.f("fk_quick_scans_made_by")),
        sa.PrimaryKeyConstraint("edition_id", "version", name=op.f("pk_quick_scans")),
    )
    op.create_table(
        "table_checkers",
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("specialism", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_table_checkers_account_id")),
        sa.ForeignKeyConstraint(["edition_id"], ["editions.id"], name=op.f("fk_table_checkers_edition_id")),
        sa.PrimaryKeyConstraint("edition_id", "account_id", "specialism", name=op.f("pk_table_checkers")),
    )
    op.create_table(
        "table_reminders",
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["edition_id"], ["editions.id"], name=op.f("fk_table_reminders_edition_id")),
        sa.PrimaryKeyConstraint("edition_id", "day", name=op.f("pk_table_reminders")),
    )
    op.create_table(
        "cost_links",
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("plan_number", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_cost_links_account_id")),
        sa.ForeignKeyConstraint(
            ["edition_id", "plan_number"],
            ["plans.edition_id", "plans.number"],
            name=op.f("fk_cost_links_edition_id_plan_number"),
        ),
        sa.ForeignKeyConstraint(["edition_id"], ["editions.id"], name=op.f("fk_cost_links_edition_id")),
        sa.PrimaryKeyConstraint("edition_id", "token_hash", name=op.f("pk_cost_links")),
    )
    op.create_table(
        "cost_sheets",
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("plan_number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("lines", sa.JSON(), nullable=False),
        sa.Column("estimate", sa.BigInteger(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("changed_by", sa.Integer(), nullable=False),
        sa.Column("changed_at", UTCDateTime(), nullable=False),
        sa.Column("asked_at", UTCDateTime(), nullable=True),
        sa.Column("reply_until", UTCDateTime(), nullable=True),
        sa.Column("replied_by", sa.Integer(), nullable=True),
        sa.Column("replied_at", UTCDateTime(), nullable=True),
        sa.Column("agreed", sa.Boolean(), nullable=True),
        sa.Column("reply", sa.Text(), nullable=False),
        sa.Column("settled_at", UTCDateTime(), nullable=True),
        sa.Column("settlement", sa.Text(), nullable=False),
        sa.CheckConstraint("(asked_at IS NULL) = (reply_until IS NULL)", name=op.f("ck_cost_sheets_asked")),
        sa.CheckConstraint("(replied_at IS NULL) = (agreed IS NULL)", name=op.f("ck_cost_sheets_replied")),
        sa.CheckConstraint(
            "agreed IS NULL OR agreed OR length(reply) > 0", name=op.f("ck_cost_sheets_reply_in_words")
        ),
        sa.ForeignKeyConstraint(["changed_by"], ["accounts.id"], name=op.f("fk_cost_sheets_changed_by")),
        sa.ForeignKeyConstraint(
            ["edition_id", "plan_number"],
            ["plans.edition_id", "plans.number"],
            name=op.f("fk_cost_sheets_edition_id_plan_number"),
        ),
        sa.ForeignKeyConstraint(["edition_id"], ["editions.id"], name=op.f("fk_cost_sheets_edition_id")),
        sa.ForeignKeyConstraint(["replied_by"], ["accounts.id"], name=op.f("fk_cost_sheets_replied_by")),
        sa.PrimaryKeyConstraint("edition_id", "plan_number", name=op.f("pk_cost_sheets")),
    )
    op.create_table(
        "past_verdicts",
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("plan_number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("sequence", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("cost", sa.BigInteger(), nullable=False),
        sa.Column("conditions", sa.JSON(), nullable=False),
        sa.Column("explanation", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("reopened_by", sa.Integer(), nullable=False),
        sa.Column("reopened_at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["edition_id", "plan_number"],
            ["plans.edition_id", "plans.number"],
            name=op.f("fk_past_verdicts_edition_id_plan_number"),
        ),
        sa.ForeignKeyConstraint(["edition_id"], ["editions.id"], name=op.f("fk_past_verdicts_edition_id")),
        sa.ForeignKeyConstraint(["reopened_by"], ["accounts.id"], name=op.f("fk_past_verdicts_reopened_by")),
        sa.PrimaryKeyConstraint("edition_id", "plan_number", "sequence", name=op.f("pk_past_verdicts")),
    )
    op.create_table(
        "scan_answers",
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("plan_number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("specialism", sa.String(length=40), nullable=False),
        sa.Column("scan", sa.Integer(), nullable=False),
        sa.Column("chosen", sa.JSON(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("answered_by", sa.Integer(), nullable=False),
        sa.Column("answered_at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["answered_by"], ["accounts.id"], name=op.f("fk_scan_answers_answered_by")),
        sa.ForeignKeyConstraint(
            ["edition_id", "plan_number"],
            ["plans.edition_id", "plans.number"],
            name=op.f("fk_scan_answers_edition_id_plan_number"),
        ),
        sa.ForeignKeyConstraint(["edition_id"], ["editions.id"], name=op.f("fk_scan_answers_edition_id")),
        sa.PrimaryKeyConstraint("edition_id", "plan_number", "specialism", name=op.f("pk_scan_answers")),
    )
    op.create_table(
        "table_seats",
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("plan_number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("specialism", sa.String(length=40), nullable=False),
        sa.Column("asked", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["edition_id", "plan_number"],
            ["plans.edition_id", "plans.number"],
            name=op.f("fk_table_seats_edition_id_plan_number"),
        ),
        sa.ForeignKeyConstraint(["edition_id"], ["editions.id"], name=op.f("fk_table_seats_edition_id")),
        sa.PrimaryKeyConstraint("edition_id", "plan_number", "specialism", name=op.f("pk_table_seats")),
    )
    op.create_table(
        "table_sessions",
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("starts_at", UTCDateTime(), nullable=False),
        sa.Column("place", sa.String(length=300), nullable=False),
        sa.Column("chair_id", sa.Integer(), nullable=True),
        sa.Column("minutes", sa.Text(), nullable=False),
        sa.Column("minutes_version", sa.Integer(), nullable=False),
        sa.Column("current_plan", sa.Integer(), nullable=True),
        sa.Column("opened_at", UTCDateTime(), nullable=True),
        sa.Column("closed_at", UTCDateTime(), nullable=True),
        sa.CheckConstraint(
            "closed_at IS NULL OR opened_at IS NOT NULL", name=op.f("ck_table_sessions_closed_after_opening")
        ),
        sa.ForeignKeyConstraint(["chair_id"], ["accounts.id"], name=op.f("fk_table_sessions_chair_id")),
        sa.ForeignKeyConstraint(
            ["edition_id", "current_plan"],
            ["plans.edition_id", "plans.number"],
            name=op.f("fk_table_sessions_edition_id_current_plan"),
        ),
        sa.ForeignKeyConstraint(["edition_id"], ["editions.id"], name=op.f("fk_table_sessions_edition_id")),
        sa.PrimaryKeyConstraint("edition_id", "id", name=op.f("pk_table_sessions")),
    )
    op.create_index(
        "uq_table_sessions_open",
        "table_sessions",
        ["edition_id"],
        unique=True,
        sqlite_where=sa.text("opened_at IS NOT NULL AND closed_at IS NULL"),
        postgresql_where=sa.text("opened_at IS NOT NULL AND closed_at IS NULL"),
    )
    op.create_table(
        "wijkraad_advice",
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("plan_number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("advice", sa.Text(), nullable=False),
        sa.Column("given_at", UTCDateTime(), nullable=False),
        sa.CheckConstraint("length(advice) > 0", name=op.f("ck_wijkraad_advice_advice")),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_wijkraad_advice_account_id")),
        sa.ForeignKeyConstraint(
            ["edition_id", "plan_number"],
            ["plans.edition_id", "plans.number"],
            name=op.f("fk_wijkraad_advice_edition_id_plan_number"),
        ),
        sa.ForeignKeyConstraint(["edition_id"], ["editions.id"], name=op.f("fk_wijkraad_advice_edition_id")),
        sa.PrimaryKeyConstraint("edition_id", "plan_number", "account_id", name=op.f("pk_wijkraad_advice")),
    )
    op.create_table(
        "table_agenda",
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.BigInteger(), nullable=False),
        sa.Column("plan_number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("minutes", sa.Text(), nullable=False),
        sa.Column("minutes_version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["edition_id", "plan_number"],
            ["plans.edition_id", "plans.number"],
            name=op.f("fk_table_agenda_edition_id_plan_number"),
        ),
        sa.ForeignKeyConstraint(
            ["edition_id", "session_id"],
            ["table_sessions.edition_id", "table_sessions.id"],
            name=op.f("fk_table_agenda_edition_id_session_id"),
        ),
        sa.ForeignKeyConstraint(["edition_id"], ["editions.id"], name=op.f("fk_table_agenda_edition_id")),
        sa.PrimaryKeyConstraint("edition_id", "session_id", "plan_number", name=op.f("pk_table_agenda")),
    )
    op.create_table(
        "voters",
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("address_id", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column("age_group", sa.String(length=40), nullable=False),
        sa.Column("left", sa.Boolean(), nullable=False),
        sa.Column("at_desk", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["edition_id", "address_id"],
            ["addresses.edition_id", "addresses.id"],
            name=op.f("fk_voters_edition_id_address_id"),
        ),
        sa.ForeignKeyConstraint(["edition_id"], ["editions.id"], name=op.f("fk_voters_edition_id")),
        sa.PrimaryKeyConstraint("edition_id", "id", name=op.f("pk_voters")),
    )
    op.create_index(
        op.f("ix_voters_edition_id_address_id"), "voters", ["edition_id", "address_id"], unique=False
    )
    op.create_table(
        "paper_batches",
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("stage", sa.String(length=40), nullable=False),
        sa.Column("slips", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "stage IN ('slips', 'forms', 'cast', 'cancelled')", name=op.f("ck_paper_batches_stage")
        ),
        sa.CheckConstraint("slips >= 0", name=op.f("ck_paper_batches_slips")),
        sa.ForeignKeyConstraint(["edition_id"], ["editions.id"], name=op.f("fk_paper_batches_edition_id")),
        sa.PrimaryKeyConstraint("edition_id", "number", name=op.f("pk_paper_batches")),
    )
    op.create_table(
        "paper_forms",
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("batch", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("typist", sa.Integer(), nullable=False),
        sa.Column("form", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("choices", sa.Text(), nullable=False),
        sa.CheckConstraint("form > 0", name=op.f("ck_paper_forms_form")),
        sa.ForeignKeyConstraint(["edition_id"], ["editions.id"], name=op.f("fk_paper_forms_edition_id")),
        sa.ForeignKeyConstraint(
            ["edition_id", "batch"],
            ["paper_batches.edition_id", "paper_batches.number"],
            name=op.f("fk_paper_forms_edition_id_batch"),
        ),
        sa.ForeignKeyConstraint(["typist"], ["accounts.id"], name=op.f("fk_paper_forms_typist")),
        sa.PrimaryKeyConstraint("edition_id", "batch", "typist", "form", name=op.f("pk_paper_forms")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "pincodes",
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("code_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("voter_id", sa.BigInteger(), nullable=False),
        sa.Column("letter", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("paper_batch", sa.Integer(), nullable=True),
        sa.CheckConstraint("state IN ('open', 'reserved', 'used', 'void')", name=op.f("ck_pincodes_state")),
        sa.CheckConstraint("paper_batch IS NULL OR state = 'reserved'", name=op.f("ck_pincodes_paper_batch")),
        sa.ForeignKeyConstraint(
            ["edition_id", "paper_batch"],
            ["paper_batches.edition_id", "paper_batches.number"],
            name=op.f("fk_pincodes_edition_id_paper_batch"),
        ),
        sa.ForeignKeyConstraint(
            ["edition_id", "voter_id"],
            ["voters.edition_id", "voters.id"],
            name=op.f("fk_pincodes_edition_id_voter_id"),
        ),
        sa.ForeignKeyConstraint(["edition_id"], ["editions.id"], name=op.f("fk_pincodes_edition_id")),
        sa.PrimaryKeyConstraint("edition_id", "code_hash", name=op.f("pk_pincodes")),
        sa.UniqueConstraint("edition_id", "letter", name=op.f("uq_pincodes_edition_id_letter")),
        sqlite_with_rowid=False,
    )
    op.create_index(
        "uq_pincodes_one_per_voter",
        "pincodes",
        ["edition_id", "voter_id"],
        unique=True,
        sqlite_where=sa.text("state <> 'void'"),
        postgresql_where=sa.text("state <> 'void'"),
    )
    make_likes_and_weekly_check()
    make_submitting()
    make_execution()
    make_landings()
    make_report()
    make_reactions_and_notices()
    forbid_changes_to_audit_entries()


def make_likes_and_weekly_check() -> None:
    """Likes online and on paper, the weekly check, and mergers."""
    op.create_table(
        "check_reminders",
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["edition_id"], ["editions.id"], name=op.f("fk_check_reminders_edition_id")),
        sa.PrimaryKeyConstraint("edition_id", "day", name=op.f("pk_check_reminders")),
    )
    op.create_table(
        "check_findings",
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("plan_number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("question", sa.String(length=40), nullable=False),
        sa.Column("answer", sa.String(length=40), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("answered_by", sa.Integer(), nullable=False),
        sa.Column("answered_at", UTCDateTime(), nullable=False),
        sa.CheckConstraint("answer IN ('yes', 'no', 'unknown')", name=op.f("ck_check_findings_answer")),
        sa.CheckConstraint(
            "question IN ('impossible', 'combine', 'improve', 'impact')",
            name=op.f("ck_check_findings_question"),
        ),
        sa.ForeignKeyConstraint(["answered_by"], ["accounts.id"], name=op.f("fk_check_findings_answered_by")),
        sa.ForeignKeyConstraint(
            ["edition_id", "plan_number"],
            ["plans.edition_id", "plans.number"],
            name=op.f("fk_check_findings_edition_id_plan_number"),
        ),
        sa.ForeignKeyConstraint(["edition_id"], ["editions.id"], name=op.f("fk_check_findings_edition_id")),
        sa.PrimaryKeyConstraint("edition_id", "plan_number", "question", name=op.f("pk_check_findings")),
    )
    op.create_table(
        "check_questions",
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("plan_number", sa.Integer(), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("asked_by", sa.Integer(), nullable=False),
        sa.Column("asked_at", UTCDateTime(), nullable=False),
        sa.Column("answered_at", UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["asked_by"], ["accounts.id"], name=op.f("fk_check_questions_asked_by")),
        sa.ForeignKeyConstraint(
            ["edition_id", "plan_number"],
            ["plans.edition_id", "plans.number"],
            name=op.f("fk_check_questions_edition_id_plan_number"),
        ),
        sa.ForeignKeyConstraint(["edition_id"], ["editions.id"], name=op.f("fk_check_questions_edition_id")),
        sa.PrimaryKeyConstraint("edition_id", "id", name=op.f("pk_check_questions")),
    )
    op.create_index(
        "uq_check_questions_open",
        "check_questions",
        ["edition_id", "plan_number"],
        unique=True,
        sqlite_where=sa.text("answered_at IS NULL"),
        postgresql_where=sa.text("answered_at IS NULL"),
    )
    op.create_table(
        "contact_notes",
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("plan_number", sa.Integer(), nullable=False),
        sa.Column("spoken_on", sa.Date(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("noted_by", sa.Integer(), nullable=False),
        sa.Column("noted_at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["edition_id", "plan_number"],
            ["plans.edition_id", "plans.number"],
            name=op.f("fk_contact_notes_edition_id_plan_number"),
        ),
        sa.ForeignKeyConstraint(["edition_id"], ["editions.id"], name=op.f("fk_contact_notes_edition_id")),
        sa.ForeignKeyConstraint(["noted_by"], ["accounts.id"], name=op.f("fk_contact_notes_noted_by")),
        sa.PrimaryKeyConstraint("edition_id", "id", name=op.f("pk_contact_notes")),
    )
    op.create_index(
        op.f("ix_contact_notes_edition_id_plan_number"),
        "contact_notes",
        ["edition_id", "plan_number"],
        unique=False,
    )
    op.create_table(
        "likes_outcomes",
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("plan_number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("goes_on", sa.Boolean(), nullable=False),
        sa.Column("told_at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["edition_id", "plan_number"],
            ["plans.edition_id", "plans.number"],
            name=op.f("fk_likes_outcomes_edition_id_plan_number"),
        ),
        sa.ForeignKeyConstraint(["edition_id"], ["editions.id"], name=op.f("fk_likes_outcomes_edition_id")),
        sa.PrimaryKeyConstraint("edition_id", "plan_number", name=op.f("pk_likes_outcomes")),
    )
    op.create_table(
        "merge_proposals",
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("into_number", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("summary", sa.String(length=300), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("proposed_by", sa.Integer(), nullable=False),
        sa.Column("proposed_at", UTCDateTime(), nullable=False),
        sa.Column("expires_at", UTCDateTime(), nullable=False),
        sa.Column("outcome", sa.String(length=40), nullable=True),
        sa.Column("ended_at", UTCDateTime(), nullable=True),
        sa.CheckConstraint(
            "outcome IN ('agreed', 'refused', 'taken-back', 'lapsed')",
            name=op.f("ck_merge_proposals_outcome"),
        ),
        sa.CheckConstraint("(outcome IS NULL) = (ended_at IS NULL)", name=op.f("ck_merge_proposals_ended")),
        sa.ForeignKeyConstraint(
            ["edition_id", "into_number"],
            ["plans.edition_id", "plans.number"],
            name=op.f("fk_merge_proposals_edition_id_into_number"),
        ),
        sa.ForeignKeyConstraint(["edition_id"], ["editions.id"], name=op.f("fk_merge_proposals_edition_id")),
        sa.ForeignKeyConstraint(
            ["proposed_by"], ["accounts.id"], name=op.f("fk_merge_proposals_proposed_by")
        ),
        sa.PrimaryKeyConstraint("edition_id", "id", name=op.f("pk_merge_proposals")),
    )
    op.create_table(
        "paper_likes",
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("plan_number", sa.Integer(), nullable=False),
        sa.Column("amount", sa.Integer(), nullable=False),
        sa.Column("list_reference", sa.String(length=300), nullable=False),
        sa.Column("checked", sa.Integer(), nullable=False),
        sa.Column("corrects", sa.BigInteger(), nullable=True),
        sa.Column("from_plan", sa.Integer(), nullable=True),
        sa.Column("recorded_by", sa.Integer(), nullable=False),
        sa.Column("recorded_at", UTCDateTime(), nullable=False),
        sa.CheckConstraint(
            "(corrects IS NULL) = (amount > 0)", name=op.f("ck_paper_likes_taken_off_by_correction_only")
        ),
        sa.CheckConstraint("amount <> 0", name=op.f("ck_paper_likes_amount")),
        sa.CheckConstraint("checked >= 0", name=op.f("ck_paper_likes_checked")),
        sa.ForeignKeyConstraint(
            ["edition_id", "corrects"],
            ["paper_likes.edition_id", "paper_likes.id"],
            name=op.f("fk_paper_likes_edition_id_corrects"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["edition_id", "from_plan"],
            ["plans.edition_id", "plans.number"],
            name=op.f("fk_paper_likes_edition_id_from_plan"),
        ),
        sa.ForeignKeyConstraint(
            ["edition_id", "plan_number"],
            ["plans.edition_id", "plans.number"],
            name=op.f("fk_paper_likes_edition_id_plan_number"),
        ),
        sa.ForeignKeyConstraint(["edition_id"], ["editions.id"], name=op.f("fk_paper_likes_edition_id")),
        sa.ForeignKeyConstraint(["recorded_by"], ["accounts.id"], name=op.f("fk_paper_likes_recorded_by")),
        sa.PrimaryKeyConstraint("edition_id", "id", name=op.f("pk_paper_likes")),
        sa.UniqueConstraint("edition_id", "corrects", name=op.f("uq_paper_likes_edition_id_corrects")),
    )
    op.create_index(
        op.f("ix_paper_likes_edition_id_plan_number"),
        "paper_likes",
        ["edition_id", "plan_number"],
        unique=False,
    )
    op.create_table(
        "plan_checks",
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("plan_number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("seen_at", UTCDateTime(), nullable=True),
        sa.Column("seen_by", sa.Integer(), nullable=True),
        sa.Column("assignee_id", sa.Integer(), nullable=True),
        sa.Column("done_at", UTCDateTime(), nullable=True),
        sa.Column("done_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["assignee_id"], ["accounts.id"], name=op.f("fk_plan_checks_assignee_id")),
        sa.ForeignKeyConstraint(["done_by"], ["accounts.id"], name=op.f("fk_plan_checks_done_by")),
        sa.ForeignKeyConstraint(
            ["edition_id", "plan_number"],
            ["plans.edition_id", "plans.number"],
            name=op.f("fk_plan_checks_edition_id_plan_number"),
        ),
        sa.ForeignKeyConstraint(["edition_id"], ["editions.id"], name=op.f("fk_plan_checks_edition_id")),
        sa.ForeignKeyConstraint(["seen_by"], ["accounts.id"], name=op.f("fk_plan_checks_seen_by")),
        sa.PrimaryKeyConstraint("edition_id", "plan_number", name=op.f("pk_plan_checks")),
    )
    op.create_table(
        "plan_exits",
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("plan_number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("explanation", sa.Text(), nullable=False),
        sa.Column("department", sa.String(length=300), nullable=False),
        sa.Column("into_number", sa.Integer(), nullable=True),
        sa.Column("acted_by", sa.Integer(), nullable=False),
        sa.Column("acted_at", UTCDateTime(), nullable=False),
        sa.CheckConstraint(
            "(kind = 'merged') = (into_number IS NOT NULL)", name=op.f("ck_plan_exits_merged_into")
        ),
        sa.CheckConstraint("kind IN ('hidden', 'merged', 'forwarded')", name=op.f("ck_plan_exits_kind")),
        sa.CheckConstraint("into_number <> plan_number", name=op.f("ck_plan_exits_not_into_itself")),
        sa.ForeignKeyConstraint(["acted_by"], ["accounts.id"], name=op.f("fk_plan_exits_acted_by")),
        sa.ForeignKeyConstraint(
            ["edition_id", "into_number"],
            ["plans.edition_id", "plans.number"],
            name=op.f("fk_plan_exits_edition_id_into_number"),
        ),
        sa.ForeignKeyConstraint(
            ["edition_id", "plan_number"],
            ["plans.edition_id", "plans.number"],
            name=op.f("fk_plan_exits_edition_id_plan_number"),
        ),
        sa.ForeignKeyConstraint(["edition_id"], ["editions.id"], name=op.f("fk_plan_exits_edition_id")),
        sa.PrimaryKeyConstraint("edition_id", "plan_number", name=op.f("pk_plan_exits")),
    )
    op.create_table(
        "set_asides",
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("plan_number", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("likes", sa.Integer(), nullable=False),
        sa.Column("decided_by", sa.Integer(), nullable=False),
        sa.Column("decided_at", UTCDateTime(), nullable=False),
        sa.Column("undone_at", UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["decided_by"], ["accounts.id"], name=op.f("fk_set_asides_decided_by")),
        sa.ForeignKeyConstraint(
            ["edition_id", "plan_number"],
            ["plans.edition_id", "plans.number"],
            name=op.f("fk_set_asides_edition_id_plan_number"),
        ),
        sa.ForeignKeyConstraint(["edition_id"], ["editions.id"], name=op.f("fk_set_asides_edition_id")),
        sa.PrimaryKeyConstraint("edition_id", "id", name=op.f("pk_set_asides")),
    )
    op.create_table(
        "likes",
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("plan_number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("liked_at", UTCDateTime(), nullable=False),
        sa.Column("network", sa.LargeBinary(length=32), nullable=True),
        sa.Column("set_aside_id", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_likes_account_id")),
        sa.ForeignKeyConstraint(
            ["edition_id", "plan_number"],
            ["plans.edition_id", "plans.number"],
            name=op.f("fk_likes_edition_id_plan_number"),
        ),
        sa.ForeignKeyConstraint(
            ["edition_id", "set_aside_id"],
            ["set_asides.edition_id", "set_asides.id"],
            name=op.f("fk_likes_edition_id_set_aside_id"),
        ),
        sa.ForeignKeyConstraint(["edition_id"], ["editions.id"], name=op.f("fk_likes_edition_id")),
        sa.PrimaryKeyConstraint("edition_id", "plan_number", "account_id", name=op.f("pk_likes")),
    )
    op.create_index(
        op.f("ix_likes_edition_id_account_id"), "likes", ["edition_id", "account_id"], unique=False
    )
    op.create_index(
        op.f("ix_likes_edition_id_set_aside_id"), "likes", ["edition_id", "set_aside_id"], unique=False
    )
    op.create_table(
        "merge_parties",
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("proposal_id", sa.BigInteger(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("agreed_at", UTCDateTime(), nullable=True),
        sa.Column("refused_at", UTCDateTime(), nullable=True),
        sa.Column("word", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "agreed_at IS NULL OR refused_at IS NULL", name=op.f("ck_merge_parties_one_answer")
        ),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_merge_parties_account_id")),
        sa.ForeignKeyConstraint(
            ["edition_id", "proposal_id"],
            ["merge_proposals.edition_id", "merge_proposals.id"],
            name=op.f("fk_merge_parties_edition_id_proposal_id"),
        ),
        sa.ForeignKeyConstraint(["edition_id"], ["editions.id"], name=op.f("fk_merge_parties_edition_id")),
        sa.PrimaryKeyConstraint("edition_id", "proposal_id", "account_id", name=op.f("pk_merge_parties")),
    )
    op.create_table(
        "merge_plans",
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("proposal_id", sa.BigInteger(), nullable=False),
        sa.Column("plan_number", sa.Integer(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["edition_id", "plan_number"],
            ["plans.edition_id", "plans.number"],
            name=op.f("fk_merge_plans_edition_id_plan_number"),
        ),
        sa.ForeignKeyConstraint(
            ["edition_id", "proposal_id"],
            ["merge_proposals.edition_id", "merge_proposals.id"],
            name=op.f("fk_merge_plans_edition_id_proposal_id"),
        ),
        sa.ForeignKeyConstraint(["edition_id"], ["editions.id"], name=op.f("fk_merge_plans_edition_id")),
        sa.PrimaryKeyConstraint("edition_id", "proposal_id", "plan_number", name=op.f("pk_merge_plans")),
    )


def make_submitting() -> None:
    """Pictures, drafts, versions, and who submits a plan together."""
    op.create_table(
        "pictures",
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("alt", sa.String(length=300), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("large", sa.LargeBinary(), nullable=False),
        sa.Column("small", sa.LargeBinary(), nullable=False),
        sa.Column("shown", sa.Boolean(), nullable=False),
        sa.Column("added_at", UTCDateTime(), nullable=False),
        sa.CheckConstraint("width > 0 AND height > 0", name=op.f("ck_pictures_size")),
        sa.ForeignKeyConstraint(["edition_id"], ["editions.id"], name=op.f("fk_pictures_edition_id")),
        sa.ForeignKeyConstraint(["owner_id"], ["accounts.id"], name=op.f("fk_pictures_owner_id")),
        sa.PrimaryKeyConstraint("edition_id", "id", name=op.f("pk_pictures")),
    )
    op.create_table(
        "co_invitations",
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("plan_number", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("invited_by", sa.Integer(), nullable=False),
        sa.Column("invited_at", UTCDateTime(), nullable=False),
        sa.Column("expires_at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["edition_id", "plan_number"],
            ["plans.edition_id", "plans.number"],
            name=op.f("fk_co_invitations_edition_id_plan_number"),
        ),
        sa.ForeignKeyConstraint(["edition_id"], ["editions.id"], name=op.f("fk_co_invitations_edition_id")),
        sa.ForeignKeyConstraint(["invited_by"], ["accounts.id"], name=op.f("fk_co_invitations_invited_by")),
        sa.PrimaryKeyConstraint("edition_id", "token_hash", name=op.f("pk_co_invitations")),
    )
    op.create_index(
        op.f("ix_co_invitations_edition_id_plan_number"),
        "co_invitations",
        ["edition_id", "plan_number"],
        unique=False,
    )
    op.create_table(
        "co_submitters",
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("plan_number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("joined_at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_co_submitters_account_id")),
        sa.ForeignKeyConstraint(
            ["edition_id", "plan_number"],
            ["plans.edition_id", "plans.number"],
            name=op.f("fk_co_submitters_edition_id_plan_number"),
        ),
        sa.ForeignKeyConstraint(["edition_id"], ["editions.id"], name=op.f("fk_co_submitters_edition_id")),
        sa.PrimaryKeyConstraint("edition_id", "plan_number", "account_id", name=op.f("pk_co_submitters")),
    )
    op.create_index(op.f("ix_co_submitters_account_id"), "co_submitters", ["account_id"], unique=False)
    op.create_table(
        "join_requests",
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("plan_number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("asked_at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_join_requests_account_id")),
        sa.ForeignKeyConstraint(
            ["edition_id", "plan_number"],
            ["plans.edition_id", "plans.number"],
            name=op.f("fk_join_requests_edition_id_plan_number"),
        ),
        sa.ForeignKeyConstraint(["edition_id"], ["editions.id"], name=op.f("fk_join_requests_edition_id")),
        sa.PrimaryKeyConstraint("edition_id", "plan_number", "account_id", name=op.f("pk_join_requests")),
    )
    op.create_table(
        "plan_drafts",
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("plan_number", sa.Integer(), nullable=True),
        sa.Column("base_version", sa.Integer(), nullable=True),
        sa.Column("saved_at", UTCDateTime(), nullable=False),
        sa.CheckConstraint(
            "(plan_number IS NULL) = (base_version IS NULL)", name=op.f("ck_plan_drafts_base")
        ),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_plan_drafts_account_id")),
        sa.ForeignKeyConstraint(
            ["edition_id", "plan_number"],
            ["plans.edition_id", "plans.number"],
            name=op.f("fk_plan_drafts_edition_id_plan_number"),
        ),
        sa.ForeignKeyConstraint(["edition_id"], ["editions.id"], name=op.f("fk_plan_drafts_edition_id")),
        sa.PrimaryKeyConstraint("edition_id", "id", name=op.f("pk_plan_drafts")),
    )
    op.create_index(
        op.f("ix_plan_drafts_edition_id_account_id"),
        "plan_drafts",
        ["edition_id", "account_id"],
        unique=False,
    )
    op.create_index(
        "uq_plan_drafts_change",
        "plan_drafts",
        ["edition_id", "account_id", "plan_number"],
        unique=True,
        sqlite_where=sa.text("plan_number IS NOT NULL"),
        postgresql_where=sa.text("plan_number IS NOT NULL"),
    )
    op.create_table(
        "plan_pictures",
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("plan_number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("picture_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["edition_id", "picture_id"],
            ["pictures.edition_id", "pictures.id"],
            name=op.f("fk_plan_pictures_edition_id_picture_id"),
        ),
        sa.ForeignKeyConstraint(
            ["edition_id", "plan_number"],
            ["plans.edition_id", "plans.number"],
            name=op.f("fk_plan_pictures_edition_id_plan_number"),
        ),
        sa.ForeignKeyConstraint(["edition_id"], ["editions.id"], name=op.f("fk_plan_pictures_edition_id")),
        sa.PrimaryKeyConstraint("edition_id", "plan_number", "position", name=op.f("pk_plan_pictures")),
    )
    op.create_table(
        "plan_versions",
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("plan_number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("cause", sa.String(length=40), nullable=False),
        sa.Column("changed_at", UTCDateTime(), nullable=False),
        sa.CheckConstraint("cause IN ('submitter', 'merger')", name=op.f("ck_plan_versions_cause")),
        sa.ForeignKeyConstraint(
            ["edition_id", "plan_number"],
            ["plans.edition_id", "plans.number"],
            name=op.f("fk_plan_versions_edition_id_plan_number"),
        ),
        sa.ForeignKeyConstraint(["edition_id"], ["editions.id"], name=op.f("fk_plan_versions_edition_id")),
        sa.PrimaryKeyConstraint("edition_id", "plan_number", "version", name=op.f("pk_plan_versions")),
    )


def make_report() -> None:
    """What organisers enter for the evaluation: costs, lessons, earlier editions."""
    op.create_table(
        "edition_costs",
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("what", sa.String(length=300), nullable=False),
        sa.Column("pieces", sa.Integer(), nullable=False),
        sa.Column("price", sa.BigInteger(), nullable=False),
        sa.Column("added_at", UTCDateTime(), nullable=False),
        sa.CheckConstraint("pieces > 0", name=op.f("ck_edition_costs_pieces")),
        sa.CheckConstraint("price >= 0", name=op.f("ck_edition_costs_price")),
        sa.ForeignKeyConstraint(["edition_id"], ["editions.id"], name=op.f("fk_edition_costs_edition_id")),
        sa.PrimaryKeyConstraint("edition_id", "id", name=op.f("pk_edition_costs")),
    )
    op.create_table(
        "edition_lessons",
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("subject", sa.String(length=40), nullable=False),
        sa.Column("lesson", sa.Text(), nullable=False),
        sa.Column("added_at", UTCDateTime(), nullable=False),
        sa.CheckConstraint("length(lesson) > 0", name=op.f("ck_edition_lessons_lesson")),
        sa.ForeignKeyConstraint(["edition_id"], ["editions.id"], name=op.f("fk_edition_lessons_edition_id")),
        sa.PrimaryKeyConstraint("edition_id", "id", name=op.f("pk_edition_lessons")),
    )
    op.create_table(
        "earlier_editions",
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("plans", sa.Integer(), nullable=True),
        sa.Column("enough_likes", sa.Integer(), nullable=True),
        sa.Column("on_ballot", sa.Integer(), nullable=True),
        sa.Column("chosen", sa.Integer(), nullable=True),
        sa.Column("realised", sa.Integer(), nullable=True),
        sa.Column("voters", sa.Integer(), nullable=True),
        sa.Column("entitled", sa.Integer(), nullable=True),
        sa.Column("budget", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("year >= 1900 AND year < 2200", name=op.f("ck_earlier_editions_year")),
        sa.CheckConstraint(
            "plans >= 0 AND enough_likes >= 0 AND on_ballot >= 0 AND chosen >= 0 AND realised >= 0 "
            "AND voters >= 0 AND entitled >= 0 AND budget >= 0",
            name=op.f("ck_earlier_editions_not_negative"),
        ),
        sa.ForeignKeyConstraint(["edition_id"], ["editions.id"], name=op.f("fk_earlier_editions_edition_id")),
        sa.PrimaryKeyConstraint("edition_id", "id", name=op.f("pk_earlier_editions")),
    )
    op.create_table(
        "report_files",
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("published_at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["edition_id"], ["editions.id"], name=op.f("fk_report_files_edition_id")),
        sa.PrimaryKeyConstraint("edition_id", "name", name=op.f("pk_report_files")),
    )


def make_landings() -> None:
    """Where plans that were not chosen go on."""
    op.create_table(
        "landing_notes",
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("plan_number", sa.Integer(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("noted_by", sa.Integer(), nullable=False),
        sa.Column("noted_at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["edition_id", "plan_number"],
            ["plans.edition_id", "plans.number"],
            name=op.f("fk_landing_notes_edition_id_plan_number"),
        ),
        sa.ForeignKeyConstraint(["edition_id"], ["editions.id"], name=op.f("fk_landing_notes_edition_id")),
        sa.ForeignKeyConstraint(["noted_by"], ["accounts.id"], name=op.f("fk_landing_notes_noted_by")),
        sa.PrimaryKeyConstraint("edition_id", "id", name=op.f("pk_landing_notes")),
    )
    op.create_index(
        op.f("ix_landing_notes_edition_id_plan_number"),
        "landing_notes",
        ["edition_id", "plan_number"],
        unique=False,
    )
    op.create_table(
        "landings",
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("plan_number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("route", sa.String(length=40), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("partner", sa.String(length=300), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("offered", sa.Boolean(), nullable=False),
        sa.Column("changed_by", sa.Integer(), nullable=False),
        sa.Column("changed_at", UTCDateTime(), nullable=False),
        sa.CheckConstraint(
            "route IN ('', 'partner', 'wijk-top-3', 'uitdaagrecht', 'wijkcontract', 'eigen-kracht', 'volgende-editie')",
            name=op.f("ck_landings_route"),
        ),
        sa.CheckConstraint(
            "state IN ('zoekt', 'onderweg', 'geland', 'gestopt')", name=op.f("ck_landings_state")
        ),
        sa.CheckConstraint(
            "state NOT IN ('onderweg', 'geland') OR route <> ''", name=op.f("ck_landings_on_a_route")
        ),
        sa.ForeignKeyConstraint(["changed_by"], ["accounts.id"], name=op.f("fk_landings_changed_by")),
        sa.ForeignKeyConstraint(
            ["edition_id", "plan_number"],
            ["plans.edition_id", "plans.number"],
            name=op.f("fk_landings_edition_id_plan_number"),
        ),
        sa.ForeignKeyConstraint(["edition_id"], ["editions.id"], name=op.f("fk_landings_edition_id")),
        sa.PrimaryKeyConstraint("edition_id", "plan_number", name=op.f("pk_landings")),
    )
    op.create_table(
        "partner_offers",
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("plan_number", sa.Integer(), nullable=False),
        sa.Column("organisation", sa.String(length=300), nullable=False),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("offered_at", UTCDateTime(), nullable=False),
        sa.Column("handled_at", UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["edition_id", "plan_number"],
            ["plans.edition_id", "plans.number"],
            name=op.f("fk_partner_offers_edition_id_plan_number"),
        ),
        sa.ForeignKeyConstraint(["edition_id"], ["editions.id"], name=op.f("fk_partner_offers_edition_id")),
        sa.PrimaryKeyConstraint("edition_id", "id", name=op.f("pk_partner_offers")),
    )
    op.create_index(
        op.f("ix_partner_offers_edition_id_plan_number"),
        "partner_offers",
        ["edition_id", "plan_number"],
        unique=False,
    )


def make_execution() -> None:
    """The year of execution: agreements, milestones, news, and every cent."""
    op.create_table(
        "execution_reminders",
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("about", sa.String(length=40), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_execution_reminders_account_id")
        ),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["editions.id"], name=op.f("fk_execution_reminders_edition_id")
        ),
        sa.PrimaryKeyConstraint("edition_id", "account_id", "about", name=op.f("pk_execution_reminders")),
    )
    op.create_table(
        "undertakings",
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("plan_number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("granted", sa.BigInteger(), nullable=False),
        sa.Column("spent", sa.BigInteger(), nullable=False),
        sa.Column("paid", sa.BigInteger(), nullable=False),
        sa.Column("returned", sa.BigInteger(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("partner", sa.String(length=300), nullable=False),
        sa.Column("contact", sa.String(length=300), nullable=False),
        sa.Column("contact_public", sa.Boolean(), nullable=False),
        sa.Column("objection", sa.Text(), nullable=False),
        sa.Column("finished_at", UTCDateTime(), nullable=True),
        sa.Column("stopped_at", UTCDateTime(), nullable=True),
        sa.Column("ended_words", sa.Text(), nullable=False),
        sa.Column("went_well", sa.Text(), nullable=False),
        sa.Column("otherwise", sa.Text(), nullable=False),
        sa.Column("evaluated_at", UTCDateTime(), nullable=True),
        sa.CheckConstraint(
            "granted >= 0 AND spent >= 0 AND returned >= 0", name=op.f("ck_undertakings_not_negative")
        ),
        sa.CheckConstraint("paid >= 0 AND paid <= granted", name=op.f("ck_undertakings_paid_within_grant")),
        sa.CheckConstraint("spent + returned <= granted", name=op.f("ck_undertakings_spent_within_grant")),
        sa.CheckConstraint(
            "stopped_at IS NOT NULL OR finished_at IS NOT NULL OR returned = 0",
            name=op.f("ck_undertakings_returns_at_the_end"),
        ),
        sa.CheckConstraint("stopped_at IS NULL OR finished_at IS NULL", name=op.f("ck_undertakings_one_end")),
        sa.ForeignKeyConstraint(
            ["edition_id", "plan_number"],
            ["plans.edition_id", "plans.number"],
            name=op.f("fk_undertakings_edition_id_plan_number"),
        ),
        sa.ForeignKeyConstraint(["edition_id"], ["editions.id"], name=op.f("fk_undertakings_edition_id")),
        sa.PrimaryKeyConstraint("edition_id", "plan_number", name=op.f("pk_undertakings")),
    )
    op.create_table(
        "agreement_links",
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("plan_number", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("expires_at", UTCDateTime(), nullable=False),
        sa.Column("used_at", UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_agreement_links_account_id")),
        sa.ForeignKeyConstraint(
            ["edition_id", "plan_number"],
            ["undertakings.edition_id", "undertakings.plan_number"],
            name=op.f("fk_agreement_links_edition_id_plan_number"),
        ),
        sa.ForeignKeyConstraint(["edition_id"], ["editions.id"], name=op.f("fk_agreement_links_edition_id")),
        sa.PrimaryKeyConstraint("edition_id", "token_hash", name=op.f("pk_agreement_links")),
    )
    op.create_table(
        "agreements",
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("plan_number", sa.Integer(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("who", sa.String(length=300), nullable=False),
        sa.Column("before", sa.Date(), nullable=True),
        sa.Column("cost", sa.BigInteger(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("added_at", UTCDateTime(), nullable=False),
        sa.Column("asked_at", UTCDateTime(), nullable=True),
        sa.Column("agreed_at", UTCDateTime(), nullable=True),
        sa.Column("agreed_by", sa.Integer(), nullable=True),
        sa.Column("done", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "(agreed_at IS NULL) = (agreed_by IS NULL)", name=op.f("ck_agreements_agreed_by_somebody")
        ),
        sa.ForeignKeyConstraint(["agreed_by"], ["accounts.id"], name=op.f("fk_agreements_agreed_by")),
        sa.ForeignKeyConstraint(
            ["edition_id", "plan_number"],
            ["undertakings.edition_id", "undertakings.plan_number"],
            name=op.f("fk_agreements_edition_id_plan_number"),
        ),
        sa.ForeignKeyConstraint(["edition_id"], ["editions.id"], name=op.f("fk_agreements_edition_id")),
        sa.PrimaryKeyConstraint("edition_id", "id", name=op.f("pk_agreements")),
    )
    op.create_index(
        op.f("ix_agreements_edition_id_plan_number"),
        "agreements",
        ["edition_id", "plan_number"],
        unique=False,
    )
    op.create_table(
        "budget_lines",
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("plan_number", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("what", sa.String(length=300), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("amount >= 0", name=op.f("ck_budget_lines_amount")),
        sa.ForeignKeyConstraint(
            ["edition_id", "plan_number"],
            ["undertakings.edition_id", "undertakings.plan_number"],
            name=op.f("fk_budget_lines_edition_id_plan_number"),
        ),
        sa.ForeignKeyConstraint(["edition_id"], ["editions.id"], name=op.f("fk_budget_lines_edition_id")),
        sa.PrimaryKeyConstraint("edition_id", "id", name=op.f("pk_budget_lines")),
    )
    op.create_index(
        op.f("ix_budget_lines_edition_id_plan_number"),
        "budget_lines",
        ["edition_id", "plan_number"],
        unique=False,
    )
    op.create_table(
        "documents",
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("plan_number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        sa.Column("added_by", sa.Integer(), nullable=False),
        sa.Column("added_at", UTCDateTime(), nullable=False),
        sa.CheckConstraint("kind IN ('jpeg', 'pdf')", name=op.f("ck_documents_kind")),
        sa.ForeignKeyConstraint(["added_by"], ["accounts.id"], name=op.f("fk_documents_added_by")),
        sa.ForeignKeyConstraint(
            ["edition_id", "plan_number"],
            ["undertakings.edition_id", "undertakings.plan_number"],
            name=op.f("fk_documents_edition_id_plan_number"),
        ),
        sa.ForeignKeyConstraint(["edition_id"], ["editions.id"], name=op.f("fk_documents_edition_id")),
        sa.PrimaryKeyConstraint("edition_id", "id", name=op.f("pk_documents")),
    )
    op.create_index(
        op.f("ix_documents_edition_id_plan_number"), "documents", ["edition_id", "plan_number"], unique=False
    )
    op.create_table(
        "gates",
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("plan_number", sa.Integer(), nullable=False),
        sa.Column("question", sa.String(length=300), nullable=False),
        sa.Column("due", sa.Date(), nullable=False),
        sa.Column("decision", sa.String(length=40), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("decided_at", UTCDateTime(), nullable=True),
        sa.CheckConstraint("decision IN ('go', 'go-provided', 'no-go')", name=op.f("ck_gates_decision")),
        sa.CheckConstraint(
            "decision IS NULL OR decision = 'go' OR length(reason) > 0", name=op.f("ck_gates_reason")
        ),
        sa.ForeignKeyConstraint(
            ["edition_id", "plan_number"],
            ["undertakings.edition_id", "undertakings.plan_number"],
            name=op.f("fk_gates_edition_id_plan_number"),
        ),
        sa.ForeignKeyConstraint(["edition_id"], ["editions.id"], name=op.f("fk_gates_edition_id")),
        sa.PrimaryKeyConstraint("edition_id", "id", name=op.f("pk_gates")),
    )
    op.create_index(
        op.f("ix_gates_edition_id_plan_number"), "gates", ["edition_id", "plan_number"], unique=False
    )
    op.create_table(
        "milestones",
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("plan_number", sa.Integer(), nullable=False),
        sa.Column("what", sa.String(length=300), nullable=False),
        sa.Column("due", sa.Date(), nullable=False),
        sa.Column("first_due", sa.Date(), nullable=False),
        sa.Column("done", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["edition_id", "plan_number"],
            ["undertakings.edition_id", "undertakings.plan_number"],
            name=op.f("fk_milestones_edition_id_plan_number"),
        ),
        sa.ForeignKeyConstraint(["edition_id"], ["editions.id"], name=op.f("fk_milestones_edition_id")),
        sa.PrimaryKeyConstraint("edition_id", "id", name=op.f("pk_milestones")),
    )
    op.create_index(
        op.f("ix_milestones_edition_id_plan_number"),
        "milestones",
        ["edition_id", "plan_number"],
        unique=False,
    )
    op.create_table(
        "postponements",
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("plan_number", sa.Integer(), nullable=False),
        sa.Column("weeks", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("decided_at", UTCDateTime(), nullable=False),
        sa.CheckConstraint("length(reason) > 0", name=op.f("ck_postponements_reason")),
        sa.CheckConstraint("weeks > 0", name=op.f("ck_postponements_weeks")),
        sa.ForeignKeyConstraint(
            ["edition_id", "plan_number"],
            ["undertakings.edition_id", "undertakings.plan_number"],
            name=op.f("fk_postponements_edition_id_plan_number"),
        ),
        sa.ForeignKeyConstraint(["edition_id"], ["editions.id"], name=op.f("fk_postponements_edition_id")),
        sa.PrimaryKeyConstraint("edition_id", "id", name=op.f("pk_postponements")),
    )
    op.create_index(
        op.f("ix_postponements_edition_id_plan_number"),
        "postponements",
        ["edition_id", "plan_number"],
        unique=False,
    )
    op.create_table(
        "updates",
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("plan_number", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("written_by", sa.Integer(), nullable=False),
        sa.Column("written_at", UTCDateTime(), nullable=False),
        sa.Column("changed_at", UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["edition_id", "plan_number"],
            ["undertakings.edition_id", "undertakings.plan_number"],
            name=op.f("fk_updates_edition_id_plan_number"),
        ),
        sa.ForeignKeyConstraint(["edition_id"], ["editions.id"], name=op.f("fk_updates_edition_id")),
        sa.ForeignKeyConstraint(["written_by"], ["accounts.id"], name=op.f("fk_updates_written_by")),
        sa.PrimaryKeyConstraint("edition_id", "id", name=op.f("pk_updates")),
    )
    op.create_index(
        op.f("ix_updates_edition_id_plan_number"), "updates", ["edition_id", "plan_number"], unique=False
    )
    op.create_table(
        "update_pictures",
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("update_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("picture_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["edition_id", "picture_id"],
            ["pictures.edition_id", "pictures.id"],
            name=op.f("fk_update_pictures_edition_id_picture_id"),
        ),
        sa.ForeignKeyConstraint(
            ["edition_id", "update_id"],
            ["updates.edition_id", "updates.id"],
            name=op.f("fk_update_pictures_edition_id_update_id"),
        ),
        sa.ForeignKeyConstraint(["edition_id"], ["editions.id"], name=op.f("fk_update_pictures_edition_id")),
        sa.PrimaryKeyConstraint("edition_id", "update_id", "position", name=op.f("pk_update_pictures")),
    )
    op.create_table(
        "expenses",
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("plan_number", sa.Integer(), nullable=False),
        sa.Column("line_id", sa.BigInteger(), nullable=True),
        sa.Column("what", sa.String(length=300), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("spent_on", sa.Date(), nullable=False),
        sa.Column("document_id", sa.BigInteger(), nullable=True),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("corrects", sa.BigInteger(), nullable=True),
        sa.Column("recorded_by", sa.Integer(), nullable=False),
        sa.Column("recorded_at", UTCDateTime(), nullable=False),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("decided_at", UTCDateTime(), nullable=True),
        sa.CheckConstraint(
            "state NOT IN ('returned', 'declined') OR length(question) > 0", name=op.f("ck_expenses_question")
        ),
        sa.CheckConstraint(
            "state IN ('waiting', 'returned', 'approved', 'declined', 'taken-back')",
            name=op.f("ck_expenses_state"),
        ),
        sa.CheckConstraint(
            "(amount > 0) = (corrects IS NULL) AND amount <> 0", name=op.f("ck_expenses_amount")
        ),
        sa.ForeignKeyConstraint(["decided_by"], ["accounts.id"], name=op.f("fk_expenses_decided_by")),
        sa.ForeignKeyConstraint(
            ["edition_id", "corrects"],
            ["expenses.edition_id", "expenses.id"],
            name=op.f("fk_expenses_edition_id_corrects"),
        ),
        sa.ForeignKeyConstraint(
            ["edition_id", "document_id"],
            ["documents.edition_id", "documents.id"],
            name=op.f("fk_expenses_edition_id_document_id"),
        ),
        sa.ForeignKeyConstraint(
            ["edition_id", "line_id"],
            ["budget_lines.edition_id", "budget_lines.id"],
            name=op.f("fk_expenses_edition_id_line_id"),
        ),
        sa.ForeignKeyConstraint(
            ["edition_id", "plan_number"],
            ["undertakings.edition_id", "undertakings.plan_number"],
            name=op.f("fk_expenses_edition_id_plan_number"),
        ),
        sa.ForeignKeyConstraint(["edition_id"], ["editions.id"], name=op.f("fk_expenses_edition_id")),
        sa.ForeignKeyConstraint(["recorded_by"], ["accounts.id"], name=op.f("fk_expenses_recorded_by")),
        sa.PrimaryKeyConstraint("edition_id", "id", name=op.f("pk_expenses")),
        sa.UniqueConstraint("edition_id", "corrects", name=op.f("uq_expenses_edition_id_corrects")),
    )
    op.create_index(
        op.f("ix_expenses_edition_id_plan_number"), "expenses", ["edition_id", "plan_number"], unique=False
    )
    op.create_table(
        "payments",
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("plan_number", sa.Integer(), nullable=False),
        sa.Column("what", sa.String(length=300), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("not_before", sa.Date(), nullable=True),
        sa.Column("gate_id", sa.BigInteger(), nullable=True),
        sa.Column("paid_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "amount > 0 OR (amount < 0 AND paid_on IS NOT NULL)", name=op.f("ck_payments_amount")
        ),
        sa.ForeignKeyConstraint(
            ["edition_id", "gate_id"],
            ["gates.edition_id", "gates.id"],
            name=op.f("fk_payments_edition_id_gate_id"),
        ),
        sa.ForeignKeyConstraint(
            ["edition_id", "plan_number"],
            ["undertakings.edition_id", "undertakings.plan_number"],
            name=op.f("fk_payments_edition_id_plan_number"),
        ),
        sa.ForeignKeyConstraint(["edition_id"], ["editions.id"], name=op.f("fk_payments_edition_id")),
        sa.PrimaryKeyConstraint("edition_id", "id", name=op.f("pk_payments")),
    )
    op.create_index(
        op.f("ix_payments_edition_id_plan_number"), "payments", ["edition_id", "plan_number"], unique=False
    )


def make_reactions_and_notices() -> None:
    op.create_table(
        "notice_choices",
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("frequency", sa.String(length=40), nullable=False),
        sa.CheckConstraint(
            "frequency IN ('at-once', 'daily', 'weekly', 'never')", name=op.f("ck_notice_choices_frequency")
        ),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_notice_choices_account_id")),
        sa.ForeignKeyConstraint(["edition_id"], ["editions.id"], name=op.f("fk_notice_choices_edition_id")),
        sa.PrimaryKeyConstraint("edition_id", "account_id", name=op.f("pk_notice_choices")),
    )
    op.create_table(
        "notices",
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("plan_number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("about", sa.BigInteger(), nullable=True),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("noted_at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_notices_account_id")),
        sa.ForeignKeyConstraint(
            ["edition_id", "plan_number"],
            ["plans.edition_id", "plans.number"],
            name=op.f("fk_notices_edition_id_plan_number"),
        ),
        sa.ForeignKeyConstraint(["edition_id"], ["editions.id"], name=op.f("fk_notices_edition_id")),
        sa.PrimaryKeyConstraint("edition_id", "id", name=op.f("pk_notices")),
    )
    op.create_index(op.f("ix_notices_edition_id_about"), "notices", ["edition_id", "about"], unique=False)
    op.create_index(
        op.f("ix_notices_edition_id_account_id"), "notices", ["edition_id", "account_id"], unique=False
    )
    op.create_table(
        "plan_follows",
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("plan_number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("since", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_plan_follows_account_id")),
        sa.ForeignKeyConstraint(
            ["edition_id", "plan_number"],
            ["plans.edition_id", "plans.number"],
            name=op.f("fk_plan_follows_edition_id_plan_number"),
        ),
        sa.ForeignKeyConstraint(["edition_id"], ["editions.id"], name=op.f("fk_plan_follows_edition_id")),
        sa.PrimaryKeyConstraint("edition_id", "plan_number", "account_id", name=op.f("pk_plan_follows")),
    )
    op.create_index(
        op.f("ix_plan_follows_edition_id_account_id"),
        "plan_follows",
        ["edition_id", "account_id"],
        unique=False,
    )
    op.create_table(
        "reactions",
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("plan_number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("voice", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("answers", sa.BigInteger(), nullable=True),
        sa.Column("written_at", UTCDateTime(), nullable=False),
        sa.Column("edited_at", UTCDateTime(), nullable=True),
        sa.Column("withdrawn_at", UTCDateTime(), nullable=True),
        sa.Column("hidden_at", UTCDateTime(), nullable=True),
        sa.Column("hidden_reason", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "(hidden_at IS NULL) = (hidden_reason = '')", name=op.f("ck_reactions_hidden_with_reason")
        ),
        sa.CheckConstraint(
            "(kind = 'reply') = (answers IS NOT NULL)", name=op.f("ck_reactions_reply_answers")
        ),
        sa.CheckConstraint(
            "kind IN ('tip', 'question', 'offer', 'concern', 'reply')", name=op.f("ck_reactions_kind")
        ),
        sa.CheckConstraint("voice IN ('resident', 'submitter', 'staff')", name=op.f("ck_reactions_voice")),
        sa.ForeignKeyConstraint(["author_id"], ["accounts.id"], name=op.f("fk_reactions_author_id")),
        sa.ForeignKeyConstraint(
            ["edition_id", "answers"],
            ["reactions.edition_id", "reactions.id"],
            name=op.f("fk_reactions_edition_id_answers"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["edition_id", "plan_number"],
            ["plans.edition_id", "plans.number"],
            name=op.f("fk_reactions_edition_id_plan_number"),
        ),
        sa.ForeignKeyConstraint(["edition_id"], ["editions.id"], name=op.f("fk_reactions_edition_id")),
        sa.PrimaryKeyConstraint("edition_id", "id", name=op.f("pk_reactions")),
    )
    op.create_index(
        op.f("ix_reactions_edition_id_author_id"), "reactions", ["edition_id", "author_id"], unique=False
    )
    op.create_index(
        op.f("ix_reactions_edition_id_plan_number_written_at"),
        "reactions",
        ["edition_id", "plan_number", "written_at"],
        unique=False,
    )
    op.create_table(
        "held_words",
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("plan_number", sa.Integer(), nullable=False),
        sa.Column("reaction_id", sa.BigInteger(), nullable=True),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("follow", sa.Boolean(), nullable=False),
        sa.Column("expires_at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["edition_id", "plan_number"],
            ["plans.edition_id", "plans.number"],
            name=op.f("fk_held_words_edition_id_plan_number"),
        ),
        sa.ForeignKeyConstraint(
            ["edition_id", "reaction_id"],
            ["reactions.edition_id", "reactions.id"],
            name=op.f("fk_held_words_edition_id_reaction_id"),
        ),
        sa.ForeignKeyConstraint(["edition_id"], ["editions.id"], name=op.f("fk_held_words_edition_id")),
        sa.PrimaryKeyConstraint("edition_id", "token_hash", name=op.f("pk_held_words")),
    )
    op.create_table(
        "help_ends",
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("reaction_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("ended_by", sa.Integer(), nullable=False),
        sa.Column("ended_at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["edition_id", "reaction_id"],
            ["reactions.edition_id", "reactions.id"],
            name=op.f("fk_help_ends_edition_id_reaction_id"),
        ),
        sa.ForeignKeyConstraint(["edition_id"], ["editions.id"], name=op.f("fk_help_ends_edition_id")),
        sa.ForeignKeyConstraint(["ended_by"], ["accounts.id"], name=op.f("fk_help_ends_ended_by")),
        sa.PrimaryKeyConstraint("edition_id", "reaction_id", name=op.f("pk_help_ends")),
    )
    op.create_table(
        "help_messages",
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("reaction_id", sa.BigInteger(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("by_submitter", sa.Boolean(), nullable=False),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("sent_at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["author_id"], ["accounts.id"], name=op.f("fk_help_messages_author_id")),
        sa.ForeignKeyConstraint(
            ["edition_id", "reaction_id"],
            ["reactions.edition_id", "reactions.id"],
            name=op.f("fk_help_messages_edition_id_reaction_id"),
        ),
        sa.ForeignKeyConstraint(["edition_id"], ["editions.id"], name=op.f("fk_help_messages_edition_id")),
        sa.PrimaryKeyConstraint("edition_id", "id", name=op.f("pk_help_messages")),
    )
    op.create_index(
        op.f("ix_help_messages_edition_id_reaction_id_sent_at"),
        "help_messages",
        ["edition_id", "reaction_id", "sent_at"],
        unique=False,
    )
    op.create_table(
        "reaction_reports",
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("reaction_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("reported_at", UTCDateTime(), nullable=False),
        sa.Column("settled_at", UTCDateTime(), nullable=True),
        sa.CheckConstraint(
            "kind IN ('hurtful', 'private', 'advert', 'other')", name=op.f("ck_reaction_reports_kind")
        ),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_reaction_reports_account_id")),
        sa.ForeignKeyConstraint(
            ["edition_id", "reaction_id"],
            ["reactions.edition_id", "reactions.id"],
            name=op.f("fk_reaction_reports_edition_id_reaction_id"),
        ),
        sa.ForeignKeyConstraint(["edition_id"], ["editions.id"], name=op.f("fk_reaction_reports_edition_id")),
        sa.PrimaryKeyConstraint("edition_id", "reaction_id", "account_id", name=op.f("pk_reaction_reports")),
    )
    op.create_index(
        op.f("ix_reaction_reports_edition_id_settled_at"),
        "reaction_reports",
        ["edition_id", "settled_at"],
        unique=False,
    )


def forbid_changes_to_audit_entries() -> None:
    """The audit trail is append-only, also for who has the application's own database user."""
    if op.get_bind().dialect.name == "sqlite":
        for act in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER audit_entries_no_{act.lower()} BEFORE {act} ON audit_entries "
                "BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END"
            )
        # INSERT OR REPLACE removes a row without asking the trigger on DELETE.
        op.execute(
            "CREATE TRIGGER audit_entries_no_replace BEFORE INSERT ON audit_entries WHEN EXISTS (SELECT 1 FROM "
            "audit_entries WHERE edition_id = NEW.edition_id AND sequence = NEW.sequence) "
            "BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END"
        )
        return
    op.execute(
        "CREATE FUNCTION audit_entries_are_final() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'the audit trail is append-only'; END $$"
    )
    op.execute(
        "CREATE TRIGGER audit_entries_final BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_entries "
        "FOR EACH STATEMENT EXECUTE FUNCTION audit_entries_are_final()"
    )


def downgrade() -> None:
    raise NotImplementedError("there is nothing before the foundation; restore a backup")
