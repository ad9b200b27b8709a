#!/usr/bin/env python3
"""`cangdan certify` against the venue, over TCP and TLS, and against stock QuickFIX, either side.

usage: certify.py
One line per check; exit code 0 where all hold. Needs g++, libquickfix-dev, openssl, and the Python package
quickfix (quickfix-tls).
"""
import json
import re
import socket
import subprocess
import threading
import time
import xml.etree.ElementTree as ElementTree

from quickfix_client import QuickFIXClient
from quickfix_engine import QuickFIXEngine
from tls_line import Certificates
from venue import BINARY, Checks, Folder, Market, Venue, expect

ORDER = "55=CU-BW-A|54=1|60=<TIME>|38=25|40=2|44=68400|15=CNY|59=0|"
#: What stock QuickFIX 1.15 does otherwise than the standard demands, as either side.
EITHER = {
    "2_MsgSeqNumMissing": "closes without Logout(5)",
    "2f_OrigSendingTime": "looks at OrigSendingTime(122) of numbers below the expected one only",
    "2g_OrigSendingTimeAbsent": "the same",
    "10_GapFillEqual": "says nothing about a NewSeqNo(36) that is its MsgSeqNum(34)",
}
INITIATOR = {**EITHER, "1B_c_InvalidLogonReply": "takes EncryptMethod(98) other than 0"}
ACCEPTOR = {
    **EITHER,
    "1S_d_EncryptMethod": "takes EncryptMethod(98) other than 0",
    "1S_d_EncryptMethodMissing": "neither answers nor closes",
    "1S_d_HeartBtIntNegative": "takes a negative HeartBtInt(108)",
    "1S_d_LogonSendingTime": "closes without Logout(5)",
    "14j_EntryOutOfOrder": "373=16, not 15",
    "14m_PriceMissing": "its application's business, and this one takes it",
    "18_ThirdParty": "passes over OnBehalfOfCompID(115)",
    "19_PossResendTwice": "its application's business, and this one enters twice",
}


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Certification:
    """One run of `cangdan certify`, with both reports."""

    def __init__(self, folder, name, *options, seconds=150):
        self.files = [folder / f"{name}.json", folder / f"{name}.xml"]
        command = [BINARY, "certify", *options, "--json", self.files[0], "--junit", self.files[1]]
        self.process = subprocess.Popen(
            [str(part) for part in command], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        self.seconds = seconds

    def end(self):
        """Waits for its end; the exit code."""
        try:
            self.text, _ = self.process.communicate(timeout=self.seconds)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.text, _ = self.process.communicate()
            expect(False, f"no end within {self.seconds} s:\n{self.text[-3000:]}")
        return self.process.returncode

    def names(self, outcome):
        return {entry["name"] for entry in self.report()["results"] if entry["outcome"] == outcome}

    def report(self):
        return json.loads(self.files[0].read_text())

    def check_junit(self):
        """The XML can be read and says the same."""
        suite = ElementTree.parse(self.files[1]).getroot()
        results = self.report()["results"]
        expect(suite.tag == "testsuite" and len(suite) == len(results), f"{suite.attrib}")
        for case, entry in zip(suite, results):
            expect(case.get("name") == entry["name"], f"{case.attrib} {entry}")
            told = case[0].tag if len(case) else "passed"
            wanted = {"passed": "passed", "failed": "failure"}.get(entry["outcome"], "skipped")
            expect(told == wanted, f"{entry['name']}: {told}, not {wanted}")
        expect(int(suite.get("failures")) == len(self.names("failed")), f"{suite.attrib}")


def passes(folder, name, *options):
    """All conditions are met that can be played."""
    run = Certification(folder, name, *options)
    code = run.end()
    expect(code == 0 and "\nPASSED" in run.text, f"exit code {code}:\n{run.text[-6000:]}")
    run.check_junit()
    expect(not run.names("failed"), f"failed: {run.names('failed')}")
    return run


def deviates(run, known, least):
    """Exactly the known conditions are not met."""
    code = run.end()
    run.check_junit()
    failed = run.names("failed")
    report = {entry["name"]: entry for entry in run.report()["results"]}
    for name in sorted(failed):
        print(f"  {name}: expected {report[name]['expected']}; came {report[name]['came']}")
    expect(failed == set(known), f"also {failed - set(known)}, not {set(known) - failed}:\n{run.text[-6000:]}")
    expect(code == 1 and "\nNOT PASSED: " in run.text, f"exit code {code}")
    expect(len(run.names("passed")) >= least, f"{len(run.names('passed'))} passed")
    return f"{len(run.names('passed'))} met, {len(failed)} known deviations"


class Scene:
    def __init__(self, folder):
        self.folder = folder
        market = Market(folder)
        market.replace("sessions.yaml", "heartbeat: 5-60", "heartbeat: 2-60")
        self.venue = Venue(folder, market=market.path)
        self.certificates = Certificates(self.venue, folder / "certificates")
        self.certificates.issue(more=("--market", market.path))
        self.venue.start(*self.certificates.options())
        self.secure_port = re.search(r"fixs=127\.0\.0\.1:(\d+)", self.venue.log()).group(1)
        self.line = ("--connect", f"127.0.0.1:{self.venue.port}", "--target", "CANGDAN", "--heartbeat", 2)

    def venue_over_tcp(self):
        senders = [part for n in range(1, 5) for part in ("--sender", f"DLR00{n}")]
        run = passes(self.folder, "plain", *self.line, *senders, "--order", ORDER)
        expect(len(run.names("passed")) >= 60, f"{len(run.names('passed'))} passed")
        expect(not run.names("not applicable"), f"{run.names('not applicable')}")
        return f"{len(run.names('passed'))} met"

    def venue_over_tls(self):
        own = self.certificates
        run = passes(
            self.folder, "tls", "--connect", f"127.0.0.1:{self.secure_port}", "--target", "CANGDAN",
            "--sender", "DLR005", "--tls", "--ca", own.file("ca"), "--certificate", own.file("DLR005"),
            "--key", own.file("DLR005", "key"), "--heartbeat", 2)
        expect("8_ResendRequest" in run.names("not applicable"), "no order, no resend of reports")
        return f"{len(run.names('passed'))} met"

    def numbers_go_on(self):
        """Twice without a reset, by a file of options."""
        path = self.folder / "options.txt"
        path.write_text(
            f"# the venue\nconnect 127.0.0.1:{self.venue.port}\ntarget CANGDAN\nsender DLR006\n"
            "no-reset\nheartbeat 2\nskip 6\n")
        first = passes(self.folder, "first", "--config", path, "--only", "2")
        expect(all(name.startswith("2") for name in first.names("passed")), f"{first.names('passed')}")
        again = Certification(self.folder, "again", "--config", path, "--only", "2")
        code = again.end()
        expect(code == 1 and "too low, expecting" in again.text, f"{code}: {again.text[-2000:]}")
        expect(re.search(r"--next \d+", again.text), f"says what to do: {again.text[-2000:]}")
        number = re.search(r"expecting (\d+)", again.text).group(1)
        passes(self.folder, "third", "--config", path, "--only", "2a", "--next", number)

    def quickfix_acceptor(self):
        port = free_port()
        firms = [f"FIRM{n}" for n in range(4)]
        with QuickFIXEngine(
                self.folder / "acceptor", "acceptor", port, [("EXEC", firm) for firm in firms]).start():
            senders = [part for firm in firms for part in ("--sender", firm)]
            run = Certification(
                self.folder, "acceptor", "--connect", f"127.0.0.1:{port}", "--target", "EXEC", *senders,
                "--heartbeat", 2, "--order", "55=CU|54=1|60=<TIME>|38=25|40=2|44=60|")
            return deviates(run, ACCEPTOR, 48)

    def initiator_over_tls(self):
        """Python's QuickFIX with a certificate connects to ours."""
        own, port = self.certificates, free_port()
        run = Certification(
            self.folder, "secure", "--listen", f"127.0.0.1:{port}", "--sender", "CANGDAN", "--target", "DLR001",
            "--tls", "--ca", own.file("ca"), "--certificate", own.file("CANGDAN"), "--key",
            own.file("CANGDAN", "key"), "--only", "2a", "--only", "4b", "--only", "1B_a", seconds=60)
        files = (own.file("ca"), own.file("DLR001"), own.file("DLR001", "key"))
        client = QuickFIXClient(self.folder, port, ["DLR001"], tls=files)
        client.initiator.start()
        code = run.end()
        client.stop()
        expect(code == 0 and len(run.names("passed")) == 3, f"exit code {code}:\n{run.text[-3000:]}")

    def begin_initiator(self):
        """It takes more than a minute, for it connects again once a second: beside the others."""
        port = free_port()
        self.listening = Certification(
            self.folder, "initiator", "--listen", f"127.0.0.1:{port}", "--sender", "TEST", "--target", "INIT",
            "--answer", 4)
        self.initiator = QuickFIXEngine(
            self.folder / "initiator", "initiator", port, [("INIT", "TEST")], heartbeat=2)
        self.initiator.start()

    def quickfix_initiator(self):
        try:
            return deviates(self.listening, INITIATOR, 40)
        finally:
            self.initiator.stop()


# What is no engine


class Oddity:
    """A server on loopback that does `work` with each connection."""

    def __init__(self, work):
        self.work = work
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.port = self.socket.getsockname()[1]
        self.held = []
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self):
        while True:
            try:
                line, _ = self.socket.accept()
                self.held.append(line)
                self.work(line)
            except OSError:
                return

    def close(self):
        self.socket.close()
        for line in self.held:
            line.close()


def odd(folder, port, words, seconds, *options):
    """It ends in time with these words, and is not passed."""
    start = time.monotonic()
    run = Certification(
        folder, "odd", "--connect", f"127.0.0.1:{port}", "--sender", "US", "--target", "THEM",
        *options, seconds=seconds + 10)
    code = run.end()
    expect(code == 1 and re.search(words, run.text), f"exit code {code}, no '{words}':\n{run.text[-2000:]}")
    expect(time.monotonic() - start < seconds, f"it took {time.monotonic() - start:.1f} s")
    run.check_junit()


def no_engine(folder):
    odd(folder, free_port(), "NOT PASSED: .*Connection refused.*is the acceptor running there", 5)
    http = b"HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n"
    for work, words, options in (
        (lambda line: line.sendall(http), "bytes that are no FIX message: HTTP/1.1 400", ()),
        (lambda line: None, "nothing within 0.5 s", ("--answer", 0.5)),
        (lambda line: line.close(), "the connection was closed", ("--answer", 0.5)),
    ):
        server = Oddity(work)
        odd(folder, server.port, words, 20, "--only", "2a", *options)
        server.close()
    # A name: each of its addresses is tried, and told.
    name = Certification(
        folder, "name", "--connect", f"localhost:{free_port()}", "--sender", "A", "--target", "B", "--only", "2a",
        seconds=10)
    expect(name.end() == 1, "nobody is there")
    expect(re.search(r"localhost:\d+: .*connect 127\.0\.0\.1:\d+: Connection refused", name.text), name.text)
    full(folder)
    silent = Oddity(lambda line: None)
    odd(folder, silent.port, "the time was over", 10, "--answer", 2, "--deadline", 3)
    silent.close()


def full(folder):
    """A place where a connection is neither taken nor refused: the deadline ends the waiting."""
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen(0)
        port = server.getsockname()[1]
        waiting = []
        for _ in range(4):
            line = socket.socket()
            line.setblocking(False)
            line.connect_ex(("127.0.0.1", port))
            waiting.append(line)
        odd(folder, port, f"127.0.0.1:{port} does not answer", 8, "--only", "2a", "--deadline", 3)
        for line in waiting:
            line.close()


def wrong_options():
    for options, words in (
        ((), "--connect HOST:PORT"),
        (("--connect", "somewhere"), "HOST:PORT"),
        (("--connect", ":1"), "HOST:PORT"),
        (
            ("--connect", "no.such.host.invalid:1", "--sender", "A", "--target", "B", "--deadline", "9"),
            "no.such.host.invalid has no address"),
        (("--connect", "127.0.0.1:1"), "--sender and --target are missing"),
        (("--connect", "127.0.0.1:1", "--listen", "127.0.0.1:2"), "--connect HOST:PORT"),
        (("--connect", "127.0.0.1:1", "--sender", "A", "--target", "B", "--heartbeat", "0"), "1 to 60"),
        (("--config", "/nowhere/options"), "can't be read"),
    ):
        done = subprocess.run([BINARY, "certify", *options], capture_output=True, text=True, timeout=20)
        expect(done.returncode != 0 and words in done.stderr, f"{options}: {done.returncode} {done.stderr}")
    listed = subprocess.run([BINARY, "certify", "--list"], capture_output=True, text=True, timeout=20)
    expect(listed.stdout.count("mandatory") > 50, "the list has the conditions")


def main():
    checks = Checks("certify")
    with Folder("certify") as folder:
        scene = Scene(folder)
        with scene.venue:
            checks.run("an initiator begins", scene.begin_initiator)
            checks.run("the venue meets every condition, over TCP", scene.venue_over_tcp)
            checks.run("over TLS", scene.venue_over_tls)
            checks.run("numbers that go on", scene.numbers_go_on)
            checks.run("QuickFIX as acceptor: its known deviations and no other", scene.quickfix_acceptor)
            checks.run("Python's QuickFIX as initiator, over TLS", scene.initiator_over_tls)
            checks.run("wrong options", wrong_options)
            checks.run("nobody there, noise, silence, a closed door", no_engine, folder)
            checks.run("QuickFIX as initiator: its known deviations and no other", scene.quickfix_initiator)
            checks.run("the venue ends, log and replay agree", lambda: (scene.venue.stop(), scene.venue.verify())[1])
    checks.exit()


if __name__ == "__main__":
    main()
