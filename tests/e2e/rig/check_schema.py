"""Holds the JSON on standard input against a schema with a validator that others wrote (a Debian package), and prints what is wrong.
Usage: /usr/bin/python3 check_schema.py SCHEMA"""
import json
import pathlib
import sys

import jsonschema

validator = jsonschema.Draft202012Validator(json.loads(pathlib.Path(sys.argv[1]).read_text()))
for error in validator.iter_errors(json.load(sys.stdin)):
    print(f"{error.json_path}: {error.message}"[:300])
