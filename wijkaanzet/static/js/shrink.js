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
  let working = Promise.resolve();
  let sending = false;
  input.addEventListener("change", () => {
    const chosen = [...input.files];
    working = Promise.all(chosen.map((file) => shrunk(file).catch(() => file))).then((files) => {
      const list = new DataTransfer();
      for (const file of files) list.items.add(file);
      input.files = list.files;
    });
  });
  input.form.addEventListener("submit", (event) => {
    if (sending) return;
    event.preventDefault();
    const button = event.submitter;
    working.finally(() => {
      sending = true;
      input.form.requestSubmit(button);
      sending = false;
    });
  });
}
