#!/usr/bin/env bash
# Prints which folders of the engine and of the app use which, from the built assemblies; fails where one uses a later one.
set -uo pipefail
cd "$(dirname "$0")/.."
failed=0
for project in tests/Engine.Tests tests/App.Tests; do
  output=$(dotnet test "$project" -c Release --filter "FullyQualifiedName~Folder_OfLaterFolders" --logger "console;verbosity=detailed" 2>&1) || failed=1
  printf '%s\n' "$output" | grep -E '^ *(\w|/)+( -> .*)?$| uses ' | sed 's/^ *//' | awk '!seen[$0]++'
  echo
done
exit "$failed"
