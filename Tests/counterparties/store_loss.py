#!/usr/bin/env python3
"""Takes the venue's stored messages away, or spoils them, while a stock QuickFIX client trades.

usage: store_loss.py
After each loss the venue starts, says what it has found, and the client goes on without a touch: numbers never go
back, every ResendRequest(2) is answered to its end, and what may not have arrived comes again with PossResend(97)=Y.
One line per check; exit code 0 where all hold. Needs the Python package quickfix (quickfix-tls).
"""
import json
import shutil

import quickfix

from fix_client import order
from line import Line
from quickfix_client import QuickFIXClient
from venue import Checks, Folder, Market, Venue, expect, wait_for

# The first session of the sample market, so its number is 1.
CLIENT = "DLR001"
FOLDER = "sessions/00000001"
PRICE = 68450
HEADER = 4096


class Scene:
    """A venue, and a client that has been told of some orders."""

    def __init__(self, folder, venue, line, client):
        self.folder = folder
        self.venue = venue
        self.line = line
        self.client = client
        self.count = 0
        self.told = []

    def trade(self, count):
        """Enters orders that rest, and notes the ExecID(17) of each acknowledgment."""
        for _ in range(count):
            self.count += 1
            name = f"L{self.count:05d}"
            self.client.send(CLIENT, "D", order(name, 1, PRICE - 10 * (self.count % 50)))
            self.told.append(self.client.report(CLIENT, name, "0")[17])

    @property
    def files(self):
        return sorted((self.venue.data / FOLDER).glob("*.out"))

    def restart(self, spoil, *log_lines, end=None):
        """kill -9 or another end, then the loss, then a start; the client logs on again by itself."""
        logons = self.client.logons[CLIENT]
        before = self.client.next_numbers(CLIENT)
        (end or self.venue.kill9)()
        spoil()
        self.venue.start()
        for line in log_lines:
            self.venue.wait_log(line)
        self.client.wait_logon(CLIENT, logons + 1)
        wait_for(lambda: self.client.next_numbers(CLIENT)[1] > before[1], "the venue's next number")

    def repeated(self, count):
        """The last `count` acknowledgments have come again, as such that may have come before."""
        for exec_id in self.told[-count:]:
            self.client.take(
                CLIENT, lambda m: (m.get(17), m.get(97)) == (exec_id, "Y"), f"ExecID(17) {exec_id} again")
        with self.client.lock:
            rest = [m for m in self.client.inbox[CLIENT] if m.get(17) not in self.told]
            expect(not rest, f"reports that nobody has asked for: {rest}")
            self.client.inbox[CLIENT].clear()

    def machine_is_new(self):
        """As if the machine had been started since: what no sync has brought to the disk may be gone."""
        lock = self.venue.data / "lock"
        lock.write_text(f"{lock.read_text().splitlines()[0]}\nanother start\n")

    def alarm(self, is_on=True):
        def alarms():
            done = self.venue.tool("top", "--json", "--data", self.venue.data)
            return ("sessionStore" in json.loads(done.stdout)["venue"]["alarms"]) == is_on

        wait_for(alarms, f"alarm sessionStore {'on' if is_on else 'off'}")

    def goes_on(self):
        self.trade(3)
        self.client.assert_content()


def entries(data):
    """Where the entries of a file begin."""
    offsets, offset = [], HEADER
    while offset + 4 <= len(data) and (length := int.from_bytes(data[offset:offset + 4], "little")):
        offsets.append(offset)
        offset += length
    return offsets


def nothing(scene):
    """Without a loss nothing is skipped, nothing comes again, and nothing is told."""
    scene.trade(5)
    target = scene.client.next_numbers(CLIENT)[1]
    scene.restart(lambda: None)
    after = scene.client.next_numbers(CLIENT)[1]
    # The Logon(A), and a ResendRequest(2) where QuickFIX has tried in vain meanwhile.
    expect(after <= target + 2, f"only administrative messages have taken a number: {target} {after}")
    scene.alarm(is_on=False)
    scene.goes_on()


def end_in_order(scene):
    """After an end in order nothing is skipped either: the machine may have been started since."""
    scene.trade(5)
    target = scene.client.next_numbers(CLIENT)[1]
    closed = scene.venue.data / "sessions" / "closed"

    def start_machine():
        expect(closed.exists(), "the venue has put its numbers down")
        scene.machine_is_new()

    scene.restart(start_machine, end=scene.venue.stop)
    after = scene.client.next_numbers(CLIENT)[1]
    # Logout(5), Logon(A), and a ResendRequest(2) where QuickFIX has tried in vain meanwhile.
    expect(after <= target + 3, f"only administrative messages have taken a number: {target} {after}")
    expect(not closed.exists(), "it holds no longer")
    scene.alarm(is_on=False)
    scene.goes_on()


def machine_lost(scene):
    """After a crash with the whole machine: nobody knows what was sent."""
    scene.trade(5)
    target = scene.client.next_numbers(CLIENT)[1]
    scene.restart(scene.machine_is_new, "may be missing in the session store")
    expect(scene.client.next_numbers(CLIENT)[1] > target + 2_000, "the reserved numbers are passed over")
    scene.alarm()
    scene.goes_on()


def tail(scene):
    """The last ten entries of the file are zeros."""
    scene.trade(20)

    def spoil():
        path = scene.files[-1]
        data = bytearray(path.read_bytes())
        cut = entries(data)[-10]
        data[cut:] = bytes(len(data) - cut)
        path.write_bytes(data)

    scene.restart(spoil, "may be missing in the session store.*session=DLR001|session=DLR001.*may be missing")
    scene.repeated(5)
    scene.alarm()
    scene.goes_on()


def newest_file(scene):
    """The newest of several files is gone: no byte of the others says so."""
    scene.trade(250)
    expect(len(scene.files) > 1, "there is a second file")
    scene.restart(lambda: scene.files[-1].unlink(), "may be missing in the session store")
    scene.repeated(2)
    scene.goes_on()


def short_file(scene):
    """The newest file ends in the middle of an entry."""
    scene.trade(5)

    def spoil():
        path = scene.files[-1]
        data = path.read_bytes()
        path.write_bytes(data[:entries(data)[-2] + 100])

    scene.restart(spoil, "may be missing in the session store")
    scene.repeated(1)
    scene.goes_on()


def everything(scene):
    """The whole store is gone."""
    scene.trade(5)
    scene.restart(lambda: shutil.rmtree(scene.venue.data / "sessions"), "may be missing in the session store")
    scene.repeated(3)
    scene.alarm()
    scene.goes_on()


def another_log(scene):
    """The session's files are those of another venue."""
    scene.trade(5)
    with Venue(scene.folder / "other") as other:
        other.folder.mkdir()
        other.start()
        line = Line(lambda: other.port)
        with QuickFIXClient(other.folder, line.port, ["DLR002"]) as client:
            client.start()
        line.close()
        other.stop()
        files = sorted((other.data / "sessions").glob("*/*.out"))

    def spoil():
        for path in scene.files:
            path.unlink()
        name = f"{1:08d}-{1:012d}.out"
        shutil.copy(files[0], scene.venue.data / FOLDER / name)

    scene.restart(spoil, "not of this log were put aside", "may be missing in the session store")
    scene.repeated(3)
    expect(list((scene.venue.data / FOLDER).glob("*.aside")), "the file is kept")
    scene.goes_on()


def damaged(scene):
    """A byte of a message in the middle has changed, and the client has lost its own store: it asks for all."""
    scene.trade(20)

    def spoil():
        path = scene.files[-1]
        data = bytearray(path.read_bytes())
        data[entries(data)[-10] + 90] ^= 1
        path.write_bytes(data)
        quickfix.Session.lookupSession(scene.client.ids[CLIENT]).setNextTargetMsgSeqNum(1)

    logons = scene.client.logons[CLIENT]
    scene.venue.kill9()
    spoil()
    scene.venue.start()
    scene.client.wait_logon(CLIENT, logons + 1)
    scene.venue.wait_log("are damaged in the session store")
    scene.alarm()
    session = quickfix.Session.lookupSession(scene.client.ids[CLIENT])
    wait_for(lambda: scene.client.take(
        CLIENT, lambda m: m.get(17) == scene.told[-1] and m.get(43) == "Y", "the last report"), "the resend")
    with scene.client.lock:
        again = {m[17] for m in scene.client.inbox[CLIENT] if m.get(43) == "Y"}
    expect(len(set(scene.told[-20:]) - again) == 2, f"one is gap-filled: {set(scene.told[-20:]) - again}")

    # What earlier starts have lost comes as such that may have come before: who asks for all gets all. QuickFIX looks at
    # what came ahead of the resend when the next message has come.
    known = set(scene.told)
    scene.trade(1)

    def everything_has_come():
        with scene.client.lock:
            return known <= {m.get(17) for m in scene.client.inbox[CLIENT] if m.get(97) == "Y" and m.get(43) != "Y"}

    wait_for(everything_has_come, "all reports, with PossResend(97)")
    with scene.client.lock:
        scene.client.inbox[CLIENT].clear()
    expect(session.getExpectedTargetNum() > 1, "the resend has come to its end")
    scene.goes_on()


def main():
    checks = Checks("store_loss")
    with Folder("loss") as folder:
        market = Market(folder)
        market.fund([CLIENT])
        with Venue(folder, market=market.path) as venue:
            run(checks, folder, venue)
    checks.exit()


def run(checks, folder, venue):
    venue.start()
    line = Line(lambda: venue.port)
    with QuickFIXClient(folder, line.port, [CLIENT]) as client:
        client.start()
        scene = Scene(folder, venue, line, client)
        checks_in_order = (
            nothing, end_in_order, tail, newest_file, short_file, everything, machine_lost, another_log, damaged)
        for check in checks_in_order:
            name = check.__doc__.split(":")[0].split(",")[0].rstrip(".").lower()
            if not checks.run(name, check, scene, context=venue.logs):
                break
    line.close()
    checks.run("the venue ends, log and replay agree", lambda: (venue.stop(), venue.verify())[1])


if __name__ == "__main__":
    main()
