"""What can keep a file from being taken in or given out. No text names a file or a person."""

from collections.abc import Callable


class AttachmentError(Exception):
    """The file was not taken in or given out."""


class UnknownAttachmentError(AttachmentError):
    """There is no such file or upload, or the caller may not know of it."""

    def __init__(self, message: str, note: Callable[[], None] | None = None) -> None:
        self.note = note
        """Records that access was denied; called when the answer is on its way, for it takes time."""
        super().__init__(message)


class OtherAnnouncementError(AttachmentError):
    """The id is in use for another file."""


class WrongOffsetError(AttachmentError):
    """A part begins beyond what has arrived."""

    def __init__(self, offset: int) -> None:
        self.offset = offset
        super().__init__("a part is missing before this one")


class TooManyBytesError(AttachmentError):
    """More bytes came than were announced; those announced are kept."""


class OtherBytesError(AttachmentError):
    """The bytes do not have the announced hash; nothing of them was kept."""


class ErasedError(AttachmentError):
    """The keys of the subject were destroyed: nothing is opened, and nothing is taken in."""
