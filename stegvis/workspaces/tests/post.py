"""A real, tiny mail server for tests: it keeps what it is given, and may ask for a user name and password."""

import base64
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager


class Post(socketserver.ThreadingTCPServer):
    """Listens on a port of its own; `mails` are the messages it took, `secret` the AUTH PLAIN it wants, if any."""

    daemon_threads = True

    def __init__(self, secret: str = "") -> None:
        super().__init__(("127.0.0.1", 0), Talk)
        self.secret, self.mails = secret, []

    @property
    def port(self) -> int:
        return self.server_address[1]


class Talk(socketserver.StreamRequestHandler):
    """As much of SMTP as smtplib speaks."""

    def handle(self) -> None:
        self.say("220 ready")
        while line := self.rfile.readline():
            word, __, rest = line.decode().strip().partition(" ")
            self.answer(word.upper(), rest)
            if word.upper() == "QUIT":
                return

    def answer(self, word: str, rest: str) -> None:
        if word == "EHLO":
            self.say("250-post" if self.server.secret else "250 post")
            if self.server.secret:
                self.say("250 AUTH PLAIN")
        elif word == "AUTH":
            given = base64.b64decode(rest.partition(" ")[2]).decode()
            self.say("235 welcome" if given == self.server.secret else "535 no")
        elif word == "DATA":
            self.say("354 go on")
            self.server.mails.append("".join(iter(lambda: self.rfile.readline().decode(), ".\r\n")))
            self.say("250 taken")
        else:
            self.say("250 fine")

    def say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())


@contextmanager
def post_office(secret: str = "") -> Iterator[Post]:
    """The server, for as long as the block lasts."""
    with Post(secret) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield server
        finally:
            server.shutdown()
