"""Since when a source cannot be read, and which editors were told."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy import JSON, Column

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    with op.batch_alter_table("source_look") as batch:
        batch.add_column(Column("broken_since", sa.DateTime(timezone=True)))
        batch.add_column(Column("told", JSON, nullable=False, server_default="[]"))
    with op.batch_alter_table("source_look") as batch:
        batch.alter_column("told", existing_type=JSON(), existing_nullable=False, server_default=None)
