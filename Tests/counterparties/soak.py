#!/usr/bin/env python3
"""Serves a venue for an hour under a steady load, and judges whether memory, descriptors and latency stay as they are.

usage: soak.py [--minutes M] [--rate N] [--seed S] [--out FOLDER] [--quick]

At the venue are five firms that enter, replace and cancel orders and trade, and whose lines break or are logged
out now and then; a sixth that measures the time from an order to its report; clearing, the registry and two
warehouses, which take each trade to its end; two drop copies, compressed, one of which leaves and comes back; market
data, taken by one reader and trickled to another; strangers; an operator that asks the socket; `cangdan follow`, which
compares and writes snapshots; `cangdan archive`, which seals. Every message has exactly one answer. Samples are taken
every ten seconds and stand in FOLDER/samples.csv, the latencies in FOLDER/latency.csv.

At the end comes a table of five minutes each, and PASS or FAIL with the reasons: over the last three quarters the
venue's own memory rises by 1 % at most, descriptors and threads by 1; pages of files, which come and go with the logs'
segments, are at most 10 % above what they were; the last quarter's latency is at most 1.5 times the second one's and
200 us; the log verifies and replays. --quick lasts 30 s and judges no figure, only what was answered.
"""
import argparse
import json
import multiprocessing
import os
import pathlib
import random
import re
import selectors
import shutil
import signal
import socket
import subprocess
import sys
import time

import soak_figures
from soak_clients import FIRMS, PROBE, SLOW, SYMBOLS, SlowReader, Strangers, Trader, probe
from venue import BINARY, ROOT, Failure, Market, Venue, expect, wait_for

#: Seconds between what recurs.
SAMPLE, LEAVE, STRANGER, ASK, RETURN, SEAL, REPORT = 10, 5, 3, 1, 40, 300, 60
#: Seconds of the probe between two orders.
PROBE_EVERY = 0.05
#: Documents that each firm has to sell of each instrument.
DOCUMENTS = 600
INSTITUTIONS = {"ZZCH": "clearing", "ZZREG": "registry", "WHS001": "warehouse", "WHS002": "warehouse"}


class Beside:
    """A program beside the venue that has to run all the time."""

    def __init__(self, folder, name, *words):
        self.name = name
        self.log = folder / f"{name}.log"
        self.command = [str(BINARY), *map(str, words)]
        self.process = None
        self.start()

    def start(self):
        with open(self.log, "ab") as log:
            self.process = subprocess.Popen(
                self.command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=log)

    def check(self):
        code = self.process.poll()
        expect(code is None, f"{self.name} has ended with code {code}: {self.log.read_text()[-1000:]}")

    def stop(self, expected=0):
        """SIGTERM; it ends as it should."""
        self.process.terminate()
        code = self.process.wait(30)
        expect(code == expected, f"{self.name}: exit code {code} after SIGTERM: {self.log.read_text()[-1000:]}")

    def kill(self):
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()


class Soak:
    def __init__(self, folder, options):
        self.folder = folder
        self.options = options
        self.seconds = 30 if options.quick else 60 * options.minutes
        self.random = random.Random(options.seed)
        market = Market(folder)
        market.append("sessions.yaml", f"  - compID: {SLOW}\n    firm: MD001\n    role: market-data\n")
        market.fund([*FIRMS, PROBE])
        for symbol in SYMBOLS:
            for firm in FIRMS:
                market.admit(symbol, firm, DOCUMENTS)
        self.venue = Venue(folder, market.path)
        self.traders = [Trader(firm, options.seed) for firm in FIRMS]
        self.slow = SlowReader()
        self.strangers = Strangers()
        self.beside = []
        self.probe = None
        self.figures = None
        self.asked = self.sealed = self.returned = 0

    # Beginning and end

    def begin(self):
        orders = int(self.seconds * self.options.rate * 0.75) + 100_000
        self.venue.start("--orders", str(orders), "--metrics-port", "0", seconds=120)
        port, state = self.venue.port, self.folder / "state"
        for name, role in INSTITUTIONS.items():
            self.add(
                name, "stand-in", "--role", role, "--compID", name, "--connect", f"127.0.0.1:{port}", "--state", state)
        line = ("--port", port, "--patience", 60)
        self.add("SUP001", "tap", "--as", "SUP001", *line)
        self.copy = self.add("DC001", "tap", "--as", "DC001", *line, "--state", self.folder / "DC001.place")
        self.add("MD001", "tap", "--as", "MD001", *line, "--market-data", ",".join(SYMBOLS))
        every = "10" if self.options.quick else "60"
        self.follower = self.add(
            "follow", "follow", "--data", self.venue.data, "--every", every, "--keep", "2")
        self.slow.open(port)
        self.latency = self.folder / "latency.csv"
        self.probe = multiprocessing.Process(target=probe, args=(port, self.latency, PROBE_EVERY), daemon=True)
        self.probe.start()
        wait_for(lambda: self.latency.exists() and self.latency.stat().st_size, "a measurement", 30)
        self.figures = soak_figures.Figures(
            self.folder / "samples.csv", self.venue.process.pid, self.follower.process.pid, self.venue.data)

    def add(self, name, *words):
        one = Beside(self.folder, name, *words)
        self.beside.append(one)
        return one

    def end(self):
        """Everything is answered, everybody ends as he should, and the log is as its venue says."""
        deadline = time.monotonic() + 30
        while any(trader.pending for trader in self.traders):
            left = {t.client.comp_id: list(t.pending)[:3] for t in self.traders}
            expect(time.monotonic() < deadline, f"without an answer: {left}")
            self.pump(0.05)
        self.probe.terminate()
        self.strangers.go()
        for one in self.beside:
            one.check()
            one.stop(-signal.SIGTERM if one is self.follower else 0)
        metrics = self.venue.tool("top", "--metrics", "--data", self.venue.data).stdout
        self.conflations = int(re.search(rf'session_conflations_total\{{session="{SLOW}"\}} (\d+)', metrics)[1])
        expect(self.conflations or self.options.quick, f"{SLOW} was never told a snapshot in place of changes")
        log = self.venue.log()
        self.venue.stop(60)
        self.venue.tool("follow", "--data", self.venue.data, "--once", seconds=600)
        for arguments in (("log", self.venue.data, "--verify"), ("replay", self.venue.data)):
            done = self.venue.tool(*arguments, seconds=3600)
            expect(done.returncode == 0, f"cangdan {arguments[0]}: {done.stdout[-1000:]}{done.stderr[-1000:]}")
        bad = [line for line in log.splitlines() if " error " in line or " critical " in line]
        expect(not bad, f"in the venue's log: {bad[:3]}")

    def kill(self):
        for one in self.beside:
            one.kill()
        if self.probe:
            self.probe.terminate()
        self.venue.__exit__()

    # Load

    def run(self):
        self.begin()
        began, wall = time.monotonic(), time.time()
        self.began, self.wall = began, wall
        every = {
            self.sample: SAMPLE, self.disturb: LEAVE, self.stranger: STRANGER, self.ask: ASK, self.back: RETURN,
            self.seal: SEAL, self.report: REPORT}
        due = dict.fromkeys(every, began)
        if self.options.quick:
            every |= {self.sample: 2, self.back: 8, self.seal: 10, self.report: 10}
        for task in (self.back, self.seal, self.report):
            due[task] += every[task]
        owed, last = 0.0, began
        while (now := time.monotonic()) < began + self.seconds:
            owed = min(owed + (now - last) * self.options.rate, 50.0)
            last = now
            ready = [trader for trader in self.traders if trader.is_ready and len(trader.pending) < 200]
            while owed >= 1 and ready:
                self.random.choice(ready).send_next()
                owed -= 1
            for task, when in due.items():
                if now >= when:
                    task()
                    due[task] = max(when + every[task], now)
            self.pump(1 / self.options.rate)
        self.sample()

    def pump(self, seconds):
        with selectors.DefaultSelector() as selector:
            for trader in self.traders:
                trader.keep_connected(self.venue.port)
                if trader.client.socket:
                    selector.register(trader.client.socket, selectors.EVENT_READ, trader)
            for key, _ in selector.select(seconds):
                key.data.client.receive()

    @property
    def messages(self):
        return sum(trader.sent for trader in self.traders)

    def sample(self):
        self.figures.take(time.monotonic() - self.began, self.messages)

    def disturb(self):
        self.random.choice(self.traders).leave()

    def stranger(self):
        self.strangers.come(self.venue.port)

    def ask(self):
        """What the operator looks at, and whether everybody is still there."""
        self.slow.trickle()
        self.venue.assert_alive()
        expect(self.probe.is_alive(), f"{PROBE} has ended: see above")
        for one in self.beside:
            one.check()
        question = ({"request": "status"}, {"request": "metrics"}, {"request": "sessions"})[self.asked % 3]
        with socket.socket(socket.AF_UNIX) as line:
            line.settimeout(30)
            line.connect(str(self.venue.data / "admin.sock"))
            line.sendall(json.dumps(question).encode() + b"\n")
            answer = b""
            while not answer.endswith(b"\n") and (part := line.recv(65536)):
                answer += part
        expect(json.loads(answer)["ok"], f"{question}: {answer[:200]}")
        self.asked += 1

    def back(self):
        """A drop copy leaves and comes back behind its last message; a gap would be exit code 3."""
        self.copy.stop()
        self.copy.start()
        self.returned += 1

    def seal(self):
        done = self.venue.tool("archive", self.venue.data, "--days", "0", seconds=120)
        expect(done.returncode == 0, f"cangdan archive: {done.stdout}{done.stderr}")
        self.sealed += 1

    def report(self):
        measured = soak_figures.read_latency(self.latency, self.wall)
        seconds = time.monotonic() - self.began
        recent = [micros for when, micros in measured if when > seconds - REPORT] or [0]
        row = self.figures.rows[-1]
        print(
            f"{seconds / 60:5.1f} min: {self.messages} messages, p50 {soak_figures.share(recent, 0.5)} us, "
            f"p99 {soak_figures.share(recent, 0.99)} us, venue {row['venueKB'] / 1024:.1f} MB, "
            f"{row['descriptors']} descriptors, disk {row['diskKB'] / 1024:.0f} MB", flush=True)

    # The account

    def summary(self):
        counts = {}
        for trader in self.traders:
            for what, count in trader.counts.items():
                counts[what] = counts.get(what, 0) + count
        parts = ", ".join(f"{count} {what}" for what, count in sorted(counts.items()))
        for wanted in ("entered", "canceled", "replaced", "fills", "refused"):
            expect(counts.get(wanted), f"the load has no '{wanted}': {parts}")
        alarms = sum(" alarm" in line for line in self.venue.log().splitlines())
        return (
            f"{self.messages} messages, each answered once: {parts}; {sum(t.connects for t in self.traders)} logons of "
            f"firms, {self.strangers.count} strangers, {self.returned} returns of a drop copy, {self.asked} questions "
            f"of the operator, {self.sealed} archivings, {self.conflations} snapshots in place of changes for {SLOW}, {alarms} lines about alarms; the log verifies and replays")


def main():
    parser = argparse.ArgumentParser(
        prog="Tools/soak run", description=__doc__.split("\n", 3)[3], formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=60, help="how long, 3 at least; 60")
    parser.add_argument("--rate", type=int, default=250, help="messages a second of all firms together; 250")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=pathlib.Path, default=ROOT / ".build-test/soak", help="made anew; .build-test/soak")
    parser.add_argument("--quick", action="store_true", help="30 s, without a judgement of figures")
    options = parser.parse_args()
    if options.minutes < 3:
        parser.error("--minutes: at least 3, so that quarters can be compared; --quick judges none")
    if not 1 <= options.rate <= 1_000:
        parser.error("--rate: 1 to 1000 messages a second, which these clients can send")
    shutil.rmtree(options.out, ignore_errors=True)
    options.out.mkdir(parents=True)
    soak = Soak(options.out.resolve(), options)
    try:
        soak.run()
        measured = soak_figures.read_latency(soak.latency, soak.wall)
        print(soak_figures.table(soak.figures, measured, 10 if options.quick else 300, soak.seconds), flush=True)
        soak.end()
        print(soak.summary(), flush=True)
    except Exception as error:
        soak.kill()
        print(f"FAIL: {error}\n{soak.venue.logs(5)}", flush=True)
        if not isinstance(error, Failure):
            raise
        sys.exit(1)
    verdicts = [] if options.quick else soak_figures.judge(soak.figures, measured, soak.seconds)
    for holds, sentence in verdicts:
        print(f"{'ok    ' if holds else 'FAILED'} {sentence}")
    failed = [sentence for holds, sentence in verdicts if not holds]
    print("FAIL" if failed else "PASS", flush=True)
    if failed:
        sys.exit(1)
    for name in ("data", "market", "state"):
        shutil.rmtree(options.out / name, ignore_errors=True)


if __name__ == "__main__":
    main()
