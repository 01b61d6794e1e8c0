// Starts the page: wires the parts to the session and to the line of events.

import { listen } from "./api.js";
import { calls } from "./calls.js";
import { chat, complain } from "./chat.js";
import { composer } from "./composer.js";
import { byId } from "./dom.js";
import { faults } from "./faults.js";
import { keys } from "./keys.js";
import { newsroom } from "./newsroom.js";
import { people } from "./people.js";
import { places } from "./places.js";
import { Session } from "./session.js";
import { tabs } from "./tabs.js";
import { theme } from "./theme.js";
import { topics } from "./topics.js";

const session = new Session();
theme();
tabs();
people(session);
chat(session, composer(session));
keys(session);
places(session);
topics(session);
faults(session);
const room = newsroom();
const log = calls();

const take = {
  call: (call) => {
    log.take(call);
    if (session.faulty) session.refreshSoon(); // the call may have used a fault up
  },
  message: (message) => session.take(message, true),
  edit: (message) => session.take(message, false),
  delete: (gone) => session.drop(gone),
  chat: (change) => (change.action ? session.acting(change) : session.refreshSoon()),
  newsroom: room.refresh,
};

async function catchUp() {
  await session.refresh();
  if (session.person) await session.reload();
  else if (session.people.length) await session.open(session.people[0].id);
  await Promise.all([log.catchUp(), room.refresh()]);
}

listen((kind, detail) => take[kind](detail), (live) => {
  byId("line").dataset.live = live;
  byId("line").textContent = live ? "live" : "reconnecting…";
  if (live) catchUp().catch(complain);
});
