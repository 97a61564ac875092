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
import sys
import time

from slow_clients import CrawlingUpload, UnreadAnswer
from slow_streams import FIRST_WINDOW_BYTES, ClosedWindow

ADDRESSES = ["127.0.0.2", "127.0.0.3", "127.0.0.4", "127.0.0.5"]
TICK_SECONDS = 0.05


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
