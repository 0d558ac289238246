"""Holds a write transaction on a SQLite file until it is killed, as a browser with unsaved changes does."""

import signal
import sqlite3
import sys

connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("BEGIN IMMEDIATE")
print("holding", sys.argv[1], flush=True)
signal.pause()
