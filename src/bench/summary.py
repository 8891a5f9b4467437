"""Medians, quartiles and ratios of the recorded rounds."""
import statistics

BASE = "haproxy"  # or what else HAProxy is in a workload, such as haproxy-tls


class Summary:
    def __init__(self, results):
        self.results = results

    def systems(self, workload):
        """Those that took part, in the order of the tables."""
        measured = {figures["system"] for figures in self.results["rounds"] if figures["workload"] == workload}
        return [name for name in self.results["systems"] if name in measured]

    def base(self, workload):
        """The system that the others are compared with; None where it did not take part."""
        return next((name for name in self.systems(workload) if name.partition("-")[0] == BASE), None)

    def rounds(self, workload, system):
        return [figures for figures in self.results["rounds"] if (figures["workload"], figures["system"]) == (workload, system)]

    def values(self, workload, system, figure):
        return [figures[figure] for figures in self.rounds(workload, system) if figure in figures]

    def median(self, workload, system, figure):
        """None where the system did not take part, or the figure was not taken."""
        values = self.values(workload, system, figure)
        return statistics.median(values) if values else None

    def ratio(self, workload, system, base, figure="requests_per_second"):
        """Of the medians; None where one of the two did not take part."""
        one, other = self.median(workload, system, figure), self.median(workload, base, figure)
        return one / other if one is not None and other else None

    def ratio_quartiles(self, workload, system, base):
        """Of the ratios within one round."""
        pairs = zip(self.values(workload, system, "requests_per_second"), self.values(workload, base, "requests_per_second"))
        return quartiles([one / other for one, other in pairs])


def quartiles(values):
    """The first and the third."""
    if len(values) == 1:
        return values[0], values[0]
    first, _, third = statistics.quantiles(values, n=4, method="inclusive")
    return first, third
