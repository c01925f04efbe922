"""`beside resources lint`: which helpline numbers need to be checked again, judged on today."""

import argparse

from beside.foundation import clock
from beside.safety import resources


def run(options: argparse.Namespace) -> int:
    """Print one sentence for each finding; 1 when there is any."""
    findings = resources.lint(clock.today())
    for finding in findings:
        print(finding)
    if not findings:
        print("Every number was checked within its time.")
    return 1 if findings else 0
