#!/usr/bin/env python3
"""The daily e-mail of a running site: at its time on its zone's clocks, once, whatever happens. usage: test_post.py NUTGRAF. Prints TAP."""
import datetime, email, os, pathlib, re, signal, subprocess, sys, tempfile, threading, time

sys.path.insert(0, str(pathlib.Path(__file__).parent))
from serve_site import FeedServer, Site, configure, item, rss  # noqa: E402
from test_keeping import Mail  # noqa: E402

from tap import check, finish

NUTGRAF = os.path.abspath(sys.argv[1])


def settings(mail, more='at = 07:00\nzone = Asia/Seoul\n'):
    return f'[digest]\nserver = smtp://127.0.0.1:{mail.port}\nfrom = news@example.org\nto = reader@example.org\n{more}'


def metric(site, name):
    return float(re.search(rf'^nutgraf_{name} (\S+)$', site.ask('/metrics').text, re.M).group(1))


def main():
    with tempfile.TemporaryDirectory() as directory:
        at = datetime.datetime(2031, 3, 18, 9, tzinfo=datetime.timezone.utc)
        server, mail = FeedServer(feeds={'/f': rss('Harbour Times', item('ferry', 'Ferry to Saltry cancelled', 'The morning ferry to Saltry was cancelled after a fire. Nobody was hurt.', at))}), Mail()
        config = configure(directory, [server.url('/f')], serve=settings(mail))
        run = lambda now, speed=60: Site(NUTGRAF, config, '--speed', str(speed), now=now)

        site = run('2031-03-18T21:57:00Z')  # 06:57 in Seoul
        site.wait_for(lambda: 'Ferry' in site.ask('/').text, 20)
        check(not mail.messages, 'a new site does not send the e-mail of the day before')
        check(site.wait_for(lambda: len(mail.messages) == 1, 20), 'at 07:00 in Seoul it is sent')
        message = email.message_from_bytes(mail.messages[0][2]) if mail.messages else {}
        check('Mar 19, 2031' in str(message['Subject']), f'with the day as it is there: {message["Subject"]}')
        check(site.wait_for(lambda: metric(site, 'last_digest_timestamp_seconds') == 1931637600, 20) and '2031-03-18T22:00:00' in site.ask('/health').text, 'monitors are told')
        site.stop()
        for how in (signal.SIGTERM, signal.SIGKILL):
            site = run('2031-03-18T22:30:00Z')
            time.sleep(1)
            site.stop(how)
        check(len(mail.messages) == 1, 'starts after that send nothing again')

        mail.refuses = True
        site = run('2031-03-19T21:59:30Z', 600)
        check(site.wait_for(lambda: 'tried again in ten minutes' in site.words(), 20), 'a server that will not take it is told of')
        site.stop()
        mail.refuses = False
        site = run('2031-03-19T22:20:00Z', 600)
        check(site.wait_for(lambda: len(mail.messages) == 2, 20), 'it is tried again, after a restart, too')
        time.sleep(2)
        check(site.stop() == 0 and len(mail.messages) == 2, 'once')

        mail.hold = threading.Event()
        site = run('2031-03-20T21:59:00Z')
        site.wait_for(lambda: len(mail.messages) == 3, 20)
        check(site.ask('/').code == 200 and site.ask('/health').code == 200, 'a slow mail server holds nothing up')
        site.stop(signal.SIGKILL)
        site = run('2031-03-20T22:01:00Z')
        check(site.wait_for(lambda: 'not sent again' in site.words(), 20), 'killed while it was under way: said so')
        time.sleep(1)
        mail.hold.set()
        check(site.stop() == 0 and len(mail.messages) == 3, 'and not sent twice')

        mail.hold = None
        site = run('2031-03-22T20:00:00Z')
        check(site.wait_for(lambda: 'is left out' in site.words(), 20), 'one that is 22 hours late is left out')
        check(site.wait_for(lambda: len(mail.messages) == 3, 1) and site.stop() == 0, 'with a word')

        for more, why in (('at = 25:00\n', '25:00'), ('at = 7\n', 'want a time of day'), ('at = 07:00:30\n', 'want a time of day'), ('zone = Nowhere\n', 'want a city')):
            bad = configure(directory, [server.url('/f')], serve=settings(mail, more), name='bad.ini')
            said = subprocess.run([NUTGRAF, 'run', '--once', str(bad)], capture_output=True, text=True)
            check(said.returncode == 1 and why in said.stderr and 'bad.ini:' in said.stderr, f'{more.strip()}: {said.stderr.strip()[:110]}')
        bad = configure(directory, [server.url('/f')], serve='[digest]\nat = 07:00\n', name='bad.ini')
        said = subprocess.run([NUTGRAF, 'run', '--once', str(bad)], capture_output=True, text=True)
        check(said.returncode == 1 and 'wants server, from and to' in said.stderr, said.stderr.strip()[:110])
        server.close()
    return finish()


if __name__ == '__main__':
    raise SystemExit(main())
