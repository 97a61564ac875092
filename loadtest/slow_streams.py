"""A client that holds a node's memory by HTTP/2: what slow_holders.py starts."""
import struct

from slow_clients import MIN_RETRY_SECONDS, Holder

# Frames, flags and settings of RFC 9113; the first byte of a header block of an answer 200 (RFC 7541, appendix A).
DATA, HEADERS, RST_STREAM, SETTINGS, PING, GOAWAY, WINDOW_UPDATE = 0, 1, 3, 4, 6, 7, 8
ACK, END_STREAM, END_HEADERS = 1, 1, 4
INITIAL_WINDOW_SIZE = 4
CANCEL = 8
FRAME_HEADER_BYTES = 9
MAX_FRAME_BYTES = 16_384
FIRST_WINDOW_BYTES = 65_535
INDEXED_STATUS_200 = 0x88


class Slot:
    """A request that a connection of HTTP/2 makes again when it was ended."""

    def __init__(self, accept, picture):
        self.accept = accept
        self.picture = picture
        self.stream = None
        self.answered = False
        self.due = 0


class ClosedWindow(Holder):
    kind = "stream"
    pictures = {}

    def held(self):
        return sum(slot.answered for slot in self.slots) if self.socket is not None else 0

    def __init__(self, *arguments):
        super().__init__(*arguments)
        self.slots = []

    def begin(self, now):
        self.slots = [Slot(accept, picture) for accept, picture in self.pictures.items()]
        self.received = bytearray()
        self.window = FIRST_WINDOW_BYTES
        self.next_stream = 1
        no_window = struct.pack(">HI", INITIAL_WINDOW_SIZE, 0)
        self.send(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + frame(SETTINGS, 0, 0, no_window))
        self.work(now)

    def work(self, now):
        for slot in self.slots:
            if slot.stream is None and now >= slot.due and len(slot.picture) <= self.window:
                self.request(slot)

    def request(self, slot):
        slot.stream = self.next_stream
        self.next_stream += 2
        self.window -= len(slot.picture)
        out = frame(HEADERS, END_HEADERS, slot.stream, fields(slot.accept))
        for at in range(0, len(slot.picture), MAX_FRAME_BYTES):
            last = at + MAX_FRAME_BYTES >= len(slot.picture)
            piece = slot.picture[at : at + MAX_FRAME_BYTES]
            out += frame(DATA, END_STREAM if last else 0, slot.stream, piece)
        self.send(out)

    def readable(self, now):
        data = self.socket.recv(16_384)
        if not data:
            self.ended("cut", now, self.return_seconds)
            return
        self.received += data
        while self.socket is not None and len(self.received) >= FRAME_HEADER_BYTES:
            length = int.from_bytes(self.received[:3], "big")
            end = FRAME_HEADER_BYTES + length
            if len(self.received) < end:
                return
            kind, flags = self.received[3], self.received[4]
            stream = int.from_bytes(self.received[5:9], "big")
            payload = bytes(self.received[FRAME_HEADER_BYTES:end])
            del self.received[:end]
            self.frame_came(kind, flags, stream, payload, now)

    def frame_came(self, kind, flags, stream, payload, now):
        slot = next((s for s in self.slots if s.stream == stream), None)
        if kind == SETTINGS and not flags & ACK:
            self.send(frame(SETTINGS, ACK, 0))
        elif kind == PING and not flags & ACK:
            self.send(frame(PING, ACK, 0, payload))
        elif kind == WINDOW_UPDATE and stream == 0:
            self.window += int.from_bytes(payload, "big")
        elif kind == GOAWAY:
            self.ended("goaway", now, self.return_seconds)
        elif slot and kind == HEADERS and payload[0] == INDEXED_STATUS_200:
            slot.answered = True
        elif slot and kind == HEADERS:
            self.send(frame(RST_STREAM, 0, stream, struct.pack(">I", CANCEL)))
            self.again(slot, "refused", now + MIN_RETRY_SECONDS)
        elif slot and kind == RST_STREAM:
            self.again(slot, "cut", now + self.return_seconds)

    def again(self, slot, how, due):
        self.ends[how] += 1
        slot.stream = None
        slot.answered = False
        slot.due = due


def frame(kind, flags, stream, payload=b""):
    return len(payload).to_bytes(3, "big") + struct.pack(">BBI", kind, flags, stream) + payload


def fields(accept):
    """In HPACK, each as a literal that is not indexed (RFC 7541, 6.2.2)."""
    texts = [(":method", "POST"), (":scheme", "http"), (":path", "/detect"), (":authority", "t"), ("accept", accept)]
    return b"".join(b"\0" + string(name) + string(value) for name, value in texts)


def string(text):
    return bytes([len(text)]) + text.encode("ascii")
