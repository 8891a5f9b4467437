"""Puts ids into a system's cache, each at least once."""
import time

import load
import payload

SLICE_SECONDS = (2, 10)  # one load at least, and at most
IDS_A_SECOND = 20_000  # what a slice is planned with
OVERLAP = 200  # ids asked for again, because requests in flight are lost when a load ends
MOST_IDLE_SECONDS = 120  # without a new id; how long all of them take, the machine decides


def fill(system, first, count):
    filled, gained = 0, time.monotonic()
    while filled < count:
        begin = max(0, filled - OVERLAP)
        seconds = max(SLICE_SECONDS[0], min(SLICE_SECONDS[1], (count - begin) // IDS_A_SECOND))
        figures = load.run(system, payload.path(first), seconds, script="sequence.lua", arguments=[first + begin])
        if begin + figures["requests"] > filled:
            filled, gained = begin + figures["requests"], time.monotonic()
        elif time.monotonic() > gained + MOST_IDLE_SECONDS:
            system.server.fail(f"has taken {filled:,} of {count:,} details, and no other in {MOST_IDLE_SECONDS} s")
