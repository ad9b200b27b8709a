#!/usr/bin/env python3
"""`cangdan tap` and `cangdan feeds` against the real venue: drop copies through kill -9 of either side, daily files,
a stock engine behind the relay, bad lines and files.

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


class Copies:
    """A consumer of the supervisor's drop copy, with a state and a file of lines."""

    def __init__(self, folder, port, name="sup"):
        self.state, self.out, self.port = folder / f"{name}.place", folder / f"{name}.jsonl", port
        self.process = None

    def command(self, *more):
        command = [BINARY, "tap", "--as", "SUP001", "--port", self.port, "--format", "json"]
        command += ["--state", self.state, "--out", self.out, *more]
        return [str(part) for part in command]

    def start(self):
        self.process = subprocess.Popen(
            self.command("--patience", 60), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL)

    def kill9(self):
        self.process.kill()
        self.process.wait()

    def finish(self):
        """Takes what is left; the messages and the digest over all of them."""
        done = subprocess.run(
            self.command("--until-idle", 2, "--digest"), capture_output=True, text=True, timeout=60, check=False)
        expect(done.returncode == 0, f"exit code {done.returncode}: {done.stderr}")
        return [json.loads(line) for line in self.out.read_text().splitlines()], digest_of(done.stderr)

    def taken(self):
        return self.out.read_text().count("\n") if self.out.exists() else 0


def digest_of(text):
    found = re.search(r"(\d+) messages, digest ([0-9a-f]{64})", text)
    expect(found, f"no digest in {text}")
    return int(found[1]), found[2]


def enter(client, prefix, count):
    for number in range(count):
        client.send("D", order(f"{prefix}{number}", 1 + number % 2, PRICE - 10 + 20 * (number % 2)))
        client.answer(f"{prefix}{number}")


class Relay:
    """`cangdan tap --relay` before a port."""

    def __init__(self, folder, port, name="relay"):
        self.path = folder / f"{name}.log"
        self.output = open(self.path, "wb")
        command = [BINARY, "tap", "--relay", "0", "--port", str(port), "--patience", "2"]
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


def copied(venue, folder):
    """Killed at any time, and the venue too: each message once, and the digest of one that was never cut."""
    client = FixClient("DLR004")
    client.open(venue.port)
    copies = Copies(folder, venue.port)
    for turn in range(6):
        before = copies.taken()
        copies.start()
        enter(client, f"C{turn}-", 20)
        wait_for(lambda: copies.taken() > before, "lines of the tap")
        copies.kill9()
    copies.start()
    before = copies.taken()
    enter(client, "K-", 10)
    port = venue.port
    venue.kill9()
    client.wait_closed()
    venue.start("--port", str(port))
    client.open(port)
    enter(client, "L-", 10)
    wait_for(lambda: '"L-9"' in copies.out.read_text(), "last order in the tap", 30)
    copies.kill9()
    client.log_out()
    messages, digest = copies.finish()
    places = [int(message["FeedSeq"]) for message in messages]
    expect(places == sorted(set(places)), "each place once, in order")
    expect([int(message["PrevFeedSeq"]) for message in messages] == [0] + places[:-1], "none is missing")
    orders = [message["ClOrdID"] for message in messages if message["MsgType"] == "8"]
    expect(orders == [f"C{turn}-{n}" for turn in range(6) for n in range(20)]
           + [f"{p}-{n}" for p in "KL" for n in range(10)], f"{orders}")
    whole, whole_digest = Copies(folder, venue.port, "whole").finish()
    expect(digest == whole_digest and digest[0] == len(messages) == len(whole), f"{digest} {whole_digest}")
    return f"{len(messages)} messages"


def filed(venue, folder):
    """Daily files: killed at any time; the digest of a live consumer; `lz4 -d` and Python's lz4 agree."""
    command = [str(part) for part in (BINARY, "feeds", "--data", venue.data)]
    client = FixClient("DLR004")
    client.open(venue.port, (141, "Y"))
    feeds = venue.data / "feeds"
    for turn in range(5):
        before = sum(path.stat().st_size for path in feeds.glob("*.lz4"))
        process = subprocess.Popen([*command, "--follow"], stdout=subprocess.DEVNULL)
        enter(client, f"F{turn}-", 10)
        wait_for(lambda: sum(path.stat().st_size for path in feeds.glob("*.lz4")) > before, "more in the file")
        process.kill()
        process.wait()
    client.log_out()
    _, digest = Copies(folder, venue.port, "live").finish()
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    expect(done.returncode == 0, f"cangdan feeds: {done.stderr}")
    files = sorted(feeds.glob("*.drop-copy.fix.lz4"))
    said = b"".join(path.read_bytes() for path in files)
    _, complaint = tap("--read", "-", "--digest", stdin=said)
    expect(digest_of(complaint) == digest, f"the files have {complaint}, live is {digest}")
    texts = []
    for path in files:
        done = subprocess.run(["lz4", "-dc", path], capture_output=True, check=True)
        with lz4.frame.open(path) as file:
            expect(file.read() == done.stdout, "Python's lz4 and the lz4 command agree")
        texts.append(done.stdout)
    text = b"".join(texts)
    expect(text.count(b"\x0135=") + text.count(b"\x0110=") == 2 * digest[0], "as many messages")
    before = files[-1].read_bytes()
    for path in files:
        path.rename(folder / path.name)
    subprocess.run(command, capture_output=True, timeout=60, check=True)
    again = b"".join(subprocess.run(["lz4", "-dc", path], capture_output=True, check=True).stdout for path in files)
    expect(again == text, "made again, they are the same")
    files[-1].write_bytes(b"nothing of the kind" + before)
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    expect(done.returncode == 1 and "move it away" in done.stderr, done.stderr)
    return f"{digest[0]} messages, {len(text) / len(before):.1f} : 1"


def bad_states(venue, folder):
    """States that are damaged, of another session, in use; files that don't go with them; a logon that fails."""
    state = folder / "bad.place"
    as_sup = ("--as", "SUP001", "--port", venue.port, "--state", state, "--until-idle", 1)
    state.write_text("epoch 3 in 57 out 60\n")
    expect("says no place in a feed" in tap(*as_sup, code=1)[1], "a damaged state")
    state.unlink()
    tap("--as", "SUP001", "--port", venue.port, "--state", state, "--until-idle", 1)
    expect("is the place of CANGDAN/SUP001" in tap(
        "--as", "DC001", "--port", venue.port, "--state", state, code=1)[1], "of another session")
    state.write_text(state.read_text().replace("output 0", "output 99"))
    expect("has 0 bytes" in tap(*as_sup, "--out", folder / "bad.out", code=1)[1], "another file")
    state.write_text(re.sub("feed [0-9]+", "feed 64", state.read_text()))
    expect("7842" in tap(*as_sup, code=1)[1], "a place that the feed never had")
    expect("closed before the logon" in tap(
        "--as", "NOBODY", "--port", venue.port, "--patience", 0, code=1)[1], "no session of the venue")
    with contextlib.closing(socket.create_server(("127.0.0.1", 0))) as door:
        port = door.getsockname()[1]
    expect("Connection refused" in tap(
        "--as", "SUP001", "--port", port, "--patience", 0, code=1)[1], "no venue")
    expect("numeric address" in tap("--as", "SUP001", "--host", "nowhere", code=64)[1], "no address")
    expect("No such file" in tap("--as", "SUP001", "--state", "/nowhere/place", code=1)[1], "no directory")


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
        market.fund(["DLR001", "DLR002", "DLR003", "DLR004"])
        with Venue(folder, market.path) as venue:
            venue.start()
            for check in (copied, filed, bad_states, relayed, venue_is_gone, bad_lines, printed, bad_files):
                name = check.__name__.replace("_", " ")
                if not checks.run(name, check, venue, venue.folder, context=venue.logs):
                    break
            else:
                venue.stop()
                venue.verify()
    checks.exit()


if __name__ == "__main__":
    main()
