#!/usr/bin/env python3
"""Sends the venue bytes that no client should send, while two real sessions go on trading.

usage: raw_socket.py [--seed N]
One line per check; exit code 0 where all hold.
"""
import argparse
import time

from fix_client import FixClient, cancel, encode, order
from raw_scene import LOGON, PRICE, Flood, Scene, Traders, header, logon
from venue import Checks, Failure, Folder, Venue, expect, wait_for


# Before anybody is known


def strangers(scene):
    good = logon()
    wrong_sum = good[:-4] + b"%03d\x01" % ((int(good[-4:-1]) + 1) % 256)
    stated = b"9=%d" % length(good)
    longer = good.replace(stated, b"9=%d" % (4097 - 7 - len("8=FIX.4.4|9=4090|")), 1)
    no_sender = encode([f for f in header("A") + LOGON if f[0] != 49])
    long_logon = encode(header("A") + LOGON + [(58, "x" * 5000)])
    return [
        ("garbled bytes", bytes(range(256)) * 4, "garbled"),
        ("HTTP", b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n", "garbled"),
        ("a TLS hello", b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\x00" * 500, "tlsOnPlainPort"),
        ("wrong checksum", wrong_sum, "garbled"),
        ("length too short", good.replace(stated, b"9=%d" % (length(good) - 1)), "garbled"),
        ("length too long", good.replace(stated, b"9=%d" % (length(good) + 9)) + good, "garbled"),
        ("length beyond all", b"8=FIX.4.4\x019=999999999\x0135=A\x01" + b"x" * 100, "tooManyBytes"),
        ("length beyond the limit", b"8=FIX.4.4\x019=9999999\x0135=A\x01", "tooManyBytes"),
        ("length of 4,097 bytes", longer, "tooManyBytes"),
        ("first message over 4 KiB", long_logon, "tooManyBytes"),
        ("another BeginString(8)", good.replace(b"FIX.4.4", b"FIX.4.2"), "garbled"),
        ("first an order", encode(header("D") + order("X", 1, PRICE)), "firstMessageNotLogon"),
        ("first a Heartbeat(0)", encode(header("0")), "firstMessageNotLogon"),
        ("first a Logout(5)", encode(header("5")), "firstMessageNotLogon"),
        ("unknown SenderCompID(49)", logon(sender="NOBODY"), "unknownSession"),
        ("no SenderCompID(49)", no_sender, "unknownSession"),
        ("long SenderCompID(49)", logon(sender="D" * 40), "unknownSession"),
        ("wrong TargetCompID(56)", logon(target="NYSE"), "wrongTarget"),
        ("live session again", logon(sender="DLR001", number=999), "sessionInUse"),
    ]


def length(message):
    return int(message.split(b"\x01")[1][2:])


def unanswered(scene):
    cases = strangers(scene)
    for what, data, reason in cases:
        try:
            scene.assert_unanswered(data, reason)
        except Failure as failure:
            raise Failure(f"{what}: {failure}") from None
    scene.traders.go_on()
    return f"{len(cases)} kinds"


def half_messages(scene):
    good = logon()
    for end in range(0, len(good), 7):
        scene.assert_unanswered(good[:end], "closedByPeer", half_close=True)
    scene.traders.go_on()


def another_address(scene):
    scene.assert_unanswered(logon(), "addressNotAllowed", source="127.0.0.9")
    scene.traders.go_on()


def flood_begins(scene):
    flood = Flood(scene, 500, "127.0.0.2")
    wait_for(lambda: flood.look() <= 64, "end of all but 64 silent connections", 10)
    scene.traders.go_on()
    expect(flood.look() == 64, f"64 silent connections are left, not {len(flood.open)}")
    scene.assert_trades()
    scene.client.log_out()
    scene.flood = flood


def flood_ends(scene):
    wait_for(lambda: scene.flood.look() == 0, "end of all silent connections", 15)
    scene.traders.go_on()
    return "500 connections, none answered"


# In a session


def byte_at_a_time(scene):
    client = scene.client
    if client.socket:
        client.log_out()
    client.by_byte = True
    client.open(scene.venue.port)
    client.by_byte = False
    name = scene.name()
    data = client.number("D", order(name, 1, PRICE - 300))
    for place in range(len(data)):
        client.transmit(data[place:place + 1])
    expect(client.answer(name)[150] == "0", "an order byte by byte")
    client.send("F", cancel(name + "C", name, 1))
    client.answer(name + "C")


def split_everywhere(scene):
    """An order in two pieces, cut at every place; between them the venue serves another session."""
    client = scene.session()
    other = FixClient("DLR006").open(scene.venue.port)
    place, size = 1, 2
    while place < size:
        name = scene.name()
        data = client.number("D", order(name, 1, "10"))
        size = len(data)
        client.transmit(data[:place])
        other.send("1", [(112, name)])
        other.wait(lambda: any(m.get(112) == name for m in other.seen.values()), "Heartbeat(0)")
        client.transmit(data[place:])
        expect(client.answer(name).get(103) == "3", "refused for its price, but understood")
        place += 1
    other.log_out()
    scene.traders.go_on()
    return f"{size - 1} places"


def back_at_once(scene):
    """A client that has logged out and closed is taken again at its first attempt."""
    for _ in range(30):
        scene.session().log_out()
        scene.client.connect(scene.venue.port)
        scene.client.log_on()
        scene.client.wait(lambda: scene.client.logged_on, "Logon(A) at once")


def many_in_one(scene):
    client = scene.session()
    names = [scene.name() for _ in range(60)]
    data = b"".join(client.number("D", order(name, 1, "10")) for name in names)
    client.transmit(data)
    for name in names:
        expect(client.answer(name).get(103) == "3", "understood")
    expect(not client.rejects, f"no Reject(3): {client.rejects}")


def garbled_is_passed_over(scene):
    """A garbled message is as if it had not been sent: its number is still free."""
    client = scene.session()
    name = scene.name()
    fields = client.fields("D", client.next_out, order(name, 1, PRICE - 300))
    good = encode(fields)
    wrong_sum = good[:-4] + b"%03d\x01" % ((int(good[-4:-1]) + 1) % 256)
    wrong_length = good.replace(b"9=%d\x01" % length(good), b"9=%d\x01" % (length(good) - 3), 1)
    not_third = good.replace(b"35=D\x0149=DLR003\x01", b"49=DLR003\x0135=D\x01", 1)
    for bad in (wrong_sum, wrong_length, not_third, b"8=FIX.4.4\x019=\x0135=D\x01", b"\x00\x01" * 50):
        client.transmit(bad)
        scene.assert_trades()
    expect(not client.rejects and not client.asked_of_us, "garbled bytes are not answered")
    scene.venue.wait_log("bytes that are no message were passed over")


def half_message_and_away(scene):
    client = scene.session()
    data = encode(client.fields("D", client.next_out, order(scene.name(), 1, PRICE - 300)))
    client.transmit(data[: len(data) // 2])
    client.close()
    scene.assert_trades()


def garbage(scene):
    """One MiB is passed over, one byte more ends the session; nothing of it is an order."""
    scene.assert_trades()
    client = scene.session()
    client.log_out()
    client = scene.session()
    client.transmit(bytes(scene.random.choice(b"0123456789=|ABC") for _ in range(4096)) * 255 + b"\x01")
    scene.assert_trades()
    client.transmit(b"x" * 5000)
    scene.assert_logged_out("Too many garbled messages")
    scene.assert_trades()
    scene.traders.go_on()


def ends_of_session(scene):
    """(what, message type, body, changes of the header, Reject(3), text of Logout(5))."""
    late = time.strftime("%Y%m%d-%H:%M:%S", time.gmtime(time.time() - 3600))
    good = order("X", 1, PRICE)
    return [
        ("oversize", "D", good + [(58, "x" * 20000)], {}, None, "BodyLength(9): message of 20"),
        ("no MsgSeqNum(34)", "D", good, {34: None}, None, "MsgSeqNum(34) missing"),
        ("MsgSeqNum(34) too low", "D", good, {34: 1}, None, "MsgSeqNum(34) too low, expecting"),
        ("SendingTime(52) of an hour ago", "D", good, {52: late}, "10", "SendingTime(52)"),
        ("wrong SenderCompID(49)", "D", good, {49: "DLR001"}, "9", "SenderCompID(49)"),
        ("wrong TargetCompID(56)", "D", good, {56: "NYSE"}, "9", "TargetCompID(56)"),
        ("Logon(A) again", "A", LOGON, {}, None, "Logon(A) while logged on"),
    ]


def ended_with_a_reason(scene):
    for what, msg_type, body, changes, reject, text in ends_of_session(scene):
        client = scene.session()
        fields = client.fields(msg_type, client.next_out, body)
        fields = [(tag, changes.get(tag, value)) for tag, value in fields]
        client.transmit(encode([field for field in fields if field[1] is not None]))
        try:
            scene.assert_logged_out(text, reject)
        except Failure as failure:
            raise Failure(f"{what}: {failure}") from None
        scene.resume()
        scene.assert_trades()
    client = scene.session()
    data = encode(client.fields("0", client.next_out, []))
    checksum = b"%03d\x01" % ((int(data[-4:-1]) - 2) % 256)
    client.transmit(data[:-4].replace(b"FIX.4.4", b"FIX.4.2") + checksum)
    scene.assert_logged_out("Incorrect BeginString(8), expecting FIX.4.4")
    scene.resume()
    client = scene.session()
    for digits in (b"9999999", b"999999999", b"16385"):
        client.transmit(b"8=FIX.4.4\x019=" + digits + b"\x0135=D\x01")
        scene.assert_logged_out("bytes, at most 16384")
        scene.resume()
    scene.traders.go_on()
    return f"{len(ends_of_session(scene)) + 4} kinds"


def logons_refused(scene):
    cases = [
        ([(98, 0), (108, 4)], None, "HeartBtInt(108) 4 outside 5 to 60"),
        ([(98, 0), (108, 61)], None, "HeartBtInt(108) 61 outside 5 to 60"),
        ([(98, 1), (108, 30)], None, "EncryptMethod(98)"),
        ([(98, 0), (108, 30), (383, 100)], None, "MaxMessageSize(383) 100 too small"),
        ([(98, 0), (108, 30), (464, "Y")], None, "TestMessageIndicator(464)"),
        ([(98, 0), (108, 30), (141, "Y")], 5, "ResetSeqNumFlag(141) with MsgSeqNum(34) 5"),
        ([(98, 0), (108, 30)], 1, "MsgSeqNum(34) too low, expecting"),
        ([(98, 0)], None, "equired tag missing"),
    ]
    for body, number, text in cases:
        scene.assert_trades()
        scene.logon_refused(body, text, number)
    scene.assert_trades()
    return f"{len(cases)} kinds"


def bad_requests(scene):
    """Rejects that leave the session as it was."""
    client = scene.session()
    cases = [
        ("2", [(7, 900000), (16, 0)], {373: "5", 371: "7"}),
        ("2", [(7, 3), (16, 2)], {373: "5", 371: "16"}),
        ("4", [(123, "Y"), (36, 1)], {373: "5", 371: "36"}),
        ("1", [], {373: "1", 371: "112"}),
        ("D", order(scene.name(), 1, PRICE) + [(11, "AGAIN")], {373: "13", 371: "11"}),
        ("D", [(11, "")] + order(scene.name(), 1, PRICE)[1:], {373: "4", 371: "11"}),
        ("D", order(scene.name(), 1, PRICE) + [(711, 2), (311, "CU")], {373: "16", 371: "711"}),
        ("D", order(scene.name(), 1, PRICE) + [(50, "DESK")], {373: "14", 371: "50"}),
    ]
    for msg_type, body, wanted in cases:
        number = client.send(msg_type, body)
        reject = client.wait(lambda: client.rejects and client.rejects.pop(), f"Reject(3) {wanted}")
        for tag, value in {45: str(number), 372: msg_type, **wanted}.items():
            expect(reject.get(tag) == value, f"{tag}={value} in {reject}")
        if msg_type == "4":
            client.next_out = number
    client.answers.clear()
    scene.assert_trades()
    return f"{len(cases)} kinds"


def wrong_role(scene):
    bank = FixClient("ZZBK01").open(scene.venue.port)
    bank.send("D", order("BANK", 1, PRICE))
    answer = bank.answer("BANK", tag=379)
    expect((answer[35], answer[380]) == ("j", "6") and "role" in answer[58], f"refused: {answer}")
    bank.log_out()


def mutated(message, generator):
    """A whole message like `message` with up to three bytes changed, lost or added."""
    body = bytearray(message[message.index(b"35="):-7])
    for _ in range(generator.randrange(1, 4)):
        place = generator.randrange(5, len(body))
        byte = generator.choice(b"0123456789=\x01AZ.-\xff")
        match generator.randrange(3):
            case 0: body[place] = byte
            case 1: del body[place]
            case 2: body.insert(place, byte)
    if not body.endswith(b"\x01"):
        body += b"\x01"
    data = b"8=FIX.4.4\x019=%d\x01" % len(body) + bytes(body)
    return data + b"10=%03d\x01" % (sum(data) % 256)


def mutations(scene, count):
    """Whole messages with wrong contents: each is answered, asked for again, or ends the session."""
    client = FixClient("DLR005")
    ended = 0
    for number in range(count):
        if not client.socket:
            client.forget()
            client.open(scene.venue.port, (141, "Y"))
        good = client.number("D", order(f"M{number}", 1, "10"))
        data = mutated(good, scene.random)
        asked = client.asked_of_us
        test = f"after-{number}"
        client.transmit(data)
        client.send("1", [(112, test)])

        def is_settled():
            answers = client.seen.values()
            return not client.socket or client.logout or client.asked_of_us > asked or any(
                message.get(112) == test for message in answers)

        try:
            client.wait(is_settled, f"answer behind {data}", 15)
        except Failure:
            if client.socket:
                raise
        if client.logout or not client.socket:
            ended += 1
            client.wait_closed(15)
        elif client.asked_of_us > asked:
            client.log_out()
    if client.socket:
        client.log_out()
    scene.traders.go_on()
    return f"{count} messages, {ended} ended the session"


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--mutations", type=int, default=300)
    options = parser.parse_args()
    checks = Checks("raw_socket")
    with Folder("raw") as folder, Venue(folder) as venue:
        venue.start()
        traders = Traders(venue.port)
        traders.start()
        scene = Scene(venue, traders, options.seed)

        def check(name, work, *more):
            checks.run(name, work, scene, *more, context=venue.logs)

        check("a flood of silent connections leaves room for others", flood_begins)
        check("strangers are closed without a byte", unanswered)
        check("half messages are closed without a byte", half_messages)
        check("another address is closed without a byte", another_address)
        check("a Logon(A) and an order byte by byte", byte_at_a_time)
        check("an order split at every place", split_everywhere)
        check("sixty orders in one packet", many_in_one)
        check("a session that has logged out is back at once", back_at_once)
        check("garbled messages are passed over", garbled_is_passed_over)
        check("half a message, then the line is lost", half_message_and_away)
        check("a MiB of garbage on a live session", garbage)
        check("what ends a session ends it with a reason", ended_with_a_reason)
        check("a Logon(A) that is refused says why", logons_refused)
        check("requests that are wrong in themselves are rejected", bad_requests)
        check("a role that may not trade", wrong_role)
        check("mutated messages", mutations, options.mutations)
        check("the flood is closed without a byte", flood_ends)
        checks.run("the real sessions have traded on", traders.end)
        checks.run("the session that was abused logs out", lambda: scene.session().log_out())
        checks.run("the venue ends, log and replay agree", lambda: (venue.stop(), venue.verify())[1])
    checks.exit()


if __name__ == "__main__":
    main()
