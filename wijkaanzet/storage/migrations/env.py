"""Alembic's entry: runs the migrations on the connection that the database hands in."""

from alembic import context

from wijkaanzet.storage.models import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    user_module_prefix="",
)
with context.begin_transaction():
    context.run_migrations()
