#!/usr/bin/env python3
"""Drop copies through crashes of either side: what a consumer holds is what the venue has told.

usage: drop_copy.py
A stock QuickFIX session that validates strictly by our dictionary, and a consumer that resumes by FeedSeq(7840), read
the copies of traders' orders, while the venue is killed with SIGKILL, loses what it has stored for the consumer, and
the consumer itself forgets everything. Each message names the one before, and the digests agree with
`cangdan feeds show --digest`. One line per check; exit code 0 where all hold. Needs the Python package quickfix.
"""
import hashlib
import re
import shutil

from fix_client import FixClient, cancel, order
from quickfix_client import QuickFIXClient
from venue import Checks, Folder, Market, Venue, expect, wait_for

BUYER = "DLR001"
SELLER = "DLR002"
FIRM_COPY = "DC001"
SUPERVISOR = "SUP001"
PRICE = 68450
#: Fields that say when and to whom a message was sent.
OF_SESSION = {8, 9, 10, 34, 43, 49, 50, 52, 56, 57, 97, 122, 369}
OUTCOME = re.compile(r"messages=(\d+) last=(\d+) sha256=([0-9a-f]{64})")


def digest(messages):
    """The digest of messages in their order, as `cangdan feeds show --digest` has it."""
    value = "0" * 64
    for message in messages:
        kept = b"".join(
            b"%d=%s\x01" % (tag, text.encode()) for tag, text in message.fields if tag not in OF_SESSION)
        value = hashlib.sha256(bytes.fromhex(value) + kept).hexdigest()
    return value


class Consumer:
    """A drop copy that keeps each message by its FeedSeq(7840) and comes back behind the last one."""

    def __init__(self, name):
        self.client = FixClient(name)
        self.client.on_answer = self.take
        self.held = {}
        self.last = 0
        self.resumes = 0

    def take(self, message):
        if message.get(7840) is None:
            return
        place, before = int(message[7840]), int(message[7841])
        if place in self.held:
            known = [field for field in self.held[place].fields if field[0] not in OF_SESSION]
            now = [field for field in message.fields if field[0] not in OF_SESSION]
            expect(known == now, f"told twice, and not the same:\n  {self.held[place]}\n  {message}")
            return
        expect(before == self.last, f"a gap: {before} is not {self.last} in {message}")
        self.held[place] = message
        self.last = place

    def log_on(self, port, resets=True):
        """Comes back behind what it holds, with numbers from 1 on."""
        if resets:
            self.client.next_out = 1
        more = [(141, "Y")] if resets else []
        self.client.open(port, *more, (7842, self.last))
        self.resumes += 1

    def crash(self):
        """The consumer's process is gone: what it had read and not kept is lost."""
        self.client.close()
        self.client.answers.clear()

    @property
    def messages(self):
        return [self.held[place] for place in sorted(self.held)]


class Scene:
    def __init__(self, folder):
        market = Market(folder)
        market.fund((BUYER, SELLER))
        market.admit("CU-BW-A", SELLER, 200)
        self.venue = Venue(folder, market.path)
        self.traders = {name: FixClient(name) for name in (BUYER, SELLER)}
        self.count = 0

    def start(self):
        self.venue.start()
        for client in self.traders.values():
            client.open(self.venue.port)

    def start_again(self, consumers, loses_store=False):
        """The venue is killed and starts again; what was on its way has come."""
        self.venue.kill9()
        for client in [*(consumer.client for consumer in consumers), *self.traders.values()]:
            while client.socket:
                client.receive()
        if loses_store:
            shutil.rmtree(self.venue.data / "sessions")
        self.start()

    def trade(self, count):
        """Both firms trade, one is refused, and one order is cancelled."""
        for _ in range(count):
            self.count += 1
            buy, sell = f"B{self.count:05d}", f"S{self.count:05d}"
            self.traders[SELLER].send("D", order(sell, 2, PRICE))
            self.traders[SELLER].answer(sell)
            self.traders[BUYER].send("D", order(buy, 1, PRICE))
            self.traders[BUYER].answer(buy)
        late = f"C{self.count:05d}"
        self.traders[BUYER].send("F", cancel(late, "NEVER", 1))
        expect(self.traders[BUYER].answer(late).type == "9", "a cancel of no order is refused")

    def told(self, name):
        """Number, last FeedSeq(7840) and digest of what the venue has told, from its files."""
        done = self.venue.tool(
            "feeds", "show", name, "--market", self.venue.market, "--data", self.venue.data, "--digest")
        found = OUTCOME.fullmatch(done.stdout.strip())
        expect(found, f"cangdan feeds show: {done.returncode} {done.stdout}{done.stderr}")
        return int(found[1]), int(found[2]), found[3]

    def agree(self, consumer):
        """The consumer comes to hold all, and exactly that."""
        def told():
            outcome = self.told(consumer.client.comp_id)
            return outcome if outcome[0] > 0 else None

        count, last, value = wait_for(told, "messages in the files")
        consumer.client.wait(lambda: consumer.last >= last, f"FeedSeq(7840) {last}", 20)
        expect(len(consumer.held) == count, f"holds {len(consumer.held)} of {count}")
        expect(digest(consumer.messages) == value, f"digests differ: {value}")
        return f"{count} messages"


def strict_engine(scene, folder):
    """A stock engine takes every copy: none is refused, and each names its origin."""
    with QuickFIXClient(folder, scene.venue.port, [SUPERVISOR]) as client:
        client.start()
        scene.trade(3)
        for kind in ("9", "AE", "8"):
            message = client.take(
                SUPERVISOR, lambda m, kind=kind: m.type == kind and m.get(115), f"copy of a {kind}")
            expect(message[115] in (BUYER, SELLER, "CANGDAN"), f"OnBehalfOfCompID(115) in {message}")
            expect(kind == "9" or message[797] == "Y", f"CopyMsgIndicator(797) in {message}")
        asked(client)
        client.assert_strict()


def asked(client):
    """Past trades: all, those of a firm, none, and a request that is refused."""
    def ask(name, *criteria):
        client.send(SUPERVISOR, "AD", [(568, name), (569, 1), *criteria])
        return client.take(SUPERVISOR, lambda m: m.type == "AQ" and m.get(568) == name, f"answer to {name}")

    def reports(name, count):
        for number in range(count):
            report = client.take(
                SUPERVISOR, lambda m: m.type == "AE" and m.get(568) == name, f"report {number + 1} of {name}")
            expect(report[912] == ("Y" if number + 1 == count else "N"), f"912 in {report}")
            expect(report.get(7840) is None and report[325] == "N", f"{report}")

    answer = ask("Q1", (55, "CU-BW-A"))
    count = int(answer[748])
    expect(answer[750] == "0" and count >= 3, f"{answer}")
    reports("Q1", count)
    answer = ask("Q2", (880, 1))
    expect((answer[748], answer[750]) == ("1", "0"), f"{answer}")
    reports("Q2", 1)
    answer = ask("Q3", (880, 999_999))
    expect((answer[748], answer[750]) == ("0", "1"), f"{answer}")
    answer = ask("Q4", (55, "NONE"))
    expect((answer[749], answer[750]) == ("1", "2"), f"{answer}")


def killed_venue(scene, consumers):
    for _ in range(3):
        scene.trade(4)
        scene.start_again(consumers)
        for consumer in consumers:
            consumer.log_on(scene.venue.port)
    return "; ".join(scene.agree(consumer) for consumer in consumers)


def killed_consumer(scene, consumer):
    for _ in range(3):
        consumer.client.receive()
        consumer.crash()
        scene.trade(2)
        consumer.log_on(scene.venue.port)
    return scene.agree(consumer)


def lost_store(scene, consumer):
    """What was stored for the session is gone; the consumer goes on by numbers, and then by its places."""
    scene.trade(2)
    scene.start_again([consumer], loses_store=True)
    consumer.log_on(scene.venue.port)
    scene.trade(2)
    return scene.agree(consumer)


def anew(scene, name):
    """A consumer that holds nothing begins with the oldest event."""
    consumer = Consumer(name)
    consumer.log_on(scene.venue.port)
    return scene.agree(consumer)


def stops_reading(scene, consumer):
    """A consumer that does not read for a while holds everything in the end; nobody waits for it meanwhile."""
    held = len(consumer.held)
    trader = scene.traders[BUYER]
    count = 12_000
    for number in range(count):
        trader.send("F", cancel(f"W{number:06d}", "NEVER", 1))
        if number % 200 == 199:
            trader.answer(f"W{number:06d}", 30.0)
            trader.answers.clear()
    expect(len(consumer.held) == held, "it has read something")
    text = scene.agree(consumer)
    expect(len(consumer.held) >= held + count, f"{held}, {len(consumer.held)}")
    return text


def anew_in_a_resend(scene, consumer):
    """It asks for all again, is gone in the middle of the answer, comes back and goes on; nothing is told otherwise."""
    for _ in range(3):
        repeats = consumer.client.repeats
        consumer.client.send("2", [(7, 1), (16, 0)])
        consumer.client.wait(lambda: consumer.client.repeats > repeats, "the first repeat")
        consumer.crash()
        consumer.log_on(scene.venue.port, resets=False)
        scene.trade(1)
    return scene.agree(consumer)


def gone(scene, consumer):
    """What the venue has lost of its store is gap-filled when it is asked for, and what may have been missed comes
    again, marked, by the session's own numbers."""
    scene.trade(1)
    scene.start_again([consumer], loses_store=True)
    consumer.client.open(scene.venue.port)
    scene.trade(1)
    text = scene.agree(consumer)
    client = consumer.client
    client.seen.clear()
    client.repeated.clear()
    client.highest_repeat = 0
    client.send("2", [(7, 1), (16, 5)])
    client.wait(lambda: client.highest_repeat >= 5, "a gap fill")
    expect(not client.repeated, f"repeated: {client.repeated}")
    return text


def strange_place(scene, name):
    client = FixClient(name)
    client.open(scene.venue.port, (141, "Y"), (7842, 12345))
    client.wait(lambda: client.logout, "Logout(5)")
    expect("ResumeAfterFeedSeq(7842) 12345" in client.logout[58], f"{client.logout}")
    client.close()


def main():
    checks = Checks("drop_copy.py")
    with Folder("drop-copy") as folder:
        scene = Scene(folder)
        with scene.venue:
            scene.start()
            copy, supervisor = Consumer(FIRM_COPY), Consumer(SUPERVISOR)
            context = scene.venue.logs
            checks.run("a strict engine", strict_engine, scene, folder, context=context)
            for consumer in (copy, supervisor):
                consumer.log_on(scene.venue.port)
            checks.run("the venue is killed", killed_venue, scene, (copy, supervisor), context=context)
            checks.run("the consumer is killed", killed_consumer, scene, supervisor, context=context)
            copy.client.close()
            checks.run("the store is lost", lost_store, scene, supervisor, context=context)
            checks.run("the consumer stops reading", stops_reading, scene, supervisor, context=context)
            checks.run("a new logon in a resend", anew_in_a_resend, scene, supervisor, context=context)
            checks.run("what is asked for is gone", gone, scene, supervisor, context=context)
            supervisor.client.close()
            checks.run("a new consumer", anew, scene, FIRM_COPY, context=context)
            checks.run("a strange place", strange_place, scene, SUPERVISOR, context=context)
            scene.venue.stop()
            scene.venue.verify()
    checks.exit()


if __name__ == "__main__":
    main()
