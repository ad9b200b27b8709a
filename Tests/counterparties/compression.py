#!/usr/bin/env python3
"""Compression(7811) as consumers use it, against the real process: Python's lz4 as it comes, `lz4 -d` on what was
captured.

usage: compression.py

A session that asks for it gets one LZ4 frame behind the answer to its Logon(A): reports, resends, heartbeats. Its
end mark comes with the logout; a line that is cut in the middle of a block loses what was not read, and the
session recovers it on the next one.
"""
import subprocess

import lz4.frame

from fix_client import FixClient, order
from venue import BINARY, Checks, Folder, Market, Venue, expect

PRICE = 68000
#: Orders in the stream whose ratio is told.
ORDERS = 500


class PackedClient(FixClient):
    """A session that asks for compression, and keeps what comes over the wire."""

    def connect(self, port):
        super().connect(port)
        self.wire = bytearray()
        #: What came plain, and what the frame said.
        self.plain = bytearray()
        self.said = bytearray()
        self.frame = None

    def log_on(self, *more):
        return super().log_on((7811, 1), *more)

    def receive(self):
        if not self.socket:
            return None
        is_open = True
        try:
            data = self.socket.recv(1 << 18)
            is_open = bool(data)
            self.unpack(data)
        except BlockingIOError:
            pass
        except OSError:
            is_open = False
        count = self.process_all()
        if not is_open:
            self.close()
            return count or None
        return count

    def unpack(self, data):
        if self.frame is None:
            end = self.end_of_logon(self.plain + data)
            taken = len(data) if end is None else end - len(self.plain)
            self.plain += data[:taken]
            self.buffer += data[:taken]
            data = data[taken:]
            if end is None:
                return
            self.frame = lz4.frame.LZ4FrameDecompressor()
        self.wire += data
        if data:
            expect(not self.frame.eof, "bytes behind the end mark")
            # Without a length it returns twice what it is given at most, and keeps the rest to itself.
            text = self.frame.decompress(bytes(data), max_length=1 << 24)
            self.said += text
            self.buffer += text

    @staticmethod
    def end_of_logon(data):
        """Behind the answer to Logon(A), where that is whole and grants compression."""
        if b"\x0135=A\x01" not in data or b"\x017811=1\x01" not in data:
            return None
        trailer = data.find(b"\x0110=")
        return trailer + 8 if 0 <= trailer and len(data) >= trailer + 8 else None

    def by_command(self, name, folder):
        """What the lz4 command makes of what was captured."""
        path = folder / f"{name}.lz4"
        path.write_bytes(self.wire)
        return subprocess.run(["lz4", "-dc", path], capture_output=True, check=False)


def agreed(venue, client, _):
    client.open(venue.port)
    reply = client.seen[client.next_in - 1]
    expect(reply[7811] == "1", f"the answer grants it: {reply}")
    client.send("D", order("A1", 1, PRICE))
    expect(client.answer("A1")[150] == "0", "an order is acknowledged in the frame")
    client.send("1", [(112, "STILL-THERE")])
    client.wait(lambda: b"112=STILL-THERE" in client.said, "Heartbeat(0) in the frame")
    client.send("2", [(7, 1), (16, 0)])
    client.wait(lambda: client.repeats, "repeats in the frame")


def many(venue, client, _):
    for number in range(ORDERS):
        client.send("D", order(f"M{number}", 1, PRICE - 10 * (number % 50)))
        if number % 50 == 49:
            client.answer(f"M{number}")
    ratio = len(client.said) / len(client.wire)
    print(f"    {ORDERS} orders: {len(client.said)} bytes of FIX, {len(client.wire)} on the wire, {ratio:.1f} : 1")
    expect(ratio > 2, f"it is worth its while: {ratio:.2f}")


def logged_out(venue, client, folder):
    client.send("5", [])
    client.wait(lambda: client.frame.eof, "end mark")
    expect(client.logout is not None, "Logout(5) is in the frame")
    client.close()
    result = client.by_command("whole", folder)
    expect(result.returncode == 0, f"lz4 -d: {result.stderr.decode()}")
    expect(result.stdout == client.said, "lz4 -d says the same as Python's lz4")


def cut_off(venue, client, folder):
    client.open(venue.port)
    client.send("D", order("C1", 1, PRICE))
    client.answer("C1")
    client.close()
    result = client.by_command("cut", folder)
    expect(result.returncode != 0, "a frame without its end mark is told")
    expect(bytes(client.said).startswith(result.stdout), "what was whole is readable")
    client.open(venue.port)
    client.send("D", order("C2", 1, PRICE))
    expect(client.answer("C2")[150] == "0", "the session goes on in a new frame")
    client.log_out()


def asked_twice(venue, client, _):
    """A Logon(A) that resets the numbers in the middle asks again, or asks to end it: it is told what is in force, and
    nothing changes; one that resets nothing is answered by Logout(5), within the frame."""
    client.open(venue.port)
    for wanted in ("1", "0"):
        client.next_out = 1
        client.seen.clear()
        client.send("A", [(98, 0), (108, 30), (141, "Y"), (7811, wanted)])
        client.wait(lambda: 1 in client.seen, "the answer to another Logon(A)")
        answer = client.seen[1]
        expect(answer.type == "A" and answer[7811] == "1", f"asked for {wanted}: {answer}")
    client.send("D", order("W1", 1, PRICE))
    expect(client.answer("W1")[150] == "0", "the frame goes on")
    client.send("A", [(98, 0), (108, 30), (7811, 1)])
    client.wait_closed()
    expect(client.logout is not None and "while logged on" in client.logout[58], f"{client.logout}")


def refused(venue, client, _):
    other = FixClient("DLR002")
    other.connect(venue.port)
    other.log_on((7811, 2))
    other.wait_closed()
    expect(other.logout is not None and "7811" in other.logout[58], f"the tag is named: {other.logout}")
    other.forget()
    other.open(venue.port, (7811, 0), (141, "Y"))
    expect(other.seen[1][7811] == "0", "none is what is in force")
    other.log_out()


def own_client(venue, client, folder):
    script = folder / "day.txt"
    script.write_text(
        "wait-for-logon within 5\n"
        f"buy CU-BW-A 25 @ {PRICE} id T1\n"
        "expect 8 150=0 11={T1} within 5\n"
        "cancel T1\n"
        "expect 8 150=4 within 5\n")
    command = [BINARY, "trade", "--as", "DLR003", "--port", venue.port, "--state", folder / "state"]
    command += ["--compress", "--reset", "--script", script]
    result = subprocess.run(
        [str(part) for part in command], capture_output=True, text=True, timeout=60, check=False)
    expect(result.returncode == 0, f"cangdan trade --compress: {result.stdout}{result.stderr}")


def main():
    checks = Checks("compression")
    with Folder("compression") as folder:
        market = Market(folder)
        market.fund(["DLR001", "DLR002", "DLR003"])
        with Venue(folder, market.path) as venue:
            venue.start()
            client = PackedClient("DLR001")
            for check in (agreed, many, logged_out, cut_off, asked_twice, refused, own_client):
                name = check.__name__.replace("_", " ")
                if not checks.run(name, check, venue, client, venue.folder, context=venue.logs):
                    break
            else:
                venue.stop()
                venue.verify()
    checks.exit()


if __name__ == "__main__":
    main()
