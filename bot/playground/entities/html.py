"""Telegram's HTML: text with a few tags → plain text and MessageEntity objects.

Follows the official server's parser, so that its refusals come out word for word: what it tolerates (a lone `&`,
`</>`, unquoted attribute values) is tolerated here. Entity offsets are in UTF-16 units, offsets in errors in bytes.
"""

import re
from dataclasses import dataclass
from typing import Any

from bot.playground.entities.links import checked_link, mentioned_person
from bot.playground.refusals import Refusal, bad_request

Entity = dict[str, Any]

_KINDS = {
    "b": "bold", "strong": "bold", "i": "italic", "em": "italic", "u": "underline", "ins": "underline",
    "s": "strikethrough", "strike": "strikethrough", "del": "strikethrough", "tg-spoiler": "spoiler", "span": "spoiler",
    "code": "code", "pre": "pre", "a": "text_link", "blockquote": "blockquote", "tg-emoji": "custom_emoji",
}  # fmt: skip
_SPACES = " \t\r\n\0\v"  # the zero byte ends the text, and counts as space
_SURROGATE = re.compile("[\ud800-\udfff]")
_PLAIN = re.compile(r"[^<&\0]+")
_NOT_SPACE_OR_CLOSE = re.compile(r"[^ \t\r\n\0\v>]*")
_SPACE_RUN = re.compile(r"[ \t\r\n\v]*")
_ATTRIBUTE_NAME = re.compile(r"[^ \t\r\n\0\v=>/\"']*")
_NAME_TOKEN = re.compile(r"[A-Za-z0-9.-]*")
_QUOTED_PLAIN = re.compile(r"[^&\0'\"]+")
_REFERENCE = re.compile(r"&(?:#x([0-9a-fA-F]*)|#([0-9]*)|([A-Za-z]*))(;?)")
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}


def utf16_length(text: str) -> int:
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def parse_html(source: str) -> tuple[str, list[Entity]]:
    """Raises Refusal `can't parse entities: …`. Entities come in the order in which their tags close."""
    if "<" not in source and "&" not in source:
        return source, []
    return _Reader(source).read()


def _reference(text: str, at: int) -> tuple[str, int]:
    """The character that `&…` at this place stands for and where it ends, or "" if it stands for itself."""
    found = _REFERENCE.match(text, at)
    if found is None:
        return "", at
    hexadecimal, decimal, name, _semicolon = found.groups()
    if name is not None:
        return _NAMED.get(name, ""), found.end()
    digits = decimal if hexadecimal is None else hexadecimal
    code = int(digits or "0", 10 if hexadecimal is None else 16)
    digits_end = found.end() - len(found[4])
    if code == 0 or code >= 0x10FFFF or digits_end - at >= 10:
        return "", at
    return chr(code), found.end()


@dataclass(slots=True)
class _Open:
    tag: str
    argument: str
    offset: int
    piece: int


class _Reader:
    def __init__(self, source: str) -> None:
        self.text = source + "\0"
        self.end = len(source)
        self.at = 0
        self.pieces: list[str] = []
        self.offset = 0
        self.open: list[_Open] = []
        self.entities: list[Entity] = []

    def read(self) -> tuple[str, list[Entity]]:
        while self.at < self.end:
            self._step()
        if self.open:
            raise _cannot(f'Can\'t find end tag corresponding to start tag "{self.open[-1].tag}"')
        for entity in self.entities:
            if entity["type"] == "code":
                entity.pop("language", None)
        result = "".join(self.pieces)
        if _SURROGATE.search(result):
            raise _cannot(
                "Text contains invalid Unicode characters after decoding HTML entities, "
                "check for unmatched surrogate code units"
            )
        return result, self.entities

    def _step(self) -> None:
        plain = _PLAIN.match(self.text, self.at)
        if plain is not None:
            self._add(plain[0], plain.end())
        elif self.text[self.at] == "<":
            if self.text[self.at + 1] == "/":
                self._end_tag()
            else:
                self._start_tag()
        else:
            character, end = _reference(self.text, self.at) if self.text[self.at] == "&" else ("", 0)
            self._add(character or self.text[self.at], end if character else self.at + 1)

    def _add(self, piece: str, end: int) -> None:
        self.pieces.append(piece)
        self.offset += utf16_length(piece)
        self.at = end

    def _byte(self, at: int) -> int:
        return len(self.text[:at].encode("utf-8", "surrogatepass"))

    def _start_tag(self) -> None:
        begin = self.at
        name = _NOT_SPACE_OR_CLOSE.match(self.text, begin + 1)
        assert name is not None
        self.at = name.end()
        if self.text[self.at] == "\0":
            raise _cannot(f"Unclosed start tag at byte offset {self._byte(begin)}")
        tag = name[0].lower()
        if tag not in _KINDS:
            raise _cannot(f'Unsupported start tag "{tag}" at byte offset {self._byte(begin)}')
        argument = "" if self.text[self.at] == ">" else self._attributes(tag, begin)
        if tag == "span" and argument != "spoiler":
            raise _cannot(f'Tag "span" must have class "tg-spoiler" at byte offset {self._byte(begin)}')
        self.at += 1
        self.open.append(_Open(tag, argument, self.offset, len(self.pieces)))

    def _skip_spaces(self) -> str:
        spaces = _SPACE_RUN.match(self.text, self.at)
        assert spaces is not None
        self.at = spaces.end()
        return self.text[self.at]

    def _attributes(self, tag: str, begin: int) -> str:
        argument = ""
        while self._skip_spaces() != ">":
            name = _ATTRIBUTE_NAME.match(self.text, self.at)
            assert name is not None
            if not name[0]:
                raise _cannot(f'Empty attribute name in the tag "{tag}" at byte offset {self._byte(begin)}')
            self.at = name.end()
            if self._skip_spaces() == "=":
                self.at += 1
                argument = _argument(tag, name[0], self._attribute_value(tag, begin), argument)
            elif self.text[self.at] == "\0":
                raise _cannot(f'Unclosed start tag "{tag}" at byte offset {self._byte(begin)}')
            else:
                argument = _argument(tag, name[0], "", argument)
        return argument

    def _attribute_value(self, tag: str, begin: int) -> str:
        quote = self._skip_spaces()
        if quote == "\0":
            raise _cannot(f'Unclosed start tag "{tag}" at byte offset {self._byte(begin)}')
        value = self._quoted(quote) if quote in "'\"" else self._name_token()
        if self.text[self.at] == "\0":
            raise _cannot(f"Unclosed start tag at byte offset {self._byte(begin)}")
        return value

    def _name_token(self) -> str:
        token = _NAME_TOKEN.match(self.text, self.at)
        assert token is not None
        self.at = token.end()
        if self.text[self.at] not in _SPACES + ">":
            raise _cannot(f"Unexpected end of name token at byte offset {self._byte(token.start())}")
        return token[0].lower()

    def _quoted(self, quote: str) -> str:
        self.at += 1
        value = []
        while self.text[self.at] not in (quote, "\0"):
            plain = _QUOTED_PLAIN.match(self.text, self.at)
            if plain:
                piece, end = plain[0], plain.end()
            else:
                piece, end = _reference(self.text, self.at)
            value.append(piece or self.text[self.at])
            self.at = end if piece else self.at + 1
        if self.text[self.at] == quote:
            self.at += 1
        return "".join(value)

    def _end_tag(self) -> None:
        begin = self.at
        if not self.open:
            raise _cannot(f"Unexpected end tag at byte offset {self._byte(begin)}")
        name = _NOT_SPACE_OR_CLOSE.match(self.text, begin + 2)
        assert name is not None
        self.at = name.end()
        if self._skip_spaces() != ">":
            raise _cannot(f"Unclosed end tag at byte offset {self._byte(begin)}")
        self.at += 1
        tag, expected = name[0].lower(), self.open[-1].tag
        if tag and tag != expected:
            raise _cannot(
                f'Unmatched end tag at byte offset {self._byte(begin)}, expected "</{expected}>", found "</{tag}>"'
            )
        self._close(self.open.pop())

    def _close(self, opened: _Open) -> None:
        if self.offset == opened.offset:
            return
        entity: Entity = {"offset": opened.offset, "length": self.offset - opened.offset, "type": _KINDS[opened.tag]}
        if opened.tag in ("pre", "code"):
            self._close_code(entity, opened.argument)
        elif _completed(entity, opened.argument, self.pieces[opened.piece :]):
            self.entities.append(entity)

    def _close_code(self, entity: Entity, language: str) -> None:
        """`<pre><code class="language-x">` in either order is one `pre` with a language."""
        inner = self.entities[-1] if self.entities else None
        same_place = inner and (inner["offset"], inner["length"]) == (entity["offset"], entity["length"])
        if inner and same_place and entity["type"] == "pre" and inner["type"] == "code" and inner.get("language"):
            inner["type"] = "pre"
        elif inner and same_place and entity["type"] == "code" and inner["type"] == "pre" and language:
            inner["language"] = language
        else:
            self.entities.append({**entity, "language": language} if language else entity)


def _argument(tag: str, name: str, value: str, before: str) -> str:
    """What an attribute says about its tag; other attributes change nothing."""
    if (tag, name) in (("a", "href"), ("tg-emoji", "emoji-id")):
        return value
    if (tag, name) == ("code", "class") and value.startswith("language-"):
        return value.removeprefix("language-")
    if (tag, name) == ("span", "class") and value.startswith("tg-"):
        return value.removeprefix("tg-")
    return "1" if (tag, name) == ("blockquote", "expandable") else before


def _completed(entity: Entity, argument: str, inside: list[str]) -> bool:
    """Adds what the tag's argument says; False if Telegram would silently drop the entity."""
    kind = entity["type"]
    if kind == "blockquote" and argument:
        entity["type"] = "expandable_blockquote"
    elif kind == "custom_emoji":
        if not argument.isdigit() or int(argument) == 0:
            raise _cannot("Invalid custom emoji identifier specified")
        entity["custom_emoji_id"] = argument
    elif kind == "text_link":
        return _linked(entity, argument or "".join(inside))
    return True


def _linked(entity: Entity, address: str) -> bool:
    person = mentioned_person(address)
    if person:
        entity.update(type="text_mention", user={"id": person})
        return True
    entity["url"] = checked_link(address)
    return bool(entity["url"])


def _cannot(detail: str) -> Refusal:
    return bad_request(f"can't parse entities: {detail}")
