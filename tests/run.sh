#!/usr/bin/env bash
# Installs what the tests need, builds without warnings, checks the format, runs every test, and prints the sum last.
# Usage: tests/run.sh [filter]      (a filter as dotnet test takes it: FullyQualifiedName~Clusters)
set -euo pipefail
cd "$(dirname "$0")/.."
start=$(date +%s)

if ! command -v dotnet >/dev/null; then
  echo "The .NET SDK ($(grep -o '"version": "[^"]*"' global.json)) is needed: see https://dot.net" >&2
  exit 2
fi

# The browser tests drive Debian's Chromium; CHROMIUM may name another one.
if ! command -v "${CHROMIUM:-chromium}" >/dev/null; then
  if ! command -v apt-get >/dev/null; then
    echo "No chromium here and no apt-get to install it: install Chromium and name it in CHROMIUM" >&2
    exit 2
  fi
  root=""
  [ "$(id -u)" = 0 ] || root=sudo
  $root apt-get update -qq
  DEBIAN_FRONTEND=noninteractive $root apt-get install -y -qq chromium >/dev/null
fi

results=$(mktemp -d)
trap 'rm -rf "$results"' EXIT

dotnet restore Investigator.sln
dotnet build Investigator.sln -c Release --no-restore
dotnet format Investigator.sln --verify-no-changes --no-restore

# One project after another: libtorch and the engine each want all cores.
failed=0
dotnet test Investigator.sln -c Release --no-build -m:1 --logger trx --results-directory "$results" ${1:+--filter "$1"} || failed=$?

count() { { grep -ohE "<Counters [^>]*" "$results"/*.trx 2>/dev/null || true; } | grep -oE " $1=\"[0-9]+\"" | grep -oE '[0-9]+' | awk '{ sum += $1 } END { print sum + 0 }'; }
passed=$(count passed)
broken=$(( $(count failed) + $(count error) + $(count timeout) + $(count aborted) ))
echo "took $(( $(date +%s) - start )) s"
echo "$passed passed, $broken failed"
[ "$failed" = 0 ] && [ "$broken" = 0 ] && [ "$passed" -gt 0 ]
