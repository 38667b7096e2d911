/* The ballot counts along while somebody chooses. The server decides; this only shows what it will say.
   An unfinished choice stays in this tab, under a name that belongs to one pincode: whoever lost the connection types
   the same code again and goes on. It is gone when it was voted, wiped, or when somebody else's ballot opens here,
   because a telephone or a tablet is often shared. */

const prefix = "wijkaanzet-keuze-";
const slot = (key) => prefix + key;

/** Calls the tab's own storage, which a browser may refuse. */
function remembered(action) {
  try {
    return action(window.sessionStorage);
  } catch {
    return null;
  }
}

/** Forgets every choice but the one under this name. */
function forgetOthers(name) {
  remembered((store) => {
    for (const key of Object.keys(store)) {
      if (key.startsWith(prefix) && key !== name) store.removeItem(key);
    }
  });
}

function restore(form, boxes) {
  // What the server ticked (a choice that was sent and came back) goes before what was remembered.
  if (boxes.some((box) => box.checked)) return;
  const known = (remembered((store) => store.getItem(slot(form.dataset.key))) ?? "").split(" ");
  for (const box of boxes) box.checked = known.includes(box.value);
}

function remember(form, chosen) {
  const values = chosen.map((box) => box.value).join(" ");
  remembered((store) => (values ? store.setItem(slot(form.dataset.key), values) : store.removeItem(slot(form.dataset.key))));
}

function fill(text, values) {
  return text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
}

function ballot(form) {
  const { rule, currency, ...data } = form.dataset;
  const [budget, min, max] = [data.budget, data.min, data.max].map(Number);
  const boxes = [...form.querySelectorAll('input[name="plan"]')];
  const bar = form.querySelector("[data-bar]");
  const output = form.querySelector("[data-left]");
  const meter = form.querySelector("[data-meter]");
  const cost = (box) => Number(box.dataset.cost);
  const money = (cents) =>
    new Intl.NumberFormat(document.documentElement.lang, {
      style: "currency",
      currency,
      minimumFractionDigits: cents % 100 ? 2 : 0,
      maximumFractionDigits: 2,
    }).format(cents / 100);

  /** The sentence in the bar, and whether the server would refuse. */
  function verdict(chosen, spent) {
    if (rule === "budget") {
      const left = budget - spent;
      const values = { left: money(left), over: money(-left), budget: money(budget) };
      return left < 0 ? [fill(data.textOver, values), true] : [fill(data.textBudget, values), false];
    }
    const values = { chosen: chosen.length, min, max };
    if (chosen.length > max) return [fill(data.textTooMany, values), true];
    // A ballot without any plan is a blank ballot, which is allowed.
    if (chosen.length && chosen.length < min) return [fill(data.textTooFew, values), false];
    return [fill(data.textCount, values), false];
  }

  function update() {
    const chosen = boxes.filter((box) => box.checked);
    const spent = chosen.reduce((sum, box) => sum + cost(box), 0);
    const [sentence, wrong] = verdict(chosen, spent);
    if (output.textContent !== sentence) output.textContent = sentence;
    meter.value = rule === "budget" ? spent : chosen.length;
    bar.classList.toggle("waz-budget--wrong", wrong);
    for (const box of boxes) {
      const fits = rule === "budget" ? spent + cost(box) <= budget : chosen.length < max;
      const choice = box.closest("[data-choice]");
      choice.classList.toggle("waz-choice--full", !fits && !box.checked);
      choice.querySelector("[data-full]").hidden = fits || box.checked;
    }
    remember(form, chosen);
  }

  /* Who leaves with a choice that was not sent hears so first. */
  let unsent = false;
  const warn = (event) => {
    if (unsent && boxes.some((box) => box.checked)) event.preventDefault();
  };
  form.addEventListener("change", () => {
    unsent = true;
    update();
  });
  form.addEventListener("submit", (event) => {
    unsent = false;
    if (event.submitter?.matches("[data-wipe]")) forgetOthers("");
  });
  window.addEventListener("beforeunload", warn);

  forgetOthers(slot(form.dataset.key));
  restore(form, boxes);
  bar.hidden = false;
  for (const button of form.querySelectorAll("[data-without-script]")) button.hidden = true;
  // A page that comes back from the browser's history may have other boxes ticked.
  window.addEventListener("pageshow", update);
  update();
}

for (const form of document.querySelectorAll("form[data-ballot]")) ballot(form);
if (document.querySelector("[data-voted]")) forgetOthers("");
