#!/usr/bin/env python3
"""Reads a venue's files by Specs/RECORDS.md, in Python, and compares each record with what `cangdan log` prints of it;
then damages each file and expects both to say where.

usage: record_files.py
One line per check; exit code 0 where all hold. Needs the Python package quickfix (quickfix-tls).
"""
import json
import os
import pathlib
import shutil
import signal
import subprocess
import time

from quickfix_client import QuickFIXClient
from record_reader import BATCH_TYPE, HEAD, HEADER_BYTES, Damage, File, Log
from records import settled
from settlement import BUYER, CLEARING, REGISTRY, SELLER, WAREHOUSE, Scene
from venue import BINARY, ROOT, Checks, Folder, Venue, expect, wait_for


def traded(folder, venue):
    """A log with trades, two starts and sessions that come back."""
    venue.start()
    with QuickFIXClient(folder, venue.port, [BUYER, SELLER, CLEARING, REGISTRY, WAREHOUSE]) as client:
        client.start()
        scene = Scene(client)
        settled(scene)
        settled(scene)
    venue.stop()
    venue.start()
    venue.stop()


def same(venue):
    """Each record has the head that `cangdan log` prints."""
    log = Log(venue.data)
    done = venue.tool("log", venue.data, "--json", "--events")
    expect(done.returncode == 0, done.stderr)
    printed = [json.loads(line) for line in done.stdout.splitlines()]
    heads = [line for line in printed if "ordinal" not in line]
    told = [line for line in printed if "ordinal" in line]
    expect(len(heads) == len(log.commands), f"{len(heads)} printed, {len(log.commands)} read")
    expect(len(told) == len(log.events), f"{len(told)} events printed, {len(log.events)} read")
    for line, (head, _) in zip(heads, log.commands):
        expect(line["sequence"] == head.sequence, f"{line}, {head}")
        expect(line.get("msgSeqNum", 0) == head.msg_seq_num, f"{line}, {head}")
    for line, (_, head, _) in zip(told, log.events):
        expect((line["sequence"], line["ordinal"]) == (head.sequence, head.ordinal), f"{line}, {head}")
    return str(log)


def refused(venue, path, offset):
    """A turned bit is damage for the reader, at that byte's record."""
    content = bytearray(path.read_bytes())
    content[offset] ^= 1
    path.write_bytes(content)
    try:
        Log(venue.data)
        found = None
    except Damage as damage:
        found = str(damage)
    content[offset] ^= 1
    path.write_bytes(content)
    expect(found and str(path) in found, f"{path.name}, byte {offset}: {found}")


def damaged(venue):
    """A bit of the header, of the first record's head, and of its body, in each log."""
    for name in ("commands", "events"):
        path = sorted((venue.data / name).glob("[0-9]*.log"))[0]
        for offset in (9, HEADER_BYTES + 8, HEADER_BYTES + HEAD.size + 1):
            refused(venue, path, offset)
    Log(venue.data)


def flip(path, offset):
    content = bytearray(path.read_bytes())
    content[offset] ^= 1
    path.write_bytes(content)


def said(venue, code, *texts, arguments=("--verify",)):
    """`cangdan log` ends so and says so."""
    done = venue.tool("log", venue.data, *arguments)
    whole = done.stdout + done.stderr
    expect(done.returncode == code, f"{arguments}: exit code {done.returncode}, not {code}: {whole}")
    for text in texts:
        expect(text in whole, f"{arguments}: no '{text}' in: {whole}")
    return whole


def serves(venue):
    """The venue starts on what there is, and everything is as the log says."""
    venue.start()
    venue.stop()
    venue.verify()


def mended(venue, folder):
    """Damage is named with its place and the way out; a copy mends it; without one what is behind it is given up."""
    said(venue, 0, "no damage")
    log = Log(venue.data)
    copy = folder / "copy"
    shutil.copytree(venue.data, copy)
    path = sorted((venue.data / "commands").glob("[0-9]*.log"))[0]
    number = len(log.commands) // 2
    last = log.commands[number - 1][0].sequence
    offset = next(offset for offset, head, _ in File(path, b"CANGDANC").records()
                  if head.sequence == last + 1 and head.type != BATCH_TYPE)
    flip(path, offset + HEAD.size)
    whole = said(venue, 1, f"{path} is damaged at byte {offset}", f"whole through command {last}", "--repair")
    expect("--set-aside" in whole, whole)
    said(venue, 1, f"whole through command {last}", arguments=("--repair", venue.data))
    said(venue, 0, f"1 records taken from {copy}", "no damage", arguments=("--repair", copy))
    pathlib.Path(f"{path}.aside").unlink()
    serves(venue)
    flip(path, offset + HEAD.size)
    said(venue, 1, f"behind command {last}", arguments=("--set-aside", last + 1))
    said(venue, 0, f"given up: every command behind {last}", arguments=("--set-aside", last))
    serves(venue)
    said(venue, 0, "no damage")


def events_mended(venue):
    """A damaged event is named; the next start makes it again."""
    path = sorted((venue.data / "events").glob("[0-9]*.log"))[0]
    before = [record for _, _, record in Log(venue.data).events]
    offset = [offset for offset, head, _ in File(path, b"CANGDANE").records()][len(before) // 2]
    flip(path, offset + HEAD.size)
    said(venue, 1, f"{path} is damaged at byte {offset}", "the next start makes it")
    venue.start()
    venue.stop()
    said(venue, 0, "no damage")
    expect([record for _, _, record in Log(venue.data).events][:len(before)] == before, "made again as they were")


def stood_still(venue):
    """A process that is stopped for three seconds has a gap in its log, and an end of it a second later."""
    venue.start()
    # The first look of the engine's, from which a gap would begin.
    time.sleep(0.3)
    venue.process.send_signal(signal.SIGSTOP)
    time.sleep(3)
    venue.process.send_signal(signal.SIGCONT)
    venue.wait_log("had a gap", 10)
    told = {}

    def resumed():
        for name in ("timeGap", "resumed"):
            lines = venue.tool("log", venue.data, "--json", "--type", name).stdout.splitlines()
            told[name] = [json.loads(line) for line in lines]
        return [line for line in told["resumed"] if line["sequence"] > told["timeGap"][0]["sequence"]]

    wait_for(resumed, "Resumed behind the gap")
    venue.stop()
    expect([line["fields"]["cause"] for line in told["timeGap"]] == ["dutyCycle"], f"{told}")


def sealed(venue, folder):
    """Segments as LZ4 frames are the same log, for the program, for Python and for a start; the chain is one value."""
    plain = Log(venue.data)
    copy = folder / "sealed"
    shutil.copytree(venue.data, copy)
    first = sorted((copy / "commands").glob("[0-9]*.log"))[0]
    for path in (first, sorted((copy / "events").glob("[0-9]*.log"))[0]):
        subprocess.run(["lz4", "-q", "--rm", "--content-size", path, f"{path}.lz4"], check=True)
    (copy / "commands" / "chain").write_text(f"1 {len(plain.commands)} {plain.chain.hex()}\n")
    log = Log(copy)
    expect(log.commands == plain.commands and log.events == plain.events, "the same records")
    whole = verified(venue, copy)
    expect(f"chain {plain.chain.hex()}" in whole, whole)
    for arguments in (("replay", "--digest"), ("log", "--events")):
        told = [[line for line in venue.tool(arguments[0], data, *arguments[1:]).stdout.splitlines()
                 if "per second" not in line] for data in (venue.data, copy)]
        expect(told[0] == told[1], f"{arguments} differ: {told[1][-3:]}")
    done = venue.tool("archive", venue.data)
    expect(done.returncode == 0 and "nothing is sealed" in done.stdout, done.stdout + done.stderr)
    done = venue.tool("archive", venue.data, "--prune-years", 4)
    expect(done.returncode != 0 and "5 to 100" in done.stderr, done.stdout + done.stderr)
    drilled(copy, folder / "sealed-restored")
    shutil.rmtree(copy)


def drilled(data, copy):
    """Tools/restore-drill copies and proves; its last line."""
    done = subprocess.run(
        [ROOT / "Tools" / "restore-drill", data, copy], env={**os.environ, "CANGDAN_BINARY": str(BINARY)},
        capture_output=True, text=True, timeout=120)
    expect(done.returncode == 0 and "both have digest" in done.stdout, done.stdout + done.stderr)
    return done.stdout.splitlines()[-1]


def verified(venue, data):
    """What `cangdan log --verify` says of a whole log."""
    done = venue.tool("log", data, "--verify")
    expect(done.returncode == 0 and "no damage" in done.stdout, done.stdout + done.stderr)
    return done.stdout


def restored(venue, folder):
    """A running venue is copied; the copy is verified, and a venue starts on it."""
    venue.start()
    copy = folder / "restored"
    told = drilled(venue.data, copy)
    again = subprocess.run([ROOT / "Tools" / "restore-drill", venue.data, copy], capture_output=True, text=True)
    expect(again.returncode == 1 and "is there already" in again.stderr, again.stderr)
    venue.stop()
    other = Venue(folder, data=copy)
    other.starts = 10
    with other:
        serves(other)
    return told


def main():
    checks = Checks("record-files")
    with Folder("record-files") as folder, Venue(folder) as venue:
        if checks.run("trades are made", traded, folder, venue, context=venue.logs):
            checks.run("each record is as Specs/RECORDS.md says", same, venue)
            checks.run("a turned bit is found", damaged, venue)
            checks.run("a process that stood still says so", stood_still, venue)
            checks.run("sealed segments are the same log", sealed, venue, folder)
            checks.run("a copy of a running venue is restored", restored, venue, folder)
            checks.run("damaged events are made again", events_mended, venue)
            checks.run("damaged commands are mended, or given up", mended, venue, folder)
    checks.exit()


if __name__ == "__main__":
    main()
