"""Paragraphs → sections, summary, terms and tags; ranks the candidates that it is given.

Pure functions on values: this room never asks the store and never sees HTML.
"""

from bot.enrich.enrich import enrich, terms_of
from bot.enrich.keywords import Phrases, phrase_key
from bot.enrich.languages import language_of
from bot.enrich.rarity import rarity
from bot.enrich.related import Candidate, rank
from bot.enrich.same import Telling, folds, one_form, telling
from bot.enrich.spellings import keys, typed_keys
from bot.enrich.tags import mentioned
from bot.enrich.terms import TERMS_VERSION, query_terms, saying, stems_of

__all__ = [
    "TERMS_VERSION",
    "Candidate",
    "Phrases",
    "Telling",
    "enrich",
    "folds",
    "keys",
    "language_of",
    "mentioned",
    "one_form",
    "phrase_key",
    "query_terms",
    "rank",
    "rarity",
    "saying",
    "stems_of",
    "telling",
    "terms_of",
    "typed_keys",
]
