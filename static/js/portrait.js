// The chosen picture with the square that will be kept of it; a click on the face sets the two numbers.
for (const part of document.querySelectorAll("[data-focus]")) {
  const file = document.getElementById(part.dataset.focus);
  const place = part.querySelector("[data-picture]");
  const [across, down] = part.querySelectorAll("input");
  const picture = document.createElement("img");
  const square = document.createElement("span");
  picture.alt = "";
  square.className = "focus-square";
  place.append(picture, square);

  const draw = () => {
    const { width, height } = picture;
    const side = Math.min(width, height);
    const from = (share, length) => Math.min(Math.max((length * share) / 100 - side / 2, 0), length - side);
    square.style.width = square.style.height = `${side}px`;
    square.style.left = `${from(Number(across.value || 50), width)}px`;
    square.style.top = `${from(Number(down.value || 50), height)}px`;
  };

  picture.addEventListener("load", draw);
  file.addEventListener("change", () => {
    place.hidden = part.querySelector("[data-hint]").hidden = !file.files.length;
    if (!file.files.length) return;
    const reader = new FileReader();
    reader.addEventListener("load", () => (picture.src = reader.result));
    reader.readAsDataURL(file.files[0]);
  });
  picture.addEventListener("click", (event) => {
    across.value = Math.round((100 * event.offsetX) / picture.width);
    down.value = Math.round((100 * event.offsetY) / picture.height);
    draw();
  });
  part.addEventListener("input", draw);
  window.addEventListener("resize", draw);
}
