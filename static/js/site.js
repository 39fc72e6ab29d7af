// What scripts improve on public pages: the reader's own zone, copying, a calm countdown. Nothing depends on them.

const words = document.documentElement.lang;

function suggestZone() {
  const select = document.querySelector("[data-own-zone]");
  if (!select || select.value) return;
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const option = [...select.options].find((one) => one.value === zone);
  if (option) option.selected = true;
}

function offerCopying() {
  for (const button of document.querySelectorAll("[data-copy], [data-copy-words]")) {
    button.hidden = false;
    button.addEventListener("click", async () => {
      const field = button.dataset.copy && document.getElementById(button.dataset.copy);
      await navigator.clipboard.writeText(field ? field.value : exactWords());
      button.textContent += " ✓";
      button.disabled = true;
    });
  }
}

function exactWords() {
  return [...document.querySelectorAll("#words p")]
    .map((paragraph) => {
      const copy = paragraph.cloneNode(true);
      copy.querySelectorAll(".mark").forEach((mark) => mark.remove());
      return copy.textContent.trim();
    })
    .join("\n");
}

function countDown() {
  const shown = document.querySelector("[data-countdown]");
  if (!shown) return;
  const relative = new Intl.RelativeTimeFormat(words, { numeric: "auto" });
  const tell = () => {
    const minutes = Math.round((new Date(shown.dataset.countdown) - Date.now()) / 60000);
    shown.hidden = minutes < 0;
    if (minutes >= 2880) shown.textContent = relative.format(Math.round(minutes / 1440), "day");
    else if (minutes >= 120) shown.textContent = relative.format(Math.round(minutes / 60), "hour");
    else shown.textContent = relative.format(minutes, "minute");
  };
  tell();
  setInterval(tell, 60000);
}

function playHere() {
  const holder = document.getElementById("player");
  if (!holder) return;
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-player]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    const frame = document.createElement("iframe");
    frame.src = link.href;
    frame.title = link.textContent.trim();
    frame.className = "player";
    frame.allow = "autoplay; fullscreen; picture-in-picture";
    holder.replaceChildren(frame);
    holder.hidden = false;
    holder.scrollIntoView({ block: "nearest" });
  });
}

suggestZone();
playHere();
offerCopying();
countDown();
