"""The process of the service: `python -m services.pre_return.main`, told by its environment."""

import sys

from foundation.recording.desk import Profile
from foundation.service_process.running import serve_service
from services.pre_return.accepts import ACCEPTS

PROFILE = Profile(
    "pre_return",
    "What happened before a return: decisions, remedies, liberty, assessments, preparation, and who watched.",
    ACCEPTS,
)


def main() -> int:
    """Serve; the exit status."""
    return serve_service(PROFILE)


if __name__ == "__main__":
    sys.exit(main())
