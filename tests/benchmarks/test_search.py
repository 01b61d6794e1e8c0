"""A small run; what it takes is the benchmark's affair."""

from __future__ import annotations

import random

from benchmarks import search
from benchmarks.quality import grown
from bot.store import search as archive


async def test_every_question_is_asked_and_has_the_answer_that_it_is_about() -> None:
    async with grown.archive(400, random.Random(1)) as db:
        figures = await search.measure(db, asked=1)
        assert {key.split(".")[0] for key in figures} == set(search.QUESTIONS)
        assert all(figure > 0 for figure in figures.values())
        async with db.read() as tx:
            for name, many in {"common": True, "two_never_together": False, "none": False}.items():
                question, offset = search.QUESTIONS[name]
                words = set(question(random.Random(1)))
                found = await archive.find(tx, {"en": words}, language="en", offset=offset)
                assert bool(found.headlines) is many
            apart = await archive.find(tx, {"en": {grown.APART[0]}}, language="en")
            assert apart.more
