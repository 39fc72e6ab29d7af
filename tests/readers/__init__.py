"""Programs of others as readers of our feeds: libical, ical.js, node-ical, vobject, vdirsyncer, khal."""
