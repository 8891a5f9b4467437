"""What all systems have in common."""
import server

CACHE_MEGABYTES = 64
WITHOUT_LEAK_DETECTOR = "-Dio.netty.leakDetection.level=disabled"  # for peers; the gateway says it itself
JAVA_FLAGS = ["-XX:+UseSerialGC", "-Dreactor.netty.ioWorkerCount=1", "--enable-native-access=ALL-UNNAMED"]


class System:
    """One system under test; a subclass says how to start it and what it can do."""

    name = title = ""
    java = False
    special = False  # takes part only where a workload names it
    hits_only = False  # differs from another system in hits, and in nothing else
    fixed = False  # one answer, whatever is asked: a ceiling, and no gateway
    checks_passwords = True
    validates = True  # answers 304 to its own ETag
    fresh_lists = False  # a page of the list stays in the cache, instead of passing through
    tls = False  # serves TLS, by the certificate of the setting
    cores = "0"
    heap = "512m"  # of Java

    def __init__(self, setting, folder):
        self.setting, self.folder = setting, folder
        self.port = server.free_port()
        self.server = None  # until it is started
        self.warm = set()  # the kinds of workloads that have warmed it up

    def start(self, stack):
        self.server = server.Server(stack, self.name, self.command(), self.port, self.cores, self.folder, self.environment())

    def stop(self):
        """Ends it; it may be started again."""
        self.server.stop()
        self.server, self.warm = None, set()

    @property
    def address(self):
        return f"{'https' if self.tls else 'http'}://127.0.0.1:{self.port}"

    def allocated_bytes(self):
        """What it has allocated on its heap so far; None where that cannot be asked."""

    def command(self):
        """The command that runs it in the foreground; writes its configuration to the folder first."""
        raise NotImplementedError

    def environment(self):
        return {}

    def java_command(self, jar, *flags):
        return [self.setting.java, f"-Xms{self.heap}", f"-Xmx{self.heap}", *JAVA_FLAGS, *self.setting.java_flags, *flags, "-jar", jar]

    def write(self, name, content):
        file = self.folder / name
        file.write_text(content)
        return file
