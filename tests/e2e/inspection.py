"""The kiosk's inspection socket: what a screen shows, as one JSON document a line."""

import json
import socket

ROLES = {"title", "text", "button", "input", "key", "list", "item", "tab", "check", "image", "qr",
         "alert"}
PRINTER_STATES = {"ok", "near_end", "out", "cover", "error", "gone", "unknown", "none"}
LINK_STATES = {"none", "offline", "online"}


class Node:
    def __init__(self, document):
        self.role = document["role"]
        self.name = document["name"]
        self.value = document["value"]
        self.rect = tuple(document["rect"])
        self.enabled = document["enabled"]
        self.id = document["id"]
        self.scroll = document.get("scroll")
        if self.role not in ROLES or not isinstance(self.enabled, bool) or len(self.rect) != 4:
            raise ValueError("not a node of the contract: %r" % document)

    @property
    def centre(self):
        x, y, w, h = self.rect
        return x + w // 2, y + h // 2

    def __str__(self):
        return "%-7s %-18s %s%s%s %r" % (self.role, self.id, self.name,
                                         " = " + self.value if self.value else "",
                                         "" if self.enabled else " (off)", self.rect)


class Tree:
    def __init__(self, document):
        self.screen = document["screen"]
        self.settled = document["settled"]
        self.frame = document["frame"]
        self.size = tuple(document["size"])
        self.lang = document["lang"]
        self.link = document["link"]
        self.printer = document["printer"]
        self.nodes = [Node(node) for node in document["nodes"]]
        if self.link["state"] not in LINK_STATES or self.printer not in PRINTER_STATES:
            raise ValueError("not a tree of the contract: %r, %r" % (self.link, self.printer))

    def find(self, what, role=None):
        """The nodes whose id is `what`, else whose name is, else whose name contains it."""
        nodes = [node for node in self.nodes if role is None or node.role == role]
        for matches in (lambda node: node.id == what, lambda node: node.name == what,
                        lambda node: what in node.name):
            found = [node for node in nodes if matches(node)]
            if found:
                return found
        return []

    def has(self, what, role=None):
        return bool(self.find(what, role))

    def node(self, what, role=None):
        """Exactly one; of several with the same name the one that can be touched."""
        found = self.find(what, role)
        touchable = [node for node in found if node.role not in ("text", "title", "image", "alert")]
        found = touchable or found
        if len(found) != 1:
            raise AssertionError("%d nodes are %r\n%s" % (len(found), what, self))
        return found[0]

    def of_role(self, role):
        return [node for node in self.nodes if node.role == role]

    def ids(self, start=""):
        return [node.id for node in self.nodes if node.id.startswith(start) and node.id]

    def text(self):
        """All that is written, a line a node, for looking for words."""
        return "\n".join("%s %s" % (node.name, node.value) for node in self.nodes)

    def __str__(self):
        head = "screen %s, %s, frame %d, link %s, printer %s" % (
            self.screen, "settled" if self.settled else "not settled", self.frame, self.link,
            self.printer)
        return "\n  ".join([head] + [str(node) for node in self.nodes])


class Inspection:
    def __init__(self, path, limit_s=300):
        self._socket = socket.socket(socket.AF_UNIX)
        self._socket.settimeout(limit_s)
        self._socket.connect(path)
        self._lines = self._socket.makefile("rb")

    def close(self):
        self._lines.close()
        self._socket.close()

    def ask(self, line):
        self._socket.sendall(line.encode() + b"\n")
        answer = self._lines.readline()
        if not answer.endswith(b"\n"):
            raise ConnectionError("the kiosk gave no answer to %r" % line)
        return json.loads(answer)

    def tree(self):
        return Tree(self.ask("tree"))

    def wait_settled(self, limit_ms):
        return Tree(self.ask("wait settled %d" % limit_ms))
