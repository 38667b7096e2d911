/* Photos of a phone are many times larger than a page shows. Made smaller before they are sent, they cost less of
   somebody's bundle and arrive sooner. Without JavaScript, or when it does not work, the server does it. */

const LONGEST = 2000;
const SMALL_ENOUGH = 1_000_000;

async function shrunk(file) {
  if (file.size <= SMALL_ENOUGH || !file.type.startsWith("image/")) return file;
  const bitmap = await createImageBitmap(file, { imageOrientation: "from-image" });
  const scale = Math.min(1, LONGEST / Math.max(bitmap.width, bitmap.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(bitmap.width * scale);
  canvas.height = Math.round(bitmap.height * scale);
  canvas.getContext("2d").drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  const blob = await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", 0.85));
  return blob && blob.size < file.size ? new File([blob], "foto.jpg", { type: "image/jpeg" }) : file;
}

for (const input of document.querySelectorAll("input[type=file][data-shrink]")) {
  let working = null;
  let waiting = false;
  input.addEventListener("change", () => {
    const chosen = [...input.files];
    const mine = Promise.all(chosen.map((file) => shrunk(file).catch(() => file))).then((files) => {
      if (working !== mine) return; // other photos were chosen in the meantime
      working = null;
      const list = new DataTransfer();
      for (const file of files) list.items.add(file);
      input.files = list.files;
    });
    working = mine;
  });
  input.form.addEventListener("submit", (event) => {
    // Only while a photo is being made smaller: a form cannot be sent again from within its own submit event.
    if (!working) return;
    event.preventDefault();
    if (waiting) return;
    waiting = true;
    const button = event.submitter;
    const send = () => {
      if (working) return working.then(send, send);
      waiting = false;
      input.form.requestSubmit(button);
    };
    send();
  });
}
