/* The QR code of a letter opens /stem#CODE: the part behind # never reaches a server's log.
   This takes the code out of the address bar, so that it stays in no history either, and sends the form. */

const field = document.querySelector('input[name="pincode"]');
const code = window.location.hash.slice(1);

if (field && /^[0-9a-z]{4}-?[0-9a-z]{4}-?[0-9a-z]{4}$/i.test(code)) {
  window.history.replaceState(null, "", window.location.pathname + window.location.search);
  field.value = code;
  field.form.requestSubmit();
}
