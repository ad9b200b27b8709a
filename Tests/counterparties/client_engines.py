#!/usr/bin/env python3
"""`cangdan trade` at the acceptors of others, C++ and Python, TCP and TLS: gaps, kill -9 of either side, resets.

usage: client_engines.py
One line per check; exit code 0 where all hold. Needs g++, libquickfix-dev, openssl, and the Python package
quickfix (quickfix-tls).
"""
import shutil
import socket
import subprocess
import time

from line import Line
from quickfix_acceptor import PythonAcceptor
from quickfix_engine import QuickFIXEngine
from tls_line import Certificates
from venue import BINARY, SAMPLE_MARKET, Checks, Folder, Venue, expect, wait_for


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Client:
    """`cangdan trade` with its numbers in a folder, through a line to QuickFIX."""

    def __init__(self, folder):
        self.folder = folder
        self.port = free_port()
        self.engine = QuickFIXEngine(folder / "exec", "acceptor", self.port, [("EXEC", "DLR001")])
        self.line = Line(lambda: self.port)

    def stop(self):
        self.engine.stop()
        self.line.close()

    def command(self, *more):
        return [
            str(part) for part in (
                BINARY, "trade", "--as", "DLR001", "--target", "EXEC", "--port", self.line.port, "--state",
                self.folder / "state", "--log", "--patience", 5, *more)]

    def script(self, text, *more, code=0):
        """Runs a script; where the acceptor answers Logout(5), the client ends at once."""
        start = time.monotonic()
        done = subprocess.run(
            self.command("--script", "-", *more), input=text, capture_output=True, text=True, timeout=60)
        expect(time.monotonic() - start < 4, f"it took {time.monotonic() - start:.1f} s:\n{done.stdout[-2000:]}")
        expect(done.returncode == code, f"exit code {done.returncode}:\n{done.stdout[-3000:]}{done.stderr}")
        return done.stdout


def client_trades(client):
    client.engine.start()
    client.script("""wait-for-logon within 5
buy CU-BW-A 25 @ 68450 id A1
expect 8 150=0 11={A1} within 5
cancel A1
expect 8 150=4 within 5
sell CU-BW-A 25 @ 68457 id A2
expect 8 150=F 11={A2} 32=25 within 5
drop
reconnect
wait-for-logon within 5
buy CU-BW-A 25 @ 68450 id A3
expect 8 150=0 11={A3} within 5
""", "--reset", "--prefix", "ONE-")


def client_is_killed(client):
    """Reports were on their way to it; the next process gets them."""
    client.engine.inbox.clear()
    process = subprocess.Popen(
        client.command("--prefix", "TWO-"), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    client.engine.take(lambda m: m.type == "A", "Logon(A)")
    for row in process.stdout:
        if "logged on" in row:
            break
    client.line.silence("DLR001", to_client=True)
    for number in range(4):
        process.stdin.write(f"buy CU-BW-A 25 @ 68450 id K{number}\n")
    process.stdin.flush()
    wait_for(
        lambda: len([m for m in client.engine.sent if m.type == "8" and "K3" in m[11]]) == 1,
        "reports of QuickFIX on their way")
    process.kill()
    process.wait()
    client.line.cut("DLR001")
    told = client.script("wait-for-logon within 5\n" + "".join(
        "expect 8 150=0 43=Y within 5\n" for _ in range(4)))
    expect(told.count("|43=Y|") >= 4, f"four repeats: {told[-2000:]}")


def acceptor_is_killed(client):
    """QuickFIX comes back with its store, and both go on."""
    client.engine.kill9()
    client.engine.start()
    client.script("""wait-for-logon within 10
buy CU-BW-A 25 @ 68450 id A9
expect 8 150=0 11={A9} within 5
""", "--prefix", "THREE-")


def acceptor_loses_its_numbers(client):
    """Numbers of its own below ours: the client says so, and begins anew by --reset."""
    client.engine.stop()
    shutil.rmtree(client.engine.folder / "store")
    client.engine.start()
    client.script("wait-for-logon within 5\nexpect no 3 within 1\n", code=1)
    client.script("wait-for-logon within 5\nbuy CU-BW-A 25 @ 68450\nexpect 8 150=0 within 5\n", "--reset")
    refused = [m for m in client.engine.sent if m.type in ("3", "j")]
    expect(not refused, f"QuickFIX refuses: {refused}")


# Python's QuickFIX


def finished(command, text=None):
    """Runs the program; its exit code must be 0."""
    done = subprocess.run(
        [str(part) for part in command], input=text, capture_output=True, text=True, timeout=60)
    expect(done.returncode == 0, f"exit code {done.returncode}:\n{done.stdout[-3000:]}{done.stderr}")


def at_python(folder, is_secure):
    """Over TCP, or with a certificate on each side: trades, and finds it as the standard has it."""
    folder.mkdir()
    port = free_port()
    secure, files = [], None
    if is_secure:
        own = Certificates(Venue(folder), folder / "certificates")
        own.issue("DLR001")
        own.issue(more=("--market", SAMPLE_MARKET))
        files = (own.file("CANGDAN"), own.file("CANGDAN", "key"), own.file("ca"))
        secure = ["--tls", "--ca", own.file("ca")]
        secure += ["--certificate", own.file("DLR001"), "--key", own.file("DLR001", "key")]
    with PythonAcceptor(folder / "acceptor", port, "CANGDAN", "DLR001", files) as acceptor:
        script = "wait-for-logon within 5\nbuy CU-BW-A 25 @ 68450 id P1\nexpect 8 150=0 11={P1} within 5\n"
        state = ("--state", folder / "state")
        finished([BINARY, "trade", "--as", "DLR001", "--port", port, *state, "--script", "-", *secure], script)
        told = acceptor.told()
        expect("|35=3|" not in told and "|35=j|" not in told, told[-2000:])
        finished([
            BINARY, "certify", "--connect", f"127.0.0.1:{port}", "--sender", "DLR001", "--target", "CANGDAN",
            "--only", "2a", *secure])


def main():
    checks = Checks("client_engines")
    with Folder("client-engines") as folder:
        client = Client(folder / "client")
        checks.run("trades at QuickFIX C++", client_trades, client)
        checks.run("it is killed with reports under way", client_is_killed, client)
        checks.run("QuickFIX is killed", acceptor_is_killed, client)
        checks.run("QuickFIX loses its numbers", acceptor_loses_its_numbers, client)
        client.stop()
        checks.run("trades at Python's QuickFIX", at_python, folder / "plain", False)
        checks.run("over TLS", at_python, folder / "tls", True)
    checks.exit()


if __name__ == "__main__":
    main()
