"""POST /api/policies: a what-if is saved as a named policy of the scenario's folder."""

from __future__ import annotations

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from corridor.errors import PolicyError, StoreError
from corridor.scenario.schema import Policy
from corridor.server.answers import Refused, answer, body_of, field
from corridor.whatif import Room, policy_of, read_levers, save

__all__ = ["Policies"]

_FIELDS = ("id", "name", "levers", "policy", "scenario_folder_name")


class Policies:
    """Saves policies, one at a time."""

    def __init__(self, room: Room) -> None:
        self._room = room

    async def create(self, request: Request) -> Response:
        """Saves the levers, over the policy that they were set on, under an id and a name."""
        content = await body_of(request, dict.fromkeys(_FIELDS, ""))
        id_ = field(content, "id", str, "an id such as corridor-early", ...)
        name = field(content, "name", str, "a name in plain words", ...)
        base = field(content, "policy", str, "a policy", "factual")
        folder = field(content, "scenario_folder_name", str, "the folder's name as /api/scenario has it", ...)
        if folder != self._room.scenario.folder.name:
            raise Refused(409, f"This server shows {self._room.scenario.folder.name!r}, and saves into no other folder.")
        try:
            policy = policy_of(self._room.scenario, base, read_levers(content.get("levers")), id_, name)
            saved = await run_in_threadpool(self._save, policy)
        except PolicyError as error:
            raise Refused(422, str(error)) from None
        except StoreError as error:
            raise Refused(507, str(error)) from None
        return answer({"id": saved.id, "name": saved.name}, 201)

    def _save(self, policy: Policy) -> Policy:
        with self._room.saving:
            saved = save(self._room.scenario, policy)
            self._room.add(saved)
        return saved
