"""Runs the migrations on the connection that `coach.store.database.migrate` hands over."""

from alembic import context

from coach.accounts.tables import AccountsTable

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=AccountsTable.metadata,
)
with context.begin_transaction():
    context.run_migrations()
