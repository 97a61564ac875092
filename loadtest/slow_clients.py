"""Clients that hold a node's memory by HTTP/1.1: what slow_holders.py starts."""
import collections
import select
import socket

UPLOADED_BYTES = 300_000
ANNOUNCED_BYTES = 20 << 20
CRAWLED_BYTES = 1_331  # A second's, 1.3 KiB: more than http.min-transfer-rate.

# Of Ethernet. The kernel sizes the send buffer of a connection for its segments: with the loopback's 64 KiB it would take
# 2.6 MB, and the whole answer would leave the node at once.
SEGMENT_BYTES = 1_460
RECEIVE_BUFFER_BYTES = 4_096

MIN_RETRY_SECONDS = 10  # After a refusal, at least: clients that retry at once are measured by crowd.sh.

STATUS = slice(len("HTTP/1.1 "), len("HTTP/1.1 200"))
STATUS_BYTES = len("HTTP/1.1 200")
HUNG_UP = select.POLLERR | select.POLLHUP | select.POLLRDHUP


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


def post(accept, length):
    head = "POST /detect HTTP/1.1\r\nHost: t\r\nContent-Type: image/jpeg\r\nAccept: {}\r\nContent-Length: {}\r\n\r\n"
    return head.format(accept, length).encode("ascii")


def retry_after(answer):
    for line in answer.decode("latin-1").split("\r\n"):
        name, _, value = line.partition(":")
        if name.lower() == "retry-after" and value.strip().isdigit():
            return max(int(value), MIN_RETRY_SECONDS)
    return MIN_RETRY_SECONDS
