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

// Words selected in a transcript get a link of their own: to their cue, and to the words themselves where a browser can.
function linkWords() {
  const bar = document.querySelector("[data-linking]");
  if (!bar) return;
  const cues = [...document.querySelectorAll(".cues li")];
  document.addEventListener("selectionchange", () => {
    const selection = document.getSelection();
    if (!selection.rangeCount || selection.isCollapsed) return;
    const range = selection.getRangeAt(0);
    const touched = cues.filter((cue) => range.intersectsNode(cue));
    const parts = touched.map((cue) => selectedIn(cue, range)).filter((part) => part.words);
    if (!parts.length) return;
    const said = parts.map((part) => part.words);
    const link = bar.querySelector("a");
    link.href = `${bar.dataset.linking}?cue=${parts[0].number}#c${parts[0].number}:~:text=${fragment(said)}`;
    bar.querySelector("q").textContent = said.join(" ");
    bar.querySelector("input").value = link.href;
    const copy = bar.querySelector("button");
    copy.textContent = copy.textContent.replace(" ✓", "");
    copy.disabled = false;
    bar.hidden = false;
  });
}

// What of a cue's own words is selected, in whole words: neither its time nor who speaks.
function selectedIn(cue, range) {
  const text = [...cue.childNodes].filter((node) => node.nodeType === 3 && node.data.trim());
  const words = text.filter((node) => range.intersectsNode(node)).map((node) => {
    let starts = range.startContainer === node ? range.startOffset : 0;
    let ends = range.endContainer === node ? range.endOffset : node.data.length;
    if (starts === ends) return "";
    while (isInWord(node.data, starts)) starts -= 1;
    while (isInWord(node.data, ends)) ends += 1;
    return node.data.slice(starts, ends);
  });
  return { number: cue.id.slice(1), words: words.join(" ").replace(/\s+/g, " ").trim() };
}

const isInWord = (text, at) => /[\p{L}\p{N}]{2}/u.test(text.slice(Math.max(0, at - 1), at + 1));

// One cue's few words whole; else the first and the last six, because a time stands between two cues.
function fragment(said) {
  const coded = (text) => encodeURIComponent(text).replaceAll("-", "%2D");
  if (said.length === 1 && said[0].length <= 120) return coded(said[0]);
  const first = said[0].split(" ").slice(0, 6).join(" ");
  return `${coded(first)},${coded(said.at(-1).split(" ").slice(-6).join(" "))}`;
}

suggestZone();
linkWords();
playHere();
offerCopying();
countDown();
