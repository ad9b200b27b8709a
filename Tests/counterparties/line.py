"""A TCP line between FIX clients and the venue that a test can silence and cut, session by session."""
import re
import selectors
import socket
import threading

SENDER = re.compile(rb"\x0149=([^\x01]+)\x01")


class Connection:
    def __init__(self, client, venue):
        self.client = client
        self.venue = venue
        self.name = None


class Line:
    """Forwards every connection to the port that `port()` names at that moment."""

    def __init__(self, port):
        self.venue_port = port
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.connections = []
        self.deaf = set()
        self.mute = set()
        self.swallowed = {}
        self.bytes_down = {}
        self.lock = threading.Lock()
        self.selector = selectors.DefaultSelector()
        self.selector.register(self.listener, selectors.EVENT_READ)
        self.wake_read, self.wake_write = socket.socketpair()
        self.selector.register(self.wake_read, selectors.EVENT_READ)
        self.is_open = True
        self.cuts = set()
        self.thread = threading.Thread(target=self.run, daemon=True)
        self.thread.start()

    # For the test

    def silence(self, name, to_client=False, to_venue=False):
        """What is sent in these directions is lost from now on, until `cut`."""
        with self.lock:
            self.deaf.update({name} if to_client else ())
            self.mute.update({name} if to_venue else ())
            self.swallowed[name] = 0

    def lost(self, name):
        with self.lock:
            return self.swallowed.get(name, 0)

    def cut(self, name):
        """Ends the session's connection at once and lets the next one through."""
        with self.lock:
            self.cuts.add(name)
        self.wake_write.send(b".")

    def close(self):
        self.is_open = False
        self.wake_write.send(b".")
        self.thread.join(5)

    # The thread

    def run(self):
        while self.is_open:
            for key, _ in self.selector.select():
                if key.fileobj is self.listener:
                    self.accept()
                elif key.fileobj is self.wake_read:
                    self.wake_read.recv(64)
                elif key.data in self.connections:
                    self.forward(key.data, key.fileobj)
            self.make_cuts()
        for connection in list(self.connections):
            self.drop(connection)
        self.listener.close()

    def accept(self):
        client, _ = self.listener.accept()
        try:
            venue = socket.create_connection(("127.0.0.1", self.venue_port()), 5)
        except OSError:
            client.close()
            return
        connection = Connection(client, venue)
        self.connections.append(connection)
        for end in (client, venue):
            end.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self.selector.register(end, selectors.EVENT_READ, connection)

    def forward(self, connection, end):
        try:
            data = end.recv(1 << 16)
        except OSError:
            data = b""
        if not data:
            return self.drop(connection)
        is_from_client = end is connection.client
        if connection.name is None and is_from_client and (found := SENDER.search(data)):
            connection.name = found.group(1).decode()
        with self.lock:
            silenced = self.mute if is_from_client else self.deaf
            if connection.name in silenced:
                self.swallowed[connection.name] += len(data)
                return
        try:
            (connection.venue if is_from_client else connection.client).sendall(data)
        except OSError:
            self.drop(connection)

    def make_cuts(self):
        with self.lock:
            cuts, self.cuts = self.cuts, set()
            self.deaf -= cuts
            self.mute -= cuts
        for connection in [one for one in self.connections if one.name in cuts]:
            self.drop(connection)

    def drop(self, connection):
        self.connections.remove(connection)
        for end in (connection.client, connection.venue):
            self.selector.unregister(end)
            end.close()
