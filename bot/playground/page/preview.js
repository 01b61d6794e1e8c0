// Link previews: asked from the playground, or read from the page itself where it stands on this very server.

import { api } from "./api.js";
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
    if (!page?.title) return;
    const large = options.prefer_large_media || options.show_above_text;
    holder.classList.toggle("large", Boolean(large && page.image));
    holder.append(link(url, parts(page), act));
    holder.hidden = false;
    ready();
  });
  return holder;
}

function parts({ site_name: site, title, description, image }) {
  const picture = image && el("img", { src: image, alt: "", loading: "lazy", onerror: (event) => event.target.remove() });
  return [
    picture,
    el("span", { className: "site" }, site ?? ""),
    el("strong", {}, title),
    el("span", { className: "description" }, (description ?? "").trim()),
  ];
}

async function look(url) {
  const page = (await api.preview(url).catch(() => null)) ?? (await read(url).catch(() => null));
  return page && { ...page, image: page.image && here(page.image) };
}

async function read(url) {
  const path = here(url);
  if (!path) return null;
  const page = new DOMParser().parseFromString(await (await fetch(path)).text(), "text/html");
  const meta = (name) => page.querySelector(`meta[property="og:${name}"]`)?.content;
  return { title: meta("title"), description: meta("description"), image: meta("image"), site_name: meta("site_name") };
}

// The path of an address on this machine's own port, under whatever name it is called; null for the rest of the world.
function here(url) {
  const { hostname, port, pathname } = new URL(url, location.href);
  const local = ["localhost", "127.0.0.1", "[::1]", location.hostname].includes(hostname);
  return local && port === location.port ? pathname : null;
}
