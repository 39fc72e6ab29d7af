// Ctrl+K (or ⌘K) opens the organizers' search in a dialog; arrows walk through what is found. The page itself needs no script.

const box = document.querySelector("[data-palette]");
let dialog = null;
let asked = 0;
let waiting = 0;

function build() {
  dialog = document.createElement("dialog");
  dialog.className = "palette";
  dialog.setAttribute("aria-label", box.dataset.palette);
  const input = document.createElement("input");
  input.type = "search";
  input.setAttribute("aria-label", box.dataset.palette);
  const results = document.createElement("div");
  results.setAttribute("aria-live", "polite");
  dialog.append(input, results);
  document.body.append(dialog);
  input.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => look(input.value, results), 150);
  });
  dialog.addEventListener("keydown", walk);
  dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
}

async function look(words, results) {
  const number = ++asked;
  const address = new URL(box.action, location.href);
  address.searchParams.set("q", words);
  const answer = await fetch(address, { headers: { Accept: "text/html" } });
  if (number !== asked) return;
  if (!answer.ok || answer.redirected) return location.assign(address);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  results.replaceChildren(...(page.getElementById("results")?.children || []));
}

async function walk(event) {
  if (!["ArrowDown", "ArrowUp", "Enter"].includes(event.key)) return;
  const input = dialog.querySelector("input");
  const stops = [input, ...dialog.querySelectorAll("a")];
  const place = stops.indexOf(document.activeElement);
  if (event.key === "Enter") {
    if (place !== 0) return;
    event.preventDefault();
    clearTimeout(waiting);
    await look(input.value, dialog.querySelector("div")); // what is shown may answer the words typed before
    dialog.querySelector("a")?.click();
    return;
  }
  event.preventDefault();
  const step = event.key === "ArrowDown" ? 1 : -1;
  stops[(place + step + stops.length) % stops.length].focus();
}

document.addEventListener("keydown", (event) => {
  if (!box || event.key.toLowerCase() !== "k" || !(event.ctrlKey || event.metaKey) || event.altKey) return;
  event.preventDefault();
  if (!dialog) build();
  dialog.showModal();
  const input = dialog.querySelector("input");
  input.select();
  look(input.value, dialog.querySelector("div"));
});
