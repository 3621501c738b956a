#!/bin/sh
# The browser tests drive Debian's Chromium; installs it where that is possible, and says so where it is not.
command -v chromium >/dev/null 2>&1 && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
  apt-get update -qq && apt-get install -y -qq chromium >/dev/null 2>&1
fi
command -v chromium >/dev/null 2>&1 ||
  echo "The browser tests will be skipped: Chromium is not installed and cannot be installed from here (as root: apt-get install chromium)."
