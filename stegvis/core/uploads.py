"""Files on their way in: what is too large is not taken, whatever its sender says of its size."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.core.files.uploadhandler import FileUploadHandler, StopUpload
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt, csrf_protect


class Quota(FileUploadHandler):
    """Stops taking files in when they have become larger than `settings.UPLOAD_LIMIT_MB`. The rest is not kept."""

    def __init__(self, request: HttpRequest):
        super().__init__(request)
        self.limit = settings.UPLOAD_LIMIT_MB * 1024 * 1024
        self.taken, self.exceeded = 0, False

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        """Count, and hand on to the handler that keeps."""
        self.taken += len(raw_data)
        if self.taken > self.limit:
            self.exceeded = True
            raise StopUpload(connection_reset=False)
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """The next handler has the file."""


def with_quota(request: HttpRequest) -> Quota:
    """Put a quota in front of the request's upload handlers; before anything has read the form."""
    quota = Quota(request)
    request.upload_handlers.insert(0, quota)
    return quota


def takes_files(door: Callable[[HttpRequest], object]) -> Callable[[Callable[..., HttpResponse]], Any]:
    """For a view that takes a file: first `door`, which raises for those who may not, then `request.quota`.

    Looking for the token of the form reads the form, and after that no quota can be set: so it is looked for last.
    """

    def decorate(view: Callable[..., HttpResponse]) -> Any:
        protected = csrf_protect(view)

        @csrf_exempt
        @wraps(view)
        def entered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            door(request)
            request.quota = with_quota(request)  # type: ignore[attr-defined]
            return protected(request, *args, **kwargs)

        return entered

    return decorate
