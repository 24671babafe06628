"""The addresses of attachments."""

from fastapi import FastAPI
from starlette.responses import Response

from foundation.attachments.attachments import Attachments
from foundation.recording_http import attachments_contract as contract
from foundation.recording_http.attachments import AttachmentRequests
from foundation.recording_http.requests import Door

TOP = "/v1/attachments"


def add_attachments(app: FastAPI, attachments: Attachments, door: Door) -> None:
    """Let the application take in and give out files."""
    requests = AttachmentRequests(attachments, door)
    one = f"{TOP}/{{attachment_id}}"
    app.add_api_route(
        TOP,
        requests.start,
        methods=["POST"],
        status_code=201,
        response_class=Response,
        operation_id="startAttachment",
        summary="Announce a file",
        openapi_extra=contract.start_operation(),
        responses=contract.start_answers(),
    )
    app.add_api_route(
        one,
        requests.progress,
        methods=["HEAD"],
        response_class=Response,
        operation_id="attachmentProgress",
        summary="How much of a file has arrived",
        openapi_extra=contract.at_operation(),
        responses=contract.progress_answers(),
    )
    app.add_api_route(
        one,
        requests.part,
        methods=["PATCH"],
        status_code=204,
        response_class=Response,
        operation_id="sendAttachment",
        summary="Send bytes of a file from an offset on",
        openapi_extra=contract.part_operation(),
        responses=contract.part_answers(),
    )
    if attachments.gives_out:
        _add_reading(app, requests, one)


def _add_reading(app: FastAPI, requests: AttachmentRequests, one: str) -> None:
    app.add_api_route(
        one,
        requests.show,
        methods=["GET"],
        response_class=Response,
        operation_id="showAttachment",
        summary="A whole file",
        openapi_extra=contract.show_operation(),
        responses=contract.file_answers(),
    )
