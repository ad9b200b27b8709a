"""asyncfix, an engine with a session layer of its own, as a process: run without arguments it is that
process, imported it starts and drives it.

Input, a line each: `35=D|11=A|...` to be sent. Output: `logon`, or `app` and the message with |.
"""
import asyncio
import pathlib
import subprocess
import sys
import threading

from fix_client import Message
from venue import wait_for


class AsyncFIXProcess:
    """A session as an initiator, with its journal in `folder`; it reconnects by itself."""

    def __init__(self, folder, port, name):
        self.folder = pathlib.Path(folder)
        self.folder.mkdir(parents=True, exist_ok=True)
        self.arguments = [str(port), name, str(self.folder / "journal.db")]
        self.process = None

    def start(self):
        self.inbox, self.events = [], []
        self.process = subprocess.Popen(
            [sys.executable, __file__, *self.arguments], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=open(self.folder / "stderr.txt", "a"), text=True)
        threading.Thread(target=self.read, args=(self.process.stdout,), daemon=True).start()
        return self

    def read(self, lines):
        for line in lines:
            event, _, text = line.rstrip("\n").partition(" ")
            if event == "app":
                self.inbox.append(Message(text.replace("|", "\x01").encode()))
            self.events.append(event)

    def say(self, line):
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()

    def errors(self):
        return (self.folder / "stderr.txt").read_text()[-1500:]

    def wait_logon(self, count):
        wait_for(lambda: self.events.count("logon") >= count, f"logon {count} of asyncfix", 30, self.errors)

    def report(self, cl_ord_id, exec_type):
        """The first report of this kind on this order, taken out."""
        def found():
            for message in self.inbox:
                if (message.get(11), message.get(150)) == (cl_ord_id, exec_type):
                    self.inbox.remove(message)
                    return message
            return None

        return wait_for(
            found, f"8 with 11={cl_ord_id} 150={exec_type} in asyncfix", 15,
            lambda: f"{self.inbox[-3:]}\n{self.errors()}")

    def kill9(self):
        self.process.kill()
        self.process.wait()

    def __enter__(self):
        return self.start()

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.kill9()


def message_of(line):
    """An asyncfix message from `35=D|11=A|`."""
    from asyncfix import FIXMessage

    pairs = [field.partition("=")[::2] for field in line.strip("|").split("|")]
    message = FIXMessage(pairs[0][1])
    for tag, value in pairs[1:]:
        message.set(tag, value)
    return message


async def run(port, name, journal):
    """The process."""
    import logging

    from asyncfix import FIXMessage, FMsg, FTag
    from asyncfix.connection import ConnectionState
    from asyncfix.connection_client import AsyncFIXClient
    from asyncfix.journaler import Journaler
    from asyncfix.protocol import FIXProtocol44

    def tell(event, text=""):
        print(event, text, flush=True)

    class Client(AsyncFIXClient):
        async def on_connect(self):
            logon = FIXMessage(FMsg.LOGON)
            logon.set(FTag.EncryptMethod, 0)
            logon.set(FTag.HeartBtInt, 5)
            await self.send_msg(logon)

        async def on_state_change(self, state):
            if state == ConnectionState.ACTIVE:
                tell("active")

        async def on_logon(self, is_healthy):
            tell("logon")

        async def on_message(self, message):
            tell("app", "".join(f"{tag}={value}|" for tag, value in flat(message)))

    def flat(message):
        """Fields as they came, groups without their structure."""
        for tag, value in message.tags.items():
            if isinstance(value, str):
                yield tag, value

    client = Client(
        FIXProtocol44(), name, "CANGDAN", Journaler(journal), "127.0.0.1", int(port), heartbeat_period=5,
        logger=logging.getLogger("asyncfix"))
    await client.connect()
    loop = asyncio.get_running_loop()
    while line := await loop.run_in_executor(None, sys.stdin.readline):
        await client.send_msg(message_of(line.strip()))


if __name__ == "__main__":
    asyncio.run(run(*sys.argv[1:]))
