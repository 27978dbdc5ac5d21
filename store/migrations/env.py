"""What Alembic runs: the steps, on the connection (and in the transaction) that the program opened."""

from alembic import context

from store.tables import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    transactional_ddl=True,  # SQLite can, Alembic does not expect it
)
context.run_migrations()
