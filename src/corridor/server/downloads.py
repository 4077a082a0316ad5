"""Tables and report of a finished what-if, made when they are asked for: the same bytes as `corridor compare` writes."""

from __future__ import annotations

import asyncio
import re
from collections import OrderedDict
from collections.abc import Callable, Mapping

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from corridor.compared import Compared
from corridor.published import Published
from corridor.report import render
from corridor.report.compare import render_comparison
from corridor.report.what_if import WhatIf
from corridor.server.answers import Refused
from corridor.server.desk import Desk
from corridor.server.run import Run, State
from corridor.server.runs import known_run
from corridor.store.contrast import contrast_csv
from corridor.store.tables import daily_csv
from corridor.whatif import Question, Room
from corridor.whatif.words import address, words

__all__ = ["NAMES", "Downloads"]

#: Runs whose files are kept, so that the second file of one comes at once.
_KEPT = 2


_UNSAFE = re.compile(r"[^A-Za-z0-9+._-]+")
_LONGEST_PART = 60


def _report(published: Published, compared: Compared, of: WhatIf | None) -> bytes:
    """The page of the comparison; of a policy that is its own baseline, that of the run."""
    same = compared.policies[0].id == compared.policies[1].id
    return (render(published) if same else render_comparison(compared, of)).encode("utf-8")


_MAKERS: Mapping[str, tuple[str, Callable[[Published, Compared, WhatIf | None], bytes]]] = {
    "daily.csv": ("text/csv; charset=utf-8", lambda published, compared, of: daily_csv(published)),
    "contrast.csv": ("text/csv; charset=utf-8", lambda published, compared, of: contrast_csv(compared)),
    "report.html": ("text/html; charset=utf-8", _report),
}
NAMES = tuple(_MAKERS)


class Downloads:
    """Makes files one run at a time; text cells that a spreadsheet would take for a formula are escaped by the store."""

    def __init__(self, room: Room, desk: Desk) -> None:
        self._room, self._desk = room, desk
        self._made: OrderedDict[str, dict[str, bytes]] = OrderedDict()
        self._one = asyncio.Lock()

    async def get(self, request: Request) -> Response:
        """Gives one file of a finished run."""
        run, name = known_run(self._desk, request), request.url.path.rpartition("/")[2]
        if run.state is not State.DONE or run.question is None:
            raise Refused(409, "This what-if is not finished, so that there is nothing to download. Follow its events.")
        content = (await self._files(run, run.question))[name]
        headers = {
            "cache-control": "no-store",
            "content-disposition": f'attachment; filename="{self._name(run.question, name)}"',
        }
        return Response(content, media_type=_MAKERS[name][0], headers=headers)

    def _name(self, question: Question, name: str) -> str:
        """Returns a file's name that says which policy it is of, and of a difference against which."""
        policies = [question.policy.id] if name == "daily.csv" else [question.baseline, "vs", question.policy.id]
        parts = (_UNSAFE.sub("-", part)[:_LONGEST_PART] for part in (self._room.scenario.id, *policies, name))
        return "-".join(parts)

    async def _files(self, run: Run, question: Question) -> dict[str, bytes]:
        async with self._one:
            if run.id not in self._made:
                self._made[run.id] = await run_in_threadpool(self._make, question)
            self._made.move_to_end(run.id)
            while len(self._made) > _KEPT:
                self._made.popitem(last=False)
            return self._made[run.id]

    def _make(self, question: Question) -> dict[str, bytes]:
        for found in self._room.published(question):
            if self._desk.closed:
                raise Refused(503, "The server is going down.")
            if found is not None:
                return {name: make(*found, self._what_if(question)) for name, (_, make) in _MAKERS.items()}
        raise AssertionError("the room gave nothing")

    def _what_if(self, question: Question) -> WhatIf | None:
        if question.named:
            return None
        said = tuple(words(self._room.scenario, lever) for lever in question.levers)
        return WhatIf(question.base, said, address(question.base, question.baseline, question.levers))
