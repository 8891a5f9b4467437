"""Hits while somebody tries passwords, beside hits just before."""
import json
import pathlib
import subprocess
import sys
import time

import server
from workloads.hit import Hit

ATTACK = pathlib.Path(__file__).resolve().parents[1] / "attack.py"
RATE = 200
LEAD = 1  # seconds of the attack before and after what is measured
ALLOWANCE = 60


class WrongPasswords(Hit):
    name, title = "wrong-passwords", f"Hits while {RATE} wrong passwords a second arrive"

    def suits(self, system):
        return system.checks_passwords and not system.hits_only and (not system.special or system.name == "gateway-two-cores")

    def measure(self, system, seconds):
        undisturbed = super().measure(system, seconds)["requests_per_second"]
        command = [sys.executable, ATTACK, str(system.port), self.path(system), str(RATE), str(seconds + 2 * LEAD)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as attack:
            time.sleep(LEAD)
            figures = super().measure(system, seconds)
            answers, _ = attack.communicate(timeout=ALLOWANCE)
        if attack.returncode:
            raise server.Failed(f"The client with wrong passwords failed at {system.name}.")
        return figures | {
            "undisturbed_per_second": undisturbed,
            "share": figures["requests_per_second"] / undisturbed,
            "attack_statuses": json.loads(answers),
        }

    def line(self, figures):
        return f"{super().line(figures)}  {figures['share']:.2f} × undisturbed, wrong ones {figures['attack_statuses']}"
