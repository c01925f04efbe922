"""The house asks around: whoever is free is asked about whoever needs them most, one at a time."""

from beside.desk import routing
from beside.desk.actions.floor import decision
from beside.desk.actions.offers import make_offer
from beside.desk.queries import asking, line
from beside.desk.queries.rules import offer_rules
from beside.foundation import clock


def ask_around() -> int:
    """Ask everybody who can be asked now, each about one person. Returns how many were asked.

    Only those who have a page open: the others would not hear it. May be called at any time and as often as
    one likes; two at once ask nobody twice.
    """
    how = offer_rules()
    if not how.by_itself or not asking.is_worth_a_look():
        return 0
    with decision(told=False) as service:
        requests = {one.pk: one for one in line.waiting()}
        rows = asking.rows(requests.values())
        queue = routing.Line(rows, how.rules, line.in_a_row(rows))
        found = list(routing.pairs(queue, asking.crew(), clock.now()))
        for pair in found:
            make_offer(service, requests[pair.row.id], pair.taker.id)
    return len(found)
