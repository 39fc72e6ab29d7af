// Reads a calendar from standard input with ical.js and node-ical and prints what they understood, as JSON.
// READERS is the folder with node_modules.
const { createRequire } = require("node:module");
const { readFileSync } = require("node:fs");

const load = createRequire(`${process.env.READERS}/`);
const text = readFileSync(0, "utf8");
const two = (number) => String(number).padStart(2, "0");

function icaljs() {
  const loaded = load("ical.js");
  const ICAL = loaded.default ?? loaded;
  const calendar = new ICAL.Component(ICAL.parse(text));
  const moment = (time) => (time.isDate ? time.toString() : time.toUnixTime());
  return calendar.getAllSubcomponents("vevent").map((component) => {
    const event = new ICAL.Event(component);
    const told = { uid: event.uid, title: event.summary, text: event.description };
    return { ...told, start: moment(event.startDate), end: moment(event.endDate) };
  });
}

function nodeIcal() {
  const value = (field) => (field && field.val !== undefined ? field.val : field);
  const day = (date) => `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  const moment = (event, date) => (event.datetype === "date" ? day(date) : date.getTime() / 1000);
  return Object.values(load("node-ical").sync.parseICS(text))
    .filter((entry) => entry.type === "VEVENT")
    .map((event) => ({
      uid: event.uid,
      title: value(event.summary),
      text: value(event.description),
      start: moment(event, event.start),
      end: moment(event, event.end),
    }));
}

process.stdout.write(JSON.stringify({ "ical.js": icaljs(), "node-ical": nodeIcal() }));
