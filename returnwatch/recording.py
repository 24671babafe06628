"""The recording processes of the distributed way to run, each of which loads one service."""

from importlib import import_module

from events.base import SERVICES, Service, kebab
from returnwatch.faults import UserFaultError


def service_named(name: str) -> Service:
    """The service written as in addresses, or a fault that lists those there are."""
    for service in SERVICES:
        if kebab(service) == name:
            return service
    raise UserFaultError(f"there is no such service; there are: {', '.join(map(kebab, SERVICES))}")


def serve_recording(service: Service) -> int:
    """Take records for one service until told to stop; the exit status."""
    status: int = import_module(f"services.{service}.main").main()
    return status
