"""Processes that answer side by side: one that dies is told of, and another is started in its place."""

from __future__ import annotations

from uvicorn.supervisors import Multiprocess

from cliffhanger.desk.logs import failed


class Workers(Multiprocess):
    """Keeps so many processes running, and leaves a line on each that ended by itself, or was silent for too long."""

    def keep_subprocess_alive(self) -> None:
        """Start others in the place of those that are gone."""
        before = [*self.processes]
        super().keep_subprocess_alive()
        for one in before:
            if one not in self.processes:
                failed("worker", f"exit status {one.exitcode}", ())
