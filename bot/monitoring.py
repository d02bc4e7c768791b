"""The pages for machines that watch: `/healthz`, `/readyz` and `/metrics`."""

from __future__ import annotations

from dataclasses import asdict
from http import HTTPStatus
from typing import TYPE_CHECKING, Final

from prometheus_client import CONTENT_TYPE_PLAIN_0_0_4
from starlette.applications import Starlette
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

if TYPE_CHECKING:
    from collections.abc import Sequence

    from starlette.requests import Request

    from bot.health import Health
    from bot.metrics import Metrics

_UNCACHED: Final = {"Cache-Control": "no-store"}


def monitor(health: Health, metrics: Metrics) -> Starlette:
    """All three pages, with everything that is known: for a port that the public does not reach."""

    async def ready(_: Request) -> Response:
        report = await health.look()
        told = {"ready": report.is_ready, "checks": [asdict(finding) for finding in report.findings]}
        return JSONResponse(told, _status(is_ready=report.is_ready), _UNCACHED)

    async def measures(_: Request) -> Response:
        await health.look()
        return Response(metrics.render(), headers=_UNCACHED, media_type=CONTENT_TYPE_PLAIN_0_0_4)

    return Starlette(routes=[_alive(), Route("/readyz", ready), Route("/metrics", measures)])


def signs(health: Health) -> Sequence[Route]:
    """The first two, for anybody: whether it is so, and nothing else."""

    async def ready(_: Request) -> Response:
        report = await health.look()
        told = "ready" if report.is_ready else "not ready"
        return PlainTextResponse(told, _status(is_ready=report.is_ready), _UNCACHED)

    return [_alive(), Route("/readyz", ready)]


def _alive() -> Route:
    async def alive(_: Request) -> Response:
        return PlainTextResponse("alive", headers=_UNCACHED)

    return Route("/healthz", alive)


def _status(*, is_ready: bool) -> HTTPStatus:
    return HTTPStatus.OK if is_ready else HTTPStatus.SERVICE_UNAVAILABLE
