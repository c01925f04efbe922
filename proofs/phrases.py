"""Somebody with five words, made in a house: `python -m proofs.phrases` prints them and what they give."""

import json
import math
import os
import sys
import time

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "beside.project.settings")
django.setup()

from beside.people import actions, phrase


def main() -> None:
    """The words, the list, the size and the bits of each list, and the hash's seconds of one core."""
    person, _visit, _token = actions.welcome(language="en")
    words = actions.make_phrase(person=person)
    took = []
    for _each in range(5):
        begun = time.process_time()
        phrase.fingerprint(phrase.read(" ".join(words)))
        took.append(time.process_time() - begun)
    sizes = {code: len(phrase.words(code)) for code in ("en", "fr")}
    bits = {code: math.log2(math.perm(size, phrase.WORDS)) for code, size in sizes.items()}
    about = {"words": " ".join(words), "lists": phrase.words("en"), "sizes": sizes, "bits": bits}
    json.dump({**about, "hash_seconds": sorted(took)[2]}, sys.stdout)


if __name__ == "__main__":
    main()
