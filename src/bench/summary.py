"""Medians, spreads and ratios of the recorded rounds."""
import statistics

BASE = "nginx"


class Summary:
    def __init__(self, results):
        self.results = results

    def systems(self, workload):
        """Those that took part, in the order of the tables."""
        measured = {figures["system"] for figures in self.results["rounds"] if figures["workload"] == workload}
        return [name for name in self.results["systems"] if name in measured]

    def rounds(self, workload, system):
        return [figures for figures in self.results["rounds"] if (figures["workload"], figures["system"]) == (workload, system)]

    def values(self, workload, system, figure):
        return [figures[figure] for figures in self.rounds(workload, system)]

    def median(self, workload, system, figure):
        """None where the system did not take part."""
        values = self.values(workload, system, figure)
        return statistics.median(values) if values else None

    def ratio(self, workload, system, base, figure="requests_per_second"):
        """Of the medians; None where one of the two did not take part."""
        one, other = self.median(workload, system, figure), self.median(workload, base, figure)
        return one / other if one is not None and other else None

    def ratio_spread(self, workload, system, base):
        """The least and the greatest ratio within one round."""
        pairs = zip(self.values(workload, system, "requests_per_second"), self.values(workload, base, "requests_per_second"))
        ratios = [one / other for one, other in pairs]
        return min(ratios), max(ratios)
