"""Runs the migrations on the connection that ``indexer.catalog.migrate`` hands over, in its transaction."""

from alembic import context

from indexer.catalog.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    transactional_ddl=True,
    transaction_per_migration=False,
    render_as_batch=True,
)
context.run_migrations()
