#!/usr/bin/env python3
"""A venue with durability `standby`, its follower on a line, and a stock QuickFIX client that trades: the venue is
killed, stands still, comes back; the follower is promoted, and becomes the venue that everybody goes on with.

usage: standby.py
One line per check; exit code 0 where all hold. Needs the Python package quickfix (quickfix-tls).
"""
import os
import re
import signal
import subprocess
import threading
import time

from drop_copy import OUTCOME, Consumer, digest as copy_digest
from fix_client import order
from line import Line
from quickfix_client import QuickFIXClient
from venue import BINARY, Checks, Folder, Market, Venue, expect, wait_for

CLIENT = "DLR001"
COPY = "DC001"
PRICE = 68450
STANDBY = re.compile(r"standby=127\.0\.0\.1:(\d+)")
COMMON = re.compile(r"term (\d+) is open behind command (\d+)")


class Node:
    """A machine: a data directory that is served, or kept after another's."""

    def __init__(self, folder, name, market):
        self.venue = Venue(folder / name, market=market, durability="standby", data=folder / name / "data")
        self.venue.folder.mkdir()
        self.data = self.venue.data
        self.follower = None
        self.lines = []

    def serve(self, durability="standby", wait=True):
        self.venue.durability = durability
        self.venue.spawn("--standby", "127.0.0.1:0")
        if wait:
            self.venue.wait_listening()
        return self

    @property
    def place(self):
        """Where it sends its log."""
        return f"127.0.0.1:{STANDBY.search(self.venue.log()).group(1)}"

    def follow(self, other):
        self.follower = subprocess.Popen(
            [BINARY, "follow", "--from", other.place, "--data", self.data, "--every", "2"],
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        self.lines = lines = []
        out = self.follower.stdout
        threading.Thread(target=lambda: lines.extend(iter(out.readline, "")), daemon=True).start()
        return self

    @property
    def heard(self):
        """The highest term that its mark as a follower knows."""
        return int((self.data / "follows").read_text().splitlines()[2])

    def wait_said(self, pattern, seconds=20.0):
        return wait_for(
            lambda: [line for line in self.lines if re.search(pattern, line)], f"'{pattern}' from the follower",
            seconds, lambda: "".join(self.lines[-10:]))

    def end_follower(self):
        self.follower.send_signal(signal.SIGTERM)
        code = self.follower.wait(20)
        expect(code == 0, f"the follower has ended with code {code}: {''.join(self.lines[-10:])}")

    def promote(self, *more):
        done = self.venue.tool("promote", "--data", self.data, *more)
        expect(done.returncode == 0, f"promote: {done.stdout}{done.stderr}")
        found = COMMON.search(done.stdout)
        return done.stdout, found and (int(found.group(1)), int(found.group(2)))

    def kill(self):
        for process in (self.follower, self.venue.process):
            if process and process.poll() is None:
                process.kill()
                process.wait()


class Scene:
    def __init__(self, folder, first, second):
        self.folder, self.first, self.second = folder, first, second
        self.serving = first
        self.line = Line(lambda: self.serving.venue.port)
        self.client = None
        self.count = 0
        self.told = {}
        self.copy = Consumer(COPY)

    def enter(self, count=1):
        """Sends orders that rest; their ClOrdIDs."""
        names = []
        for _ in range(count):
            self.count += 1
            names.append(f"S{self.count:05d}")
            self.client.send(CLIENT, "D", order(names[-1], 1, PRICE - 10 * (self.count % 50)))
        return names

    def trade(self, count):
        for name in self.enter(count):
            self.told[name] = self.client.report(CLIENT, name, "0")[17]

    def goes_on(self, pending, repeats):
        """At a venue that has nothing of what was sent: the client has its orders answered that nobody had answered,
        and what may not have arrived comes again as it was, with PossResend(97)=Y."""
        for name in pending:
            self.told[name] = self.client.report(CLIENT, name, "0")[17]
        with self.client.lock:
            again = {m[11]: m[17] for m in self.client.inbox[CLIENT] if m.get(97) == "Y"}
            self.client.inbox[CLIENT].clear()
        wrong = {name: (exec_id, self.told.get(name)) for name, exec_id in again.items()
                 if exec_id != self.told.get(name)}
        expect(not wrong, f"ExecID(17) told again, and told before: {wrong}")
        expect(len(again) >= repeats, f"{len(again)} reports came again, of {repeats} at least")
        self.trade(10)
        self.client.assert_content()

    def copies(self, node):
        """The drop copy goes on where it was: no gap, nothing told otherwise, and in the end what the files say."""
        self.copy.crash()
        self.copy.log_on(node.venue.port)

        def told():
            done = node.venue.tool(
                "feeds", "show", COPY, "--market", node.venue.market, "--data", node.data, "--digest")
            return OUTCOME.fullmatch(done.stdout.strip())

        found = wait_for(lambda: (match := told()) and int(match[1]) >= len(self.told) and match, "copies in the files")
        self.copy.client.wait(lambda: self.copy.last >= int(found[2]), f"FeedSeq(7840) {found[2]}", 20)
        expect(len(self.copy.held) == int(found[1]), f"holds {len(self.copy.held)} of {found[1]}")
        expect(copy_digest(self.copy.messages) == found[3], "the digest of the drop copy differs")
        return found[1]

    def acknowledged(self, name):
        with self.client.lock:
            return any(m.get(11) == name for m in self.client.inbox[CLIENT])

    def log(self, node):
        done = node.venue.tool("log", node.data, "--json")
        expect(done.returncode == 0, done.stderr)
        return done.stdout

    def known(self, node):
        """Every order that was acknowledged is in the node's log."""
        text = self.log(node)
        missing = [name for name in self.told if name not in text]
        expect(not missing, f"acknowledged, and not in the log of {node.data}: {missing[:5]}")


def waits(scene):
    """Without a follower nothing is committed; with one it is, and what waited comes."""
    first, second = scene.first, scene.second
    first.serve()
    first.venue.wait_log("no follower: nothing is committed")
    scene.client = QuickFIXClient(scene.folder, scene.line.port, [CLIENT])
    scene.client.initiator.start()
    time.sleep(1.5)
    expect(scene.client.logons[CLIENT] == 0, "a Logon(A) is answered that no follower has")
    second.follow(first)
    scene.client.wait_logon(CLIENT, 1)
    first.venue.wait_log("a follower is connected")
    scene.trade(50)
    scene.copies(first)
    second.wait_said("has all that the venue has sent")


def follower_gone(scene):
    """While the follower is away nobody is answered; when it is back, everybody is."""
    scene.second.follower.kill()
    scene.second.follower.wait()
    scene.first.venue.wait_log("no follower: nothing is committed", count=2)
    names = scene.enter(5)
    time.sleep(1.0)
    expect(not any(map(scene.acknowledged, names)), "answered without the follower")
    scene.second.follow(scene.first)
    for name in names:
        scene.told[name] = scene.client.report(CLIENT, name, "0")[17]
    scene.trade(20)


def refused(scene):
    """A follower's directory is not served, a venue's is not promoted, and neither is one that is not there, or made."""
    done = scene.second.venue.tool(
        "serve", "--market", scene.first.venue.market, "--data", scene.second.data, "--port", "0")
    expect(done.returncode == 1 and "in use" in done.stderr, done.stderr)
    scene.second.end_follower()
    done = scene.second.venue.tool(
        "serve", "--market", scene.first.venue.market, "--data", scene.second.data, "--port", "0")
    expect(done.returncode == 1 and "cangdan promote" in done.stderr, done.stderr)
    done = scene.first.venue.tool("promote", "--data", scene.first.data)
    expect(done.returncode == 1 and "in use" in done.stderr, done.stderr)
    nowhere = f"{scene.first.data}-nowhere"
    done = scene.first.venue.tool("promote", "--data", nowhere)
    expect(done.returncode == 64 and f"there is no {nowhere}/commands" in done.stderr, done.stderr)
    expect(not os.path.exists(nowhere), "it has made the directory")
    scene.second.follow(scene.first)
    scene.trade(5)


def killed(scene):
    """The venue is killed: the follower takes over, nothing that was acknowledged is lost, and everybody goes on by the
    rules of sessions."""
    old, new = scene.first, scene.second
    scene.enter(20)
    old.venue.kill9()
    pending = scene.enter(3)
    new.end_follower()
    with scene.client.lock:
        answered = {m[11]: m[17] for m in scene.client.inbox[CLIENT]}
        scene.client.inbox[CLIENT].clear()
    pending = [f"S{n:05d}" for n in range(scene.count - 22, scene.count + 1) if f"S{n:05d}" not in answered]
    scene.told.update(answered)
    said, _ = new.promote("--dry-run")
    expect("would open term 1" in said, said)
    _, (term, last) = new.promote()
    logons = scene.client.logons[CLIENT]
    new.serve(durability="disk")
    expect("behindSnapshot=" in new.venue.log(), f"began without a snapshot:\n{new.venue.log()}")
    scene.serving = new
    scene.client.wait_logon(CLIENT, logons + 1, 30.0)
    scene.goes_on(pending, repeats=50)
    scene.known(new)
    scene.copies(new)
    return f"term {term} behind command {last}, {len(answered)} of the last 20 answered before"


def comes_back(scene):
    """The old venue comes back as the follower of the new one; what it alone had is put aside."""
    old, new = scene.first, scene.second
    old.follow(new)
    old.wait_said("has all that the venue has sent")
    scene.trade(10)
    wait_for(lambda: same_log(scene, old, new), "the same log", 20.0)
    expect(old.heard == 1, f"its mark knows term {old.heard}")
    restart(scene, new)
    old.wait_said("has all that the venue has sent")
    scene.trade(5)


def restart(scene, node):
    """The venue goes on under durability standby."""
    logons = scene.client.logons[CLIENT]
    place = node.place
    node.venue.stop()
    node.venue.durability = "standby"
    node.venue.spawn("--standby", place)
    node.venue.wait_listening()
    scene.line.cut(CLIENT)
    scene.client.wait_logon(CLIENT, logons + 1, 30.0)


def same_log(scene, one, other):
    return digest(one) == digest(other)


def digest(node):
    done = node.venue.tool("replay", node.data, "--digest")
    expect(done.returncode == 0, done.stdout + done.stderr)
    return re.search(r"^digest ([0-9a-f]+)$", done.stdout, re.M).group(1)


def stands_still(scene):
    """The venue stands still, the follower takes over, and the venue goes on: it commits nothing, hears of the new term
    and ends; its tail is put aside when it follows."""
    old = scene.serving
    old.venue.process.send_signal(signal.SIGSTOP)
    new = scene.first if old is scene.second else scene.second
    new.end_follower()
    said, (term, last) = new.promote("--tell", old.place)
    expect("has not answered" in said, said)
    expect(term == 2, f"term {term}: {said}")
    logons = scene.client.logons[CLIENT]
    unheard = scene.enter(3)
    old.venue.process.send_signal(signal.SIGCONT)
    code = old.venue.wait_exit(40)
    expect(code == 1, f"exit code {code}")
    expect("goes on in term 2 at another machine" in old.venue.log(), old.venue.log()[-2000:])
    expect(not any(map(scene.acknowledged, unheard)), "the old venue has answered")
    new.serve(durability="disk")
    scene.serving = new
    scene.client.wait_logon(CLIENT, logons + 1, 30.0)
    scene.goes_on(unheard, repeats=0)
    scene.known(new)
    scene.copies(new)
    old.follow(new)
    old.wait_said(r"commands of term 1 are in .*\.term-1\.aside")
    old.wait_said("has all that the venue has sent")
    wait_for(lambda: same_log(scene, old, new), "the same log", 20.0)


def ends(scene):
    """The venue ends in order, and both logs are whole."""
    new = scene.serving
    other = scene.first if new is scene.second else scene.second
    scene.client.stop()
    new.venue.stop()
    other.end_follower()
    expect(digest(new) == digest(other), "the follower has all of it")
    for node in (new, other):
        node.venue.verify()


def main():
    checks = Checks("standby")
    with Folder("standby") as folder:
        market = Market(folder)
        market.fund([CLIENT])
        first, second = (Node(folder, name, market.path) for name in ("first", "second"))
        scene = Scene(folder, first, second)
        try:
            run(checks, scene)
        finally:
            first.kill()
            second.kill()
            if scene.client:
                scene.client.stop()
            scene.line.close()
    checks.exit()


def run(checks, scene):
    def context():
        parts = [node.venue.logs() + "\n" + "".join(f"  follower: {line}" for line in node.lines[-12:])
                 for node in (scene.first, scene.second)]
        return "\n".join(parts)

    for check in (waits, follower_gone, refused, killed, comes_back, stands_still, ends):
        name = check.__doc__.split(":")[0].split(";")[0].rstrip(".").lower()
        if not checks.run(name, check, scene, context=context):
            break


if __name__ == "__main__":
    main()
