// The paper clip: sends a sample of what people attach, with what is typed as its caption.

import { complain } from "./chat.js";
import { byId, el } from "./dom.js";
import { parse } from "./markdown.js";

const POLL = { question: "Which story next?", options: ["The bridge", "The budget", "The weather"] };
const SAMPLES = [
  ["🏞", "Photo", (words) => sample(words, "photo")],
  ["🎬", "Video", (words) => sample(words, "video")],
  ["📄", "Document", (words) => sample(words, "document")],
  ["🖼", "Album", (words) => sample(words, "photo", "photo", "video", "photo")],
  ["📊", "Poll", ({ text }) => ({ poll: { ...POLL, question: text || POLL.question } })],
];

export function attach(session, put) {
  const list = byId("samples");
  const button = byId("attach");
  const show = (open) => {
    list.hidden = !open;
    button.setAttribute("aria-expanded", String(open));
  };

  async function send(make) {
    show(false);
    try {
      await session.send(make(parse(byId("input").value)));
      put("");
    } catch (error) {
      complain(error);
    }
  }

  list.append(...SAMPLES.map(([sign, name, make]) =>
    el("button", { type: "button", testid: `attach-${name.toLowerCase()}`, onclick: () => send(make) }, sign, ` ${name}`)));
  button.addEventListener("click", () => show(list.hidden));
  session.addEventListener("open", () => show(false));
}

function sample({ text, entities }, ...kinds) {
  return { media: kinds.map((type) => ({ type })), caption: text, caption_entities: entities };
}
