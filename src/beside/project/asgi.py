"""The application that uvicorn serves. Made after Django is set up and the static files are gathered."""

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from beside.desk import queries as desk
from beside.gateway import bus
from beside.gateway.outbox import Bounds
from beside.gateway.redisbus import RedisBus
from beside.gateway.socket import Gateway
from beside.operations import metrics
from beside.people import live as people
from beside.project import wiring
from beside.project.bridge import Bridge, Measure
from beside.project.environment import Environment
from beside.project.house import House


def application(installation: Environment) -> House:
    """The house of this installation, on its own bus."""
    if installation.redis_url:
        bus.use(RedisBus(installation.redis_url))
    gateway = Gateway(
        wiring.DOORS,
        people.greet,
        hosts=settings.ALLOWED_HOSTS,
        beats=wiring.BEATS,
        poll=people.epochs,
        ranks=desk.ranks,
        bounds=Bounds.unpaced() if installation.bench else Bounds(),
        quick=wiring.QUICK,
    )
    metrics.watch_sides(lambda: [link.guest.side for link in gateway.hub])
    return House(gateway, Bridge(get_wsgi_application(), Measure(threads=installation.threads)))
