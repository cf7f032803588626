"""``python -m benchmarks.seeding <pages> [--database NAME]``: make or find a seeded database beside DATABASE_URL's."""

import argparse
import os

from benchmarks.seeding.databases import seeded_database

parser = argparse.ArgumentParser(prog="python -m benchmarks.seeding", description="Fill a database with pages.")
parser.add_argument("pages", type=int, help="2000, 20000, 100000 or any even number from 200 on")
parser.add_argument("--database", default="", help="its name; labx_bench_<pages> unless given")
arguments = parser.parse_args()
print(seeded_database(arguments.pages, server_url=os.environ["DATABASE_URL"], name=arguments.database))
