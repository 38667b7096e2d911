/* A choice that was looked at but not confirmed is no vote: who leaves the page without deciding hears so first.
   Going on (the form) and going back to change (a link in it) are decisions. */

for (const form of document.querySelectorAll("form[data-unsent]")) {
  let decided = false;
  const decide = () => {
    decided = true;
  };
  form.addEventListener("submit", decide);
  for (const link of form.querySelectorAll("a")) link.addEventListener("click", decide);
  window.addEventListener("pageshow", () => {
    decided = false;
  });
  window.addEventListener("beforeunload", (event) => {
    if (!decided) event.preventDefault();
  });
}
