// The newsroom: publish, edit, and what stands at the sample publisher.

import { api } from "./api.js";
import { complain } from "./chat.js";
import { byId, el } from "./dom.js";

export function newsroom() {
  const acts = {
    "publish-next": () => act("publish", { kind: "next" }, "Published"),
    "publish-breaking": () => act("publish", { kind: "breaking" }, "Published as breaking"),
    "edit-headline": () => act("edit_headline", {}, "The headline is now"),
  };
  for (const [id, run] of Object.entries(acts)) byId(id).addEventListener("click", () => busy(byId(id), run));
  const explain = (error) => (byId("newsroom-said").textContent = error.message); // there may be no publisher
  return { refresh: () => refresh().catch(explain) };
}

async function busy(button, run) {
  button.setAttribute("aria-busy", "true");
  await run().catch(complain);
  button.removeAttribute("aria-busy");
}

async function act(name, args, said) {
  const card = await api.newsroom(name, args);
  byId("newsroom-said").textContent = `${said}: ${card.title}`;
  await refresh();
}

async function refresh() {
  const { stories = [], waiting = {} } = await api.newsroom("list");
  byId("stories").replaceChildren(...stories.map(row));
  byId("stories-count").textContent = String(stories.length);
  byId("publish-next").querySelector("small").textContent = upNext(waiting.next);
  byId("publish-breaking").querySelector("small").textContent = upNext(waiting.breaking);
  byId("edit-headline").querySelector("small").textContent = stories[0]?.title ?? "";
}

function upNext(stories = []) {
  return stories[0]?.title ?? "A later version of an earlier story";
}

function row(story) {
  const at = new Date(story.published);
  const time = at.toLocaleString("en-GB", { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" });
  const edit = () => act("edit_headline", { story: story.story }, "The headline is now").catch(complain);
  return el("li", { testid: `story-${story.story}` },
    el("p", {},
      el("a", { href: story.url, target: "_blank", rel: "noopener" }, story.title),
      story.breaking ? el("span", { className: "flag breaking" }, "breaking") : story.main && el("span", { className: "flag" }, "main"),
      story.modified > story.published && el("span", { className: "flag" }, "edited")),
    el("p", { className: "soft" }, el("time", { dateTime: story.published }, time), ` · ${story.topics.map((topic) => `#${topic}`).join(" ")}`),
    el("button", { type: "button", className: "quiet", title: "Edit this headline", onclick: edit,
      "aria-label": `Edit the headline: ${story.title}` }, "✎"));
}
