#!/usr/bin/env python3
"""Two versions of the core, one log: the program as it is, and a copy of it in which the function that says its core
version says the next one. The new one refuses the log, goes on from the old one's snapshot, and the old one refuses then.
With a standby the old version promotes the follower, the new one serves it, and follows it from a copy.

usage: upgrade.py
One line per check; exit code 0 where all hold. Needs the debug build (swift build), where that function is called and
not folded in, nm of binutils, and the Python package quickfix (quickfix-tls).
"""
import pathlib
import re
import shutil
import subprocess

import standby
import venue as program
from fix_client import FixClient, order
from quickfix_client import QuickFIXClient
from records import settled
from settlement import BUYER, CLEARING, REGISTRY, SELLER, WAREHOUSE, Scene
from standby import Node
from venue import ROOT, Checks, Folder, Market, Venue, expect, wait_for

OLD = ROOT / ".build" / "debug" / "cangdan"
GETTER = "$s10MarketCore5VenueV11coreVersions6UInt32VvgZ"


def core_version(binary):
    done = subprocess.run([binary, "version"], capture_output=True, text=True, check=True)
    return int(re.search(r"core (\d+)", done.stdout).group(1))


def next_version(folder):
    """A copy of the program that says the next core version."""
    expect(OLD.exists(), f"{OLD} is missing: swift build")
    new = folder / "cangdan-next"
    shutil.copy(OLD, new)
    names = subprocess.run(["nm", OLD], capture_output=True, text=True, check=True).stdout
    address = int(next(line.split()[0] for line in names.splitlines() if line.endswith(GETTER)), 16)
    headers = subprocess.run(["readelf", "-lW", OLD], capture_output=True, text=True, check=True).stdout
    segments = [line.split() for line in headers.splitlines() if line.split()[:1] == ["LOAD"]]
    offset = next(
        address - int(words[2], 16) + int(words[1], 16) for words in segments
        if int(words[2], 16) <= address < int(words[2], 16) + int(words[4], 16))
    content = bytearray(new.read_bytes())
    old = core_version(OLD)
    # mov eax, VERSION
    place = content.index(b"\xb8" + old.to_bytes(4, "little"), offset, offset + 16)
    content[place + 1:place + 5] = (old + 1).to_bytes(4, "little")
    new.write_bytes(content)
    expect(core_version(new) == old + 1, "the copy says the next version")
    return new


def traded(folder, venue, count):
    """A trade from its match to its end, with names of its own."""
    with QuickFIXClient(folder, venue.port, [BUYER, SELLER, CLEARING, REGISTRY, WAREHOUSE]) as client:
        client.start()
        scene = Scene(client)
        scene.count = count
        settled(scene)


def refused(venue, binary, *texts):
    """A version does not start on the log, says why, and has changed nothing."""
    program.BINARY = binary
    before = sorted((path.name, path.read_bytes()) for path in (venue.data / "commands").iterdir())
    venue.spawn()
    expect(venue.wait_exit() != 0, "it does not start")
    for text in texts:
        expect(text in venue.log(), f"no '{text}' in: {venue.log()}")
    after = sorted((path.name, path.read_bytes()) for path in (venue.data / "commands").iterdir())
    expect([kept for kept in after if kept[0] != "prepared"] == [kept for kept in before if kept[0] != "prepared"],
           "the log is as it was")


def followed(venue, binary):
    program.BINARY = binary
    done = venue.tool("follow", "--data", venue.data, "--once")
    expect(done.returncode == 0, done.stdout + done.stderr)
    return done.stdout


def upgraded(folder, venue, new):
    """The old version trades, and writes its snapshot; the new one goes on."""
    program.BINARY = OLD
    venue.start()
    traded(folder, venue, 0)
    venue.stop()
    refused(venue, new, "was written by core version", "follow --data DIR --once")
    followed(venue, OLD)
    program.BINARY = new
    venue.start()
    expect("behindSnapshot=" in venue.log(), venue.log())
    traded(folder, venue, 10)
    venue.stop()
    venue.start()
    venue.stop()
    segments = sorted(path.name for path in (venue.data / "commands").glob("[0-9]*.log"))
    expect(len(segments) == 2, f"{segments}")
    refused(venue, OLD, "run version")


def proved(venue, new):
    """Each version proves its part; everything is whole."""
    program.BINARY = new
    done = venue.tool("replay", venue.data, "--digest")
    expect(done.returncode == 0 and "identical" in done.stdout and "from " in done.stdout, done.stdout + done.stderr)
    digest = re.search(r"digest ([0-9a-f]+)", done.stdout).group(1)
    for _ in range(3):
        told = followed(venue, new)
        venue.start()
        venue.stop()
    expect("snapshot" in told, told)
    done = venue.tool("log", venue.data, "--verify")
    expect(done.returncode == 0 and "no damage" in done.stdout, done.stdout + done.stderr)
    again = venue.tool("replay", venue.data, "--digest")
    expect(again.returncode == 0, again.stdout + again.stderr)
    program.BINARY = OLD
    old = venue.tool("replay", venue.data)
    expect(old.returncode == 1 and "run version" in old.stderr, old.stdout + old.stderr)
    return f"digest {digest}"


def use(binary):
    program.BINARY = standby.BINARY = binary


def entered(client, name):
    client.send("D", order(name, 1, 68000))
    expect(client.answer(name)[150] == "0", f"{name} is acknowledged")


def stood_by(folder, new):
    """The old version's follower is promoted by the old version, since the new one can't apply what it has not made;
    the new one goes on from its snapshot, and is followed by a copy of it, not from the beginning."""
    folder = folder / "standby"
    folder.mkdir()
    market = Market(folder)
    market.fund(["DLR001"])
    first, second, empty, copy = (Node(folder, name, market.path) for name in ("first", "second", "empty", "copy"))
    use(OLD)
    try:
        first.serve(wait=False).venue.wait_log("standby=", 20)
        second.follow(first)
        client = FixClient("DLR001").open(first.venue.wait_listening().port)
        entered(client, "OLD")
        client.log_out()
        first.venue.stop()
        second.end_follower()
        use(new)
        done = second.venue.tool("promote", "--data", second.data)
        expect(done.returncode == 1 and "was written by core version" in done.stderr, f"{done.stdout}{done.stderr}")
        use(OLD)
        second.promote()
        followed(second.venue, OLD)
        use(new)
        second.serve("disk")
        client.open(second.venue.port)
        entered(client, "NEW")
        empty.follow(second).wait_said("only that version may apply it")
        for part in ("events", "sessions", "commands", "snapshots"):
            shutil.copytree(second.data / part, copy.data / part)
        copy.follow(second).wait_said("has all that the venue has sent")
        entered(client, "FOLLOWED")
        last = second.venue.tool("log", second.data, "--verify").stdout.split(",")[1]
        wait_for(lambda: last in copy.venue.tool("log", copy.data, "--verify").stdout, f"{last} in the copy", 20)
        copy.end_follower()
        client.log_out()
        second.venue.stop()
        copy.venue.verify()
        second.venue.verify()
        return last.strip()
    finally:
        for node in (first, second, empty, copy):
            node.kill()


def main():
    checks = Checks("upgrade")
    with Folder("upgrade") as folder, Venue(pathlib.Path(folder)) as venue:
        new = next_version(folder)
        if checks.run("a new version goes on from the old one's snapshot", upgraded, folder, venue, new,
                      context=venue.logs):
            checks.run("each version proves its part", proved, venue, new, context=venue.logs)
        checks.run("a standby is promoted by the old version and served by the new one", stood_by, folder, new)
    checks.exit()


if __name__ == "__main__":
    main()
