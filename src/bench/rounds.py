"""Loads all systems one after the other, round by round; each starts when it is needed first, and stays."""


def run(workload, systems, rounds, seconds, stack):
    """The figures of each round; the order rotates, so that none always follows the same."""
    taking_part = [system for system in systems if workload.suits(system)]
    for system in taking_part:
        if system.server is None:
            print(f"Starting {system.name}", flush=True)
            system.start(stack)
        workload.prepare(system)
        workload.warm_up(system)
    found = []
    for number in range(rounds):
        turn = number % max(1, len(taking_part))
        for system in taking_part[turn:] + taking_part[:turn]:
            figures = workload.measure(system, seconds)
            found.append({"workload": workload.name, "system": system.name, "round": number + 1} | figures)
            print(f"{workload.name:16} round {number + 1}  {system.name:22} {workload.line(figures)}", flush=True)
    return found
