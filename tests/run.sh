#!/usr/bin/env bash
# Installs what the tests need, builds without warnings, checks the format, runs every test, and prints the sum last.
# Usage: tests/run.sh [filter]        (a filter as dotnet test takes it: FullyQualifiedName~Clusters)
#        tests/run.sh --only CLASS    (the quick loop: builds the one project that has this test class, runs the class and nothing else)
set -euo pipefail
cd "$(dirname "$0")/.."
start=$(date +%s)

if ! command -v dotnet >/dev/null; then
  echo "The .NET SDK ($(grep -o '"version": "[^"]*"' global.json)) is needed: see https://dot.net" >&2
  exit 2
fi

if [ "${1:-}" = --only ]; then
  class=${2:?"which test class?"}
  file=$(grep -rlE --include='*.cs' "\bclass $class\b" tests/*.Tests | grep -v /obj/ | head -1)
  [ -n "$file" ] || { echo "There is no test class $class under tests" >&2; exit 2; }
  project=$(cut -d/ -f2 <<<"$file")
  dotnet build "tests/$project" -c Release -v q -nologo
  # The runner is the test assembly itself: it starts in a moment, and dotnet test would not.
  exec dotnet "tests/$project/bin/Release/net10.0/Investigator.$project.dll" -class "*.$class"
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

# The build has the style and the analysers as errors already; what it cannot see are spaces and line ends.
unformatted=0
dotnet format whitespace Investigator.sln --verify-no-changes --no-restore || unformatted=$?

# One project after another: libtorch and the engine each want all cores.
failed=0
dotnet test Investigator.sln -c Release --no-build -m:1 --logger trx --results-directory "$results" ${1:+--filter "$1"} || failed=$?

count() { { grep -ohE "<Counters [^>]*" "$results"/*.trx 2>/dev/null || true; } | grep -oE " $1=\"[0-9]+\"" | grep -oE '[0-9]+' | awk '{ sum += $1 } END { print sum + 0 }'; }
passed=$(count passed)
broken=$(( $(count failed) + $(count error) + $(count timeout) + $(count aborted) ))
echo "took $(( $(date +%s) - start )) s"
[ "$unformatted" = 0 ] || echo "the format is not clean: run dotnet format Investigator.sln"
echo "$passed passed, $broken failed"
[ "$failed" = 0 ] && [ "$broken" = 0 ] && [ "$passed" -gt 0 ] && [ "$unformatted" = 0 ]
