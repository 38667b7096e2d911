/* A second click on the same button must not send a vote twice: the server would refuse the second one, and the
   voter would see that instead of the receipt. Without JavaScript the server alone decides, and it does. */

for (const form of document.querySelectorAll("form[data-once]")) {
  let sent = false;
  form.addEventListener("submit", (event) => {
    if (sent) event.preventDefault();
    sent = true;
  });
  // The page may come back from the browser's history.
  window.addEventListener("pageshow", () => {
    sent = false;
  });
}
