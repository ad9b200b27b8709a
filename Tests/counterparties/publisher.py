#!/usr/bin/env python3
"""Sessions that trade and sessions that look on, served by two threads of one venue.

usage: publisher.py [--messages N]

A dealer trades while a market-data session sends messages at full speed, each of which is refused, and reads nothing:
every order is answered meanwhile. Then the venue is killed with SIGKILL: both come back with their numbers, and each
message has exactly one answer. After an end in order the market-data session becomes a dealer's: it goes on with its
numbers, and all that it was told before is repeated. So in both layouts of threads.
"""
import argparse
import collections

from fix_client import FixClient, cancel, order
from venue import Checks, Folder, Market, Venue, expect


class Scene:
    """One venue, a dealer, a market-data session and the supervisor."""

    def __init__(self, folder, layout, messages):
        self.market = Market(folder)
        self.venue = Venue(folder, self.market.path, threads=layout)
        self.messages = messages
        self.dealer, self.looker, self.supervisor = (FixClient(name) for name in ("DLR001", "MD001", "SUP001"))
        self.orders = 0

    @property
    def clients(self):
        return self.dealer, self.looker, self.supervisor

    def open(self):
        for client in self.clients:
            client.open(self.venue.port)

    def trade(self, count):
        """Orders that rest and are cancelled, one after the other."""
        for _ in range(count):
            self.orders += 1
            entered = f"O{self.orders}"
            self.dealer.send("D", order(entered, 1, 64_500))
            expect(self.dealer.answer(entered)[150] == "0", f"{entered} rests")
            self.dealer.send("F", cancel(f"C{self.orders}", entered, 1))
            expect(self.dealer.answer(f"C{self.orders}")[150] == "4", f"{entered} is cancelled")

    def flood(self, prefix):
        """Messages of the market-data session, not one of whose answers is read yet."""
        data = b"".join(
            self.looker.number("D", order(f"{prefix}{number}", 1, 64_500)) for number in range(self.messages))
        expect(self.looker.transmit(data), "the venue reads them")

    def refused(self):
        """How often each message of the market-data session was answered; by BusinessMessageReject(j) alone."""
        counts = collections.Counter()
        for message in self.looker.answers:
            expect(message.type == "j" and message[372] == "D", f"refused by j: {message}")
            counts[int(message[45])] += 1
        return counts

    def wait_refused(self, count):
        self.looker.wait(lambda: len(self.looker.answers) >= count, f"{count} answers", 30)
        sent = {number for number, (kind, _, _) in self.looker.sent.items() if kind == "D"}
        expect(self.refused() == collections.Counter(sent), "each message has one answer")

    # The checks

    def start(self):
        self.venue.start()
        self.open()

    def beside(self):
        self.flood("A")
        self.trade(50)
        self.wait_refused(self.messages)

    def killed(self):
        self.flood("B")
        self.trade(5)
        self.venue.kill9()
        for client in self.clients:
            while client.socket:
                client.receive()
        self.venue.start()
        self.open()
        self.trade(5)
        self.wait_refused(2 * self.messages)

    def operated(self):
        done = self.venue.tool("session", "logout", "MD001", "--data", self.venue.data)
        expect(done.returncode == 0, f"cangdan session logout: {done.stdout}{done.stderr}")
        self.looker.wait(lambda: self.looker.logout, "Logout(5)")
        self.looker.send("5", [])
        self.looker.wait_closed()
        self.trade(1)
        self.looker.open(self.venue.port)

    def ended(self):
        self.venue.process.terminate()
        for client in self.clients:
            client.wait(lambda: client.logout, "Logout(5)")
            client.send("5", [])
            client.wait_closed()
        expect(self.venue.wait_exit() == 0, f"the venue ends in order: {self.venue.logs()}")
        for name in ("closed", "publisher-closed"):
            expect((self.venue.data / "sessions" / name).exists(), f"sessions/{name} is written")

    def other_role(self):
        self.market.replace(
            "sessions.yaml", "  - compID: MD001\n    firm: MD001\n    role: market-data\n",
            "  - compID: MD001\n    firm: MD001\n    role: operator\n")
        self.venue.start()
        self.looker.open(self.venue.port)
        before = self.looker.next_in - 1
        self.looker.ask(1)
        self.looker.wait(lambda: self.looker.highest_repeat >= before, f"a repeat up to {before}", 30)
        told = {number for number, message in self.looker.seen.items() if message.type == "j"}
        expect(self.looker.repeated == told, "all that it was told is repeated")
        expect("may be missing" not in self.venue.log(), self.venue.log())

    def verified(self):
        self.looker.log_out()
        self.venue.stop()
        self.venue.verify()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--messages", type=int, default=2_000)
    options = parser.parse_args()
    checks = Checks("publisher.py")
    for layout in ("combined", "dedicated"):
        with Folder("publisher") as folder:
            scene = Scene(folder, layout, options.messages)
            with scene.venue as venue:
                def check(name, action):
                    checks.run(f"{layout}: {name}", action, context=venue.logs)

                check("sessions of both log on", scene.start)
                check("orders are answered beside a flood that is not read", scene.beside)
                check("killed: both come back, each message has one answer", scene.killed)
                check("the operator logs out one that looks on, the other trades on", scene.operated)
                check("the end in order logs out both", scene.ended)
                check("another role: the numbers go on, all is repeated", scene.other_role)
                check("log and replay agree", scene.verified)
    checks.exit()


if __name__ == "__main__":
    main()
