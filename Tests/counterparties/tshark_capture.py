#!/usr/bin/env python3
"""Captures a QuickFIX session with tshark and reads it back with tshark's FIX dissector.

usage: tshark_capture.py
One line per check; exit code 0 where all hold. Needs tshark and the right to capture on lo: without
either it fails and says how to get it.
"""
import collections
import shutil
import signal
import subprocess
import sys

from fix_client import cancel, order, status
from quickfix_client import QuickFIXClient
from venue import Checks, Folder, Venue, expect, wait_for

INSTALL = "apt-get install tshark"
PRICE = 68450
FIELDS = ["fix.MsgType", "fix.SenderCompID", "fix.MsgSeqNum", "fix.ClOrdID", "fix.ExecType",
          "fix.Symbol", "fix.OrderQty", "fix.Price", "fix.CheckSum", "tcp.srcport"]


class Capture:
    """tshark on lo, filtered by the venue's port, from its first packet until `stop`."""

    def __init__(self, path, port, log):
        self.path = path
        self.port = port
        self.log = log
        command = ["tshark", "-i", "lo", "-f", f"tcp port {port}", "-w", str(path), "-q"]
        with open(log, "wb") as file:
            self.process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=file, stderr=file)
        wait_for(self.is_capturing, "capture by tshark", 15, self.text)

    def text(self):
        return self.log.read_text(errors="replace").strip()

    def is_capturing(self):
        code = self.process.poll()
        expect(
            code is None,
            f"tshark can't capture on lo (code {code}): {self.text()}\ninstall: {INSTALL}, and run as "
            "root or after: dpkg-reconfigure wireshark-common; usermod -aG wireshark USER")
        return "Capturing on" in self.text() and self.path.exists() and self.path.stat().st_size > 0

    def stop(self):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
        self.process.wait(15)


def trade(folder, venue):
    """A short day of two firms; how many messages of which type each side has seen."""
    with QuickFIXClient(folder, venue.port, ["DLR001", "DLR002"]) as client:
        client.start()
        for number in range(10):
            name = f"B{number}"
            client.send("DLR001", "D", order(name, 1, PRICE - 10 * number))
            client.report("DLR001", name, "0")
        client.send("DLR002", "D", order("S0", 2, PRICE))
        client.report("DLR002", "S0", "0")
        client.report("DLR002", "S0", "F")
        client.report("DLR001", "B0", "F")
        client.send("DLR001", "F", cancel("C1", "B1", 1))
        client.report("DLR001", "C1", "4")
        client.send("DLR001", "H", status("B2", 1, "H1"))
        client.report("DLR001", "B2", "I")
        client.send("DLR001", "D", order("X", 1, PRICE + 1))
        client.report("DLR001", "X", "8")
        client.send("DLR001", "F", cancel("C2", "NONE", 1))
        client.take("DLR001", lambda m: m.type == "9", "OrderCancelReject(9)")
        client.send("DLR001", "E", [(66, "1"), (394, "3"), (68, "1")])
        client.take("DLR001", lambda m: m.type == "j", "BusinessMessageReject(j)")
        client.send("DLR001", "D", [field for field in order("Y", 1, PRICE) if field[0] != 54])
        client.take("DLR001", lambda m: m.type == "3", "Reject(3)")
        client.assert_content()


WANTED = {
    ("DLR001", "A"): 1, ("DLR002", "A"): 1, ("CANGDAN", "A"): 2, ("DLR001", "D"): 12,
    ("DLR002", "D"): 1, ("DLR001", "F"): 2, ("DLR001", "H"): 1, ("DLR001", "E"): 1,
    ("CANGDAN", "8"): 16, ("CANGDAN", "9"): 1, ("CANGDAN", "j"): 1, ("CANGDAN", "3"): 1,
    ("DLR001", "5"): 1, ("DLR002", "5"): 1, ("CANGDAN", "5"): 2,
}


def tshark(path, port, *arguments):
    command = ["tshark", "-r", str(path), "-d", f"tcp.port=={port},fix", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    expect(done.returncode == 0, f"{' '.join(command)}: {done.stderr}")
    return [line for line in done.stdout.splitlines() if line]


def nothing_malformed(path, port):
    wrong = "_ws.malformed || fix.checksum_bad == 1 || (fix && !(fix.checksum_good == 1))"
    bad = tshark(path, port, "-Y", wrong)
    expect(not bad, f"malformed by tshark: {bad[:5]}")
    unread = tshark(path, port, "-Y", f"tcp.srcport == {port} && tcp.len > 0 && !fix")
    expect(not unread, f"bytes of ours that are no FIX: {unread[:5]}")


def messages(path, port):
    """(SenderCompID, MsgType) of every message and the values of the other fields."""
    arguments = ["-Y", "fix", "-T", "fields", "-E", "separator=/t", "-E", "aggregator=|"]
    for field in FIELDS:
        arguments += ["-e", field]
    rows = [line.split("\t") for line in tshark(path, port, *arguments)]
    return [dict(zip(FIELDS, row)) for row in rows]


def types_counted(path, port):
    counts = collections.Counter()
    for row in messages(path, port):
        senders = row["fix.SenderCompID"].split("|")
        counts.update(zip(senders, row["fix.MsgType"].split("|")))
    for key, count in WANTED.items():
        expect(counts[key] == count, f"{key}: {count} messages, tshark counts {counts[key]}: {counts}")
    return f"{sum(counts.values())} messages"


def fields_readable(path, port):
    """Symbol, quantity, price and ClOrdID of our reports, and numbers without a gap."""
    numbers = collections.defaultdict(list)
    found = set()
    for line in tshark(
            path, port, "-Y", "fix.SenderCompID == CANGDAN", "-T", "fields",
            "-e", "fix.TargetCompID", "-e", "fix.MsgSeqNum"):
        target, sequence = line.split("\t")
        numbers[target.split(",")[0]] += [int(number) for number in sequence.split(",")]
    for target, sequence in numbers.items():
        expect(sequence == list(range(1, len(sequence) + 1)), f"numbers to {target}: {sequence}")
    for row in messages(path, port):
        if "8" in row["fix.MsgType"].split("|"):
            found.update(row["fix.ClOrdID"].split("|"))
            expect("CU-BW-A" in row["fix.Symbol"], f"Symbol(55) by tshark: {row}")
            expect("25" in row["fix.OrderQty"], f"OrderQty(38) by tshark: {row}")
    wanted = {f"B{number}" for number in range(10)} | {"S0", "C1", "X"}
    expect(wanted <= found, f"ClOrdID(11) that tshark does not show: {wanted - found}")


def main():
    checks = Checks("tshark_capture")
    if not shutil.which("tshark"):
        print(f"tshark_capture: tshark is missing: {INSTALL}", file=sys.stderr)
        sys.exit(1)
    with Folder("tshark") as folder, Venue(folder) as venue:
        venue.start()
        path = folder / "session.pcapng"

        def capture():
            captured = Capture(path, venue.port, folder / "tshark.log")
            try:
                trade(folder, venue)
                venue.stop()
                # The last packet of the two connections is in the file when tshark counts both ends.
                wait_for(lambda: ends(path, venue.port) >= 2, "both connections' ends in the capture", 15)
            finally:
                captured.stop()

        if checks.run("a QuickFIX session is captured on lo", capture, context=venue.logs):
            checks.run("nothing is malformed", nothing_malformed, path, venue.port)
            checks.run("messages by type and sender", types_counted, path, venue.port)
            checks.run("fields are readable", fields_readable, path, venue.port)
    checks.exit()


def ends(path, port):
    """Connections that the venue has ended, as far as the capture is on disk."""
    wanted = f"tcp.srcport == {port} && (tcp.flags.fin == 1 || tcp.flags.reset == 1)"
    command = ["tshark", "-r", str(path), "-Y", wanted, "-T", "fields", "-e", "tcp.stream"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    return len(set(done.stdout.split()))


if __name__ == "__main__":
    main()
