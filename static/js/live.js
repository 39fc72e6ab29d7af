// The moderator's clock: which segment is on, how long it still lasts, and how late the show runs.

const live = document.querySelector("[data-live]");
const segments = [...live.querySelectorAll("[data-offset]")];
const clock = live.querySelector("[data-clock]");
const left = live.querySelector("[data-left]");
const DAY = 86400;
let starts = live.dataset.starts ? new Date(live.dataset.starts) : null;

function spoken(seconds) {
  const sign = seconds < 0 ? "−" : "";
  const whole = Math.abs(seconds);
  const two = (number) => String(number).padStart(2, "0");
  const minutes = Math.floor(whole / 60) % 60;
  const hours = Math.floor(whole / 3600);
  return sign + (hours ? `${hours}:${two(minutes)}` : minutes) + `:${two(whole % 60)}`;
}

function tell() {
  const moment = new Date();
  clock.textContent = moment.toLocaleTimeString(document.documentElement.lang, { hour12: false });
  if (!starts) return;
  const seconds = Math.floor((moment - starts) / 1000);
  let present = null;
  for (const segment of segments) {
    const begins = Number(segment.dataset.offset) * 60;
    const ends = begins + Number(segment.dataset.minutes) * 60;
    const isOn = seconds >= begins && seconds < ends;
    segment.toggleAttribute("data-past", seconds >= ends);
    if (isOn) {
      present = segment;
      if (segment.getAttribute("aria-current") !== "step") segment.scrollIntoView({ block: "center" });
      segment.setAttribute("aria-current", "step");
      left.textContent = `${spoken(ends - seconds)} ${left.dataset.words}`;
      left.toggleAttribute("data-short", ends - seconds <= 60);
    } else {
      segment.removeAttribute("aria-current");
    }
  }
  if (present) return;
  left.toggleAttribute("data-short", seconds >= 0);
  const isFar = seconds < -DAY; // which day it is stands above
  left.textContent = isFar ? "" : seconds < 0 ? spoken(seconds) : live.dataset.over;
}

for (const button of live.querySelectorAll("button")) {
  button.hidden = false;
  button.addEventListener("click", () => {
    if ("startNow" in button.dataset) starts = new Date();
    else if (starts) starts = new Date(starts.getTime() + Number(button.dataset.later) * 60000);
    tell();
  });
}

if (segments.length) {
  tell();
  setInterval(tell, 1000);
}
