"""Beside the evening's house: `python -m tests.evening.hand VERB …`, in its environment. Answers in JSON.

`colleague NAME ROLE LANGUAGE …` makes one more made-up member of staff; `look` says what the tables hold.
"""

import importlib
import json
import os
import sys

import django

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "beside.project.settings")
    django.setup()
    verbs = importlib.import_module("tests.evening.deeds").VERBS
    sys.stdout.write(json.dumps(verbs[sys.argv[1]](*sys.argv[2:])) + "\n")
