"""Every message that the bot can send, as text: `python -m tests.gallery` writes it to docs/gallery."""
