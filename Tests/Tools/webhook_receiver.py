"""Receives webhooks, checks their signatures with the reference implementation, and answers as it is told.

Usage: webhook_receiver.py PORT SECRET_FILE ANSWER...

Each ANSWER is a status (503), a status with Retry-After (429:2) or `hang`, which never answers. They are given
one after the other, the last one for ever. For every request a line `request {...}` is written.
"""

import json
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from standardwebhooks import Webhook, WebhookVerificationError

port, secret_file, answers = int(sys.argv[1]), sys.argv[2], sys.argv[3:]
with open(secret_file) as file:
    webhook = Webhook(file.read().strip())
lock = threading.Lock()


class Receiver(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        body = self.rfile.read(int(self.headers["content-length"]))
        try:
            webhook.verify(body, dict(self.headers.items()))
            verified = True
        except WebhookVerificationError:
            verified = False
        message = json.loads(body)
        with lock:
            answer = answers.pop(0) if len(answers) > 1 else answers[0]
            line = {
                "id": self.headers["webhook-id"],
                "verified": verified,
                "answer": answer,
                "type": message["type"],
                "timestamp": message["timestamp"],
                "alert": message["data"]["id"],
                "rule": message["data"]["rule"],
                "status": message["data"]["status"],
                "seconds": time.monotonic(),
            }
            print("request", json.dumps(line), flush=True)
        if answer == "hang":
            threading.Event().wait()
        status, _, retry_after = answer.partition(":")
        self.send_response(int(status))
        if retry_after:
            self.send_header("Retry-After", retry_after)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_):
        pass


server = ThreadingHTTPServer(("127.0.0.1", port), Receiver)
server.daemon_threads = True
print("receiving", port, flush=True)
server.serve_forever()
