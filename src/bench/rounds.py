"""Starts all systems, and loads them one after the other, round by round."""


def start(systems, stack):
    for system in systems:
        print(f"Starting {system.name}", flush=True)
        system.start(stack)


def run(workload, systems, rounds, seconds):
    """The figures of each round; the order rotates, so that none always follows the same."""
    taking_part = [system for system in systems if workload.suits(system)]
    for system in taking_part:
        workload.prepare(system)
        workload.warm_up(system)
    found = []
    for number in range(rounds):
        turn = number % len(taking_part)
        for system in taking_part[turn:] + taking_part[:turn]:
            figures = workload.measure(system, seconds)
            found.append({"workload": workload.name, "system": system.name, "round": number + 1} | figures)
            print(
                f"{workload.name:16} round {number + 1}  {system.name:22} {figures['requests_per_second']:9,.0f}/s"
                f"  {figures['cpu_us']:7.1f} µs CPU  p99 {figures['p99_us'] / 1000:7.2f} ms"
                f"  generator's core {figures['generator_core_share']:4.0%}", flush=True)
    return found
