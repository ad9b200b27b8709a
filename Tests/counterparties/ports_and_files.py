#!/usr/bin/env python3
"""Starts the venue where it can't run, and takes away what it runs on: ports, files, disk, descriptors.

usage: ports_and_files.py
Each time: a line that says what is wrong, exit code 1, and nothing lost. One line per check; exit code 0
where all hold. A full disk is a small tmpfs in a mount namespace of its own: as root, or where user
namespaces are allowed.
"""
import errno
import os
import pathlib
import shutil
import socket
import subprocess

from fix_client import FixClient, cancel, mass_status, order, status
from venue import Checks, Failure, Folder, Market, Venue, expect

PRICE = 68450


def assert_ends(venue, *texts, arguments=()):
    """The venue ends by itself with exit code 1 and a critical line with all of `texts`."""
    if venue.process is None or venue.process.poll() is not None:
        venue.spawn(*arguments)
    code = venue.wait_exit()
    lines = [line for line in venue.log().splitlines() if " critical " in line]
    expect(code == 1, f"exit code {code}, not 1:\n{venue.logs()}")
    expect(
        any(all(text in line for text in texts) for line in lines),
        f"no critical line with {texts}:\n{venue.logs()}")


def enter(client, name, price=PRICE - 100):
    client.send("D", order(name, 1, price))
    expect(client.answer(name)[150] == "0", f"{name} is taken")


def assert_alive(client, name):
    client.send("H", status(name, 1, f"S-{name}"))
    report = client.answer(f"S-{name}", tag=790)
    expect(report[39] == "0", f"{name} is alive: {report}")


# Ports and directories


def port_in_use(folder):
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        venue = Venue(folder)
        assert_ends(
            venue, f"127.0.0.1:{port}", "Address already in use", arguments=("--port", port))
    with venue:
        venue.start()
        client = FixClient("DLR001").open(venue.port)
        enter(client, "A1")
        client.log_out()
        venue.stop()
        venue.verify()


def deep_directory(folder):
    deep = folder / ("x" * 120)
    venue = Venue(folder, data=deep)
    venue.spawn()
    expect(venue.wait_exit() == 64, f"exit code of a wrong option:\n{venue.logs()}")
    told = " ".join(venue.log().split())
    expect("at most 107: name a shorter one by --admin" in told, f"the way out is named: {told}")
    expect(not deep.exists(), "nothing is made before the socket's path is judged")
    with Venue(folder, data=deep) as venue:
        venue.start("--admin", folder / "admin.sock")
        client = FixClient("DLR001").open(venue.port)
        enter(client, "A1")
        client.log_out()
        venue.stop()
        venue.verify()


def directory_in_use(folder):
    with Venue(folder) as venue:
        venue.start()
        client = FixClient("DLR001").open(venue.port)
        enter(client, "A1")
        second = Venue(folder / "second", data=venue.data)
        second.folder.mkdir()
        assert_ends(second, str(venue.data), f"in use by process {venue.process.pid}")
        enter(client, "A2")
        client.log_out()
        venue.stop()
        venue.verify()


def missing_market(folder):
    nowhere = folder / "nowhere"
    venue = Venue(folder, market=nowhere)
    assert_ends(venue, f"{nowhere}/venue.yaml", "is missing")
    expect(not venue.data.exists(), "nothing is written for a market that is not there")
    file = folder / "file"
    file.write_text("")
    assert_ends(Venue(folder, market=file), f"{file}/venue.yaml", "is missing")


def broken_market(folder):
    """Broken YAML, an unknown key, an item of Art. 11 missing: file and line, by serve and by check."""
    cases = [
        ("venue.yaml", "listen:\n", "  oops: [\nlisten:\n", "venue.yaml:", "not valid YAML"),
        ("venue.yaml", "  port: 9880", "  prot: 9880", "venue.yaml:6", "did you mean 'port'"),
        ("instruments.yaml", "    tick: 10\n", "", "instruments.yaml:3", "'tick' is missing"),
        ("instruments.yaml", "    tick: 10\n", "    tick: ten\n", "instruments.yaml:17", "ten"),
        ("sessions.yaml", "role: dealer", "role: deeler", "sessions.yaml:", "deeler"),
        ("receipts.csv", ",DLR001,ACTIVE,", ",DLR999,ACTIVE,", "receipts.csv:2", "DLR999"),
    ]
    for number, (name, old, new, place, text) in enumerate(cases):
        home = folder / str(number)
        home.mkdir()
        market = Market(home)
        market.replace(name, old, new)
        venue = Venue(home, market=market.path)
        assert_ends(venue, place, text)
        expect(not venue.data.exists(), "nothing is written for a wrong definition")
        done = venue.tool("check", market.path)
        expect(done.returncode == 1, f"cangdan check: exit code {done.returncode}")
        said = done.stdout + done.stderr
        expect(
            any(place in line and text in line for line in said.splitlines()),
            f"cangdan check names {place} {text}: {said[:500]}")
    return f"{len(cases)} kinds"


def wrong_directories(folder):
    """A data directory that is a file, or below one; a log that is not there."""
    file = folder / "file"
    file.write_text("")
    for data in (file, file / "below"):
        assert_ends(Venue(folder, data=data), str(data), "Not a directory")
    for command in ("log", "replay"):
        done = Venue(folder).tool(command, folder / "nowhere")
        expect(done.returncode != 0, f"cangdan {command}: exit code {done.returncode}")
        expect("nowhere" in done.stderr and "no log" in done.stderr, f"{done.stderr}")


# Disks


class Disk:
    """A small tmpfs in a mount namespace of its own, as long as the `with` block lasts."""

    def __init__(self, folder, options):
        self.place = folder / "disk"
        self.place.mkdir()
        unshare = ["unshare", "-m"] if os.geteuid() == 0 else ["unshare", "-r", "-m"]
        script = f'mount -t tmpfs -o "{options}" tmpfs "{self.place}" && echo ready && exec cat'
        self.holder = subprocess.Popen(
            [*unshare, "sh", "-c", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, text=True)
        said = self.holder.stdout.readline()
        if said != "ready\n":
            self.__exit__()
            raise Failure(
                f"no tmpfs of our own: {said.strip()}; run as root, or allow user namespaces: "
                "sysctl kernel.unprivileged_userns_clone=1")
        enter = ["nsenter", "-m", "-t", self.holder.pid]
        self.prefix = enter if os.geteuid() == 0 else [*enter, "-U", "--preserve-credentials"]
        self.data = self.place / "data"

    @property
    def inside(self):
        """The disk as it is seen from outside."""
        return pathlib.Path(f"/proc/{self.holder.pid}/root{self.place}")

    def fill(self):
        """Takes all the room that there is now."""
        with open(self.inside / "filler", "ab", buffering=0) as file:
            for size in (1 << 20, 1 << 12, 1):
                try:
                    while True:
                        file.write(bytes(size))
                except OSError as error:
                    expect(error.errno == errno.ENOSPC, f"the disk can't be filled: {error}")

    def make_room(self):
        (self.inside / "filler").unlink()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.holder.stdin.close()
        self.holder.wait()
        self.holder.stdout.close()


def read_only_disk(folder):
    with Disk(folder, "ro") as disk, Venue(folder, data=disk.data, prefix=disk.prefix) as venue:
        assert_ends(venue, str(disk.data), "Read-only file system")


def small_disk(folder):
    """No room for the logs at the start; with room the same directory serves."""
    with Disk(folder, "size=280m") as disk:
        disk.fill()
        with Venue(folder, data=disk.data, prefix=disk.prefix) as venue:
            assert_ends(venue, str(disk.data), "No space left on device")
            disk.make_room()
            venue.start()
            client = FixClient("DLR001").open(venue.port)
            enter(client, "A1")
            client.log_out()
            venue.stop()
            venue.verify()


def disk_fills_up(folder):
    """The disk is full while sessions trade: that is said, and they trade on in what was made ahead;
    all of it is there after a kill -9, when there is room again."""
    with Disk(folder, "size=280m") as disk:
        with Venue(folder, data=disk.data, prefix=disk.prefix) as venue:
            venue.start()
            client = FixClient("DLR001").open(venue.port)
            enter(client, "B0")
            disk.fill()
            count = 1000
            for number in range(1, count):
                enter(client, f"B{number}")
                if number + 1 < count:
                    client.send("F", cancel(f"B{number}C", f"B{number}", 1))
                    client.answer(f"B{number}C")
            venue.wait_log("no room for a file of sent messages")
            disk.fill()
            venue.kill9()
            client.wait_closed()
            disk.make_room()
            venue.start()
            client.open(venue.port)
            client.wait(lambda: not client.ahead, "the end of the gap")
            for number in (0, count - 1):
                assert_alive(client, f"B{number}")
            client.log_out()
            venue.stop()
            venue.verify()
            return f"{count} orders acknowledged, all there"


def logs_fill_up(folder):
    """The disk is full when an event log's next file is due: new orders and changes are refused by name, cancels and
    queries answered, everybody is told; with room it goes on, and nothing is lost."""
    market = Market(folder)
    market.fund(["DLR001"])
    with Disk(folder, "size=400m") as disk:
        with Venue(folder, market.path, data=disk.data, prefix=disk.prefix) as venue:
            venue.start()
            client = FixClient("DLR001").open(venue.port)

            def wait(msg_type, **fields):
                wanted = {int(tag[1:]): value for tag, value in fields.items()}
                return client.wait(
                    lambda: next((message for message in client.answers if message.type == msg_type and all(
                        message.get(tag) == value for tag, value in wanted.items())), None),
                    f"{msg_type} with {wanted}", 30.0)

            for number in range(400):
                enter(client, f"C{number}")
            disk.fill()
            rounds = 0
            while "no room for the next log segment" not in venue.log():
                expect(rounds < 200, f"no end of room in sight: {venue.logs()}")
                client.answers.clear()
                client.send("AF", mass_status(f"M{rounds}"))
                wait("8", _584=f"M{rounds}", _912="Y")
                rounds += 1
            wait("B", _148="No new orders are taken")
            client.send("D", order("C-refused", 1, PRICE - 100))
            reject = wait("j", _379="C-refused")
            expect(reject[380] == "4" and "only cancels and queries" in reject[58], f"{reject}")
            client.send("F", cancel("C0C", "C0", 1))
            expect(client.answer("C0C")[150] == "4", "a cancel is taken")
            disk.make_room()
            wait("B", _148="New orders are taken again")
            enter(client, "C-again")
            client.log_out()
            venue.stop()
            venue.verify()
            return f"{rounds} mass status requests"


# Damage


def damaged_log(folder):
    """A byte of the command log is another: file and offset are named, nothing is cut or served."""
    with Venue(folder) as venue:
        venue.start()
        client = FixClient("DLR001").open(venue.port)
        for number in range(20):
            enter(client, f"D{number}")
        client.log_out()
        venue.stop()
        segment = next(iter(sorted((venue.data / "commands").glob("*.log"))))
        place = 8192 + 100
        with open(segment, "r+b") as file:
            file.seek(place)
            byte = file.read(1)[0]
            file.seek(place)
            file.write(bytes([byte ^ 1]))
        done = venue.tool("log", venue.data, "--verify")
        expect(done.returncode == 1, f"cangdan log --verify: exit code {done.returncode}: {done.stdout}")
        expect(segment.name in done.stdout + done.stderr, f"the file is named: {done.stdout}{done.stderr}")
        assert_ends(venue, segment.name)
        with open(segment, "r+b") as file:
            file.seek(place)
            file.write(bytes([byte]))
        venue.start()
        client.open(venue.port)
        assert_alive(client, "D0")
        assert_alive(client, "D19")
        client.log_out()
        venue.stop()
        venue.verify()


def files_only_begun(folder):
    """A kill -9 between making a file and filling it leaves it empty: the venue starts all the same."""
    begun = [
        "sessions/00000001/00000001-000000000195.out", "sessions/00000002/00000001-000000000001.out",
        "commands/prepared", "events/0000000016777216.log", "events/0000000033554432.log"]
    with Venue(folder) as venue:
        venue.start()
        client = FixClient("DLR001").open(venue.port)
        for round_number, name in enumerate(begun):
            enter(client, f"F{round_number}")
            venue.kill9()
            client.wait_closed()
            path = venue.data / name
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(b"")
            venue.start()
            client.open(venue.port)
            assert_alive(client, f"F{round_number}")
        client.log_out()
        venue.stop()
        venue.verify()
    return f"{len(begun)} files"


# Descriptors


def descriptors_run_out(folder):
    """More connections than the process may have open files: said once in a while, trading goes on."""
    prefix = ["prlimit", "--nofile=40:40"]
    with Venue(folder, prefix=prefix) as venue:
        venue.start()
        client = FixClient("DLR001").open(venue.port)
        enter(client, "E0")
        lines = [socket.create_connection(("127.0.0.1", venue.port), 5) for _ in range(60)]
        venue.wait_log("raise the limit of open files")
        for number in range(20):
            enter(client, f"E{number + 1}")
            client.send("F", cancel(f"E{number + 1}C", f"E{number + 1}", 1))
            client.answer(f"E{number + 1}C")
        for line in lines:
            line.close()
        other = FixClient("DLR002").open(venue.port, seconds=15)
        other.log_out()
        assert_alive(client, "E0")
        client.log_out()
        venue.stop()
        venue.verify()


def main():
    checks = Checks("ports_and_files")

    def check(name, work):
        with Folder("files") as folder:
            checks.run(name, work, folder)

    for tool in ("unshare", "nsenter", "prlimit"):
        if not shutil.which(tool):
            raise SystemExit(f"ports_and_files: {tool} is missing: apt-get install util-linux")
    check("a port in use", port_in_use)
    check("a data directory in use", directory_in_use)
    check("a data directory too deep for a socket", deep_directory)
    check("a market folder that is not there", missing_market)
    check("a market definition that is wrong", broken_market)
    check("data directories that are none", wrong_directories)
    check("a disk that is read only", read_only_disk)
    check("a disk too small to start", small_disk)
    check("a disk that fills up", disk_fills_up)
    check("a disk that has no room for the next log segment", logs_fill_up)
    check("a damaged log", damaged_log)
    check("files that were only begun", files_only_begun)
    check("no more descriptors", descriptors_run_out)
    checks.exit()


if __name__ == "__main__":
    main()
