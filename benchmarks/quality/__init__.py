"""How good the news is, against what editors and people decided themselves."""
