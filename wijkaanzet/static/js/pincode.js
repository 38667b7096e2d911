/* The QR code of a letter opens /stem#CODE: the part behind # never reaches a server's log.
   This takes the code out of the address bar, so that it stays in no history either, and sends the form. */

const field = document.querySelector('input[name="pincode"]');

function enter() {
  const code = window.location.hash.slice(1);
  if (!field || !/^[0-9a-z]{4}-?[0-9a-z]{4}-?[0-9a-z]{4}$/i.test(code)) return;
  window.history.replaceState(null, "", window.location.pathname + window.location.search);
  field.value = code;
  field.form.requestSubmit();
}

/* Whoever types a code begins with an empty ballot: on a shared tablet somebody else may have left a choice behind. */
function forgetChoice() {
  try {
    for (const key of Object.keys(window.sessionStorage)) {
      if (key.startsWith("wijkaanzet-keuze-")) window.sessionStorage.removeItem(key);
    }
  } catch {
    // A browser that keeps nothing has nothing to forget.
  }
}

forgetChoice();
// A letter that is scanned while this page is open changes only the part behind #.
window.addEventListener("hashchange", enter);
enter();
