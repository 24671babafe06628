"""The process of the service: `python -m services.post_return.main`, told by its environment."""

import sys

from foundation.recording.desk import Profile
from foundation.service_process.running import serve_service
from services.post_return.accepts import ACCEPTS

PROFILE = Profile(
    "post_return",
    "What happened after a return: arrival, harm, support, reintegration, and how the case closed.",
    ACCEPTS,
)


def main() -> int:
    """Serve; the exit status."""
    return serve_service(PROFILE)


if __name__ == "__main__":
    sys.exit(main())
