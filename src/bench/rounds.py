"""Loads all systems one after the other, round by round; each starts when it is needed first, and stays while it is needed."""
import traceback

import check
import server


class Rounds:
    """Its figures are those of each round of each workload; failures say which system failed in which workload, and how."""

    def __init__(self, setting, systems, number, seconds, stack):
        self.setting, self.systems, self.number, self.seconds, self.stack = setting, systems, number, seconds, stack
        self.figures, self.failures = [], []

    def run(self, workload):
        """A system that fails has no figures in this workload, and starts afresh for the next one; the others go on."""
        ready = [system for system in self.systems if workload.suits(system) and self._try(workload, system, self._make_ready)]
        for number in range(self.number):
            # In an order that rotates, so that none always follows the same.
            turn = number % max(1, len(ready))
            for system in ready[turn:] + ready[:turn]:
                if not self._try(workload, system, self._measure, number + 1):
                    ready.remove(system)

    def end(self, still_to_come):
        """Ends the systems that no workload needs any more."""
        for system in self.systems:
            if system.server is not None and not any(workload.suits(system) for workload in still_to_come):
                system.stop()

    def _make_ready(self, workload, system):
        if system.server is None:
            print(f"Starting {system.name}", flush=True)
            system.start(self.stack)
            # Now, because a gateway answers with 429 where many have come a short while ago.
            check.refuses_wrong_passwords(system)
        workload.prepare(system)
        workload.warm_up(system)

    def _measure(self, workload, system, number):
        figures = workload.measure(system, self.seconds)
        self.figures.append({"workload": workload.name, "system": system.name, "round": number} | figures)
        print(f"{workload.name:16} round {number}  {system.name:22} {workload.line(figures)}", flush=True)

    def _try(self, workload, system, step, *arguments):
        try:
            step(workload, system, *arguments)
            return True
        except server.Failed as failed:
            self._failed(workload, system, str(failed))
        except Exception:  # whatever a system answers may be what the benchmark cannot read
            self._failed(workload, system, traceback.format_exc())
        return False

    def _failed(self, workload, system, what):
        print(f"{workload.name:16} FAILED   {system.name:22} {what}", flush=True)
        self.failures.append({"workload": workload.name, "system": system.name, "what": what.strip().splitlines()[-1].partition("; above is")[0]})
        self.figures = [one for one in self.figures if (one["workload"], one["system"]) != (workload.name, system.name)]
        if system.server is not None:
            system.stop()
        # Without the origin there is nothing to go on with.
        self.setting.origin.server.require_alive()
