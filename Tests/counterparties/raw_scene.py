"""Two sessions that trade on, a session to be abused, strangers and floods: the scene of raw_socket.py."""
import random
import select
import socket
import threading
import time

from fix_client import FixClient, cancel, encode, now_text, order
from venue import Failure, expect, wait_for

PRICE = 68450
LOGON = [(98, 0), (108, 30)]
CLOSED = "connection closed without a word"


def header(msg_type, number=1, sender="DLR003", target="CANGDAN"):
    return [(35, msg_type), (49, sender), (56, target), (34, number), (52, now_text())]


def logon(**changes):
    return encode(header("A", **changes) + LOGON)


class Traders(threading.Thread):
    """Two sessions that trade and cancel as long as the test lasts."""

    def __init__(self, port, make=FixClient):
        super().__init__(daemon=True)
        self.port = port
        self.buyer = make("DLR001").open(port)
        self.seller = make("DLR002").open(port)
        self.rounds = 0
        self.slowest = 0.0
        self.error = None
        self.is_ending = threading.Event()

    def run(self):
        try:
            while not self.is_ending.is_set():
                self.trade()
        except Exception as error:
            self.error = error

    def trade(self):
        start = time.monotonic()
        name = f"T{self.rounds}"
        self.buyer.send("D", order(name, 1, PRICE - 200))
        expect(self.buyer.answer(name)[150] == "0", "the order is taken")
        self.buyer.send("F", cancel(name + "C", name, 1))
        expect(self.buyer.answer(name + "C")[150] == "4", "the order is canceled")
        if self.rounds < 5:
            self.buyer.send("D", order(name + "B", 1, PRICE))
            self.buyer.answer(name + "B")
            self.seller.send("D", order(name + "S", 2, PRICE))
            expect(self.seller.answer(name + "S")[150] == "0", "the sale is taken")
            expect(self.seller.answer(name + "S")[150] == "F", "the sale is filled")
            expect(self.buyer.answer(name + "B")[150] == "F", "the purchase is filled")
        self.seller.receive()
        self.rounds += 1
        self.slowest = max(self.slowest, time.monotonic() - start)

    def go_on(self):
        """Fails unless another two rounds are traded from now on."""
        target = self.rounds + 2
        wait_for(lambda: self.error or self.rounds >= target, "trade of the real sessions", 15)
        if self.error:
            raise Failure(f"a real session was disturbed: {self.error}")

    def end(self):
        self.is_ending.set()
        self.join(15)
        self.go_on_ended()
        for client in (self.buyer, self.seller):
            client.log_out()
        return f"{self.rounds} rounds, slowest {self.slowest * 1000:.0f} ms"

    def go_on_ended(self):
        expect(self.error is None and not self.is_alive(), f"a real session was disturbed: {self.error}")


class Scene:
    def __init__(self, venue, traders, seed):
        self.venue = venue
        self.traders = traders
        self.random = random.Random(seed)
        self.count = 0
        self.client = FixClient("DLR003")

    def name(self):
        self.count += 1
        return f"R{self.count}"

    # Strangers

    def stranger(self, source="127.0.0.1"):
        return socket.create_connection(("127.0.0.1", self.venue.port), 5, (source, 0))

    def assert_unanswered(self, data, reason, half_close=False, source="127.0.0.1"):
        """The venue closes without a byte and tells the operator why."""
        with self.stranger(source) as line:
            peer = "peer=%s:%d " % line.getsockname()
            # The kernel gives a port out again: an earlier stranger may have had it.
            earlier = self.venue.log().count(peer)
            for piece in data if isinstance(data, list) else [data]:
                line.sendall(piece)
            if half_close:
                line.shutdown(socket.SHUT_WR)
            line.settimeout(15)
            try:
                answer = line.recv(4096)
            except ConnectionResetError:
                answer = b""
            except socket.timeout:
                raise Failure("not closed within 15 s") from None
            expect(answer == b"", f"an answer: {answer}")
        found = self.venue.wait_log(peer, count=earlier + 1)[-1]
        expect(f"reason={reason}" in found and CLOSED in found, f"{reason} in {found}")

    # A session

    def session(self):
        """The session DLR003, logged on, a new connection where the last one has ended."""
        if not self.client.socket:
            self.client.open(self.venue.port)
        return self.client

    def assert_trades(self):
        client = self.session()
        name = self.name()
        client.send("D", order(name, 1, PRICE - 300))
        expect(client.answer(name)[150] == "0", "an order is taken")
        client.send("F", cancel(name + "C", name, 1))
        expect(client.answer(name + "C")[150] == "4", "it is canceled")

    def assert_logged_out(self, text, reject=None):
        """Logout(5) with this text and the end of the line; before it Reject(3) with 373=`reject`."""
        client = self.client
        client.wait_closed()
        expect(client.logout is not None, f"no Logout(5), wanted '{text}'")
        expect(text in client.logout.get(58, ""), f"'{text}' in {client.logout}")
        rejects = [message.get(373) for message in client.rejects]
        client.rejects.clear()
        client.answers.clear()
        expect(rejects == ([reject] if reject else []), f"Reject(3) {reject}, not {rejects}")

    def logon_refused(self, body, text, number=None):
        client = self.client
        if client.socket:
            client.log_out()
        kept = client.next_out
        client.next_out = number or kept
        client.logon_body = body
        client.open(self.venue.port)
        client.logon_body = None
        self.assert_logged_out(text)
        self.resume()

    def resume(self):
        """Where a refused Logon(A) has left the numbers: begin a new epoch."""
        self.client.forget()
        self.client.open(self.venue.port, (141, "Y"))


class Flood:
    """Connections that say nothing."""

    def __init__(self, scene, count, source):
        self.lines = [scene.stranger(source) for _ in range(count)]
        self.open = set(self.lines)

    def look(self):
        """Takes out what the venue has closed; a byte is a failure."""
        poller = select.poll()
        places = {line.fileno(): line for line in self.open}
        for number in places:
            poller.register(number, select.POLLIN)
        for number, _ in poller.poll(0):
            try:
                data = places[number].recv(64)
            except ConnectionResetError:
                data = b""
            expect(data == b"", f"an answer to nothing: {data}")
            places[number].close()
            self.open.discard(places[number])
        return len(self.open)

    def close(self):
        for line in self.open:
            line.close()
