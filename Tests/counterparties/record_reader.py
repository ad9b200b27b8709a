#!/usr/bin/env python3
"""Reads a venue's logs by the layout that Specs/RECORDS.md gives, and by nothing else of the program.

usage: record_reader.py DIR

Verifies headers, CRC32C, sequences, batches and, in the event files, that each batch made what the next one's header
says of it; prints what there is. Exit code 1 at the first thing that is not as it is written there.
"""
import collections
import hashlib
import pathlib
import struct
import subprocess
import sys

HEADER_BYTES = 4_096
HEAD = struct.Struct("<IHHQQIIQQIHHII")
SEGMENT = struct.Struct("<8sIIQQQQ12sI")
BATCH = struct.Struct("<IIIIQQQ")
BATCH_TYPE, PADDING_TYPE = 2, 1
ALIGNMENT, RECORD_BYTES = 64, 16_384

Head = collections.namedtuple(
    "Head", "length type version sequence time session epoch msg_seq_num received body_length ordinal flags reserved crc")
Segment = collections.namedtuple(
    "Segment", "magic format_version core_version log_id first segment_bytes owner reserved crc")


class Damage(Exception):
    """Something is not as Specs/RECORDS.md says; file and byte are named."""


def crc_table():
    for value in range(256):
        for _ in range(8):
            value = value >> 1 ^ (0x82F63B78 if value & 1 else 0)
        yield value


TABLE = list(crc_table())


def crc32c(data, crc=0):
    crc ^= 0xFFFFFFFF
    for byte in data:
        crc = TABLE[(crc ^ byte) & 0xFF] ^ crc >> 8
    return crc ^ 0xFFFFFFFF


def unsealed(path):
    """The plain bytes of a sealed segment."""
    done = subprocess.run(["lz4", "-dc", path], capture_output=True)
    if done.returncode:
        raise Damage(f"{path}, byte 0: {done.stderr.decode().strip()}")
    return done.stdout


class File:
    """One segment of a log."""

    def __init__(self, path, magic):
        self.path = path
        self.content = unsealed(path) if path.suffix == ".lz4" else path.read_bytes()
        if len(self.content) < HEADER_BYTES:
            raise self.damage(0, "shorter than its header")
        self.segment = Segment(*SEGMENT.unpack_from(self.content))
        if self.segment.magic != magic:
            raise self.damage(0, f"magic {self.segment.magic!r} instead of {magic!r}")
        if crc32c(self.content[:60]) != self.segment.crc:
            raise self.damage(60, "a wrong CRC of the header")
        if self.segment.first != int(path.name.split(".")[0]):
            raise self.damage(24, f"first {self.segment.first} in a file of that name")
        if self.segment.segment_bytes != len(self.content):
            raise self.damage(32, f"segmentBytes {self.segment.segment_bytes} in a file of {len(self.content)}")

    def damage(self, offset, reason):
        return Damage(f"{self.path}, byte {offset}: {reason}")

    def records(self):
        """Offset, head and bytes of each record, to the end of what is written."""
        offset = HEADER_BYTES
        while offset + HEAD.size <= len(self.content):
            head = Head(*HEAD.unpack_from(self.content, offset))
            if not any(self.content[offset:offset + HEAD.size]):
                break
            if head.length < HEAD.size or head.length % ALIGNMENT or head.length > RECORD_BYTES:
                raise self.damage(offset, f"a length of {head.length}")
            record = self.content[offset:offset + head.length]
            if len(record) < head.length or HEAD.size + head.body_length > head.length:
                raise self.damage(offset, "a record beyond the end, or a body beyond the record")
            if crc32c(record[:60] + record[64:]) != head.crc:
                raise self.damage(offset, "a wrong CRC")
            if any(record[HEAD.size + head.body_length:]):
                raise self.damage(offset, "no zeros behind the body")
            yield offset, head, record
            offset += head.length
        if any(self.content[offset:]):
            raise self.damage(offset, "something behind the last record")


def files(directory, magic):
    """The segments in their order; all are of one log."""
    paths = {path.name.split(".")[0]: path for path in sorted(pathlib.Path(directory).glob("[0-9]*.log.lz4"))}
    paths |= {path.name.split(".")[0]: path for path in pathlib.Path(directory).glob("[0-9]*.log")}
    found = [File(path, magic) for _, path in sorted(paths.items())]
    for file in found:
        if file.segment.log_id != found[0].segment.log_id:
            raise file.damage(16, "of another log")
    return found


class Log:
    """A venue's commands and events."""

    def __init__(self, directory):
        directory = pathlib.Path(directory)
        self.commands = []  # Head and record of each command.
        self.batches = []  # Sequence of its first command, commandCount, digest of the batch before, position.
        self.events = []  # Position, head and record of each event.
        self.read_commands(files(directory / "commands", b"CANGDANC"))
        self.check_chain(directory / "commands" / "chain")
        self.read_events(files(directory / "events", b"CANGDANE"))
        self.check_digests()

    def read_commands(self, segments):
        expected, left = 1, 0
        self.chain, self.links = bytes(32), {}
        for file in segments:
            self.link(file.content[:64])
            batch = bytearray()
            if file.segment.first != expected or left:
                raise file.damage(24, f"begins with {file.segment.first} where {expected} comes")
            for offset, head, record in file.records():
                if head.sequence != expected:
                    raise file.damage(offset, f"sequence {head.sequence} where {expected} comes")
                if head.type == BATCH_TYPE and batch:
                    self.link(batch)
                    batch.clear()
                batch += record
                if head.type == BATCH_TYPE:
                    if left:
                        raise file.damage(offset, f"{left} commands of the batch before are missing")
                    left, count, crc, _, position, committed, _ = BATCH.unpack_from(record, HEAD.size)
                    if committed >= expected:
                        raise file.damage(offset, f"command {committed} was committed before it was written")
                    self.batches.append((expected, left, (count, crc), position))
                else:
                    if not left:
                        raise file.damage(offset, "a command of no batch")
                    left -= 1
                    expected += 1
                    self.commands.append((head, record))
            if batch:
                self.link(batch)
            self.links[file.segment.first] = (file.path, expected - 1, self.chain.hex())

    def link(self, content):
        """The chain goes on over a segment's header, or a batch."""
        self.chain = hashlib.sha256(self.chain + bytes(32) + content).digest()

    def check_chain(self, path):
        """What was sealed is as it was then."""
        lines = path.read_text().splitlines() if path.exists() else []
        said = {int(first): (int(last), value) for first, last, value in (line.split() for line in lines)}
        for first, (file, last, value) in self.links.items():
            if said.get(first, (last, value)) != (last, value) or file.suffix == ".lz4" and first not in said:
                raise Damage(f"{file}, byte 0: the chain says {said.get(first)}, not {(last, value)}")

    def read_events(self, segments):
        for file in segments:
            for offset, head, record in file.records():
                position = file.segment.first + offset - HEADER_BYTES
                if head.type == PADDING_TYPE:
                    continue
                if head.sequence > len(self.commands):
                    raise file.damage(offset, f"an event of command {head.sequence}, which the log does not have")
                self.events.append((position, head, record))

    def check_digests(self):
        """The events between two batches' positions are those of which the second one's header tells."""
        place = 0
        for (first, count, _, start), (_, _, digest, end) in zip(self.batches, self.batches[1:]):
            number, crc = 0, 0
            while place < len(self.events) and self.events[place][0] < end:
                position, head, _ = self.events[place]
                if position < start or not first <= head.sequence < first + count:
                    raise Damage(f"the event at {position} is none of the batch of command {first}")
                number, crc = number + 1, crc32c(struct.pack("<I", head.crc), crc)
                place += 1
            if (number, crc) != digest:
                raise Damage(f"the batch of command {first} has made {(number, crc)}, the next says {digest}")

    def __str__(self):
        return f"{len(self.commands)} commands in {len(self.batches)} batches, {len(self.events)} events"


if __name__ == "__main__":
    try:
        print(Log(sys.argv[1]))
    except Damage as damage:
        sys.exit(str(damage))
