"""The gate before everything that takes a role: the only place where roles are checked."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from bot.news.chats import ChatKind
from bot.news.staff import Role
from bot.pages.ask import Ask
from bot.views import broadcast as view
from bot.views.intents import Intent
from bot.views.reply import Answer, Button, Reply


@dataclass(frozen=True, slots=True)
class Gate:
    needs: Mapping[type[Intent], Role]
    in_groups: Collection[type[Intent]]

    def opens(self, ask: Ask, kind: type[Intent]) -> bool:
        """Shut to strangers, anonymous admins and forwarded commands, and mostly to all but private chats."""
        needed = self.needs.get(kind, Role.NOBODY)
        if kind in self.in_groups:
            return ask.role >= needed and not ask.request.forwarded
        return needed is Role.NOBODY or ask.may(needed)

    def refusal(self, ask: Ask, kind: type[Intent]) -> Answer:
        said = self._said(ask, kind)
        if ask.request.tapped and ask.chat.kind is not ChatKind.PRIVATE:
            return Answer(toast=str(said.text), alert=True)
        return Answer(said, fresh=True)

    def _said(self, ask: Ask, kind: type[Intent]) -> Reply:
        if self.needs[kind] is Role.ROOT:
            return view.roots_only(ask.words)
        return view.staff_only(ask.words) if kind in self.in_groups else view.editors_only(ask.words)

    def seen(self, ask: Ask, answer: Answer) -> Answer:
        """Without the buttons that would be refused to whoever asks."""
        return replace(answer, reply=answer.reply and self._without_shut(ask, answer.reply))

    def _without_shut(self, ask: Ask, reply: Reply) -> Reply:
        def opens(button: Button) -> bool:
            return isinstance(button.act, str) or self.opens(ask, type(button.act))

        rows = tuple(tuple(filter(opens, row)) for row in reply.buttons)
        return reply if rows == reply.buttons else replace(reply, buttons=tuple(filter(None, rows)))
