"""The process of the service: `python -m services.data_protection.main`, told by its environment."""

import sys

from foundation.recording.desk import Profile
from foundation.service_process.running import serve_service
from services.data_protection.accepts import ACCEPTS

PROFILE = Profile(
    "data_protection",
    "How personal data were handled: notices, consent, sharing, disclosure, requests and erasure.",
    ACCEPTS,
)


def main() -> int:
    """Serve; the exit status."""
    return serve_service(PROFILE)


if __name__ == "__main__":
    sys.exit(main())
