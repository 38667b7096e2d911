// While a plan is being written, those that look like it are shown. The server compares; nothing that is typed is kept.

const place = document.querySelector("[data-similar]");
const title = document.querySelector("[data-similar-title]");
const texts = [...document.querySelectorAll("[data-similar-text]")];
const PAUSE = 900; // milliseconds without a key

if (place && title && !place.dataset.but) watch();

function watch() {
  const token = place.closest("form").querySelector('[name="csrf_token"]').value;
  let waiting;
  let asked = "";

  async function ask() {
    const body = new URLSearchParams({
      csrf_token: token,
      title: title.value,
      text: texts.map((field) => field.value).join(" "),
    });
    if (body.toString() === asked || title.value.trim().length < 4) return;
    asked = body.toString();
    try {
      const answer = await fetch(place.dataset.similar, { method: "POST", body });
      if (!answer.ok) return;
      const found = await answer.text();
      // Only what is new is read out by a screen reader.
      if (found.trim() !== place.innerHTML.trim()) place.innerHTML = found;
    } catch {
      // No connection: the next page shows the same plans.
    }
  }

  for (const field of [title, ...texts]) {
    field.addEventListener("input", () => {
      clearTimeout(waiting);
      waiting = setTimeout(ask, PAUSE);
    });
  }
}
