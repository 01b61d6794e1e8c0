"""What is asked (intents), what is shown (Reply), and how it looks: pure functions `(values, words) -> Reply`."""
