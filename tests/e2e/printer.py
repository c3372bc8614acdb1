"""A printer on a TCP port, as such printers behave: it answers DLE EOT, prints what it understands,
and can be out of paper, open, broken, silent, slow to take bytes, or lose its cable."""

import socket
import threading

from escpos import Reader

# The answers to DLE EOT n in each state; every byte has bits 1 and 4 set, 0 and 7 clear.
OK = {1: 0x12, 2: 0x12, 3: 0x12, 4: 0x12}
STATES = {
    "ok": OK,
    "near_end": {**OK, 4: 0x1E},
    "out": {**OK, 1: 0x1A, 2: 0x32, 4: 0x72},
    "cover": {**OK, 1: 0x1A, 2: 0x16},
    "error": {**OK, 1: 0x1A, 2: 0x52, 3: 0x1A},
    "silent": {},
    "garbage": {1: 0xFF, 2: 0xFF, 3: 0xFF, 4: 0xFF},
}


class Printer:
    """Use as a context manager; everything is safe to call from the test's thread."""

    def __init__(self, state="ok"):
        self.state = state
        self.asked = []           # every n of DLE EOT n, in order
        self.connections = 0
        self.cut_cable_after = None  # bytes of one connection, then it is closed
        self.reader = Reader(self._status)
        self.received = b""
        self._lock = threading.Lock()
        self._peer = None
        self._listener = socket.socket()
        self._listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self._listener.bind(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        self._thread = None
        self._is_open = False

    @property
    def uri(self):
        return "tcp://127.0.0.1:%d" % self.port

    @property
    def slips(self):
        with self._lock:
            return list(self.reader.slips)

    @property
    def problems(self):
        with self._lock:
            return list(self.reader.problems)

    def __enter__(self):
        self.plug_in()
        return self

    def __exit__(self, *_):
        self.unplug()

    def plug_in(self):
        if self._is_open:
            return
        if self._listener is None:
            self._listener = socket.socket()
            self._listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            self._listener.bind(("127.0.0.1", self.port))
        self._listener.listen(4)
        self._is_open = True
        self._thread = threading.Thread(target=self._serve, args=(self._listener,), daemon=True)
        self._thread.start()

    def unplug(self):
        """No connection is left, and none is accepted."""
        if not self._is_open:
            return
        self._is_open = False
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._listener = None
        with self._lock:
            if self._peer is not None:
                try:
                    self._peer.shutdown(socket.SHUT_RDWR)
                except OSError:
                    pass
        self._thread.join()

    def _serve(self, listener):
        while True:
            try:
                peer, _ = listener.accept()
            except OSError:
                return
            with self._lock:
                self.connections += 1
                self._peer = peer
                self.reader.lose_connection()
            self._talk(peer)
            peer.close()

    def _talk(self, peer):
        total = 0
        while True:
            try:
                data = peer.recv(4096)
            except OSError:
                return
            if not data:
                return
            with self._lock:
                limit = self.cut_cable_after
                if limit is not None and total + len(data) >= limit:
                    self.received += data[:limit - total]
                    self.reader.feed(data[:limit - total])
                    return
                total += len(data)
                self.received += data
                self.reader.feed(data)

    def _status(self, n):
        self.asked.append(n)
        answer = STATES[self.state].get(n)
        if answer is not None:
            try:
                self._peer.sendall(bytes([answer]))
            except OSError:
                pass
