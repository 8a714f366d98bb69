"""Holds JSON lines against a schema, all in one process: validate.py SCHEMA LINES. Prints a line for each that does not fit."""
import json
import sys

import jsonschema

with open(sys.argv[1], encoding="utf-8") as file:
    schema = json.load(file)
jsonschema.Draft202012Validator.check_schema(schema)
validator = jsonschema.Draft202012Validator(schema)


def innermost(error):
    while error.context:
        error = error.context[0]
    return error


with open(sys.argv[2], encoding="utf-8", newline="\n") as file:
    for number, line in enumerate(file, 1):
        try:
            value = json.loads(line)
        except ValueError as problem:
            print(f"{number}: no JSON: {problem}")
            continue
        for error in validator.iter_errors(value):
            error = innermost(error)
            print(f"{number}: {error.json_path}: {error.message}: {line[:300].rstrip()}")
