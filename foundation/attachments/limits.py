"""What is taken in: kinds of files and how large each may be, declared as data."""

from datetime import timedelta
from typing import Literal, get_args

MEBIBYTE = 1 << 20
GIBIBYTE = 1 << 30

MediaType = Literal[
    "application/pdf",
    "application/vnd.oasis.opendocument.text",
    "application/vnd.oasis.opendocument.spreadsheet",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "audio/flac",
    "audio/mp4",
    "audio/mpeg",
    "audio/ogg",
    "audio/wav",
    "image/heic",
    "image/jpeg",
    "image/png",
    "image/tiff",
    "image/webp",
    "message/rfc822",
    "text/csv",
    "text/plain",
    "video/mp4",
    "video/quicktime",
    "video/webm",
]
"""Media types (RFC 6838) of documents, pictures, sound and film. What a browser would run is none of them."""

BY_FAMILY = {
    "application": 256 * MEBIBYTE,
    "audio": GIBIBYTE,
    "image": 256 * MEBIBYTE,
    "message": 64 * MEBIBYTE,
    "text": 64 * MEBIBYTE,
    "video": 4 * GIBIBYTE,
}
"""Most bytes of a file, by the first half of its media type."""

MOST_BYTES: dict[str, int] = {name: BY_FAMILY[name.partition("/")[0]] for name in get_args(MediaType)}
LARGEST = max(MOST_BYTES.values())
PART = MEBIBYTE
"""Bytes that are sealed and stored together while a file comes in; who is killed loses fewer than these."""
UNFINISHED = timedelta(days=30)
"""How long an upload may take from its announcement. A monitor can be without a network for weeks."""
