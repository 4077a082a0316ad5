#!/usr/bin/env bash
# Write requirements*.lock: names, versions, hashes, for Python 3.11 to 3.13; no address of any index.
# Usage: tools/lock.sh FOLDER_OF_UV. One version of a package serves every Python, so that results do not depend on it.
set -euo pipefail
cd "$(dirname "$0")/.."
uv="$1/uv"

compile() {
    "$uv" pip compile pyproject.toml --quiet --universal --python-version 3.11 --fork-strategy fewest \
        --generate-hashes --no-emit-index-url --no-emit-find-links --no-header --upgrade "$@"
}

compile --extra dev --extra build --output-file requirements-dev.lock
# The runtime lock holds the build backend too, so that Corridor itself is installed from pinned files.
compile --constraint requirements-dev.lock --extra build --output-file requirements.lock
if grep -l '://' requirements*.lock; then
    echo "An address stands in a lock file (named above)." >&2
    exit 1
fi
