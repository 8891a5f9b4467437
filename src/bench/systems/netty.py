"""Bare Netty with a fixed answer: the ceiling for whatever stands on Netty."""
import payload
from systems.base import WITHOUT_LEAK_DETECTOR, System


class BareNetty(System):
    name, title = "bare-netty", "bare Netty, a fixed answer"
    java = fixed = True
    checks_passwords = validates = False

    def command(self):
        body = self.write(f"{self.name}.json", payload.detail(payload.HIT))
        return [*self.java_command(self.setting.netty_jar, WITHOUT_LEAK_DETECTOR), self.port, body]
