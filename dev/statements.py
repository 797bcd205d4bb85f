"""Run SQL from ./run: executed by the Python of a virtual environment, which has psycopg2.

Reads {"database": name, "statements": [[sql, [arguments]], ...]} from standard input, each
statement its own transaction,
and prints the rows of the last one as JSON. The connection settings come from PGHOST and its
siblings.
"""

import json
import sys

import psycopg2

job = json.load(sys.stdin)
rows: list[tuple[object, ...]] = []
try:
    connection = psycopg2.connect(dbname=job["database"], connect_timeout=5)
    connection.autocommit = True
    cursor = connection.cursor()
    for statement, arguments in job["statements"]:
        cursor.execute(statement, arguments)
        rows = cursor.fetchall() if cursor.description else []
except psycopg2.Error as error:
    sys.exit(f"ERROR: {str(error).strip().splitlines()[0]}")
sys.stdout.write(json.dumps(rows, default=str))
