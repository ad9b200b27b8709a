"""Certificates of a test market, and FIX over TLS by Python's own ssl."""
import shutil
import ssl

from fix_client import FixClient
from venue import Failure, expect


class Certificates:
    """An authority's folder, made by `cangdan certificate`."""

    def __init__(self, venue, path):
        self.venue = venue
        self.path = path
        self.run("ca")

    def run(self, verb, *arguments):
        done = self.venue.tool("certificate", verb, *arguments, "--directory", self.path)
        expect(done.returncode == 0, f"cangdan certificate {verb}: {done.stderr}")

    def issue(self, *names, more=()):
        self.run("issue", *names, *more)

    def keep(self, name, kept):
        """Keeps the certificate of `name` under another file name."""
        for kind in ("pem", "key"):
            shutil.copyfile(self.file(name, kind), self.file(kept, kind))

    def file(self, name, kind="pem"):
        return self.path / f"{name}.{kind}"

    def context(self, name, version=None, authority=None):
        """A client that shows the certificate of `name`, or none."""
        context = ssl.create_default_context(cafile=authority or self.file("ca"))
        if name:
            context.load_cert_chain(self.file(name), self.file(name, "key"))
        if version:
            context.minimum_version = context.maximum_version = version
        return context

    def options(self, **changed):
        """What `serve` takes."""
        files = {
            "certificate": self.file("CANGDAN"), "key": self.file("CANGDAN", "key"),
            "ca": self.file("ca"), "crl": self.file("ca", "crl"), "port": "0", **changed}
        return [part for name, value in files.items() for part in (f"--fixs-{name}", str(value))]


class SecureSocket:
    """A socket under TLS that blocks and fails as a plain one does."""

    def __init__(self, raw, context):
        self.line = context.wrap_socket(raw, server_hostname="127.0.0.1")
        self.line.setblocking(False)

    def fileno(self):
        return self.line.fileno()

    def close(self):
        self.line.close()

    def send(self, data):
        try:
            return self.line.send(data)
        except (ssl.SSLWantReadError, ssl.SSLWantWriteError):
            raise BlockingIOError from None

    def recv(self, count):
        """All that is there: what TLS holds is told by no poller."""
        data = bytearray()
        try:
            while len(data) < count:
                piece = self.line.recv(count - len(data))
                if not piece:
                    break
                data += piece
        except (ssl.SSLWantReadError, ssl.SSLWantWriteError):
            if not data:
                raise BlockingIOError from None
        except OSError:
            if not data:
                raise
        return bytes(data)


class SecureClient(FixClient):
    """A FIX client over TLS. With `context` None the line is plain."""

    def __init__(self, comp_id, context, **more):
        super().__init__(comp_id, **more)
        self.context = context

    def connect(self, port):
        super().connect(port)
        self.socket.settimeout(10)
        try:
            self.socket = SecureSocket(self.socket, self.context)
        except ssl.SSLError as error:
            raise Failure(f"{self.comp_id}: no TLS: {error}") from None
