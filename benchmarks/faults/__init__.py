"""Every fault that a news bot meets, done to the real bot: what is promised, and what was seen."""
