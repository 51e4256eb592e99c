"""Whether the desk runs, for whoever watches over services."""

from fastapi import APIRouter


def router() -> APIRouter:
    """``GET /healthz``, open to all, says nothing else."""
    room = APIRouter()

    @room.api_route("/healthz", methods=["GET", "HEAD"])
    async def healthz() -> dict[str, str]:
        return {"status": "ok"}

    return room
