"""`beside check`: whether this installation is fit for real people."""

import argparse

from django.conf import settings

from beside.project import fitness


def run(options: argparse.Namespace) -> int:
    """Print one sentence for each thing looked at; 1 when something must be mended first."""
    findings = fitness.look(settings.ENVIRONMENT)
    for finding in findings:
        print(f"{_word(finding)} {finding.sentence}")
    return 0 if all(finding.good for finding in findings) else 1


def _word(finding: fitness.Finding) -> str:
    if finding.to_know:
        return "know "
    return "good " if finding.good else "MEND "
