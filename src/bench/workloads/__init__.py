"""The workloads, in the order of the tables."""
from workloads.hit import Hit

ALL = {workload.name: workload for workload in (Hit,)}
