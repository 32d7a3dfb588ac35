#!/usr/bin/env python3
"""What a newcomer starts: `make run` without and with a terminal, and the living site on the samples. usage: test_samples.py NUTGRAF. Prints TAP."""
import os, pathlib, pty, re, select, signal, subprocess, sys, tempfile, time, urllib.error, urllib.request

from tap import check, finish

NUTGRAF = os.path.abspath(sys.argv[1])
ROOT = pathlib.Path(__file__).resolve().parent.parent
LIMIT = 120


class Terminal:
    """A command at a terminal of its own; `seen` is what it has printed."""

    def __init__(self, *command):
        self.seen, self.is_over, self.code = '', False, None
        self.pid, self.fd = pty.fork()
        if not self.pid:
            os.chdir(ROOT)
            os.execvp(command[0], command)

    def read_until(self, condition, seconds=LIMIT):
        end = time.monotonic() + seconds
        while not condition(self.seen) and not self.is_over and time.monotonic() < end:
            if not select.select([self.fd], [], [], 0.2)[0]:
                continue
            try:
                more = os.read(self.fd, 65536)
            except OSError: # how Linux says that the other side has closed
                more = b''
            self.is_over = not more
            self.seen += more.decode('utf-8', 'replace')
        return condition(self.seen)

    def end(self, seconds=30):
        """Waits for the command; one that does not end is killed, with code None."""
        self.read_until(lambda _: False, seconds)
        end = time.monotonic() + 10
        while time.monotonic() < end:
            done, status = os.waitpid(self.pid, os.WNOHANG)
            if done:
                self.code = os.waitstatus_to_exitcode(status)
                return self.code
            time.sleep(0.05)
        os.killpg(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        return None


def address_in(text):
    hit = re.search(r'nutgraf: (http://127\.0\.0\.1:\d+/)', text)
    return hit and hit.group(1)


def get(url):
    try:
        return urllib.request.urlopen(url, timeout=20).read().decode()
    except (urllib.error.URLError, OSError):
        return None


def get_with(url, *words, seconds=20):
    """The page, asked for until it has the words: the lists are shown a moment after the pages are written."""
    end = time.monotonic() + seconds
    while True:
        page = get(url)
        if (page and all(w in page for w in words)) or time.monotonic() > end:
            return page
        time.sleep(0.1)


def is_written(text):
    return 'story pages written' in text


def at_a_terminal(name, *command):
    t = Terminal(*command)
    t.read_until(is_written)
    address = address_in(t.seen)
    check(address and re.search(r'7 feeds asked, 0 failed; 26 articles new, 0 changed, 6 pages read', t.seen), f'{name}: all samples are fetched {t.seen[-200:]}')
    front = address and get_with(address, 'Marigold Tern', 'Saltry Gazette')
    check(front and 'Marigold Tern' in front and 'Saltry Gazette' in front, f'{name}: the site is there, with the outlets that have pages alone')
    os.write(t.fd, b'\x03')
    code = t.end()
    check(code is not None and 'all is stored' in t.seen, f'{name}: Ctrl-C ends it')
    check(address and get(address) is None, f'{name}: and the site with it')
    return t


def main():
    with tempfile.TemporaryDirectory() as directory:
        make = ['make', '-C', str(ROOT), '--no-print-directory', 'run', f'BUILD={os.path.dirname(NUTGRAF)}', f'SITE={directory}/site', 'PORT=0']
        r = subprocess.run(make, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=LIMIT)
        check(r.returncode == 0 and pathlib.Path(directory, 'site/index.html').exists(), f'make run without a terminal writes the site and ends {r.stderr[-200:]}')
        check('make serve' in r.stdout and 'Sources' in r.stdout, 'having shown a page and said how to go on')
        t = at_a_terminal('make run', *make)
        check('Sources' in t.seen, 'make run: the page is shown first')
        t = at_a_terminal('serve_samples', sys.executable, 'tools/serve_samples.py', '--port', '0', NUTGRAF)
        check(t.code == 0, 'serve_samples: which is no failure')
        p = subprocess.Popen([sys.executable, 'tools/serve_samples.py', '--port', '0', NUTGRAF], cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        lines = iter(p.stderr.readline, '')
        told = next((line for line in lines if is_written(line)), '')
        p.send_signal(signal.SIGTERM)
        check(told and p.wait(30) == 0, 'SIGTERM to it alone ends both')
        p.stderr.close()
        empty = subprocess.run([sys.executable, 'tools/serve_samples.py', NUTGRAF, directory], cwd=ROOT, capture_output=True, text=True)
        check(empty.returncode == 1 and directory in empty.stderr, f'a folder without samples is said to be one')
    return finish()


if __name__ == '__main__':
    raise SystemExit(main())
