#!/usr/bin/env python3
"""`cangdan tap` against the real venue: a stock engine behind the relay, files as they are printed, bad lines.

usage: tap.py
One line per check; exit code 0 where all hold. Needs the Python packages quickfix (quickfix-tls) and lz4.
"""
import contextlib
import json
import re
import socket
import subprocess
import threading

import lz4.frame

from compression import PackedClient
from fix_client import VENUE, FixClient, encode, order
from quickfix_client import QuickFIXClient
from venue import BINARY, Checks, Folder, Market, Venue, expect, wait_for

PRICE = 68000
RELAYING = re.compile(r"relaying 127\.0\.0\.1:(\d+) to ")


class Relay:
    """`cangdan tap --relay` before a port."""

    def __init__(self, folder, port, name="relay"):
        self.path = folder / f"{name}.log"
        self.output = open(self.path, "wb")
        command = [BINARY, "tap", "--relay", "0", "--port", str(port)]
        self.process = subprocess.Popen(
            [str(part) for part in command], stdin=subprocess.DEVNULL, stdout=self.output, stderr=self.output)
        self.port = int(wait_for(lambda: RELAYING.search(self.log()), "port of the relay").group(1))

    def log(self):
        return self.path.read_text()

    def said(self, text):
        wait_for(lambda: text in self.log(), f"'{text}' from the relay", 10, self.log)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.terminate()
        try:
            expect(self.process.wait(10) == 0, f"the relay ends in order on SIGTERM: {self.log()}")
        finally:
            self.process.kill()
            self.output.close()


def tap(*arguments, code=0, stdin=b""):
    """Runs `cangdan tap`; what it printed and complained of."""
    done = subprocess.run(
        [str(part) for part in (BINARY, "tap", *arguments)], input=stdin, capture_output=True, timeout=60,
        check=False)
    said, complaint = done.stdout.decode(), done.stderr.decode()
    expect(done.returncode == code, f"exit code {done.returncode}, not {code}: {said[-500:]}{complaint}")
    return said, complaint


def relayed(venue, folder):
    """QuickFIX with strict validation trades over the relay: logon, orders, resends, numbers over a break."""
    with Relay(folder, venue.port) as relay:
        with QuickFIXClient(folder, relay.port, ["DLR001"]).start() as client:
            for number in range(50):
                client.send("DLR001", "D", order(f"R{number}", 1, PRICE - 10 * number))
                client.report("DLR001", f"R{number}", "0")
            expect(all(7811 not in logon.first for logon in client.admin["DLR001"]), "7811 is not told to it")
            before = client.next_numbers("DLR001")
            with contextlib.closing(socket.create_connection(("127.0.0.1", relay.port), 5)) as second:
                second.settimeout(10)
                expect(second.recv(1) == b"", "a second engine is sent away")
            client.assert_content()
        relay.said("has closed")
        ratio = float(re.search(r"([0-9.]+) : 1", relay.log()).group(1))
        expect(ratio > 2, f"it was compressed: {relay.log()}")
        with QuickFIXClient(folder, relay.port, ["DLR001"]).start() as client:
            client.send("DLR001", "D", order("R-AGAIN", 1, PRICE))
            client.report("DLR001", "R-AGAIN", "0")
            expect(client.next_numbers("DLR001") > before, "numbers go on")
            client.assert_content()
    return f"{ratio:g} : 1"


def venue_is_gone(venue, folder):
    """The venue is killed under the relay: the engine's line ends, and its next one is at the next venue."""
    with Relay(folder, venue.port, "gone") as relay:
        client = FixClient("DLR003")
        client.open(relay.port)
        port = venue.port
        venue.kill9()
        client.wait_closed()
        relay.said("the venue has closed")
        client.connect(relay.port)
        client.wait_closed()
        relay.said("was sent away")
        venue.start("--port", str(port))
        client.open(relay.port)
        client.send("D", order("G1", 1, PRICE))
        expect(client.answer("G1")[150] == "0", "the session goes on")
        client.log_out()


def bad_lines(_, folder):
    """A port that is taken; a venue that grants compression and sends none; one that says nothing of FIX."""
    with contextlib.closing(socket.create_server(("127.0.0.1", 0))) as door:
        port = door.getsockname()[1]
        _, complaint = tap("--relay", port, code=1)
        expect("name another port" in complaint, complaint)

        def answer(data):
            line, _ = door.accept()
            with contextlib.closing(line):
                line.recv(4096)
                line.sendall(data)
                line.settimeout(10)
                while line.recv(4096):
                    pass

        granted = encode([(35, "A"), (49, VENUE), (56, "DLR002"), (34, 1), (98, 0), (108, 30), (7811, 1)])
        logon = encode([(35, "A"), (49, "DLR002"), (56, VENUE), (34, 1), (98, 0), (108, 30)])
        for data, seen in ((granted + b"8=FIX.4.4\x01", "no LZ4 frame"), (b"HTTP/1.1 400\r\n\r\n", "closed")):
            thread = threading.Thread(target=answer, args=(data,), daemon=True)
            thread.start()
            with Relay(folder, port, "bad") as relay:
                with contextlib.closing(socket.create_connection(("127.0.0.1", relay.port), 5)) as engine:
                    engine.settimeout(10)
                    engine.sendall(logon)
                    expect(engine.recv(100), "up to there it is handed on")
                relay.said(seen)
            thread.join(10)


def printed(venue, folder):
    """What a session was sent, captured, by `tap --read`, by `lz4` and by Python's lz4."""
    client = PackedClient("DLR002")
    client.open(venue.port, (141, "Y"))
    for number in range(20):
        client.send("D", order(f"P{number}", 1, PRICE - 10 * number))
        client.answer(f"P{number}")
    client.send("5", [])
    client.wait(lambda: client.frame.eof, "end mark")
    client.close()
    whole = folder / "capture.fix.lz4"
    whole.write_bytes(client.plain + client.wire)
    frame = folder / "frame.fix.lz4"
    frame.write_bytes(client.wire)
    said, _ = tap("--read", frame, "--format", "raw")
    expect(said.replace("\n", "").replace("|", "\x01").encode() == client.said, "raw is what Python's lz4 says")
    done = subprocess.run(["lz4", "-dc", frame], capture_output=True, check=True)
    expect(done.stdout == client.said, "and the lz4 command")
    said, _ = tap("--read", "-", stdin=whole.read_bytes())
    expect(said.count("accepted buy 25 CU-BW-A") == 20, said)
    expect(said.splitlines()[0].endswith("logon, heartbeat 30 s"), said)
    said, _ = tap("--read", whole, "--format", "json")
    reports = [json.loads(line) for line in said.splitlines()]
    expect([report["ClOrdID"] for report in reports if report["MsgType"] == "8"]
           == [f"P{number}" for number in range(20)], said)
    said, _ = tap("--read", frame, "--format", "csv")
    rows = [line.split(",") for line in said.splitlines()]
    expect(len({len(row) for row in rows}) == 1 and rows[0][0] == "sendingTime", said)
    said, complaint = tap("--read", "-", stdin=client.wire[:-20], code=1)
    expect("ends within an LZ4 frame" in complaint and said, complaint)
    said, complaint = tap("--read", "-", stdin=lz4.frame.compress(b"hello"), code=1)
    expect("5 bytes are no message" in complaint, complaint)


def bad_files(_, folder):
    for data, seen in ((b"PK\x03\x04zip-file", "neither"), (b"\x04\x22\x4d\x18\xff\xff\xff\xff\xff", "no LZ4 frame")):
        path = folder / "bad"
        path.write_bytes(data)
        _, complaint = tap("--read", path, code=1)
        expect(seen in complaint and str(path) in complaint, complaint)
    _, complaint = tap("--read", folder / "none", code=1)
    expect("No such file" in complaint, complaint)
    said, _ = tap("--read", "-", "--format", "raw")
    expect(said == "", "an empty file holds no message")


def main():
    checks = Checks("tap")
    with Folder("tap") as folder:
        market = Market(folder)
        market.fund(["DLR001", "DLR002", "DLR003"])
        with Venue(folder, market.path) as venue:
            venue.start()
            for check in (relayed, venue_is_gone, bad_lines, printed, bad_files):
                name = check.__name__.replace("_", " ")
                if not checks.run(name, check, venue, venue.folder, context=venue.logs):
                    break
            else:
                venue.stop()
                venue.verify()
    checks.exit()


if __name__ == "__main__":
    main()
