#!/usr/bin/env python3
"""Passwords that sessions change themselves, beside the operator's changes and through crashes.

usage: passwords.py
One line per check; exit code 0 where all hold.
"""
import os
import random
import re
import signal
import subprocess
import time

import quickfix

from fix_client import FixClient
from quickfix_client import QuickFIXClient
from quickfix_engine import build
from venue import BINARY, Checks, Folder, Venue, expect, wait_for

FIRST = "first-password-1"
SESSION, OTHER = "DLR001", "DLR002"


class Scene:
    def __init__(self, folder, venue):
        self.venue = venue
        self.file = folder / "credentials.yaml"
        self.password = FIRST
        self.set(SESSION, FIRST)
        self.set(OTHER, FIRST)

    def set(self, session, password):
        done = subprocess.run(
            [BINARY, "credential", session, "--file", self.file], input=password + "\n", text=True,
            capture_output=True, timeout=30)
        expect(done.returncode == 0, done.stderr)

    def change_by_operator(self, password, environment):
        return subprocess.run(
            [BINARY, "credential", SESSION, "--file", self.file], input=password + "\n", text=True,
            capture_output=True, timeout=30, env={**os.environ, **environment})

    def start(self):
        self.venue.start("--credentials", self.file)

    def log_on(self, password, new=None, session=SESSION, client=None):
        client = client or FixClient(session)
        more = [(554, password)] + ([(925, new)] if new else [])
        replies = []
        take = client.take

        def keep(message):
            if message.type == "A":
                replies.append(message)
            take(message)

        client.take = keep
        client.open(self.venue.port, (141, "Y"), *more)
        client.take = take
        expect(replies, f"{session} is logged on")
        return client, replies[-1].get(7814)

    def lets_in(self, password, session=SESSION):
        """Whether this password lets in; a wrong one costs the session a second."""
        client = FixClient(session)
        client.connect(self.venue.port)
        client.log_on((141, "Y"), (554, password))
        wait_for(lambda: client.receive() or client.logged_on or not client.socket, "an answer", 15)
        is_in = client.logged_on
        if is_in:
            client.log_out()
        else:
            time.sleep(1.1)
        return is_in

    def lets_in_again(self, client, password):
        """The same of a session whose numbers go on; it stays logged on."""
        client.connect(self.venue.port)
        client.log_on((554, password))
        wait_for(lambda: client.receive() is None or client.logged_on, "an answer", 15)
        if not client.logged_on:
            time.sleep(1.1)
        return client.logged_on

    def change(self, new):
        client, status = self.log_on(self.password, new)
        expect(status == "1", f"SessionStatus(7814) {status}")
        self.password = new
        client.log_out()


def changed(scene):
    """The new one counts at once, the old one no more; both after a restart too."""
    scene.change("second-password-2")
    expect(not scene.lets_in(FIRST), "the old one does not let in")
    expect(scene.lets_in(scene.password), "the new one does")
    expect(oct(scene.file.stat().st_mode)[-3:] == "600", "the file is its owner's")
    scene.venue.stop()
    scene.start()
    expect(scene.lets_in(scene.password), "the new one lets in behind a restart")


def refused(scene):
    """One that was used before, one that is too short."""
    for new in (scene.password, FIRST, "short"):
        client, status = scene.log_on(scene.password, new)
        expect(status == "3", f"SessionStatus(7814) {status} for {new}")
        client.log_out()
    expect(scene.lets_in(scene.password), "the old one still lets in")


def beside_the_operator(scene):
    """Both write at the same time: nothing of either is lost."""
    for number in range(6):
        name = f"operators-password-{number}"
        other = subprocess.Popen(
            [BINARY, "credential", OTHER, "--file", scene.file], stdin=subprocess.PIPE, text=True)
        other.stdin.write(name + "\n")
        other.stdin.close()
        scene.change(f"sessions-password-{number}")
        expect(other.wait(30) == 0, "the operator's change is done")
    scene.venue.process.send_signal(signal.SIGHUP)
    scene.venue.wait_log("sessions and passwords read again")
    expect(scene.lets_in(name, OTHER), "the operator's last one lets in")
    expect(scene.lets_in(scene.password), "the session's last one lets in")


def revoked(scene):
    """What the operator sets ends the session that came by the old one."""
    client, _ = scene.log_on(scene.password)
    scene.password = "after-a-leak-9"
    scene.set(SESSION, scene.password)
    scene.venue.process.send_signal(signal.SIGHUP)
    client.wait_closed()
    expect(client.logout and client.logout.get(58) == "Access revoked", f"Logout(5): {client.logout}")
    expect(scene.lets_in(scene.password), "the new one lets in")


def killed(scene):
    """kill -9 somewhere in a change: the file is the one from before or the one behind it."""
    seed = int(os.environ.get("PASSWORDS_SEED", "0")) or random.randrange(1, 1 << 30)
    times, kept = random.Random(seed), 0
    for number in range(8):
        new = f"crash-password-{number}"
        client = FixClient(SESSION)
        client.connect(scene.venue.port)
        client.log_on((141, "Y"), (554, scene.password), (925, new))
        time.sleep(times.uniform(0, 0.5))
        scene.venue.kill9()
        client.close()
        scene.start()
        if scene.lets_in(new):
            scene.password, kept = new, kept + 1
        else:
            expect(scene.lets_in(scene.password), f"either lets in; seed {seed}")
    scene.change("behind-the-crashes")
    return f"{kept} of 8 kept, seed {seed}"


def stopped_anywhere(scene):
    """A change that stops before each of its system calls, by kill -9 or with the machine: the file is the one
    from before or the new one, whole, and the venue starts on it."""
    shim = build("stop_at.so", "stop_at.c", "-shared", "-fPIC", "-Wall", "-ldl")
    scene.venue.stop()
    stops, kept = 0, 0
    for power in ("", "1"):
        place = 0
        while True:
            place += 1
            name = f"stopped-password-{power}{place}"
            before = scene.file.read_bytes()
            done = scene.change_by_operator(name, {
                "LD_PRELOAD": str(shim), "STOP_AT": str(place), **({"STOP_POWER": power} if power else {})})
            expect(done.returncode in (0, -signal.SIGKILL), f"{done.returncode} {done.stderr}")
            is_new = scene.file.read_bytes() != before
            if is_new:
                scene.password, kept = name, kept + 1
            if done.returncode == 0:
                expect(is_new, "a change that is done is there")
                break
            stops += 1
            scene.start()
            expect(scene.lets_in(scene.password), f"stopped before call {place}, power {power or 0}")
            scene.venue.stop()
        # flock, unlink, open, two halves of the text, fsync, rename, fsync of the folder.
        expect(place > 8, f"only {place - 1} calls")
    scene.start()
    expect(scene.lets_in(scene.password), "the last one lets in")
    return f"{stops} stops, {kept} kept"


def judged(scene):
    """A file that others may open or replace, or that is another's, is refused with what to do."""
    scene.venue.stop()
    folder = scene.file.parent / "shared"
    folder.mkdir(mode=0o777)
    folder.chmod(0o777)
    copy = folder / "credentials.yaml"
    copy.write_bytes(scene.file.read_bytes())
    copy.chmod(0o644)
    done = scene.venue.tool(
        "serve", "--market", scene.venue.market, "--data", scene.venue.data, "--port", "0",
        "--credentials", copy)
    expect(done.returncode != 0, "it is refused")
    for words in (f"chmod 600 {copy}", f"chmod go-w {folder}"):
        expect(words in done.stdout + done.stderr, f"{words} in {done.stdout}{done.stderr}")
    scene.start()


def request(old, new, name="U1"):
    return [(923, name), (924, 3), (553, SESSION), (554, old), (925, new)]


def answer(client, name):
    """The UserResponse(BF) to a request."""
    def found():
        return next((each for each in client.answers if each.type == "BF" and each.get(923) == name), None)

    return client.wait(found, f"answer to {name}", 20)


def by_user_request(scene):
    """UserRequest(BE) on a session that is logged on: the new one counts, the session goes on."""
    client, _ = scene.log_on(scene.password)
    new = "user-request-password-1"
    client.send("BE", request("mistaken-password", new, "WRONG"))
    expect(answer(client, "WRONG")[926] == "4", "a wrong password is told")
    time.sleep(1.1)
    client.send("BE", request(scene.password, new))
    expect(answer(client, "U1")[926] == "5", "it is changed")
    client.send("BE", [(923, "U2"), (924, 4), (553, SESSION)])
    expect(answer(client, "U2")[926] == "1", "the user is logged on")
    client.log_out()
    expect(not scene.lets_in(scene.password), "the old one does not let in")
    scene.password = new
    expect(scene.lets_in(scene.password), "the new one does")


class UserClient(QuickFIXClient):
    """Logs on by the present password."""

    password = ""

    def toAdmin(self, message, session_id):
        if message.getHeader().getField(35) == "A":
            message.setField(quickfix.StringField(554, self.password))
        super().toAdmin(message, session_id)


def by_quickfix(scene):
    """Stock QuickFIX, which validates what it is sent by our dictionary, changes it and comes again."""
    new = "quickfix-password-1"
    client = UserClient(scene.venue.folder, scene.venue.port, [SESSION], reset=True)
    client.password = scene.password
    with client:
        client.start()
        client.send(SESSION, "BE", request(scene.password, new, "Q1"))
        told = client.take(SESSION, lambda message: message.get(923) == "Q1", "answer to Q1", 20)
        expect((told.type, told[553], told[926]) == ("BF", SESSION, "5"), f"{told}")
        client.send(SESSION, "BE", request(new, "short", "Q2"))
        told = client.take(SESSION, lambda message: message.get(923) == "Q2", "answer to Q2", 20)
        expect(told[926] == "6" and "NewPassword(925)" in told[927], f"{told}")
        client.password = new
        scene.password = new
        client.assert_content()
    expect(scene.lets_in(scene.password), "the new one lets in")


def killed_in_a_request(scene):
    """kill -9 somewhere in a UserRequest(BE): it is answered, once, and as the file says."""
    times, kept = random.Random(7), 0
    for number in range(6):
        new = f"request-password-{number}"
        client, _ = scene.log_on(scene.password)
        client.send("BE", request(scene.password, new, f"K{number}"))
        time.sleep(times.uniform(0, 1.2))
        scene.venue.kill9()
        client.close()
        scene.start()
        is_new = scene.lets_in_again(client, new)
        if is_new:
            scene.password, kept = new, kept + 1
        else:
            client.next_out -= 1
            expect(scene.lets_in_again(client, scene.password), "either lets in")
        told = answer(client, f"K{number}")
        fits = ("5", "6") if is_new else ("4", "5", "6")
        expect(told[926] in fits, f"{told}")
        if told[926] == "5":
            scene.password = new
        client.log_out()
    scene.change("behind-the-requests")
    return f"{kept} of 6 kept"


def not_in_memory(scene):
    """What sessions have shown is nowhere in the memory of the venue."""
    secrets = [f"{word}-memory-password".encode() for word in ("old", "new", "early", "ahead")]
    scene.change("old-memory-password")
    client, _ = scene.log_on(scene.password)
    client.send("BE", request("early-memory-password", "new-memory-password", "M1"))
    answer(client, "M1")
    time.sleep(1.1)
    # Ahead of a gap it is held until its turn comes.
    gap = client.number("1", [(112, "GAP")])
    client.send("BE", request(scene.password, "new-memory-password", "M2"))
    client.wait(lambda: client.asked_of_us, "ResendRequest(2)")
    expect(gap and answer(client, "M2")[926] == "5", "it is changed")
    scene.password = "new-memory-password"
    client.send("0", [(554, "ahead-memory-password")])
    client.wait(lambda: client.rejects, "Reject(3)")
    client.log_out()
    time.sleep(0.2)
    found = in_memory(scene.venue.process.pid, secrets)
    expect(not found, f"in the venue's memory: {found}")
    expect(in_memory(scene.venue.process.pid, [b"DLR001"]), "memory is looked at: it has names")


def in_memory(pid, secrets):
    """Which of them stand in memory that the process can write to."""
    found = []
    with open(f"/proc/{pid}/maps") as maps, open(f"/proc/{pid}/mem", "rb", 0) as memory:
        for line in maps:
            match = re.match(r"([0-9a-f]+)-([0-9a-f]+) rw", line)
            if not match:
                continue
            start, end = (int(number, 16) for number in match.groups())
            try:
                memory.seek(start)
                content = memory.read(end - start)
            except OSError:
                continue
            found += [(secret.decode(), line.split()[-1]) for secret in secrets if secret in content]
    return found


def nowhere_else(scene):
    """No password is in any file of the venue, nor in its log."""
    scene.venue.stop()
    places = [path for path in scene.venue.data.rglob("*") if path.is_file()] + [scene.venue.log_path, scene.file]
    for path in places:
        content = path.read_bytes()
        for secret in (
                FIRST, "second-password", "sessions-password", "crash-password", "user-request-password",
                "quickfix-password", "request-password", "memory-password", scene.password):
            expect(secret.encode() not in content, f"{secret} in {path}")


def main():
    checks = Checks("passwords")
    with Folder("passwords") as folder, Venue(folder) as venue:
        scene = Scene(folder, venue)
        scene.start()
        for check in (
                changed, refused, by_user_request, by_quickfix, beside_the_operator, revoked, killed,
                killed_in_a_request, stopped_anywhere, judged, not_in_memory, nowhere_else):
            if not checks.run(check.__name__.replace("_", " "), check, scene, context=venue.logs):
                break
    checks.exit()


if __name__ == "__main__":
    main()
