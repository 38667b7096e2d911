/* Keeps the figures of an order to make letters fresh. Without JavaScript the link under them does the same. */

const part = document.querySelector("[data-run]");
const text = document.querySelector("#run-text");
const bar = part.querySelector("progress");
const EVERY_MS = 2000;

/** Shows the figures; whether the order has ended. */
function show(run) {
  bar.max = Math.max(run.total, 1);
  bar.value = run.done;
  const words = part.dataset.text.replace("{done}", run.done).replace("{total}", run.total);
  if (text.textContent !== words) text.textContent = words;
  return run.state === "done" || run.state === "failed";
}

async function refresh() {
  try {
    const answer = await fetch(part.dataset.run, { headers: { Accept: "application/json" } });
    if (answer.ok && show(await answer.json())) {
      window.location.reload();
      return;
    }
  } catch {
    // The network may be gone for a moment; the next time is soon.
  }
  window.setTimeout(refresh, EVERY_MS);
}

window.setTimeout(refresh, EVERY_MS);
