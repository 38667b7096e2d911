/* The ja-mits table follows what others do. The stream tells that something changed; the page then asks for its part again.
   Nothing that somebody is typing in is ever replaced: a form that was touched keeps its words, and says that there is news. */

const root = document.querySelector("[data-live]");
const POLL_MS = 2000;
const STREAM_AGAIN_MS = 30000;
const touched = new WeakSet();
let known = Number(root.querySelector("#stand").dataset.changes);
let wanted = known;
let busy = false;

const section = (element) => element.closest("[data-refresh]");

document.addEventListener("input", (event) => {
  const part = section(event.target);
  if (part) touched.add(part);
});

/** Whether somebody is at work in a form on this page. */
function atWork() {
  const parts = [...document.querySelectorAll("[data-refresh]")];
  return parts.some((part) => touched.has(part));
}

function reading(part) {
  return part.contains(document.activeElement) && document.activeElement.matches("input, textarea, select");
}

async function fetched(address) {
  const answer = await fetch(address, { headers: { Accept: "text/html" }, redirect: "error" });
  if (!answer.ok) throw new Error(String(answer.status));
  return new DOMParser().parseFromString(await answer.text(), "text/html");
}

/** Puts the fresh board in place; says which answers are new. */
function showBoard(fresh) {
  const old = root.querySelector("#stand");
  const versions = new Map([...old.querySelectorAll("[data-version]")].map((tile) => [tile.id, tile.dataset.version]));
  const opened = new Set([...old.querySelectorAll("details[open]")].map((one) => one.closest("[id]")?.id));
  const board = document.adoptNode(fresh);
  const said = [];
  for (const tile of board.querySelectorAll("[data-version]")) {
    if (versions.has(tile.id) && versions.get(tile.id) !== tile.dataset.version) {
      tile.classList.add("waz-tile--fresh");
      said.push(tile.dataset.say);
    }
    if (opened.has(tile.id)) for (const one of tile.querySelectorAll("details")) one.open = true;
  }
  old.replaceWith(board);
  if (said.length) root.querySelector("[data-news]").textContent = said.join(". ");
  return board;
}

/** Brings the forms up to date that show something else now and that nobody is working in. */
async function refreshForms(marks) {
  const parts = [...document.querySelectorAll("[data-refresh]")];
  const behind = parts.filter((part) => part.id in marks && marks[part.id] !== part.dataset.mark);
  const gone = Object.keys(marks).length !== parts.length && !parts.length;
  const quiet = [];
  for (const part of behind) {
    if (touched.has(part) || reading(part)) {
      const notice = part.querySelector("[data-notice]");
      if (notice) notice.hidden = false;
    } else quiet.push(part);
  }
  if (!quiet.length && !gone) return;
  const page = await fetched(root.dataset.page);
  for (const part of quiet) {
    const fresh = page.getElementById(part.id);
    if (!fresh || touched.has(part) || reading(part)) continue;
    const open = [...part.querySelectorAll("details")].map((one) => one.open);
    const next = document.adoptNode(fresh);
    const details = [...next.querySelectorAll("details")];
    if (details.length === open.length) details.forEach((one, place) => (one.open = open[place]));
    part.replaceWith(next);
  }
}

async function catchUp() {
  if (busy) return;
  busy = true;
  try {
    while (known !== wanted) {
      const target = wanted;
      const page = await fetched(root.dataset.part);
      const fresh = page.querySelector("#stand");
      if (!fresh) {
        window.location.reload();
        return;
      }
      const board = showBoard(fresh);
      known = target;
      const { current, marks } = board.dataset;
      // Who looked at what lay on the table goes along with the chair, unless they are writing.
      if ("follows" in root.dataset && current && current !== window.location.pathname && !atWork()) {
        window.location.assign(current);
        return;
      }
      if (marks) await refreshForms(JSON.parse(marks));
    }
  } catch {
    // The network may be gone for a moment: the next sign of life tries again.
    known = -1;
    window.setTimeout(() => wanted !== known && catchUp(), POLL_MS);
  } finally {
    busy = false;
  }
}

function heard(amount) {
  wanted = amount;
  if (known !== wanted) catchUp();
}

const state = document.querySelector("[data-live-state]");

function connected(on) {
  if (!state) return;
  state.hidden = false;
  state.classList.toggle("waz-live--off", !on);
  const words = on ? state.dataset.on : state.dataset.off;
  if (state.textContent !== words) state.textContent = words;
}

/** Asks every two seconds while all places at the stream are taken; now and then whether there is one. */
function poll(until) {
  window.setTimeout(async () => {
    try {
      const answer = await fetch(root.dataset.count, { headers: { Accept: "application/json" }, redirect: "error" });
      if (answer.ok) heard((await answer.json()).stand);
      connected(answer.ok);
    } catch {
      connected(false);
    }
    if (Date.now() < until) poll(until);
    else listen();
  }, POLL_MS);
}

function listen() {
  const stream = new EventSource(root.dataset.stream);
  stream.addEventListener("open", () => connected(true));
  stream.addEventListener("stand", (event) => heard(Number(event.data)));
  stream.addEventListener("error", () => {
    connected(false);
    if (stream.readyState === EventSource.CLOSED) poll(Date.now() + STREAM_AGAIN_MS);
  });
  window.addEventListener("pagehide", () => stream.close(), { once: true });
}

// A page that comes back out of the browser's memory is old, and its stream is closed.
window.addEventListener("pageshow", (event) => {
  if (event.persisted) {
    known = -1;
    listen();
  }
});

document.documentElement.classList.add("waz-live-page");
listen();
