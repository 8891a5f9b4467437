"""The key pair of all systems that speak TLS: ECDSA with P-256; and the one cipher that they accept, of TLS 1.3."""
import ssl
import subprocess

VERSION, CIPHER = "TLSv1.3", "TLS_AES_128_GCM_SHA256"


class Certificate:
    def __init__(self, folder):
        self.chain, self.key, self.both = folder / "tls.crt", folder / "tls.key", folder / "tls.pem"
        command = [
            "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "30",
            "-subj", "/CN=offlinemessages", "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", self.key, "-out", self.chain,
        ]
        subprocess.run(list(map(str, command)), capture_output=True, check=True)
        self.both.write_text(self.chain.read_text() + self.key.read_text())

    def client(self):
        """What trusts this certificate, and no other."""
        return ssl.create_default_context(cafile=self.chain)
