"""Connections that make a node hold memory for as long as they can. Started by slow-holders.sh.

usage: slow_holders.py PORT CONNECTIONS RAMP_SECONDS RETURN_SECONDS UNREAD_PICTURE STREAM_PICTURE CSV

A third each: uploads that begin at full speed and then crawl, annotated answers that are never read, and streams of HTTP/2 whose
window stays closed. They come from 127.0.0.2 to 127.0.0.5. A connection that the node cut returns after RETURN_SECONDS, a
refused connection after Retry-After, at least after ten seconds. CSV gets a line a second; SIGTERM ends all.

In Python, since Java can neither bound the segments of a connection nor see that a connection was reset without reading from it.
"""
import collections
import pathlib
import select
import signal
import socket
import struct
import sys
import time

ADDRESSES = ["127.0.0.2", "127.0.0.3", "127.0.0.4", "127.0.0.5"]
UPLOADED_BYTES = 300_000
ANNOUNCED_BYTES = 20 << 20
CRAWLED_BYTES = 1_331  # A second's, 1.3 KiB: more than http.min-transfer-rate.

# Of Ethernet. The kernel sizes the send buffer of a connection for its segments: with the loopback's 64 KiB it would take
# 2.6 MB, and the whole answer would leave the node at once.
SEGMENT_BYTES = 1_460
RECEIVE_BUFFER_BYTES = 4_096

TICK_SECONDS = 0.05
MIN_RETRY_SECONDS = 10  # After a refusal, at least: clients that retry at once are measured by crowd.sh.

STATUS = slice(len("HTTP/1.1 "), len("HTTP/1.1 200"))
STATUS_BYTES = len("HTTP/1.1 200")
HUNG_UP = select.POLLERR | select.POLLHUP | select.POLLRDHUP

# Frames, flags and settings of RFC 9113; the first byte of a header block of an answer 200 (RFC 7541, appendix A).
DATA, HEADERS, RST_STREAM, SETTINGS, PING, GOAWAY, WINDOW_UPDATE = 0, 1, 3, 4, 6, 7, 8
ACK, END_STREAM, END_HEADERS = 1, 1, 4
INITIAL_WINDOW_SIZE = 4
CANCEL = 8
FRAME_HEADER_BYTES = 9
MAX_FRAME_BYTES = 16_384
FIRST_WINDOW_BYTES = 65_535
INDEXED_STATUS_200 = 0x88


class Holder:
    """A client with one connection at a time. A subclass is a kind of client."""

    kind = ""
    receive_buffer = None

    def __init__(self, poller, address, port, start, return_seconds):
        self.poller = poller
        self.address = address
        self.port = port
        self.due = start
        self.return_seconds = return_seconds
        self.socket = None
        self.unsent = memoryview(b"")
        self.events = 0
        self.ends = collections.Counter()

    def held(self):
        """How many requests the node holds memory for, as far as the client knows."""
        raise NotImplementedError

    def begin(self, now):
        """The connection is up."""
        raise NotImplementedError

    def readable(self, now):
        """Bytes, or the end, can be read."""
        raise NotImplementedError

    def work(self, now):
        """Called every tick while the connection is up."""

    def tick(self, now, by_fd):
        if self.socket is None and now >= self.due:
            self.connect(now, by_fd)
        elif self.socket is not None:
            self.guarded(self.work, now)

    def connect(self, now, by_fd):
        self.socket = socket.socket()
        self.socket.setblocking(False)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_MAXSEG, SEGMENT_BYTES)
        if self.receive_buffer:
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, self.receive_buffer)
        self.socket.bind((self.address, 0))
        by_fd[self.socket.fileno()] = self
        self.events = select.POLLOUT | select.POLLIN
        self.poller.register(self.socket, self.events)
        # Loopback: the connection is up at once, or refused at the first use.
        self.socket.connect_ex(("127.0.0.1", self.port))
        self.guarded(self.begin, now)

    def ready(self, events, now):
        if events & select.POLLIN:
            self.guarded(self.readable, now)
        if self.socket is not None and events & HUNG_UP:
            self.ended("cut", now, self.return_seconds)
        if self.socket is not None and events & select.POLLOUT:
            self.guarded(self.flush, now)

    def guarded(self, step, now):
        try:
            step(now)
        except OSError:
            self.ended("cut", now, self.return_seconds)

    def send(self, data):
        self.unsent = memoryview(bytes(self.unsent) + data)
        self.flush(None)

    def flush(self, _):
        try:
            while self.unsent:
                self.unsent = self.unsent[self.socket.send(self.unsent):]
        except BlockingIOError:
            pass
        self.listen(self.events | select.POLLOUT if self.unsent else self.events & ~select.POLLOUT)

    def listen(self, events):
        if events != self.events:
            self.events = events
            self.poller.modify(self.socket, events)

    def ended(self, how, now, pause):
        """Counts the end of a connection; the next one begins after the pause."""
        self.ends[how] += 1
        self.due = now + pause
        self.close()

    def close(self):
        if self.socket is not None:
            self.poller.unregister(self.socket)
            self.socket.close()
            self.socket = None
            self.unsent = memoryview(b"")


class Http1Holder(Holder):
    """Posts a picture, and looks at the status of the answer."""

    def ended_by_answer(self, answer, now):
        status = answer[STATUS].decode("latin-1")
        refused = status == "503"
        self.ended(status or "cut", now, retry_after(answer) if refused else self.return_seconds)


class CrawlingUpload(Http1Holder):
    kind = "upload"

    def held(self):
        return int(self.socket is not None and not self.unsent)

    def begin(self, now):
        self.next_piece = now + 1
        self.send(post("application/json", ANNOUNCED_BYTES) + bytes(UPLOADED_BYTES))

    def work(self, now):
        if now >= self.next_piece and not self.unsent:
            self.next_piece = now + 1
            self.send(bytes(CRAWLED_BYTES))

    def readable(self, now):
        self.ended_by_answer(self.socket.recv(4096), now)


class UnreadAnswer(Http1Holder):
    kind = "unread"
    receive_buffer = RECEIVE_BUFFER_BYTES
    picture = b""

    def held(self):
        return int(self.socket is not None and self.answered)

    def begin(self, now):
        self.answered = False
        self.send(post("image/png", len(self.picture)) + self.picture)

    def readable(self, now):
        # The answer stays in the socket; only a refusal is read.
        answer = self.socket.recv(1024, socket.MSG_PEEK)
        if answer and len(answer) < STATUS_BYTES:
            return
        if answer[STATUS] == b"200":
            self.answered = True
            # A reset is told all the same.
            self.listen(select.POLLRDHUP)
        else:
            self.ended_by_answer(answer, now)


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


def post(accept, length):
    head = "POST /detect HTTP/1.1\r\nHost: t\r\nContent-Type: image/jpeg\r\nAccept: {}\r\nContent-Length: {}\r\n\r\n"
    return head.format(accept, length).encode("ascii")


def retry_after(answer):
    for line in answer.decode("latin-1").split("\r\n"):
        name, _, value = line.partition(":")
        if name.lower() == "retry-after" and value.strip().isdigit():
            return max(int(value), MIN_RETRY_SECONDS)
    return MIN_RETRY_SECONDS


def frame(kind, flags, stream, payload=b""):
    return len(payload).to_bytes(3, "big") + struct.pack(">BBI", kind, flags, stream) + payload


def fields(accept):
    """In HPACK, each as a literal that is not indexed (RFC 7541, 6.2.2)."""
    texts = [(":method", "POST"), (":scheme", "http"), (":path", "/detect"), (":authority", "t"), ("accept", accept)]
    return b"".join(b"\0" + string(name) + string(value) for name, value in texts)


def string(text):
    return bytes([len(text)]) + text.encode("ascii")


def main():
    port, connections = int(sys.argv[1]), int(sys.argv[2])
    ramp, return_seconds = float(sys.argv[3]), float(sys.argv[4])
    UnreadAnswer.picture = pathlib.Path(sys.argv[5]).read_bytes()
    stream_picture = pathlib.Path(sys.argv[6]).read_bytes()
    assert len(stream_picture) <= FIRST_WINDOW_BYTES, "the picture of the streams is too long"
    ClosedWindow.pictures = {"image/png": stream_picture, "application/json": stream_picture}

    running = True

    def stop(*_):
        nonlocal running
        running = False

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)

    kinds = [CrawlingUpload, UnreadAnswer, ClosedWindow]
    poller = select.poll()
    by_fd = {}
    start = time.monotonic()
    holders = [
        kinds[i % len(kinds)](
            poller,
            ADDRESSES[i // len(kinds) % len(ADDRESSES)],
            port,
            start + ramp * i / connections,
            return_seconds,
        )
        for i in range(connections)
    ]
    with open(sys.argv[7], "w", encoding="ascii") as csv:
        csv.write("epochSeconds,connected,uploads,unread,streams,cut,refused,otherEnds\n")
        next_line = start
        while running:
            events = poller.poll(TICK_SECONDS * 1000)
            now = time.monotonic()
            for fd, event in events:
                holder = by_fd[fd]
                if holder.socket is not None and holder.socket.fileno() == fd:
                    holder.ready(event, now)
            for holder in holders:
                holder.tick(now, by_fd)
            if now >= next_line:
                next_line = now + 1
                csv.write(line(holders))
                csv.flush()
            # Without this, a connection that is readable all the time would take the core.
            time.sleep(TICK_SECONDS / 5)
    for holder in holders:
        holder.close()


def line(holders):
    held, ends = collections.Counter(), collections.Counter()
    for holder in holders:
        held[holder.kind] += holder.held()
        ends.update(holder.ends)
    cut = ends["cut"] + ends["408"] + ends["goaway"]
    refused = ends["503"] + ends["refused"]
    connected = sum(holder.socket is not None for holder in holders)
    row = (
        int(time.time()),
        connected,
        held["upload"],
        held["unread"],
        held["stream"],
        cut,
        refused,
        sum(ends.values()) - cut - refused,
    )
    return ",".join(map(str, row)) + "\n"


if __name__ == "__main__":
    main()
