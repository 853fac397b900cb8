"""A process that adds invented reports: `adder.py ADDRESS FIRST LAST`.  Says which are there as soon as they are."""

from __future__ import annotations

import sys

from invented import AT, number

from onrecord.store import Ledger


def main(address: str, first: int, last: int) -> None:
    with Ledger(address) as ledger:
        print("ready", flush=True)
        for index in range(first, last):
            dossier, raw = number(index)
            print(ledger.add(dossier, raw, added=AT).digest, flush=True)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
