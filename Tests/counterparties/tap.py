#!/usr/bin/env python3
"""`cangdan tap` and `cangdan feeds` against the real venue: drop copies through kill -9 of either side, daily files,
a stock engine behind the relay, live books, bad lines and files.

usage: tap.py
One line per check; exit code 0 where all hold. Needs the Python packages quickfix (quickfix-tls) and lz4.
"""
import contextlib
import json
import os
import pty
import re
import socket
import subprocess
import threading

import lz4.frame

from compression import PackedClient
from fix_client import VENUE, FixClient, encode, now_text, order
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


def books_in(feeds, venue):
    """The market data in the files: whole by MDSeq(7830), and in the end what a session is told."""
    said = b"".join(path.read_bytes() for path in sorted(feeds.glob("*.market-data.fix.lz4")))
    told = {}
    for line in tap("--read", "-", "--format", "json", stdin=said)[0].splitlines():
        message = json.loads(line)
        symbol = message.get("Symbol") or message["NoMDEntries"][0]["Symbol"]
        bids = told.setdefault(symbol, {})
        if message["MsgType"] == "W":
            bids.clear()
        else:
            expect(message["PrevMDSeq"] == bids["seq"], f"none is missing: {line}, {bids}")
        bids["seq"] = message["MDSeq"]
        for entry in message["NoMDEntries"]:
            if entry["MDEntryType"] == "0":
                bids.pop(entry["MDEntryPx"], None)
                if entry.get("MDUpdateAction") != "2":
                    bids[entry["MDEntryPx"]] = entry["MDEntrySize"]
    said, _ = tap("--as", "MD001", "--port", venue.port, "--market-data", "CU-BW-A", "--count", 1, "--depth", 100,
                  "--format", "csv")
    rows = [line.split(",") for line in said.splitlines()[1:]]
    live = {"seq": rows[0][4]} | {row[8]: row[9] for row in rows if row[6] == "0"}
    expect(len(live) > 1 and live == told["CU-BW-A"], f"{live} is not {told['CU-BW-A']}")


def filed(venue, folder):
    """Daily files: killed at any time; the digest of a live consumer; `lz4 -d` and Python's lz4 agree."""
    command = [str(part) for part in (BINARY, "feeds", "write", "--data", venue.data)]
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
    market, files = (sorted(feeds.glob(f"*.{kind}.fix.lz4")) for kind in ("market-data", "drop-copy"))
    said = b"".join(path.read_bytes() for path in files)
    _, complaint = tap("--read", "-", "--digest", stdin=said)
    expect(digest_of(complaint) == digest, f"the files have {complaint}, live is {digest}")
    books_in(feeds, venue)
    texts = []
    for path in files + market:
        done = subprocess.run(["lz4", "-dc", path], capture_output=True, check=True)
        with lz4.frame.open(path) as file:
            expect(file.read() == done.stdout, "Python's lz4 and the lz4 command agree")
        texts.append(done.stdout)
    text, whole = b"".join(texts[:len(files)]), b"".join(texts)
    expect(text.count(b"\x0135=") + text.count(b"\x0110=") == 2 * digest[0], "as many messages")
    before = files[-1].read_bytes()
    for path in files + market:
        path.rename(folder / path.name)
    subprocess.run(command, capture_output=True, timeout=60, check=True)
    again = b"".join(
        subprocess.run(["lz4", "-dc", path], capture_output=True, check=True).stdout for path in files + market)
    expect(again == whole, "made again, they are the same")
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


class Books:
    """`cangdan tap --market-data` beside a venue, as long as its block."""

    SYMBOLS = "CU-BW-A,NI-BW-C"

    def __init__(self, folder, port, *more):
        self.path = folder / "books.txt"
        self.output = open(self.path, "wb")
        command = [BINARY, "tap", "--as", "MD001", "--market-data", self.SYMBOLS, "--port", port, *more]
        self.process = subprocess.Popen(
            [str(part) for part in command], stdin=subprocess.DEVNULL, stdout=self.output, stderr=subprocess.STDOUT)

    def text(self):
        return self.path.read_text()

    def said(self, text):
        wait_for(lambda: text in self.text(), f"'{text}' from the tap", 20, self.text)

    def snapshots(self, count):
        """Of the last instrument so many have come."""
        wait_for(lambda: len(re.findall(r"NI-BW-C \d", self.text())) >= count, f"{count} snapshots", 20, self.text)

    def end(self):
        """SIGTERM: the books as they are in the end, and what came in how many bytes."""
        self.process.terminate()
        expect(self.process.wait(10) == 0, f"it ends in order: {self.text()}")
        return books_of(self.text())

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()
        self.output.close()


def books_of(text):
    """Of each instrument the last book that was printed, without its MDSeq(7830)."""
    books, name = {}, None
    for line in text.splitlines():
        head = re.match(r"(?:[0-9:.-]+ )?([A-Z-]+) ?\d*: (no trades|last .*|open .*|reference .*|imbalance .*|waiting.*)$", line)
        if head:
            name = head[1]
            books[name] = [head[2]]
        elif line.startswith("  ") and name:
            books[name].append(line)
        else:
            name = None
    return books


def watched(venue, folder):
    """Live books through kill -9 of the venue: in the end what a fresh snapshot says; by price and by order."""
    client = FixClient("DLR004")
    client.open(venue.port, (141, "Y"))
    as_market = ("--as", "MD001", "--port", venue.port, "--market-data", Books.SYMBOLS)
    for more in ((), ("--by-order",), ("--depth", 3)):
        with Books(folder, venue.port, *more, "--patience", 60) as books:
            books.snapshots(1)
            prefix = f"W{len(more)}{more[-1:]}"
            enter(client, prefix + "a", 10)
            client.send("D", order(prefix + "TOP", 1, PRICE + 100 + 10 * len(prefix)))
            books.said(f"bid {PRICE + 100 + 10 * len(prefix)} x ")
            venue.kill9()
            client.wait_closed()
            venue.start("--port", str(venue.port))
            client.open(venue.port)
            books.snapshots(2)
            enter(client, prefix + "b", 10)
            client.send("D", order(prefix + "END", 1, PRICE + 500))
            client.answer(prefix + "END")
            books.said(f"bid {PRICE + 500} x ")
            client.send("F", [(11, prefix + "X"), (41, prefix + "END"), (55, "CU-BW-A"), (54, 1), (60, now_text())])
            client.answer(prefix + "X")
            wait_for(lambda: re.search(rf"bid {PRICE + 500} (#\d+ )?gone", books.text()), "the cancel")
            live = books.end()
        said, complaint = tap(*as_market, *more, "--count", 2)
        expect(books_of(said) == live and len(live) == 2, f"{live} is not {books_of(said)}")
        expect(len(live["CU-BW-A"]) > 3, f"{live}")
        expect(re.search(r"2 messages: \d+ bytes of FIX, \d+ on the wire", complaint), complaint)
    client.log_out()
    said, _ = tap(*as_market, "--count", 2, "--format", "csv")
    rows = [line.split(",") for line in said.splitlines()]
    expect(len({len(row) for row in rows}) == 1 and rows[0][4] == "mdSeq" and len(rows) > 3, said)
    said, _ = tap(*as_market, "--count", 2, "--format", "json")
    expect([json.loads(line)["Symbol"] for line in said.splitlines()] == ["CU-BW-A", "NI-BW-C"], said)
    expect("is no instrument" in tap("--as", "MD001", "--port", venue.port, "--market-data", "NONE", code=1)[1], "symbol")
    expect("refuses" in tap("--as", "DLR001", "--port", venue.port, "--market-data", "CU-BW-A", code=1)[1], "role")
    for wrong in (("--depth", 0), ("--depth", 101), ("--state", "x"), ("--market-data", "")):
        tap(*as_market, *wrong, code=64)


def on_a_terminal(venue, _):
    """On a terminal the books stay on one screen."""
    master, slave = pty.openpty()
    command = [BINARY, "tap", "--as", "MD001", "--port", venue.port, "--market-data", "CU-BW-A", "--until-idle", 1]
    process = subprocess.Popen([str(part) for part in command], stdin=subprocess.DEVNULL, stdout=slave,
                               stderr=subprocess.DEVNULL)
    said = b""
    while b"CU-BW-A" not in said:
        said += os.read(master, 4096)
    expect(process.wait(20) == 0 and said.startswith(b"\x1b[H\x1b[2J"), f"{said}")
    os.close(master)
    os.close(slave)


def missing_change(_, folder):
    """A line on which a change gets lost: it is said, a snapshot is asked for, and the book goes on."""
    seen = []
    with contextlib.closing(socket.create_server(("127.0.0.1", 0))) as door:
        def serve():
            line, _ = door.accept()
            numbers = iter(range(1, 100))

            def say(kind, *fields):
                line.sendall(encode([(35, kind), (49, VENUE), (56, "MD001"), (34, next(numbers)), (52, now_text()),
                                     *fields]))

            def hear(kind):
                data = b""
                while b"\x0135=" + kind + b"\x01" not in data or b"\x0110=" not in data:
                    more = line.recv(4096)
                    if not more:
                        return b""
                    data += more
                return data

            with contextlib.closing(line):
                line.settimeout(20)
                hear(b"A")
                say("A", (98, 0), (108, 30), (141, "Y"), (7811, 0))
                hear(b"V")
                bid = [(268, 1), (269, 0), (270, 68400), (271, 25), (346, 1), (290, 1)]
                say("W", (262, "TAP1"), (55, "CU"), *bid, (7830, 4))
                offer = [(268, 1), (279, 0), (269, 1), (55, "CU"), (270, 68450), (271, 5), (346, 1), (290, 1)]
                say("X", (262, "TAP1"), *offer, (7830, 7), (7832, 6))
                say("X", (262, "TAP1"), *offer, (7830, 8), (7832, 7))
                seen.append(hear(b"V"))
                say("W", (262, "TAP2"), (55, "CU"), *bid, (7830, 8))
                say("X", (262, "TAP1"), *offer, (7830, 9), (7832, 8))
                hear(b"5")
                say("5")

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        said, complaint = tap("--as", "MD001", "--market-data", "CU", "--port", door.getsockname()[1], "--count", 3)
        thread.join(20)
    expect("CU: a change follows MDSeq(7830) 6, PrevMDSeq(7832), and the last that came is 4" in complaint, complaint)
    expect("3 messages, 1 gaps" in complaint, complaint)
    expect(b"\x01263=0\x01" in seen[0] and seen[0].count(b"\x0135=V\x01") == 1, f"{seen}")
    expect(said.count("68450 x 5") == 1 and "| 68450 @ 5 (1)" in said, said)


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
            for check in (copied, filed, bad_states, relayed, venue_is_gone, bad_lines, watched,
                          on_a_terminal, missing_change, printed, bad_files):
                name = check.__name__.replace("_", " ")
                if not checks.run(name, check, venue, venue.folder, context=venue.logs):
                    break
            else:
                venue.stop()
                venue.verify()
    checks.exit()


if __name__ == "__main__":
    main()
