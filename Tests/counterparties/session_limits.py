#!/usr/bin/env python3
"""What protects a member and the venue from each other, against the real process.

usage: session_limits.py

A line is lost, a session logs out, the venue is killed with SIGKILL: orders are gone where the session has
not come back within its grace, and live where it has. A session that sends too much for too long is logged
out and kept out for a while.
"""
import select
import time

from fix_client import FixClient, mass_status, order
from venue import Checks, Folder, Market, Venue, expect, wait_for

PRICE = 68000
#: How long DLR001 and DLR002 may be away, in seconds.
GRACE = 2.0


def enter(client, name, tif=0):
    client.send("D", order(name, 1, PRICE, tif=tif))
    expect(client.answer(name)[150] == "0", f"{name} is taken")


def live(client, request):
    """How many orders of the firm are open."""
    client.send("AF", mass_status(request))
    return int(client.answer(request, tag=584)[911])


def assert_cancelled(client, name):
    report = client.answer(name)
    expect((report[150], report[378]) == ("4", "99"), f"cancelled by the venue: {report}")
    expect(report[58] == "Cancelled on disconnect", f"and why: {report}")


def pass_by(seconds):
    """Nothing can be seen of an order while its session is away, so time itself is the condition."""
    end = time.monotonic() + seconds
    wait_for(lambda: time.monotonic() >= end, "end of the grace", seconds + 5)


def logon(venue, clients):
    for client, type_, grace in ((clients[0], "1", "2000"), (clients[1], "3", "300")):
        more = [] if grace == "2000" else [(7812, 2), (7813, 300)]
        client.open(venue.port, *more)
        reply = client.seen[client.next_in - 1]
        expect((reply[7812], reply[7813]) == (type_, grace), f"in force: {reply}")


def lost_line(venue, clients):
    client = clients[0]
    enter(client, "L1")
    enter(client, "L2", tif=1)
    client.close()
    client.open(venue.port)
    expect(live(client, "L3") == 2, "back in time, both orders are open")
    client.close()
    pass_by(GRACE + 0.5)
    client.open(venue.port)
    assert_cancelled(client, "L1")
    expect(live(client, "L4") == 1, "the good-till-cancel order is kept")


def logged_out(venue, clients):
    client = clients[1]
    enter(client, "O1")
    client.log_out()
    pass_by(0.8)
    client.open(venue.port, (7812, 2), (7813, 300))
    assert_cancelled(client, "O1")
    clients[0].log_out()
    pass_by(GRACE + 0.5)
    clients[0].open(venue.port)
    expect(live(clients[0], "O2") == 1, "a Logout(5) is no drop")


def killed(venue, clients):
    """The second one comes back, the first does not."""
    enter(clients[0], "K1")
    enter(clients[1], "K2")
    venue.kill9()
    for client in clients[:2]:
        client.close()
    pass_by(GRACE + 0.5)
    venue.start()
    clients[1].open(venue.port)
    pass_by(GRACE + 0.5)
    expect(live(clients[1], "K3") == 1, "who is back in time keeps its orders")
    clients[0].open(venue.port)
    assert_cancelled(clients[0], "K1")
    expect(live(clients[0], "K4") == 1, "the good-till-cancel order is kept")


def killed_and_back(venue, clients):
    """However long the venue was away: the grace begins when it listens."""
    enter(clients[0], "B1")
    venue.kill9()
    clients[0].close()
    clients[1].close()
    pass_by(GRACE + 0.5)
    venue.start()
    clients[0].open(venue.port)
    clients[1].open(venue.port)
    pass_by(GRACE + 0.5)
    expect(live(clients[0], "B2") == 2, "both orders are open")


def flooded(venue, clients):
    client = clients[2].open(venue.port)
    reply = client.seen[client.next_in - 1]
    expect((reply[7815], reply[7816]) == ("5", "100"), f"in force: {reply}")
    # Bursts, with a look at what comes between: who never reads may lose the Logout(5) with the line.
    deadline = time.monotonic() + 10
    while client.socket and not client.logout:
        expect(time.monotonic() < deadline, "a session that floods is logged out")
        for _ in range(8):
            client.send("H", [(11, "NONE"), (55, "CU-BW-A"), (54, 1)])
        until = time.monotonic() + 0.06
        while client.socket and not client.logout and time.monotonic() < until:
            select.select([client.socket], [], [], 0.02)
            client.receive()
    if client.socket:
        client.wait_closed()
    expect(client.logout is not None, "the reason is told")
    text = client.logout[58]
    expect(text == "More than 5 messages in 100 ms for too long", text)
    client.connect(venue.port)
    number = client.next_out
    client.log_on()
    client.wait_closed()
    expect(client.logout is None, "nobody is answered")
    client.next_out = number
    venue.wait_log("reason=throttleBreached")
    client.open(venue.port)
    expect(client.logged_on, "after the delay it is let in again")


def main():
    checks = Checks("session_limits")
    with Folder("limits") as folder:
        market = Market(folder)
        for name, line in (
                ("DLR001", "cancelOnDisconnect: {type: drop, milliseconds: 2000}"),
                ("DLR002", "cancelOnDisconnect: {type: drop, milliseconds: 2000}"),
                ("DLR003", "throttle: {messages: 5, milliseconds: 100, breachWindows: 3, delaySeconds: 2}")):
            market.replace("sessions.yaml", f"  - compID: {name}\n", f"  - compID: {name}\n    {line}\n")
        market.fund(["DLR001", "DLR002"])
        with Venue(folder, market.path) as venue:
            venue.start()
            clients = [FixClient(name) for name in ("DLR001", "DLR002", "DLR003")]
            for check in (logon, lost_line, logged_out, killed, killed_and_back, flooded):
                name = check.__name__.replace("_", " ")
                if not checks.run(name, check, venue, clients, context=venue.logs):
                    break
            else:
                venue.stop()
                venue.verify()
    checks.exit()


if __name__ == "__main__":
    main()
