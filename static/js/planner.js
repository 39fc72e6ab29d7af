// Dragging an entry of the planner to another day opens the move as a proposal; days on which its speakers are away are greyed.

let dragged = null;

function daysOf(entry) {
  return new Set((entry.dataset.away || "").split(" ").filter(Boolean));
}

function grey(entry, on) {
  const away = daysOf(entry);
  for (const cell of document.querySelectorAll("[data-day]")) {
    cell.classList.toggle("unavailable", on && away.has(cell.dataset.day));
  }
}

document.addEventListener("dragstart", (event) => {
  dragged = event.target.closest?.("[data-move]") || null;
  if (!dragged) return;
  event.dataTransfer.effectAllowed = "move";
  event.dataTransfer.setData("text/plain", dragged.textContent.trim());
  grey(dragged, true);
});

document.addEventListener("dragend", () => {
  if (dragged) grey(dragged, false);
  dragged = null;
  document.querySelectorAll(".dropping").forEach((cell) => cell.classList.remove("dropping"));
});

for (const cell of document.querySelectorAll("[data-day]")) {
  cell.addEventListener("dragover", (event) => {
    if (!dragged) return;
    event.preventDefault();
    cell.classList.add("dropping");
  });
  cell.addEventListener("dragleave", () => cell.classList.remove("dropping"));
  cell.addEventListener("drop", (event) => {
    if (!dragged || dragged.closest("[data-day]") === cell) return;
    event.preventDefault();
    const address = new URL(dragged.dataset.move, location.href);
    address.searchParams.set("day", cell.dataset.day);
    location.assign(address);
  });
}
