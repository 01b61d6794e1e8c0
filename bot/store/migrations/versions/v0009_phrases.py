"""Phrases that readers follow, and what a subscription leaves out."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy import BigInteger, Boolean, Column, ForeignKeyConstraint, Integer

revision = "0009"
down_revision = "0008"

KEY = BigInteger().with_variant(Integer(), "sqlite")


def upgrade() -> None:
    with op.batch_alter_table("tag") as batch:
        batch.add_column(Column("phrase", Boolean, nullable=False, server_default=sa.false()))
    with op.batch_alter_table("tag") as batch:
        batch.alter_column("phrase", existing_type=Boolean(), existing_nullable=False, server_default=None)
    op.create_table(
        "subscription_without",
        Column("subscription_id", KEY, primary_key=True),
        Column("tag_id", KEY, primary_key=True),
        ForeignKeyConstraint(
            ["subscription_id"],
            ["subscription.id"],
            name="fk_subscription_without_subscription_id",
            ondelete="CASCADE",
        ),
        ForeignKeyConstraint(["tag_id"], ["tag.id"], name="fk_subscription_without_tag_id"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_subscription_without_tag_id", "subscription_without", ["tag_id"])
