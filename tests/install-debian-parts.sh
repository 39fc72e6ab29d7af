#!/bin/sh
# Installs the real parts that tests use and PyPI does not hold: Chromium, nginx, libical's bindings, wrk, and Pango
# with poppler for PDF files.
# Does nothing where they are present; where they cannot be installed, the tests that need them say so and skip.
set -u
wanted=""
command -v chromium >/dev/null 2>&1 || command -v chromium-browser >/dev/null 2>&1 || wanted="$wanted chromium"
command -v nginx >/dev/null 2>&1 || [ -x /usr/sbin/nginx ] || wanted="$wanted nginx-light"
command -v wrk >/dev/null 2>&1 || wanted="$wanted wrk"
[ -x /usr/bin/python3 ] && /usr/bin/python3 -c 'import gi; gi.require_version("ICal", "3.0")' >/dev/null 2>&1 \
  || wanted="$wanted python3-gi gir1.2-ical-3.0"
for library in libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 poppler-utils; do
  dpkg -s "$library" >/dev/null 2>&1 || wanted="$wanted $library"
done
[ -n "$wanted" ] || exit 0
if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null 2>&1; then
  echo "Not installed, for this is not root on Debian:$wanted. Tests that need them are skipped."
  exit 0
fi
echo "Installing for the tests:$wanted"
export DEBIAN_FRONTEND=noninteractive
apt-get -qq update >/dev/null 2>&1
# One by one: a part that this Debian lacks must not keep the others away.
for part in $wanted; do
  apt-get -qq install -y --no-install-recommends "$part" >/dev/null 2>&1 \
    || echo "Could not install $part; tests that need it are skipped."
done
# nginx is run by the tests themselves, never as a service.
if command -v pkill >/dev/null 2>&1 && [ -f /run/nginx.pid ]; then nginx -s stop >/dev/null 2>&1 || true; fi
exit 0
