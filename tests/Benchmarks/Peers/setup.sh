#!/usr/bin/env bash
# Installs the peers that `benchmarks peers` measures against into a Debian system of their own: scikit-learn, faiss, pynndescent and R's dbscan.
# Needs root, debootstrap (installed if missing), 3 GB and a few minutes.
# PEERS_ROOT names the folder; SUITE the Debian suite (its scikit-learn must be 1.3 or newer).
set -euo pipefail
root=${PEERS_ROOT:-$HOME/.cache/investigator-peers}
suite=${SUITE:-forky}
packages=(python3-numpy python3-sklearn python3-faiss python3-pynndescent libopenblas0-pthread r-base-core r-cran-dbscan)

# Sources that are commented out name archives too.
mirror=$(grep -rhv '^ *#' /etc/apt/sources.list /etc/apt/sources.list.d 2>/dev/null | grep -oE 'https?://[^ ]+/debian/?( |$)' | head -1 | tr -d ' ' || true)
[ -n "$mirror" ] || { echo "no Debian mirror among the sources of apt" >&2; exit 1; }
if ! command -v debootstrap >/dev/null; then
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq debootstrap >/dev/null
fi

[ -e "$root/etc/debian_version" ] || debootstrap --variant=minbase "$suite" "$root" "$mirror" /usr/share/debootstrap/scripts/sid
cp /etc/resolv.conf "$root/etc/"

# What the suite lacks comes from unstable.
printf 'deb %s %s main\ndeb %s sid main\n' "$mirror" "$suite" "$mirror" > "$root/etc/apt/sources.list"
printf 'Package: *\nPin: release n=sid\nPin-Priority: 100\n' > "$root/etc/apt/preferences.d/sid"

# A mirror that stands still serves releases past their date.
printf 'Acquire::Check-Valid-Until "false";\n' > "$root/etc/apt/apt.conf.d/still"
mkdir -p "$root/srv/peers"
mountpoint -q "$root/proc" || mount -t proc proc "$root/proc"
mountpoint -q "$root/dev/shm" || mount -t tmpfs tmpfs "$root/dev/shm"
chroot "$root" apt-get update -qq
DEBIAN_FRONTEND=noninteractive chroot "$root" apt-get install -y -qq --no-install-recommends "${packages[@]}"
chroot "$root" python3 -c '
import numpy, sklearn, faiss, pynndescent
print("numpy", numpy.__version__, "scikit-learn", sklearn.__version__, "faiss", faiss.__version__)'
