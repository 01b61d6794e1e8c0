"""Tagwire: a self-hosted Telegram news bot. The plan of the house is in docs/design.md."""
