"""What is said of a file before its first byte, and the reading of it."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError
from pydantic_core import PydanticSerializationError, to_json

from events.codes.common import DataClassCode
from events.data_classes import DataClass
from events.ids import UUID_PATTERN, SubjectId
from foundation.attachments.limits import LARGEST, MOST_BYTES, MediaType
from foundation.recording.faults import Fault, RefusedError
from foundation.recording.field_faults import NO_OBJECT, field_faults
from foundation.recording.json_input import read_json
from foundation.vault.key_rows import Slot
from foundation.vault.sectors import SECTOR_OF

ID_PATTERN = f"ATT-{UUID_PATTERN}"
AttachmentId = Annotated[str, StringConstraints(pattern=f"^{ID_PATTERN}$", strict=True)]


class TooLargeError(Exception):
    """A file of this type may not be so large."""

    def __init__(self, most: int) -> None:
        self.most = most
        super().__init__(f"at most {most} bytes")


class Announced(BaseModel):
    """A file that is to come."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    attachment_id: AttachmentId | None = None
    """Chosen by the device, so that a record made offline can name it; `ATT-` and a random UUID."""
    sha256: Annotated[str, StringConstraints(pattern="^[0-9a-f]{64}$")]
    """Hash of the bytes as they were captured."""
    size: Annotated[int, Field(ge=1, le=LARGEST)]
    """Bytes."""
    media_type: MediaType
    subject: SubjectId
    """Whose key seals it: the case of the record when it names exactly one, else its leading subject."""
    content_class: DataClassCode = "personal"
    """Class of what the file shows. `open` is for redacted copies alone; they are sealed all the same."""
    working_copy_of: AttachmentId | None = None
    """The original, for a redacted or otherwise worked copy."""

    @property
    def slot(self) -> Slot:
        """The key of the subject in the sector of the content."""
        stated = DataClass(self.content_class)
        return Slot(self.subject, SECTOR_OF[DataClass.PERSONAL if stated is DataClass.OPEN else stated])


def read_announced(raw: bytes) -> Announced:
    """What a request announces. Raises RefusedError with every fault, and TooLargeError."""
    document = read_json(raw)
    if not isinstance(document, dict):
        raise RefusedError([Fault("", *NO_OBJECT)])
    try:
        announced = Announced.model_validate_json(to_json(document))
    except ValidationError as error:
        raise RefusedError(field_faults(error)) from None
    except PydanticSerializationError:
        raise RefusedError([Fault("", "holds text that is not Unicode", "send the text in UTF-8")]) from None
    if announced.content_class == "open" and announced.working_copy_of is None:
        remedy = "name the original, or state the class of what the file shows"
        raise RefusedError([Fault("/working_copy_of", "is required for open content", remedy)])
    if announced.size > MOST_BYTES[announced.media_type]:
        raise TooLargeError(MOST_BYTES[announced.media_type])
    return announced
