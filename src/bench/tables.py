"""The results as Markdown."""
import statistics

import summary

IN_SHORT = ("gateway", "haproxy", "varnish", "nginx", "plain-gateway")
BUSY = 0.95  # of its core: from here on the generator may be what limits


def all_tables(results, start):
    """Everything that was measured; `start` is what src/bench/start has written, or None."""
    found = summary.Summary(results)
    shown = [workload for workload in results["workloads"] if found.systems(workload)]
    parts = [machine(results["machine"], results["load"])]
    if found.base("hit"):
        parts.append("### In short\n\n" + in_short(found))
    for workload in shown:
        about = results["workloads"][workload]
        if not about["scale"]:
            parts.append(f"### {about['title']}\n\n" + SPECIAL.get(workload, throughput)(found, workload))
    if any(results["workloads"][workload]["scale"] for workload in shown):
        parts.append("### Scale: hits as work grows\n\n" + scale(found, shown))
    if start:
        parts.append("### Start-up and memory\n\n" + start_table(start))
    return "\n\n".join(parts) + "\n"


def machine(about, load):
    versions = ", ".join(f"{name} {version}" for name, version in about["versions"].items())
    return (
        f"{about['cpu']}, {about['cores']} cores, kernel {about['kernel']}, Debian {about['debian']}; {about['java']}; {versions}. "
        f"{about['date']}, commit {about['commit']}. Medians of {load['rounds']} interleaved rounds of {load['seconds']} s, first and third quartile "
        f"in brackets; CPU is what the system used, its kernel time included.")


def throughput(found, workload, extra=None):
    base = found.base(workload)
    head = ["system", "requests/s", "× HAProxy", "CPU µs a request", "p50 ms", "p99 ms", "generator's core"]
    head += [extra[0]] if extra else []
    rows = []
    for system in found.systems(workload):
        cells = [found.results["systems"][system], spread(found.values(workload, system, "requests_per_second"))]
        cells.append(ratio(found, workload, system, base) if base else "–")
        cells += [f"{found.median(workload, system, 'cpu_us'):.1f}", *latencies(found, workload, system), generator(found, workload, system)]
        rows.append(cells + ([f"{found.median(workload, system, extra[1]):.1%}"] if extra else []))
    return grid(head, rows)


def in_short(found):
    """The gateway and its peers at hits, without ceilings: the table of the README."""
    rows = []
    for system in [name for name in found.systems("hit") if name in IN_SHORT]:
        rate = f"{found.median('hit', system, 'requests_per_second'):,.0f}"
        times = f"{found.ratio('hit', system, found.base('hit')):.2f}"
        rows.append([found.results["systems"][system], rate, times, latencies(found, "hit", system)[1]])
    return grid(["hits of one cached detail", "requests/s", "× HAProxy", "p99 ms"], rows)


def mix(found, workload):
    return throughput(found, workload, ("hits", "hit_rate"))


def miss_shared(found, workload):
    return throughput(found, workload, ("calls to the origin", "calls_share"))


def wrong_passwords(found, workload):
    rows = []
    for system in found.systems(workload):
        rows.append([
            found.results["systems"][system], spread(found.values(workload, system, "requests_per_second")),
            spread(found.values(workload, system, "undisturbed_per_second")), share(found.values(workload, system, "share")),
            *latencies(found, workload, system), statuses(found.rounds(workload, system), "attack_statuses"),
        ])
    return grid(["system", "requests/s", "undisturbed", "ratio", "p50 ms", "p99 ms", "answers to wrong ones"], rows)


def collapse(found, workload):
    rows = []
    for system in found.systems(workload):
        calls = found.values(workload, system, "origin_requests")
        rows.append([
            found.results["systems"][system], f"{min(calls)} to {max(calls)}" if min(calls) < max(calls) else str(calls[0]),
            statuses(found.rounds(workload, system), "statuses"), share(found.values(workload, system, "last_seconds")),
        ])
    return grid(["system", "calls to the origin", "answers by status, of all rounds", "seconds to the last"], rows)


def scale(found, workloads):
    rows = []
    for workload in workloads:
        if found.results["workloads"][workload]["scale"]:
            for system in found.systems(workload):
                rows.append([
                    found.results["workloads"][workload]["title"], found.results["systems"][system],
                    spread(found.values(workload, system, "requests_per_second")), f"{found.median(workload, system, 'cpu_us'):.1f}",
                    *latencies(found, workload, system), generator(found, workload, system),
                ])
    return grid(["hits at", "system", "requests/s", "CPU µs a request", "p50 ms", "p99 ms", "generator's core"], rows)


def start_table(start):
    rows = [
        [way, f"{median['seconds']:.2f}", f"{median['seconds'] / fat_jar(start):.2f}", f"{median['resident_warm']:.0f}"]
        for way, median in ((way, found["median"]) for way, found in start["ways"].items())
    ]
    return grid(["way", "seconds to the first 200", "× fat jar", "MB resident, warm"], rows)


def fat_jar(start):
    return start["ways"]["fat jar"]["median"]["seconds"]


def ratio(found, workload, system, base):
    low, high = found.ratio_quartiles(workload, system, base)
    return f"{found.ratio(workload, system, base):.2f} ({low:.2f}–{high:.2f})"


def latencies(found, workload, system):
    return [f"{found.median(workload, system, figure) / 1000:.2f}" for figure in ("p50_us", "p99_us")]


def generator(found, workload, system):
    used = found.median(workload, system, "generator_core_share")
    return f"{used:.0%}" + (" **saturated**" if used >= BUSY else "")


def spread(values):
    low, high = summary.quartiles(values)
    return f"{statistics.median(values):,.0f} ({low:,.0f}–{high:,.0f})"


def share(values):
    low, high = summary.quartiles(values)
    return f"{statistics.median(values):.2f} ({low:.2f}–{high:.2f})"


def statuses(rounds, figure):
    names = sorted({name for figures in rounds for name in figures[figure]})
    return ", ".join(f"{name}: {sum(figures[figure].get(name, 0) for figures in rounds):,}" for name in names)


def grid(head, rows):
    lines = [head, ["---"] + ["--:"] * (len(head) - 1), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


SPECIAL = {"mix": mix, "miss-shared": miss_shared, "wrong-passwords": wrong_passwords, "collapse": collapse}
