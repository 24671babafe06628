"""The process of the service: `python -m services.return_operation.main`, told by its environment."""

import sys

from foundation.recording.desk import Profile
from foundation.service_process.running import serve_service
from services.return_operation.accepts import ACCEPTS

PROFILE = Profile(
    "return_operation",
    "The movement itself, and what monitors saw of it.",
    ACCEPTS,
)


def main() -> int:
    """Serve; the exit status."""
    return serve_service(PROFILE)


if __name__ == "__main__":
    sys.exit(main())
