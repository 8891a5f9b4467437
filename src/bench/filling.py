"""Puts ids into a system's cache, each at least once."""
import load
import payload

IDS_A_SECOND = 20_000
LONGEST_SECONDS = 10
OVERLAP = 200  # ids asked for again, because requests in flight are lost when a load ends


def fill(system, first, count):
    filled = 0
    while filled < count:
        begin = max(0, filled - OVERLAP)
        seconds = min(LONGEST_SECONDS, 1 + (count - begin) // IDS_A_SECOND)
        figures = load.run(system.port, payload.path(first), seconds, script="sequence.lua", arguments=[first + begin])
        if figures["requests"] < min(2 * OVERLAP, count):
            system.server.fail(f"takes {figures['requests']} details in {seconds} s: too slow to be filled")
        filled = begin + figures["requests"]
