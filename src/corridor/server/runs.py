"""The addresses of what-ifs: ask, follow, stop."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Iterator

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from corridor.errors import PolicyError, RunError
from corridor.server.answers import Refused, answer, body_of, field
from corridor.server.desk import Busy, Desk
from corridor.server.encode import dump, picture_json, place_json
from corridor.server.run import Run, State
from corridor.whatif import Question, Room, ask, read_levers

__all__ = ["Runs", "known_run"]

_PAGE = re.compile(r"[A-Za-z0-9_-]{1,64}")
_MEMBERS = 100
_BEAT = 15.0  # seconds between signs of life
_FIELDS = {"policy": "", "levers": "", "baseline": "", "members": "", "watch": "", "page": ""}


class Runs:
    """What is done under /api/runs."""

    def __init__(self, room: Room, desk: Desk) -> None:
        self._room, self._desk = room, desk

    async def create(self, request: Request) -> Response:
        """Checks a what-if, puts it at the desk, and says where it can be followed."""
        content = await body_of(request, _FIELDS)
        page = field(content, "page", str, "letters, digits, - and _ (at most 64)", "")
        if page and not _PAGE.fullmatch(page):
            raise Refused(422, "page may have letters, digits, - and _ only, at most 64.")
        question, watched = self._question(content)
        try:
            run = self._desk.add(lambda run: self._job(run, question, watched), page)
        except Busy:
            raise Refused(503, "Too many what-ifs are waiting. Try again in a moment.", {"retry-after": "2"}) from None
        run.question = question
        return answer({"id": run.id, "events": f"/api/runs/{run.id}/events"}, 202)

    async def events(self, request: Request) -> Response:
        """Streams the pictures of a run as they come, and how it ended."""
        run = known_run(self._desk, request)
        headers = {"cache-control": "no-store", "x-accel-buffering": "no"}
        return StreamingResponse(_stream(run), media_type="text/event-stream", headers=headers)

    async def place(self, request: Request) -> Response:
        """Gives series and differences of one place of a finished run."""
        run = known_run(self._desk, request)
        found = run.places.get(request.path_params["place"])
        if found is None and run.state.open:
            raise Refused(409, "This what-if is not finished yet; follow its events.")
        if found is None:
            raise Refused(
                404, "There is nothing to show of that place: it is not in this scenario, or nothing of it is published."
            )
        return Response(found, media_type="application/json", headers={"cache-control": "no-store"})

    async def stop(self, request: Request) -> Response:
        """Stops a run; one that has ended stays as it is."""
        known_run(self._desk, request).stop()
        return Response(status_code=204)

    def _question(self, content: dict[str, object]) -> tuple[Question, bool]:
        members = field(content, "members", (int, float), "a whole number", _MEMBERS)
        if isinstance(members, float):  # JSON knows no whole numbers: 100.0 is one
            if not members.is_integer():
                raise Refused(422, f"members is {members:g}; give a whole number.")
            members = int(members)
        watch = field(content, "watch", list, "a list of places", [])
        if not all(isinstance(place, str) for place in watch):
            raise Refused(422, "watch has something that is no text; give a list of places.")
        try:
            question = ask(
                self._room.scenario,
                field(content, "policy", str, "a policy", "factual"),
                read_levers(content.get("levers", [])),
                field(content, "baseline", str, "a policy", "factual"),
                members,
                watch,
            )
        except (PolicyError, RunError) as error:
            raise Refused(422, str(error)) from None
        return question, content.get("watch") is not None

    def _job(self, run: Run, question: Question, watched: bool) -> Iterator[None]:
        for picture in self._room.answer(question):
            if picture is not None:
                run.places = place_json(picture) if picture.complete else {}
                run.show(picture_json(picture, question.watch if watched else None))
            yield


def known_run(desk: Desk, request: Request) -> Run:
    """Returns the run that an address names; Refused where there is none (any more)."""
    run = desk.run(request.path_params["id"])
    if run is None:
        raise Refused(404, "There is no such what-if, or it is too long ago. Ask again.")
    return run


async def _stream(run: Run) -> AsyncIterator[bytes]:
    async for picture in run.follow(_BEAT):
        yield b": still here\n\n" if picture is None else b"event: picture\ndata: " + picture + b"\n\n"
    yield _last(run)


def _last(run: Run) -> bytes:
    if run.state is State.DONE:
        return b"event: done\ndata: " + dump({"id": run.id}) + b"\n\n"
    return b"event: failed\ndata: " + dump({"message": run.message}) + b"\n\n"
