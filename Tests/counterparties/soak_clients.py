"""Who is at the venue in a soak: firms that trade, one that measures, a reader that is slow, and strangers.

All of them can go on for days: what they keep of the past has an end.
"""
import os
import random
import select
import socket
import time

from fix_client import FixClient, cancel, order, replace, status
from venue import Failure, expect

SYMBOLS = {"CU-BW-A": (68450, 10), "AL-BW-P": (18350, 5)}
FIRMS = ["DLR001", "DLR002", "DLR003", "DLR005", "MMK001"]
PROBE = "DLR006"
SLOW = "MD002"
#: Messages that a client keeps in each direction, to repeat them and to compare repeats with them.
KEPT = 5_000
#: Orders of a firm that live at a time.
LIVE = 100
OUTCOMES = {"0": "entered", "8": "refused", "4": "canceled", "5": "replaced", "I": "status"}


class Forgetful(FixClient):
    """A session that keeps its newest messages only."""

    def process_all(self):
        count = super().process_all()
        self.answers.clear()
        for kept in (self.seen, self.sent):
            while len(kept) > KEPT:
                del kept[next(iter(kept))]
        return count


class Order:
    """An order that lives, as far as its owner knows."""

    def __init__(self, side, symbol, price, lots):
        self.side = side
        self.symbol = symbol
        self.price = price
        self.lots = lots
        self.is_changing = False


class Trader:
    """A firm that enters, replaces and cancels orders for ever; each message has exactly one answer."""

    def __init__(self, comp_id, seed):
        self.client = Forgetful(comp_id)
        self.client.on_answer = self.answered
        self.random = random.Random(f"{seed}-{comp_id}")
        self.live = {}
        self.pending = {}
        self.sent = 0
        self.counts = {}
        self.connects = 0

    @property
    def is_ready(self):
        return self.client.logged_on and not self.client.ahead and not self.client.logout

    def name(self):
        self.sent += 1
        return f"{self.client.comp_id}-{self.sent:08d}"

    def count(self, what):
        self.counts[what] = self.counts.get(what, 0) + 1

    # Sending

    def send_next(self):
        """One message of the mix: many orders go as they came, some are changed, a few trade."""
        free = [name for name, one in self.live.items() if not one.is_changing]
        kind = self.random.random()
        if free and (len(self.live) >= LIVE or kind < 0.35):
            return self.change(self.random.choice(free), kind < 0.15)
        if free and kind < 0.38:
            name = self.random.choice(free)
            one = self.live[name]
            request = self.name()
            self.pending[request] = ("status", name)
            return self.client.send("H", status(name, one.side, request, one.symbol))
        return self.enter()

    def enter(self):
        symbol = self.random.choice(list(SYMBOLS))
        middle, tick = SYMBOLS[symbol]
        side = self.random.choice((1, 2))
        away = self.random.randint(1, 40) if self.random.random() > 0.05 else -2
        price = middle - tick * away if side == 1 else middle + tick * away
        lots = self.random.randint(1, 2)
        name = self.name()
        self.live[name] = Order(side, symbol, price, lots)
        self.live[name].is_changing = True
        self.pending[name] = ("order", name)
        quantity = 25 * lots + (self.random.random() < 0.02)
        self.client.send("D", order(name, side, price, quantity, symbol))

    def change(self, old, replaces):
        one = self.live[old]
        one.is_changing = True
        name = self.name()
        self.pending[name] = ("change", old)
        if not replaces:
            return self.client.send("F", cancel(name, old, one.side, one.symbol))
        one.price += SYMBOLS[one.symbol][1] * (-1 if one.side == 1 else 1)
        lots = self.random.randint(1, 2)
        return self.client.send("G", replace(name, old, one.side, one.price, 25 * lots, one.symbol))

    # Receiving

    def answered(self, message):
        if message.type in ("j", "3"):
            raise Failure(f"{self.client.comp_id}: refused as a message: {message}")
        if message.type not in "89":
            return
        if message.type == "8" and message[150] == "F":
            self.count("fills")
            if message[39] == "2":
                self.live.pop(message[11], None)
            return
        if message.type == "8" and message[150] == "4" and 41 not in message.first:
            self.count("ended by the venue")
            self.live.pop(message[11], None)
            return
        name = message.get(790) or message[11]
        expect(name in self.pending, f"answered twice or never asked: {message}")
        kind, subject = self.pending.pop(name)
        outcome = "change refused" if message.type == "9" else OUTCOMES[message[150]]
        self.count(outcome)
        one = self.live.get(subject)
        if one is None:
            return
        if kind != "status":
            one.is_changing = False
        if outcome in ("refused", "canceled"):
            del self.live[subject]
        elif outcome == "replaced":
            del self.live[subject]
            self.live[name] = one

    # The line

    def keep_connected(self, port):
        if self.client.socket:
            return
        self.connects += 1
        self.client.connect(port)
        self.client.log_on()

    def leave(self):
        """Breaks the line, or logs out; what was on its way comes again by its number."""
        if self.random.random() < 0.5:
            self.client.close()
        elif self.is_ready:
            self.client.send("5", [])


class Narrow(Forgetful):
    """A session whose socket holds little."""

    def connect(self, port):
        super().connect(port)
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 16_384)


class SlowReader:
    """Takes market data at a trickle: the venue tells it snapshots in place of changes."""

    BYTES = 8_192

    def __init__(self):
        self.client = Narrow(SLOW)
        self.spoken = 0.0

    def open(self, port):
        self.client.open(port)
        self.client.send(
            "V", [(262, "SLOW"), (263, 1), (264, 0), (265, 1), (266, "N"), (267, 2), (269, 0), (269, 1),
                  (146, 2), *((55, symbol) for symbol in SYMBOLS)])

    def trickle(self):
        """Reads a little; says now and then that it is there."""
        client = self.client
        expect(client.socket is not None and client.logout is None, f"{SLOW} has lost its line: {client.logout}")
        try:
            client.buffer += client.socket.recv(self.BYTES)
        except BlockingIOError:
            pass
        client.process_all()
        if time.monotonic() - self.spoken > 10:
            self.spoken = time.monotonic()
            client.send("0", [])


class Strangers:
    """Connections of nobody: silent ones, ones that are cut off, and ones that send no FIX."""

    WORDS = [b"", b"GET / HTTP/1.1\r\n\r\n", b"8=FIX.4.4\x019=40\x0135=A\x01", b"8=FIX.4.4\x019=99999\x01", b"\0" * 200]

    def __init__(self):
        self.random = random.Random(1)
        self.lines = []
        self.count = 0

    def come(self, port):
        line = socket.create_connection(("127.0.0.1", port), 5)
        line.sendall(self.random.choice(self.WORDS))
        self.lines.append(line)
        self.count += 1
        if len(self.lines) > 5:
            self.lines.pop(0).close()

    def go(self):
        for line in self.lines:
            line.close()


def probe(port, path, every):
    """Enters an order far from the market and cancels it, for ever: a line for each with the time and the
    microseconds from the order to its report. Ends when its parent does."""
    parent = os.getppid()
    client = Forgetful(PROBE)
    told = []
    client.on_answer = told.append
    client.open(port)
    number = 0
    with open(path, "w", buffering=1) as out:
        while os.getppid() == parent:
            number += 1
            for body in (order(f"P{number}", 1, 66450), cancel(f"C{number}", f"P{number}", 1)):
                kind = "F" if 41 in dict(body) else "D"
                start = time.monotonic_ns()
                client.send(kind, body)
                while not told:
                    expect(client.socket is not None, f"{PROBE} has lost its line")
                    expect(time.monotonic_ns() - start < 60e9, f"{PROBE} has no answer within 60 s")
                    select.select([client.socket], [], [], 1)
                    client.receive()
                end = time.monotonic_ns()
                answer = told.pop()
                expect(answer.get(150) == ("0" if kind == "D" else "4"), f"{answer}")
                if kind == "D":
                    out.write(f"{time.time():.3f},{(end - start) / 1000:.0f}\n")
            client.receive()
            time.sleep(every)
