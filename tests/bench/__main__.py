"""Run every benchmark, print the table, and exit non-zero where a ratio is not kept.

In a data folder of its own, `bench` inside the usual one, with the whole real history:

    python -m tests.bench [--keep]

`--keep` uses the history that an earlier run imported, and leaves the import out of the table.
"""

import os
import shutil
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent


def main(arguments: list[str]) -> int:
    """Prepare the bench's own servers, then measure; returns the exit status."""
    data = Path(os.environ.get("VENUEWATCH_DATA", ROOT / ".data")).resolve() / "bench"
    keep = "--keep" in arguments and data.exists()
    if not keep:
        shutil.rmtree(data, ignore_errors=True)
    os.environ["VENUEWATCH_DATA"] = str(data)
    os.environ["DJANGO_SETTINGS_MODULE"] = "venuewatch.settings"
    history = ROOT.parent / "shared" / "data" / "nyc"
    if not history.exists():
        sys.exit(f"the real history is not there: {history.relative_to(ROOT.parent)}")
    from tests.bench.suite import run  # noqa: PLC0415 — settings must be named first

    return run(history, keep=keep)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
