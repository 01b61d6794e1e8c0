"""Paragraphs → sections, summary, terms and tags; ranks the candidates that it is given.

Pure functions on values: this room never asks the store and never sees HTML.
"""

from bot.enrich.enrich import enrich
from bot.enrich.keywords import Phrases, phrase_key
from bot.enrich.related import Candidate, rank
from bot.enrich.spellings import keys, typed_keys
from bot.enrich.tags import mentioned
from bot.enrich.terms import query_terms, search_terms, stems_of

__all__ = [
    "Candidate",
    "Phrases",
    "enrich",
    "keys",
    "mentioned",
    "phrase_key",
    "query_terms",
    "rank",
    "search_terms",
    "stems_of",
    "typed_keys",
]
