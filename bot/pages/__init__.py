"""The conversation, one file per page: which intents it answers, its answers, its commands."""
