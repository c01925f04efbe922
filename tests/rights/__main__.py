"""A house of its own for the table: `python -m tests.rights FOLDER [--share S] [--seed N] [--fault NAME]`.

Prints one JSON object: figures, and what was wrong, in sentences.
"""

import argparse
import json
import os
import sys

import django


def main() -> None:
    """Build the town in this folder, try the table, say what was found."""
    options = _options()
    os.environ["BESIDE_TEST_DATA"] = options.folder
    os.environ.pop("BESIDE_TEST_POSTGRES", None)
    os.environ["BESIDE_TEST_ON"] = "sqlite"
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    django.setup()
    from tests.rights import trial

    json.dump(trial.run(seed=options.seed, share=options.share, fault=options.fault), sys.stdout)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    parser.add_argument("folder")
    parser.add_argument("--share", type=float, default=1.0)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--fault", default="")
    return parser.parse_args()


if __name__ == "__main__":
    main()
