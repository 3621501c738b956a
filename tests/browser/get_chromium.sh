#!/bin/sh
# The browser tests drive Debian's Chromium, the network test watches with strace. Installs them where that is
# possible, and says so where it is not.
have() { command -v "$1" >/dev/null 2>&1; }

have chromium && have strace && exit 0
if [ "$(id -u)" = 0 ] && have apt-get; then
  apt-get update -qq && apt-get install -y -qq chromium strace >/dev/null 2>&1
fi
have chromium ||
  echo "The browser tests will be skipped: Chromium is not installed and cannot be installed from here (as root: apt-get install chromium)."
have strace ||
  echo "The network test will be skipped: strace is not installed and cannot be installed from here (as root: apt-get install strace)."
exit 0
