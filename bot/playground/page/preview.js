// Link previews, read from the page itself: only of pages on this very server, for the playground works offline.

import { el } from "./dom.js";
import { link } from "./rich.js";

const asked = new Map();

// Which link a message previews, as Telegram chooses it: the one named, or the first in the text.
export function previewUrl(message) {
  const options = message.link_preview_options ?? {};
  if (options.is_disabled) return null;
  if (options.url) return options.url;
  const text = message.text ?? "";
  const entity = (message.entities ?? []).find((one) => one.type === "text_link" || one.type === "url");
  return entity ? entity.url ?? text.slice(entity.offset, entity.offset + entity.length) : null;
}

export function previewCard(url, options = {}, act, ready) {
  const holder = el("div", { className: "preview", hidden: true, testid: "preview" });
  if (!asked.has(url)) asked.set(url, look(url));
  asked.get(url).then((page) => {
    if (!page?.title && !page?.image) return;
    const large = options.prefer_large_media || options.show_above_text;
    holder.classList.toggle("large", Boolean(large && page.image));
    holder.classList.toggle("bare", !page.title);
    holder.classList.toggle("above", Boolean(options.show_above_text));
    holder.append(link(url, parts(page), act));
    holder.hidden = false;
    ready();
  });
  return holder;
}

function parts({ site, title, description, image }) {
  const picture = image && el("img", { src: image, alt: "", loading: "lazy", onerror: (event) => event.target.remove() });
  if (!title) return [picture];
  return [
    picture,
    el("span", { className: "site" }, site ?? ""),
    el("strong", {}, title),
    el("span", { className: "description" }, (description ?? "").trim()),
  ];
}

async function look(url) {
  const path = here(url);
  const answer = path && (await fetch(path).catch(() => null));
  if (!answer?.ok) return null;
  if (answer.headers.get("Content-Type")?.startsWith("image/")) return { image: path };
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const meta = (name) => page.querySelector(`meta[property="og:${name}"]`)?.content;
  const image = meta("image");
  return { title: meta("title"), description: meta("description"), site: meta("site_name"), image: image && here(image) };
}

// The path of an address on this machine's own port, under whatever name it is called; null for the rest of the world.
export function here(url) {
  if (!URL.canParse(url, location.href)) return null;
  const { hostname, port, pathname } = new URL(url, location.href);
  const local = ["localhost", "127.0.0.1", "[::1]", location.hostname].includes(hostname);
  return local && port === location.port ? pathname : null;
}
