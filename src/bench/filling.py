"""Puts ids into a system's cache, each at least once."""
import time

import load
import payload

SLICE_SECONDS = (2, 10)  # one load at least, and at most
IDS_A_SECOND = 20_000  # what a slice is planned with
OVERLAP = 200  # ids asked for again, because requests in flight are lost when a load ends
LONGEST_SECONDS = 300


def fill(system, first, count):
    filled, end = 0, time.monotonic() + LONGEST_SECONDS
    while filled < count:
        if time.monotonic() > end:
            system.server.fail(f"has taken {filled:,} of {count:,} details in {LONGEST_SECONDS} s")
        begin = max(0, filled - OVERLAP)
        seconds = max(SLICE_SECONDS[0], min(SLICE_SECONDS[1], (count - begin) // IDS_A_SECOND))
        figures = load.run(system, payload.path(first), seconds, script="sequence.lua", arguments=[first + begin])
        filled = max(filled, begin + figures["requests"])
