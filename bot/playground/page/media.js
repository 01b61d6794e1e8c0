// What a message shows besides words: photos, videos, documents, polls.

import { ask } from "./dialogs.js";
import { el } from "./dom.js";
import { here } from "./preview.js";

const SHOWN = { photo, video, document: file, poll };

export function media(message, ready) {
  const kind = Object.keys(SHOWN).find((name) => name in message);
  return kind && SHOWN[kind](message[kind], ready, message.caption?.split("\n")[0]);
}

// The place in the list for a message: those of one album share a frame.
export function frame(list, message, node) {
  const group = message.media_group_id;
  if (!group) return node;
  const open = list.findLast((one) => one.dataset?.album === group);
  if (open) {
    open.append(node);
    return null;
  }
  const box = el("div", { className: `album ${node.className}`, role: "group", "aria-label": "Album" }, node);
  box.dataset.album = group;
  return box;
}

// As wide and high as it is, unless it stands in an album; a tap shows it large.
function photo(sizes, ready, words) {
  const largest = sizes.at(-1);
  const alt = `Photo${words ? `: ${words}` : ""}`;
  const enlarge = () => ask("Photo", () => [picture(largest, alt, () => {})], "large");
  return el("button", { type: "button", className: "media", testid: "photo", onclick: enlarge, "aria-label": `${alt}. Show it large`,
    style: `aspect-ratio: ${largest.width} / ${largest.height}` }, picture(largest, alt, ready));
}

function video({ duration, file_name: name }) {
  const length = `${Math.floor(duration / 60)}:${String(duration % 60).padStart(2, "0")}`;
  return el("div", { className: "media video", testid: "video", role: "img", "aria-label": `Video ${name ?? ""}` },
    el("span", { className: "play" }, "▶"), el("span", { className: "length" }, length));
}

function file({ file_id: id, file_name: name = "Document", file_size: size = 0 }) {
  return el("a", { className: "file", testid: "document", href: `/play/files/${encodeURIComponent(id)}`, download: name },
    el("span", { className: "sheet", "aria-hidden": "true" }, (name.split(".").at(-1) ?? "").slice(0, 4)),
    el("strong", {}, name), el("small", {}, size < 1024 ? `${size} B` : `${Math.round(size / 1024)} KB`));
}

function poll({ question, options, total_voter_count: voters, is_anonymous: secret }) {
  return el("div", { className: "poll", testid: "poll" },
    el("strong", {}, question), el("small", {}, secret ? "Anonymous poll" : "Poll"),
    el("ul", {}, options.map(({ text }) => el("li", {}, text))),
    el("small", {}, voters ? `${voters} votes` : "No votes yet"));
}

// An uploaded file comes from here; of one that was sent by its address only those of this very server are shown.
function picture({ file_id: id, width, height }, alt, ready) {
  const image = el("img", { alt, width, height, onload: ready, onerror: async () => {
    const answer = await fetch(image.src).then((told) => told.json()).catch(() => ({}));
    const path = answer.url && here(answer.url);
    if (path && !image.src.endsWith(path)) image.src = path;
    else image.replaceWith(el("p", { className: "elsewhere" }, alt));
  } });
  image.src = `/play/files/${encodeURIComponent(id)}`;
  return image;
}
