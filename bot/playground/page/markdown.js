// What a person types → text and entities, as Telegram's apps do on sending:
// **bold** _italic_ __underline__ ~~strike~~ ||spoiler|| `code` [words](https://…) and lines that begin with "> ".

const MARKS = [
  { type: "code", pattern: /`([^`\n]+)`/, plain: true },
  { type: "text_link", pattern: /\[([^\]\n]+)\]\((https?:\/\/[^\s)]+)\)/ },
  { type: "bold", pattern: /\*\*(?=\S)([^]*?\S)\*\*/ },
  { type: "underline", pattern: /(?<![\p{L}\p{N}_])__(?=\S)([^]*?\S)__(?![\p{L}\p{N}_])/u },
  { type: "strikethrough", pattern: /~~(?=\S)([^]*?\S)~~/ },
  { type: "spoiler", pattern: /\|\|(?=\S)([^]*?\S)\|\|/ },
  // Not inside words: /aid_for_ukraine stays a command.
  { type: "italic", pattern: /(?<![\p{L}\p{N}_/])_(?=[^\s_])([^]*?[^\s_])_(?![\p{L}\p{N}_])/u },
];

export function parse(source) {
  const entities = [];
  const text = quotes(source.trim(), entities);
  entities.sort((a, b) => a.offset - b.offset || b.length - a.length);
  return { text, entities };
}

function quotes(source, entities) {
  const blocks = [];
  for (const line of source.split("\n")) {
    const quoted = /^> ?/.test(line);
    const last = blocks.at(-1);
    if (last && last.quoted === quoted) last.lines.push(line.replace(/^> ?/, ""));
    else blocks.push({ quoted, lines: [quoted ? line.replace(/^> ?/, "") : line] });
  }
  let text = "";
  for (const { quoted, lines } of blocks) {
    if (text) text += "\n";
    const offset = text.length;
    text += marks(lines.join("\n"), offset, entities);
    if (quoted && text.length > offset) entities.push({ type: "blockquote", offset, length: text.length - offset });
  }
  return text;
}

// Returns the text without marks, and adds the entities at their place from `offset` on.
function marks(source, offset, entities) {
  const first = MARKS.map((mark) => ({ ...mark, match: mark.pattern.exec(source) }))
    .filter((mark) => mark.match)
    .sort((a, b) => a.match.index - b.match.index)[0];
  if (!first) return source;
  const { match, type, plain } = first;
  const before = source.slice(0, match.index);
  const start = offset + before.length;
  const inner = plain ? match[1] : marks(match[1], start, entities);
  entities.push({ type, offset: start, length: inner.length, ...(type === "text_link" && { url: match[2] }) });
  const after = source.slice(match.index + match[0].length);
  return before + inner + marks(after, start + inner.length, entities);
}
