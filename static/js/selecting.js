// Words of a transcript selected with mouse, finger or arrow keys become the bounds of a quote. Without this script the
// first and the last cue are chosen in the form, and the words are cut on the next page.

const form = document.querySelector("[data-selecting]");
const texts = [...form.querySelectorAll("[data-words]")].map((element) => element.firstChild).filter(Boolean);
const shown = form.querySelector("[data-selected]");
const fields = { starts: form.elements.starts, ends: form.elements.ends };

const cueOf = (text) => text.parentElement.dataset.words;
const isInWord = (text, at) => /[\p{L}\p{N}]{2}/u.test(text.slice(Math.max(0, at - 1), at + 1));
const points = (text, at) => [...text.slice(0, at)].length; // the server counts characters, not UTF-16 units

function bounds(range) {
  const touched = texts.filter((text) => range.intersectsNode(text));
  let starts = range.startContainer === touched[0] ? range.startOffset : 0;
  const last = touched[touched.length - 1];
  let ends = range.endContainer === last ? range.endOffset : last?.data.length;
  if (!last) return null;
  while (isInWord(touched[0].data, starts)) starts -= 1; // a quote never cuts a word
  while (isInWord(last.data, ends)) ends += 1;
  return trimmed(touched, starts, ends);
}

// Cues of which nothing but white space is selected are left out.
function trimmed(touched, starts, ends) {
  const within = (at) =>
    touched[at].data.slice(at === 0 ? starts : 0, at === touched.length - 1 ? ends : undefined).trim();
  let from = 0;
  let to = touched.length - 1;
  while (from < to && !within(from)) from += 1;
  while (to > from && !within(to)) to -= 1;
  if (!within(from)) return null;
  const cut = touched.slice(from, to + 1).map((_, at) => within(from + at));
  const first = touched[from];
  const last = touched[to];
  return {
    first,
    last,
    starts: points(first.data, from === 0 ? starts : 0),
    ends: points(last.data, to === touched.length - 1 ? ends : last.data.length),
    words: cut.join(" "),
  };
}

function take() {
  const selection = document.getSelection();
  if (!selection.rangeCount || selection.isCollapsed) return;
  const found = bounds(selection.getRangeAt(0));
  if (!found) return;
  form.querySelector(`[name=first][value="${cueOf(found.first)}"]`).checked = true;
  form.querySelector(`[name=last][value="${cueOf(found.last)}"]`).checked = true;
  for (const name of ["starts", "ends"]) {
    fields[name].value = found[name];
    fields[name].disabled = false;
  }
  shown.textContent = found.words;
  shown.closest(".selecting").hidden = false;
}

function forget() {
  for (const field of Object.values(fields)) field.disabled = true;
  shown.closest(".selecting").hidden = true;
}

// By keyboard: arrows choose a word, with Shift they stretch the choice.
const words = texts.flatMap((text) =>
  [...text.data.matchAll(/\S+/g)].map((word) => ({ text, starts: word.index, ends: word.index + word[0].length })),
);
const chosen = { anchor: -1, head: -1 };

function step(event) {
  const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (!by || event.target !== event.currentTarget || event.ctrlKey || event.altKey || event.metaKey) return;
  event.preventDefault();
  chosen.head = Math.min(words.length - 1, Math.max(0, chosen.head + by));
  if (!event.shiftKey || chosen.anchor < 0) chosen.anchor = chosen.head;
  const [from, to] = [chosen.anchor, chosen.head].sort((one, other) => one - other);
  document.getSelection().setBaseAndExtent(words[from].text, words[from].starts, words[to].text, words[to].ends);
  words[chosen.head].text.parentElement.scrollIntoView({ block: "nearest" });
}

const how = document.getElementById("selecting-how");
how.hidden = false;
form.querySelector("[role=region]").setAttribute("aria-describedby", how.id);
document.addEventListener("selectionchange", take);
form.addEventListener("change", forget);
form.querySelector("[role=region]").addEventListener("keydown", step);
take(); // what was selected before the script had come
