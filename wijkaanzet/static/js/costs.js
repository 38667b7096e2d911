// The sum of an estimate while it is being written. The server adds up again.

const box = document.querySelector("[data-costs]");
if (box) {
  const sum = box.querySelector("[data-sum]");
  const money = new Intl.NumberFormat(document.documentElement.lang, { style: "currency", currency: box.dataset.currency });
  const fields = () => [...box.querySelectorAll('input[inputmode="decimal"]')];
  const show = () => {
    const cents = fields().map((field) => read(field.value));
    if (cents.some(Number.isNaN)) return;
    sum.textContent = money.format(cents.reduce((all, one) => all + one, 0) / 100).replace(/[.,]00$/, "");
  };
  box.addEventListener("input", show);
  if (fields().some((field) => field.value)) show();
}

// As phases/money.py reads an amount: 2.500 or 2500 or 99,50.
function read(text) {
  const plain = text.replace(/[€\s]/g, "");
  if (!plain) return 0;
  if (!/^\d{1,3}(\.\d{3})*(,\d{1,2})?$|^\d+(,\d{1,2})?$/.test(plain)) return Number.NaN;
  return Math.round(Number(plain.replaceAll(".", "").replace(",", ".")) * 100);
}
