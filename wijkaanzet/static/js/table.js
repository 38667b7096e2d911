/* The ja-mits table follows what others do. The stream tells that something changed; the page then asks for its part again.
   Nothing that somebody is typing in is ever replaced: a form that was touched keeps its words, and says that there is news. */

const root = document.querySelector("[data-live]");
const POLL_MS = 2000;
const STREAM_AGAIN_MS = 30000;
const LOST_AFTER_MS = 4000;
const WIDE = 900;
const touched = new WeakSet();
const big = "screen" in root.dataset;
let known = Number(root.querySelector("#stand").dataset.changes);
let wanted = known;
let busy = false;

const section = (element) => element.closest("[data-refresh]");

document.addEventListener("input", (event) => {
  const part = section(event.target);
  if (part) touched.add(part);
});

// A page that says what could not be done holds what was typed before: nothing of it is replaced.
if (root.dataset.page && root.dataset.page !== window.location.pathname) {
  for (const part of document.querySelectorAll("[data-refresh]")) touched.add(part);
}

/** Whether something was typed here; also before the browser came back to this page. */
function holdsWords(part) {
  const changed = (one) => one.value !== one.defaultValue || one.checked !== one.defaultChecked;
  return touched.has(part) || [...part.querySelectorAll("input, textarea")].some(changed);
}

/** Whether somebody is at work in a form on this page. */
function atWork() {
  return [...document.querySelectorAll("[data-refresh]")].some(holdsWords);
}

/** The forms that a page has: others when a verdict was fixed or taken up again, or when a specialism was asked. */
function formsOf(page) {
  return [...page.querySelectorAll("[data-refresh]")].map((part) => part.id).join(" ");
}

function reading(part) {
  return part.contains(document.activeElement) && document.activeElement.matches("input, textarea, select");
}

async function fetched(address) {
  const answer = await fetch(address, { headers: { Accept: "text/html" }, redirect: "error" });
  if (!answer.ok) throw new Error(String(answer.status));
  return new DOMParser().parseFromString(await answer.text(), "text/html");
}

/** Nobody scrolls a big screen: with many words its letters become smaller, and then its tiles move closer together. */
function fit() {
  const main = root.closest("main");
  const sizes = [1, 0.95, 0.9, 0.85];
  const tries = [...sizes.map((size) => [size, false]), ...[...sizes, 0.8, 0.75, 0.7, 0.65, 0.6].map((size) => [size, true])];
  for (const [size, packed] of window.innerWidth < WIDE ? [[1, false]] : tries) {
    main.style.setProperty("--waz-fit", size);
    main.classList.toggle("waz-screen--packed", packed);
    if (document.documentElement.scrollHeight <= window.innerHeight) break;
  }
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
  if (big) fit();
  if (said.length) root.querySelector("[data-news]").textContent = said.join(". ");
  return board;
}

/** Brings the forms up to date that show something else now and that nobody is working in. */
async function refreshForms(marks) {
  const parts = [...document.querySelectorAll("[data-refresh]")];
  const behind = parts.filter((part) => part.id in marks && marks[part.id] !== part.dataset.mark);
  const quiet = [];
  for (const part of behind) {
    if (holdsWords(part) || reading(part)) {
      const notice = part.querySelector("[data-notice]");
      if (notice) notice.hidden = false;
    } else quiet.push(part);
  }
  if (!quiet.length) return;
  const page = await fetched(root.dataset.page);
  if (formsOf(page) !== formsOf(document) && !atWork() && !parts.some(reading)) {
    window.location.reload();
    return;
  }
  for (const part of quiet) {
    const fresh = page.getElementById(part.id);
    if (!fresh || holdsWords(part) || reading(part)) continue;
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
  } catch (error) {
    if (error.message === "404" && root.dataset.gone && !atWork()) {
      // This plan is no longer at the table.
      window.location.assign(root.dataset.gone);
      return;
    }
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

let stream = null;
let timer = 0;
let losing = 0;

/** A stream is renewed now and then: only one that stays away is worth a word. */
function lost() {
  losing ||= window.setTimeout(() => connected(false), LOST_AFTER_MS);
}

function found() {
  window.clearTimeout(losing);
  losing = 0;
  connected(true);
}

/** Asks every two seconds while all places at the stream are taken; now and then whether there is one. */
function poll(until) {
  timer = window.setTimeout(async () => {
    try {
      const answer = await fetch(root.dataset.count, { headers: { Accept: "application/json" }, redirect: "error" });
      if (!answer.ok) throw new Error(String(answer.status));
      heard((await answer.json()).stand);
      found();
    } catch {
      lost();
    }
    if (stream || document.hidden) return;
    if (Date.now() < until) poll(until);
    else listen();
  }, POLL_MS);
}

function rest() {
  window.clearTimeout(timer);
  stream?.close();
  stream = null;
}

function listen() {
  rest();
  const mine = new EventSource(root.dataset.stream);
  stream = mine;
  mine.addEventListener("open", found);
  mine.addEventListener("stand", (event) => heard(Number(event.data)));
  mine.addEventListener("error", () => {
    if (mine !== stream) return;
    if (mine.readyState !== EventSource.CLOSED) lost();
    else {
      stream = null;
      poll(Date.now() + STREAM_AGAIN_MS);
    }
  });
}

// A browser has few connections to one site: a tab that nobody sees gives its stream back, and catches up when it is seen.
document.addEventListener("visibilitychange", () => (document.hidden ? rest() : listen()));
window.addEventListener("pagehide", rest);
// A page that comes back out of the browser's memory is old.
window.addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  known = -1;
  listen();
});

if (big) {
  fit();
  document.fonts.ready.then(fit);
  window.addEventListener("resize", fit);
}
document.documentElement.classList.add("waz-live-page");
if (!document.hidden) listen();
