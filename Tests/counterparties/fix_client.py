"""A small FIX 4.4 client over a raw socket, strict about what it is sent.

It keeps its numbers and everything it has sent over reconnections, asks for what it has missed and
repeats what the venue asks for, as the session protocol says. What is wrong in what the venue sends (a
checksum, a length, a number too low, a repeat that differs from its original) is a Failure.
"""
import collections
import datetime
import select
import socket
import time

from venue import Failure, expect

SOH = b"\x01"
ADMIN = {"0", "1", "2", "3", "4", "5", "A"}
VENUE = "CANGDAN"


def later(seconds):
    """UTCTimestamp so many seconds from now."""
    moment = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(seconds=seconds)
    return moment.strftime("%Y%m%d-%H:%M:%S.%f")[:-3]


def now_text():
    return later(0)


def encode(fields):
    """A whole message of (tag, value) pairs that begin with 35; 8, 9 and 10 are added."""
    body = b"".join(b"%d=%s\x01" % (tag, str(value).encode()) for tag, value in fields)
    message = b"8=FIX.4.4\x019=%d\x01" % len(body) + body
    return message + b"10=%03d\x01" % (sum(message) % 256)


def show(message):
    return message.replace(SOH, b"|").decode(errors="replace")


class Message:
    """A message received: its fields in order, by tag, and its bytes."""

    def __init__(self, raw):
        self.raw = raw
        self.fields = []
        for part in raw.split(SOH)[:-1]:
            tag, _, value = part.partition(b"=")
            expect(tag.isdigit() and value, f"a field without tag or value in {show(raw)}")
            self.fields.append((int(tag), value.decode()))
        self.first = {}
        for tag, value in self.fields:
            self.first.setdefault(tag, value)

    def __getitem__(self, tag):
        expect(tag in self.first, f"tag {tag} is missing in {self}")
        return self.first[tag]

    def get(self, tag, default=None):
        return self.first.get(tag, default)

    def all(self, tag):
        return [value for other, value in self.fields if other == tag]

    @property
    def type(self):
        return self[35]

    @property
    def number(self):
        return int(self[34])

    @property
    def is_repeat(self):
        return self.get(43) == "Y"

    @property
    def content(self):
        """What a repeat has in common with its original."""
        return tuple(field for field in self.fields if field[0] not in (8, 9, 10, 43, 52, 122))

    def __repr__(self):
        return show(self.raw)


def cut(buffer):
    """The first whole message of `buffer` (a bytearray), taken out of it; None where none is whole."""
    if len(buffer) < 20:
        return None
    expect(buffer.startswith(b"8=FIX.4.4\x019="), f"no FIX 4.4 message: {show(bytes(buffer[:80]))}")
    end = buffer.find(SOH, 12)
    if end < 0:
        return None
    total = end + 1 + int(buffer[12:end]) + 7
    if len(buffer) < total:
        return None
    raw = bytes(buffer[:total])
    del buffer[:total]
    checksum = b"10=%03d\x01" % (sum(raw[:-7]) % 256)
    expect(raw.endswith(SOH + checksum), f"wrong length or checksum: {show(raw)}")
    return Message(raw)


class FixClient:
    """One session. `answers` collects application messages and Reject(3) in order, each once."""

    def __init__(self, comp_id, target=VENUE, heartbeat=30):
        self.comp_id = comp_id
        self.target = target
        self.heartbeat = heartbeat
        #: What Logon(A) says instead of the usual.
        self.logon_body = None
        #: Whether bytes are sent one by one.
        self.by_byte = False
        self.socket = None
        self.buffer = bytearray()
        self.forget()

    def forget(self):
        """Begins anew at number 1 in both directions."""
        self.next_out = 1
        self.next_in = 1
        self.sent = {}
        self.seen = {}
        self.ahead = {}
        self.asked = None
        self.answers = collections.deque()
        self.on_answer = None
        #: Repeats received, and of these the application messages by number, and how far they go.
        self.repeats = 0
        self.repeated = set()
        self.highest_repeat = 0
        #: Application messages that came first as repeats; those that we have repeated; requests.
        self.recovered = 0
        self.resent = 0
        self.asked_of_us = 0
        self.logged_on = False
        self.logout = None
        self.rejects = []

    # The line

    def connect(self, port):
        self.close()
        self.socket = socket.create_connection(("127.0.0.1", port), 5)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.socket.setblocking(False)
        self.buffer.clear()
        self.ahead.clear()
        self.asked = None
        self.logged_on = False
        self.logout = None

    def close(self):
        if self.socket:
            self.socket.close()
        self.socket = None
        self.logged_on = False

    def transmit(self, data):
        """Sends bytes; False where the line is gone."""
        view = memoryview(data)
        while view and self.socket:
            try:
                view = view[self.socket.send(view[:1] if self.by_byte else view):]
            except BlockingIOError:
                select.select([], [self.socket], [], 1)
            except OSError:
                self.close()
        return not view

    def receive(self):
        """Reads what is there; the number of messages processed, None where the line has ended."""
        if not self.socket:
            return None
        is_open = True
        try:
            data = self.socket.recv(1 << 18)
            is_open = bool(data)
            self.buffer += data
        except BlockingIOError:
            pass
        except OSError:
            is_open = False
        count = self.process_all()
        if not is_open:
            self.close()
            return count or None
        return count

    def process_all(self):
        """Processes the whole messages that have come; their number."""
        count = 0
        while (message := cut(self.buffer)) is not None:
            self.process(message)
            count += 1
        return count

    # Sending

    def fields(self, msg_type, number, body, repeat_of=None, sender=None, target=None):
        header = [(35, msg_type), (49, sender or self.comp_id), (56, target or self.target), (34, number)]
        if repeat_of:
            return header + [(43, "Y"), (52, now_text()), (122, repeat_of)] + body
        return header + [(52, now_text())] + body

    def number(self, msg_type, body, **header):
        """Gives a message its number and keeps it; its bytes are not yet sent."""
        fields = self.fields(msg_type, self.next_out, body, **header)
        time_sent = next(value for tag, value in fields if tag == 52)
        self.sent[self.next_out] = (msg_type, body, time_sent)
        self.next_out += 1
        return encode(fields)

    def send(self, msg_type, body, **header):
        number = self.next_out
        self.transmit(self.number(msg_type, body, **header))
        return number

    def log_on(self, *more):
        return self.send("A", self.logon_body or [(98, 0), (108, self.heartbeat), *more])

    def repeat(self, begin, end):
        """Answers ResendRequest(2): originals as PossDup, runs of administrative messages filled."""
        last = self.next_out - 1
        end = last if end == 0 else min(end, last)
        out = bytearray()
        number = begin
        while number <= end:
            msg_type, body, time_sent = self.sent[number]
            if msg_type not in ADMIN:
                out += encode(self.fields(msg_type, number, body, repeat_of=time_sent))
                self.resent += 1
                number += 1
                continue
            first = number
            while number <= end and self.sent[number][0] in ADMIN:
                number += 1
            fill = [(123, "Y"), (36, number)]
            out += encode(self.fields("4", first, fill, repeat_of=now_text()))
        self.transmit(bytes(out))

    # Receiving

    def process(self, message):
        expect(message[49] == self.target, f"SenderCompID(49) in {message}")
        expect(message[56] == self.comp_id, f"TargetCompID(56) in {message}")
        number = message.number
        if message.type == "A" and message.get(141) == "Y":
            self.next_in = 1
            self.seen.clear()
        if message.type == "2" and number >= self.next_in:
            self.asked_of_us += 1
            self.repeat(int(message[7]), int(message[16]))
        if number > self.next_in:
            if message.type == "A":
                self.logged_on = True
            if message.type == "5":
                self.logout = message
            self.ahead[number] = message
            return self.ask()
        if number < self.next_in:
            expect(message.is_repeat, f"{self.comp_id} expects {self.next_in} and gets {message}")
            return self.compare(message)
        self.take(message)
        while (held := self.ahead.pop(self.next_in, None)) is not None:
            self.take(held)
        if self.asked is not None and not self.ahead:
            self.asked = None

    def ask(self, begin=None):
        """Asks for what is missing, once per gap."""
        begin = begin or self.next_in
        if self.asked is None:
            self.asked = begin
            self.send("2", [(7, begin), (16, 0)])

    def compare(self, message):
        """A repeat must be what was sent first; a gap fill covers administrative messages only."""
        self.repeats += 1
        number = message.number
        if message.type == "4":
            self.highest_repeat = max(self.highest_repeat, int(message[36]) - 1)
            for filled in range(number, min(int(message[36]), self.next_in)):
                original = self.seen.get(filled)
                expect(
                    original is None or original.type in ADMIN,
                    f"{self.comp_id}: gap fill over {original}")
            return
        original = self.seen.get(number)
        expect(
            original is not None and original.content == message.content,
            f"{self.comp_id}: a repeat differs:\n  {original}\n  {message}")
        self.repeated.add(number)
        self.highest_repeat = max(self.highest_repeat, number)

    def take(self, message):
        number = message.number
        if message.is_repeat:
            self.repeats += 1
            self.recovered += message.type not in ADMIN
        if message.type == "4" and message.get(123) == "Y":
            expect(int(message[36]) > number, f"a gap fill to nowhere: {message}")
            self.next_in = int(message[36])
            for late in [number for number in self.ahead if number < self.next_in]:
                del self.ahead[late]
            return
        self.seen[number] = message
        self.next_in = number + 1
        if message.type == "1":
            self.send("0", [(112, message[112])])
        elif message.type == "A":
            self.logged_on = True
        elif message.type == "5":
            self.logout = message
        elif message.type == "3" or message.type not in ADMIN:
            if message.type == "3":
                self.rejects.append(message)
            self.answers.append(message)
            if self.on_answer:
                self.on_answer(message)

    # Waiting, for tests of one client at a time

    def wait(self, condition, what, seconds=10.0):
        """Processes what comes until `condition()`; its value."""
        deadline = time.monotonic() + seconds
        while True:
            value = condition()
            if value:
                return value
            left = deadline - time.monotonic()
            if left <= 0:
                last = list(self.seen.values())[-3:]
                raise Failure(f"{self.comp_id}: no {what} within {seconds:g} s; last came {last}")
            if not self.socket:
                raise Failure(f"{self.comp_id}: the line has ended before {what}")
            select.select([self.socket], [], [], min(left, 0.5))
            self.receive()

    def wait_closed(self, seconds=10.0):
        """Processes what comes until the venue closes."""
        deadline = time.monotonic() + seconds
        while self.socket:
            left = deadline - time.monotonic()
            if left <= 0:
                raise Failure(f"{self.comp_id}: the venue has not closed within {seconds:g} s")
            select.select([self.socket], [], [], left)
            self.receive()

    def open(self, port, *more, seconds=10.0):
        """Connects and logs on. A connection that is closed without a byte (the venue may not have seen
        the end of the last one yet) is tried again with the same number."""
        deadline = time.monotonic() + seconds
        while True:
            self.connect(port)
            number, seen = self.next_out, self.next_in
            self.log_on(*more)
            while self.socket and not self.logged_on and not self.logout:
                left = deadline - time.monotonic()
                expect(left > 0, f"{self.comp_id}: no answer to Logon(A) within {seconds:g} s")
                select.select([self.socket], [], [], left)
                self.receive()
            if self.logged_on or self.logout:
                return self
            expect(time.monotonic() < deadline, f"{self.comp_id}: closed without an answer")
            expect(self.next_in == seen, f"{self.comp_id}: closed in the middle of a logon")
            self.next_out = number
            time.sleep(0.002)

    def answer(self, cl_ord_id, seconds=10.0, tag=11):
        """The next answer that carries this ClOrdID(11) or another tag's value; others are kept."""
        def found():
            for message in self.answers:
                if message.get(tag) == cl_ord_id:
                    self.answers.remove(message)
                    return message
            return None

        return self.wait(found, f"answer with {tag}={cl_ord_id}", seconds)

    def log_out(self, seconds=10.0):
        self.send("5", [])
        self.wait(lambda: self.logout, "Logout(5)", seconds)
        self.close()


def order(cl_ord_id, side, price, quantity=25, symbol="CU-BW-A", tif=0, account=None):
    """The body of a limit order, NewOrderSingle(D)."""
    body = [(11, cl_ord_id)]
    body += [(1, account)] if account else []
    body += [(55, symbol), (54, side), (60, now_text()), (38, quantity), (40, 2), (44, price)]
    return body + [(59, tif)]


def cancel(cl_ord_id, orig, side, symbol="CU-BW-A"):
    """The body of OrderCancelRequest(F)."""
    return [(41, orig), (11, cl_ord_id), (55, symbol), (54, side), (60, now_text())]


def mass_cancel(cl_ord_id, request_type=7, **fields):
    """The body of OrderMassCancelRequest(q); `symbol`, `side` and `account` say which orders."""
    tags = {"symbol": 55, "side": 54, "account": 7831}
    body = [(11, cl_ord_id), (530, request_type), (60, now_text())]
    return body + [(tags[name], value) for name, value in fields.items()]


def mass_status(request, request_type=7, **fields):
    """The body of OrderMassStatusRequest(AF); `symbol`, `side` and `account` say which orders."""
    tags = {"account": 1, "symbol": 55, "side": 54}
    wanted = [(tags[name], fields[name]) for name in tags if name in fields]
    return [(584, request), (585, request_type)] + wanted


def replace(cl_ord_id, orig, side, price, quantity=25, symbol="CU-BW-A", tif=0):
    """The body of OrderCancelReplaceRequest(G)."""
    return [
        (41, orig), (11, cl_ord_id), (55, symbol), (54, side), (60, now_text()), (38, quantity),
        (40, 2), (44, price), (59, tif)]


def status(cl_ord_id, side, request, symbol="CU-BW-A"):
    """The body of OrderStatusRequest(H)."""
    return [(11, cl_ord_id), (790, request), (55, symbol), (54, side)]
