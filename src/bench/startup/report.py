"""Start-up and memory as a table for people and as a file for machines."""
import json
import statistics

COLUMNS = [
    ("seconds", "seconds to the first 200", ".2f"),
    ("process_seconds", "of the process alone", ".2f"),
    ("processor_seconds", "seconds of processor", ".2f"),
    ("resident_at_first", "MB resident then", ".0f"),
    ("resident_warm", "MB resident after 10,000 requests", ".0f"),
    ("heap_after_collection", "MB of heap after a collection", ".0f"),
]


def write(results, machine, path):
    path.parent.mkdir(parents=True, exist_ok=True)
    ways = {name: {"rounds": rounds, "median": medians(rounds)} for name, rounds in results.items()}
    path.write_text(json.dumps({"machine": machine, "ways": ways}, indent=2) + "\n")


def table(results):
    """Medians with the least and the most, and the ratio of the times to the first way's."""
    first = medians(next(iter(results.values())))["seconds"]
    lines = ["| | × fat jar | " + " | ".join(title for _, title, _ in COLUMNS) + " |", "|---" * (len(COLUMNS) + 2) + "|"]
    for name, rounds in results.items():
        cells = [spread([one[key] for one in rounds], form) for key, _, form in COLUMNS]
        lines.append(f"| {name} | {medians(rounds)['seconds'] / first:.2f} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def medians(rounds):
    return {key: statistics.median(one[key] for one in rounds) for key, _, _ in COLUMNS}


def spread(values, form):
    return f"{statistics.median(values):{form}} ({min(values):{form}}–{max(values):{form}})"
