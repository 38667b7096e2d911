// Copying a plan's address, and the phone's own way of sharing. Without this script the address can be copied by hand.

for (const share of document.querySelectorAll(".waz-share")) {
  const field = share.querySelector("input");
  const copy = share.querySelector("[data-copy]");
  const said = share.querySelector("[data-copied]");
  const own = share.querySelector("[data-native]");
  field.addEventListener("focus", () => field.select());
  if (navigator.clipboard) {
    copy.hidden = false;
    copy.addEventListener("click", async () => {
      await navigator.clipboard.writeText(field.value);
      said.textContent = said.dataset.text;
    });
  }
  if (navigator.share) {
    own.hidden = false;
    const button = own.querySelector("button");
    button.addEventListener("click", () => navigator.share({ title: button.dataset.title, url: field.value }).catch(() => {}));
  }
}
