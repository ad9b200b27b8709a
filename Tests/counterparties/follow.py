#!/usr/bin/env python3
"""Follows a venue's log by `cangdan follow` while firms trade, kills the follower, damages its snapshots, and
compares what it has come to with the whole log applied from its beginning.

usage: follow.py
One line per check; exit code 0 where all hold. Needs the Python package quickfix (quickfix-tls).
"""
import re
import shutil
import subprocess
import threading

from line import Line
from quickfix_client import QuickFIXClient
from records import settled
from settlement import BUYER, CLEARING, REGISTRY, SELLER, WAREHOUSE, Scene
from venue import BINARY, Checks, Folder, Market, Venue, expect, wait_for

WRITTEN = re.compile(r"/(\d{12})\.snapshot: (\d+) commands, (\d+) batches compared, digest ([0-9a-f]+)")

BEHIND = re.compile(r"behindSnapshot=(\d+)")


class Follower:
    """`cangdan follow` beside a venue, a snapshot a second."""

    def __init__(self, venue):
        self.venue = venue
        self.snapshots = venue.data / "snapshots"
        self.process = None
        self.lines = []

    def follow(self):
        self.process = subprocess.Popen(
            [BINARY, "follow", "--data", self.venue.data, "--every", "1", "--keep", "3"],
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        self.lines = lines = []
        reader = threading.Thread(target=lambda out: lines.extend(iter(out.readline, "")), args=[self.process.stdout])
        reader.daemon = True
        reader.start()

    def wait_snapshot(self):
        """Until the process that runs has written one."""
        return wait_for(lambda: [line for line in self.lines if WRITTEN.search(line)], "snapshot", 20.0)

    def kill9(self):
        self.process.kill()
        self.process.wait()

    def once(self, *more):
        """What it says, and what it wrote: last command, commands, batches, digest."""
        done = self.venue.tool("follow", "--data", self.venue.data, "--once", *more)
        expect(done.returncode == 0, f"follow {more}: exit code {done.returncode}: {done.stdout}{done.stderr}")
        return done.stdout + done.stderr, WRITTEN.search(done.stdout)

    def names(self):
        return sorted(path.name for path in self.snapshots.glob("*.snapshot"))


def whole(venue, last):
    """The digest of the log applied from its beginning up to a command."""
    done = venue.tool("replay", venue.data, "--digest", "--until", str(last))
    expect(done.returncode == 0, f"replay: {done.stdout}{done.stderr}")
    return re.search(r"^digest ([0-9a-f]+)$", done.stdout, re.M).group(1)


def killed(scene, follower):
    """The follower is killed while firms trade; each next one goes on behind a snapshot of the last."""
    resumed = 0
    for _ in range(4):
        follower.follow()
        settled(scene)
        follower.wait_snapshot()
        resumed += "snapshot, command" in follower.lines[0]
        settled(scene)
        follower.kill9()
    expect(resumed == 3, f"{resumed} of 3 went on from a snapshot")
    expect(1 <= len(follower.names()) <= 3, f"kept: {follower.names()}")


def same(venue, follower):
    """Behind snapshots it comes to the state that the whole log comes to."""
    said, written = follower.once()
    expect("from the beginning" not in said, said)
    expect(written, f"no snapshot: {said}")
    digest = whole(venue, int(written.group(1)))
    expect(written.group(4) == digest, f"{written.group(4)}, the whole log {digest}")
    return f"{written.group(2)} commands, {written.group(3)} batches"


def begun(scene, venue, follower):
    """A venue that was killed begins behind the newest snapshot; behind an older one where that is damaged, or has
    come from a log that went on otherwise; and everybody goes on."""
    def restart(*more):
        count = dict(scene.client.logons)
        venue.kill9()
        venue.start(*more)
        for name, logons in count.items():
            scene.client.wait_logon(name, logons + 1)
        settled(scene)
        found = BEHIND.search(venue.log())
        return found and int(found.group(1)), venue.log()

    follower.once("--keep", "3")
    settled(scene)
    follower.once("--keep", "3")
    last = [int(name[:12]) for name in follower.names()]
    begin, log = restart()
    expect(begin == last[-1], f"began behind {begin}, the snapshots are of {last}:\n{log}")
    newest = follower.snapshots / follower.names()[-1]
    content = bytearray(newest.read_bytes())
    content[len(content) // 3] ^= 1
    newest.write_bytes(content)
    begin, log = restart()
    expect(begin == last[-2] and f"{newest.name} is damaged" in log, f"{begin}, {last}:\n{log}")
    begin, log = restart("--from-start")
    expect(begin is None, f"{begin}:\n{log}")
    newest.unlink()


def damaged(venue, follower):
    """A damaged snapshot is named and passed over for an older one; without a whole one the log is applied from its
    beginning; all come to the same."""
    names = follower.names()
    expect(len(names) >= 2, f"too few snapshots: {names}")
    newest = follower.snapshots / names[-1]
    content = bytearray(newest.read_bytes())
    content[len(content) // 2] ^= 1
    newest.write_bytes(content)
    said, written = follower.once()
    expect(f"{names[-1]} is damaged" in said, said)
    expect(f"from {follower.snapshots / names[-2]}" in said, said)
    expect(newest.exists() and written and written.group(1) == names[-1][:12], f"not made again: {said}")
    digest = written.group(4)
    names = follower.names()
    for name in names:
        (follower.snapshots / name).write_bytes(b"short")
    said, written = follower.once()
    expect(said.count("a snapshot is passed over") == len(names), said)
    expect("from the beginning of the log" in said and written.group(4) == digest, said)


def renamed(follower):
    """A snapshot under another's name is passed over: it would be ahead of what it holds."""
    name = follower.names()[-1]
    other = follower.snapshots / f"{int(name[:12]) + 1_000:012}.snapshot"
    shutil.copy(follower.snapshots / name, other)
    said, _ = follower.once()
    expect(f"{other.name}: is of another log, or has another's name" in said, said)
    expect(f"from {follower.snapshots / name}" in said, said)
    other.unlink()


def refused(venue, folder):
    """Arguments that can't be are refused, with the key."""
    for arguments, expected in [
            (["--data", str(venue.data), "--every", "0"], "--every"),
            (["--data", str(venue.data), "--keep", "0"], "--keep"),
            (["--data", str(folder)], "there is no")]:
        done = venue.tool("follow", *arguments)
        expect(done.returncode == 64 and expected in done.stderr, f"{arguments}: {done.returncode} {done.stderr}")


def full(venue, follower):
    """Where the disk is full the snapshot is not made, the path is named, and those that are there stay."""
    before = follower.names()
    newest = follower.snapshots / before[-1]
    newest.unlink()
    command = ["bash", "-c", 'ulimit -f 64; trap "" XFSZ; exec "$@"', "-", str(BINARY), "follow", "--data",
               str(venue.data), "--once"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    expect(
        done.returncode == 1 and str(follower.snapshots) in done.stderr,
        f"{done.returncode}: {done.stdout}{done.stderr}")
    expect(follower.names() == before[:-1], f"{follower.names()}")
    _, written = follower.once()
    expect(written and follower.names()[-1] == before[-1], f"not made again: {follower.names()}")
    expect(not (follower.snapshots / "unfinished").exists(), "what was interrupted is left")


def sellable(folder):
    """A market in which the seller has a document for each trade."""
    market = Market(folder)
    market.admit("CU-BW-A", SELLER, 20)
    return market.path


def main():
    checks = Checks("follow")
    with Folder("follow") as folder, Venue(folder, sellable(folder)) as venue:
        venue.start()
        line = Line(lambda: venue.port)
        follower = Follower(venue)
        with QuickFIXClient(folder, line.port, [BUYER, SELLER, CLEARING, REGISTRY, WAREHOUSE]) as client:
            scene = Scene(client)
            checks.run("logs on", lambda: client.start() and None)
            checks.run("goes on from its snapshots through kill -9", killed, scene, follower, context=venue.logs)
            checks.run("the venue begins behind a snapshot", begun, scene, venue, follower, context=venue.logs)
        line.close()
        venue.stop()
        checks.run("comes to the state of the whole log", same, venue, follower)
        checks.run("passes over a damaged snapshot", damaged, venue, follower)
        checks.run("passes over one under another's name", renamed, follower)
        checks.run("survives a full disk", full, venue, follower)
        checks.run("says what is wrong", refused, venue, folder)
    checks.exit()


if __name__ == "__main__":
    main()
