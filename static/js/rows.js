// "Add a row" without a journey to the server: the last row is copied, emptied and numbered on.
function addRow(button, event) {
  const holder = document.querySelector(`[data-rows="${button.dataset.adds}"]`);
  const rows = holder ? holder.querySelectorAll(":scope > [data-row]") : [];
  const last = rows[rows.length - 1];
  const number = last && last.querySelector("[name]").name.match(/-(\d+)-/);
  if (!number) return;
  event.preventDefault();
  const copy = last.cloneNode(true);
  renumber(copy, `-${number[1]}-`, `-${Number(number[1]) + 1}-`);
  empty(copy);
  const legend = copy.querySelector("legend");
  legend.textContent = legend.textContent.replace(/\d+/, String(rows.length + 1));
  holder.append(copy);
  copy.querySelector("input, select").focus();
}

function renumber(row, from, to) {
  for (const element of [row, ...row.querySelectorAll("*")]) {
    for (const name of ["id", "name", "for", "aria-describedby"]) {
      const value = element.getAttribute(name);
      if (value) element.setAttribute(name, value.replaceAll(from, to));
    }
  }
}

function empty(row) {
  for (const error of row.querySelectorAll(".error")) error.remove();
  for (const wrong of row.querySelectorAll(".field-wrong")) wrong.classList.remove("field-wrong");
  for (const control of row.querySelectorAll("input, select")) {
    control.removeAttribute("aria-invalid");
    if (control.type === "checkbox") control.checked = false;
    else if (control.tagName === "SELECT") control.selectedIndex = 0;
    else control.value = "";
  }
}

for (const button of document.querySelectorAll("[data-adds]")) {
  button.addEventListener("click", (event) => addRow(button, event));
}
