#!/usr/bin/env python3
"""Many feeds from a loopback server, refreshed in one process: time, memory, connections, round by round.

usage: bench/fetch.py [NUTGRAF [FEEDS [ROUNDS]]]        (build/nutgraf, 10,000 feeds, 10 rounds)

Every feed has a host of its own (an address in 127.0.0.0/8), as feeds of the world do, and ten entries with their text. In each
round a fifth of the feeds has a new entry; the rest answer 304 to their validator. The server is one Python process beside the
program and refuses whoever is not on loopback; what is measured includes waiting for it. Standard library only."""
import os, pathlib, re, selectors, signal, socket, subprocess, sys, tempfile, time

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / 'tests'))
from hostile_server import TEXT, rss  # noqa: E402

NUTGRAF = os.path.abspath(sys.argv[1] if len(sys.argv) > 1 else 'build/nutgraf')
FEEDS = int(sys.argv[2]) if len(sys.argv) > 2 else 10000
ROUNDS = int(sys.argv[3]) if len(sys.argv) > 3 else 10
ENTRIES, CHANGING = 10, 5


def host(feed):
    return f'127.{1 + feed // 62500}.{feed // 250 % 250}.{feed % 250 + 1}'


def document(feed, version):
    entries = [(f'http://{feed}.example/{i}', f'http://{feed}.example/{i}', f'Report {i} of {feed}', f'{TEXT} {feed} {i}')
               for i in range(version + ENTRIES - 1, version - 1, -1)]
    return rss(*entries)


def serve(listener):
    """An epoll loop. A feed's version is how often it was asked and had something new."""
    chooser = selectors.DefaultSelector()
    listener.setblocking(False)
    chooser.register(listener, selectors.EVENT_READ)
    asked, pending = [0] * FEEDS, {}
    while True:
        for key, _ in chooser.select():
            sock = key.fileobj
            if sock is listener:
                try:
                    while True:
                        new, peer = listener.accept()
                        if not peer[0].startswith('127.'):
                            new.close()
                            continue
                        new.setblocking(False)
                        chooser.register(new, selectors.EVENT_READ)
                        pending[new] = b''
                except BlockingIOError:
                    continue
            try:
                data = sock.recv(65536)
            except OSError:
                data = b''
            pending[sock] += data
            if not data or b'\r\n\r\n' in pending[sock]:
                head = pending.pop(sock)
                chooser.unregister(sock)
                if data:
                    answer(sock, head, asked)
                sock.close()


def answer(sock, head, asked):
    feed = int(head.split(b' ', 2)[1][1:])
    version = (asked[feed] + feed) // CHANGING
    asked[feed] += 1
    tag = b'"%d"' % version
    if b'If-None-Match: ' + tag in head:
        reply = b'HTTP/1.1 304 Not Modified\r\nConnection: close\r\n\r\n'
    else:
        body = document(feed, version)
        reply = b'HTTP/1.1 200 OK\r\nETag: %s\r\nContent-Type: application/rss+xml\r\nContent-Length: %d\r\nConnection: close\r\n\r\n' % (tag, len(body)) + body
    sock.setblocking(True)
    try:
        sock.sendall(reply)
    except OSError:
        pass


def memory(pid):
    text = pathlib.Path(f'/proc/{pid}/status').read_text()
    return [int(re.search(rf'{name}:\s+(\d+)', text).group(1)) / 1024 for name in ('VmRSS', 'VmHWM')]


def main():
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind(('0.0.0.0', 0))
    listener.listen(1024)
    port = listener.getsockname()[1]
    child = os.fork()
    if not child:
        serve(listener)
    listener.close()
    try:
        with tempfile.TemporaryDirectory() as directory:
            config = pathlib.Path(directory, 'n.ini')
            config.write_text('[fetch]\ncontact = bench@example.org\nallow = 127.0.0.0/8\ninterval = 1s\n[feeds]\n' +
                              ''.join(f'feed = http://{host(f)}:{port}/{f}\n' for f in range(FEEDS)))
            began = time.monotonic()
            process = subprocess.Popen([NUTGRAF, 'fetch', '--all', str(config)], cwd=directory, stderr=subprocess.PIPE, text=True)
            print(f'{FEEDS} feeds, {ENTRIES} entries each, a fifth of them changing each round')
            print('round  seconds  feeds/s  updated  unchanged  failed  RSS MiB  peak MiB  connections  at once')
            counts, done = [], 0
            for line in process.stderr:
                if ' feeds: ' in line:
                    counts = [int(n) for n in re.findall(r'\d+', line)]
                elif line.endswith('at once\n'):
                    opened, most = (int(n) for n in re.findall(r'\d+', line))
                    took, done = time.monotonic() - began, done + 1
                    began = time.monotonic()
                    rss_now, peak = memory(process.pid)
                    print(f'{done:5}  {took:7.1f}  {counts[1] / took:7.0f}  {counts[2]:7}  {counts[3]:9}  {counts[4]:6}  {rss_now:7.1f}  {peak:8.1f}  '
                          f'{opened:11}  {most:7}', flush=True)
                    if done == ROUNDS:
                        process.send_signal(signal.SIGTERM)
                        break
            process.communicate()
            print(f'database: {os.path.getsize(pathlib.Path(directory, "nutgraf.db")) / 2**20:.0f} MiB')
    finally:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)


if __name__ == '__main__':
    main()
