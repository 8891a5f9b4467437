"""What all workloads have in common: warming up, load in rounds, and what is counted meanwhile."""
import load

WARM_UP_SECONDS = 2
LEAST_WARM_UPS, MOST_WARM_UPS = 60, 90  # on one core, which the load fills, the JVM's compilers take up to two minutes
LEAST_AGAIN, MOST_AGAIN = 5, 15  # where another workload has had the same code compiled
NEAR, GAIN, STEADY = 0.9, 1.03, 5
MOST_FAILED = 0.001


class Workload:
    name = title = ""
    scale = False  # about the gateway alone: whether its cost stays flat
    kind = "call"  # workloads of one kind run the same code of a system: those of hits, and those that ask the origin
    connections = 64
    script = "report.lua"

    def __init__(self, setting):
        self.setting = setting

    def suits(self, system):
        """Whether the system takes part."""
        return not system.fixed and not system.special

    def prepare(self, system):
        """Checks the system's answers, and puts into its cache what has to be there."""

    def warm_up(self, system):
        """Java compiles meanwhile, so it is loaded until five loads running are about as fast as the best before."""
        least, most = (LEAST_AGAIN, MOST_AGAIN) if self.kind in system.warm else (LEAST_WARM_UPS, MOST_WARM_UPS)
        system.warm.add(self.kind)
        best = steady = 0
        for number in range(most if system.java else 1):
            figures = self.load(system, WARM_UP_SECONDS)
            # Rounds ask for it, and what they ask is compiled, too.
            system.allocated_bytes()
            rate = figures["requests"] / figures["seconds"]
            steady = steady + 1 if NEAR * best <= rate <= GAIN * best else 0
            best = max(best, rate)
            if number + 1 >= least and steady >= STEADY:
                return

    def path(self, system):
        raise NotImplementedError

    def arguments(self, system):
        """What the script needs to know; anew for each load."""
        return ()

    def headers(self, system):
        return ()

    def load(self, system, seconds):
        return load.run(
            system, self.path(system), seconds, self.connections, self.script, self.arguments(system), self.headers(system))

    def measure(self, system, seconds):
        """One round."""
        system.server.require_alive()
        origin = self.setting.origin
        allocated = system.allocated_bytes()
        asked, busy, origin_busy = origin.requests(), system.server.cpu_seconds(), origin.server.cpu_seconds()
        figures = self.load(system, seconds)
        busy, origin_busy = system.server.cpu_seconds() - busy, origin.server.cpu_seconds() - origin_busy
        elapsed = figures["seconds"]
        if figures["requests"] == 0:
            system.server.fail(f"answers nothing in {elapsed:.0f} s of the workload {self.name}")
        figures |= {
            "requests_per_second": figures["requests"] / elapsed,
            "cpu_us": busy / figures["requests"] * 1e6,
            "system_share": busy / elapsed,
            "generator_share": figures["wrk_cpu_seconds"] / elapsed,
            "generator_core_share": (figures["wrk_cpu_seconds"] + origin_busy) / elapsed,
            "origin_requests": origin.requests() - asked,
        }
        if allocated is not None:
            after = system.allocated_bytes()
            asking = system.allocated_bytes() - after  # which leaves garbage, too
            figures["garbage_bytes"] = (after - allocated - asking) / figures["requests"]
        self.verify(system, figures)
        return figures

    def verify(self, system, figures):
        """Fails the system if the round was not what it is called."""
        failed = figures["bad_status"] + figures["socket_errors"]
        if failed > MOST_FAILED * figures["requests"]:
            system.server.fail(
                f"failed {figures['bad_status']} of {figures['requests']} requests, and {figures['socket_errors']} connections")

    def line(self, figures):
        """One round in short."""
        return (
            f"{figures['requests_per_second']:9,.0f}/s  {figures['cpu_us']:7.1f} µs CPU  p99 {figures['p99_us'] / 1000:7.2f} ms"
            f"  generator's core {figures['generator_core_share']:4.0%}")
