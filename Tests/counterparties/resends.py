#!/usr/bin/env python3
"""Resends at the scale of a long day: both sides ask for everything at once, and a Logout(5) comes in the middle.

usage: resends.py [--messages N]
Meanwhile two other sessions trade on. One line per check; exit code 0 where all hold.
"""
import argparse
import select
import time

from fix_client import FixClient, encode, order
from raw_scene import PRICE, Traders
from venue import Checks, Folder, Venue, expect

CLIENT = "DLR003"


class Scene:
    def __init__(self, venue, traders, messages):
        self.venue = venue
        self.traders = traders
        self.messages = messages
        self.client = FixClient(CLIENT)

    def refused(self, name):
        """An order that is answered and changes nothing: its symbol is unknown."""
        return order(name, 1, PRICE, symbol="NONE")

    def wait(self, condition, what, seconds=120.0):
        self.client.wait(condition, what, seconds)

    def is_live(self, name):
        """Whatever was asked for before has come; a question is answered."""
        self.client.send("D", self.refused(name))
        expect(self.client.answer(name, 60)[150] == "8", "the order is refused")
        expect(not self.client.ahead, "nothing is missing any more")


def day(scene):
    """The client is told of so many orders: what both sides will have to send again."""
    client = scene.client.open(scene.venue.port)
    for first in range(0, scene.messages, 500):
        out = b"".join(
            client.number("D", scene.refused(f"D{number}")) for number in range(first, first + 500))
        client.transmit(out)
        last = client.next_out
        scene.wait(lambda: client.next_in >= last, "answers")
    client.answers.clear()
    client.log_out()
    return f"{scene.messages} messages"


def both_ask(scene):
    """Client and venue have each lost what the other has sent: both ask at once, and live orders go on."""
    client = scene.client
    known = dict(client.seen)
    client.seen.clear()
    first = client.next_out
    client.next_in = 2
    for number in range(scene.messages):
        client.number("D", scene.refused(f"L{number}"))
    start = time.monotonic()
    client.open(scene.venue.port)
    expect(client.asked == 2, "the client asks for its part")
    live = 0
    while client.asked is not None or client.next_in < 2 * scene.messages:
        expect(time.monotonic() < start + 180, f"both resends end: {client.next_in}")
        if live < 300:
            client.send("D", scene.refused(f"V{live}"))
            live += 1
        select.select([client.socket], [], [], 1)
        client.receive()
    seconds = time.monotonic() - start
    scene.is_live("AFTER")
    expect(client.asked_of_us >= 1 and client.resent >= scene.messages, "the venue has asked for its part")
    for number, message in known.items():
        again = client.seen.get(number)
        if again is not None:
            expect(again.content == message.content, f"it is what it was: {message}\n  {again}")
    told = [m[11] for m in client.seen.values() if m.type == "8"]
    for prefix, count in (("D", scene.messages), ("L", scene.messages), ("V", live)):
        expect(
            [name for name in told if name[0] == prefix] == [f"{prefix}{n}" for n in range(count)],
            f"every {prefix} is answered once, in order")
    expect(not client.rejects, f"nothing is rejected: {client.rejects[:3]}")
    client.answers.clear()
    scene.traders.go_on()
    client.log_out()
    return f"{client.next_out - first} and {client.next_in} messages in {seconds:.1f} s"


def ask_for_all(scene):
    """A resend of everything has begun."""
    client = scene.client.open(scene.venue.port)
    client.send("2", [(7, 1), (16, 0)])
    repeats = client.repeats
    scene.wait(lambda: client.repeats > repeats + 100, "the begin of the resend")
    return client


def unnumbered_logout(scene):
    """A Logout(5) with MsgSeqNum(34) 0 ends the session, and no number is used up by it."""
    client = ask_for_all(scene)
    client.transmit(encode(client.fields("5", 0, [])))
    scene.wait(lambda: client.logout, "Logout(5)")
    expect("MsgSeqNum(34) missing" in client.logout[58], f"it says why: {client.logout}")
    client.wait_closed()
    client.open(scene.venue.port)
    scene.is_live("U")
    client.log_out()


def logout_ahead(scene):
    """A Logout(5) ahead of a gap: the gap is asked for and taken, then the session is over."""
    client = ask_for_all(scene)
    for number in range(50):
        client.number("D", scene.refused(f"A{number}"))
    client.send("5", [])
    asked = client.asked_of_us
    scene.wait(lambda: client.logout, "Logout(5)")
    expect(client.asked_of_us == asked + 1, "what was missing is asked for")
    client.close()
    repeats = client.repeats
    client.open(scene.venue.port)
    for number in range(50):
        expect(client.answer(f"A{number}")[150] == "8", "what came before the end was taken")
    expect(client.asked_of_us == asked + 1, "and is not asked for again")
    expect(client.repeats == repeats, "the resend has ended with its connection")
    scene.is_live("B")
    client.log_out()


def logout_in_order(scene):
    """A Logout(5) in the middle of a resend is answered at once."""
    client = ask_for_all(scene)
    start = time.monotonic()
    client.log_out()
    expect(time.monotonic() - start < 5, "it does not wait for the rest")
    expect(client.highest_repeat < scene.messages, "which is not sent")
    scene.traders.go_on()


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--messages", type=int, default=100_000)
    options = parser.parse_args()
    checks = Checks("resends")
    with Folder("resends") as folder, Venue(folder) as venue:
        venue.start()
        traders = Traders(venue.port)
        traders.start()
        scene = Scene(venue, traders, options.messages)
        for name, work in (
                ("a long day", day), ("both sides ask for all of it at once", both_ask),
                ("an unnumbered Logout(5) during a resend", unnumbered_logout),
                ("a Logout(5) ahead of a gap during a resend", logout_ahead),
                ("a Logout(5) in order during a resend", logout_in_order)):
            checks.run(name, work, scene, context=venue.logs)
        checks.run("the other sessions have traded on", traders.end)
        checks.run("the venue ends, log and replay agree", lambda: (venue.stop(), venue.verify())[1])
    checks.exit()


if __name__ == "__main__":
    main()
