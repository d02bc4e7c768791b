"""Run by Alembic: the steps, on the connection and in the transaction that `migrate` opened."""

from alembic import context

from bot.storage.tables import METADATA

# SQLite alters little in place: a batch rebuilds the table.
context.configure(connection=context.config.attributes["connection"], target_metadata=METADATA, render_as_batch=True)
with context.begin_transaction():
    context.run_migrations()
