#!/usr/bin/env python3
"""Reads a venue's files by Specs/RECORDS.md, in Python, and compares each record with what `cangdan log` prints of it;
then damages each file and expects both to say where.

usage: record_files.py
One line per check; exit code 0 where all hold. Needs the Python package quickfix (quickfix-tls).
"""
import json

from quickfix_client import QuickFIXClient
from record_reader import HEAD, HEADER_BYTES, Damage, Log
from records import settled
from settlement import BUYER, CLEARING, REGISTRY, SELLER, WAREHOUSE, Scene
from venue import Checks, Folder, Venue, expect


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


def main():
    checks = Checks("record-files")
    with Folder("record-files") as folder, Venue(folder) as venue:
        if checks.run("trades are made", traded, folder, venue, context=venue.logs):
            checks.run("each record is as Specs/RECORDS.md says", same, venue)
            checks.run("a turned bit is found", damaged, venue)
    checks.exit()


if __name__ == "__main__":
    main()
