"""HTTP requests to services, with time limits, retries, pauses and a cache.

Every failure is a `CommandError` of one line.
"""

from __future__ import annotations

import contextlib
import hashlib
import math
import os
import threading
import time
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlencode
from xml.etree.ElementTree import ParseError

import requests
from requests.adapters import HTTPAdapter
from urllib3 import BaseHTTPResponse, Retry
from urllib3.exceptions import HTTPError, InvalidHeader, MaxRetryError, ReadTimeoutError

from sphinx_publications.acquire import CommandError, NotKnownError
from sphinx_publications.acquire.services import Service, Settings

T = TypeVar("T")
AGENT = "sphinx-publications"
_UNEXPECTED = (LookupError, TypeError, AttributeError, ValueError, ParseError, RecursionError)
"""What reading an answer raises that is not of the documented form."""
_FAILURES: tuple[tuple[tuple[type[Exception], ...], str], ...] = (
    ((requests.TooManyRedirects,), "leads in a circle"),
    ((requests.Timeout, ReadTimeoutError), "is too slow"),
    ((ValueError,), "is or leads to no address that can be asked"),
    ((requests.RequestException, HTTPError, OSError), "cannot be reached"),
)
"""The text for what requests and urllib3 raise; their errors of addresses are ValueErrors."""
_CHUNK = 65_536


class Cache:
    """Answers of services in files, kept for a day and for work without a network.

    An answer that cannot be read or written is ignored.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder / "answers"

    def get(self, question: str, oldest: float | None) -> bytes | None:
        """Return the answer to `question`, None if there is none of at most `oldest` seconds."""
        path = self._path(question)
        try:
            if oldest is not None and time.time() - path.stat().st_mtime > oldest:
                return None
            return path.read_bytes()
        except OSError:
            return None

    def put(self, question: str, answer: bytes) -> None:
        """Store an answer."""
        path = self._path(question)
        new = path.with_suffix(f".{os.getpid()}")
        with contextlib.suppress(OSError):
            path.parent.mkdir(parents=True, exist_ok=True)
            new.write_bytes(answer)
            new.replace(path)

    def _path(self, question: str) -> Path:
        return self._folder / hashlib.sha256(question.encode()).hexdigest()


class _FailedError(Exception):
    """A request failed; the text says why and has the service or the address as its subject."""


class _Retry(Retry):
    """Retries of one question; the last is the one after which no pause fits before `end`."""

    end = math.inf

    def new(self, **changes: Any) -> _Retry:
        """Return a copy with changes."""
        copy: _Retry = super().new(**changes)
        copy.end = self.end
        return copy

    def get_backoff_time(self) -> float:
        """Return the pause, which doubles; urllib3 would make none before the second try."""
        return float(self.backoff_factor * 2.0 ** (len(self.history) - 1))

    def increment(self, *arguments: Any, **named: Any) -> _Retry:
        """Count a try; raise if none is left, or if the next pause is too long."""
        following = super().increment(*arguments, **named)
        response = named.get("response")
        pause = (response and self.get_retry_after(response)) or following.get_backoff_time()
        if pause > self.backoff_max or time.monotonic() + pause > self.end:
            raise MaxRetryError(named["_pool"], "", named.get("error"))
        return following

    def get_retry_after(self, response: BaseHTTPResponse) -> float | None:
        """Return the seconds of Retry-After (RFC 9110, section 10.2.3); None if unreadable."""
        try:
            return super().get_retry_after(response)
        except InvalidHeader:
            return None


class Web:
    """The services, asked one after another."""

    def __init__(
        self,
        settings: Settings,
        waiting: Callable[[str], AbstractContextManager[object]] = lambda what: nullcontext(),
    ) -> None:
        """Create a client; `waiting` is entered with a text, and shows it during long waits."""
        self.settings = settings
        self.waiting = waiting
        self._cache = Cache(settings.cache)
        self._last_asked: dict[str, float] = {}
        self._failed: set[str] = set()

    def ask(
        self,
        service: Service,
        path: str,
        read: Callable[[bytes], T],
        *,
        accept: str = "application/json",
        **parameters: str,
    ) -> T:
        """Return what `read` makes of the answer of a service.

        Raises `CommandError` for every failure, and `NotKnownError` if the service does not
        know the identifier. Only answers that could be read are cached.
        """
        url = self.settings.address(service) + path
        question = f"{accept} {url}?{urlencode(sorted(parameters.items()))}"
        cached = self._cache.get(question, None if self.settings.offline else self.settings.fresh)
        if cached is not None:
            with contextlib.suppress(*_UNEXPECTED):
                return read(cached)
        if self.settings.offline:
            reason = f"nothing is kept of what {service.label} said"
            raise CommandError(f"{reason}; run it without --offline")
        with self.waiting(f"Asking {service.label}"):
            everything = {**parameters, **self.settings.parameters(service)}
            answer = self._fetch(service, url, everything, accept)
        try:
            found = read(answer)
        except _UNEXPECTED:
            is_page = b"<html" in answer[:2000].lower()
            kind = "a web page" if is_page else "something else than its documentation says"
            raise CommandError(f"{service.label} answered with {kind}; try again later") from None
        self._cache.put(question, answer)
        return found

    def _fetch(
        self, service: Service, url: str, parameters: Mapping[str, str], accept: str
    ) -> bytes:
        """Return an answer; redirects, tries and pauses have one time limit together."""
        settings = self.settings
        due = self._last_asked.get(service.name, 0.0) + service.interval * settings.pause
        if (pause := due - time.monotonic()) > 0:
            time.sleep(pause)
        self._last_asked[service.name] = time.monotonic()
        retry = _Retry(
            # A service that failed in all tries gets one for each further question.
            total=0 if service.name in self._failed else settings.tries - 1,
            backoff_factor=max(service.interval, 1.0) * settings.pause,
            backoff_max=settings.longest_pause,
            status_forcelist=(429, *range(500, 600)),
            raise_on_status=False,
        )
        retry.end = time.monotonic() + settings.patience

        def work() -> bytes:
            with (
                self._session(retry) as session,
                session.get(
                    url,
                    params=parameters,
                    headers={"Accept": accept},
                    timeout=settings.timeout,
                    stream=True,
                ) as response,
            ):
                _check_status(service, response, settings.longest_pause)
                return self._body(service, response)

        try:
            return _before(retry.end, work)
        except _FailedError as failure:
            self._failed.add(service.name)
            raise CommandError(f"{service.label} {failure}; try again later") from None

    def _body(self, service: Service, response: requests.Response) -> bytes:
        body = bytearray()
        for chunk in response.iter_content(_CHUNK):
            body += chunk
            if len(body) > self.settings.largest:
                size = f"{self.settings.largest / 1e6:,.0f} MB"
                raise CommandError(f"{service.label} answered with more than {size}; tell them")
        return bytes(body)

    @property
    def _agent(self) -> str:
        return f"{AGENT} (mailto:{self.settings.contact})" if self.settings.contact else AGENT

    def _session(self, retry: Retry | int = 0) -> requests.Session:
        session = requests.Session()
        session.max_redirects = 8
        session.headers["User-Agent"] = self._agent
        for scheme in ("http://", "https://"):
            session.mount(scheme, HTTPAdapter(max_retries=retry))
        return session

    def status(self, url: str) -> int:
        """Return the status of the answer of an address; raise `CommandError` without one."""

        def work() -> int:
            status = 0
            with self._session() as session:
                for method in ("HEAD", "GET"):
                    with session.request(
                        method,
                        url,
                        timeout=self.settings.timeout,
                        allow_redirects=True,
                        stream=True,
                    ) as response:
                        status = response.status_code
                    if status < 400:
                        break
            return status

        try:
            return _before(time.monotonic() + self.settings.patience, work)
        except _FailedError as failure:
            raise CommandError(str(failure)) from None


def _before(end: float, work: Callable[[], T]) -> T:
    """Return the result of `work`; raise `_FailedError` if it fails or is not done at `end`.

    The time limit of requests is for each read, and a server may answer byte by byte.
    """
    future: Future[T] = Future()

    def run() -> None:
        try:
            future.set_result(work())
        except BaseException as error:
            future.set_exception(error)

    threading.Thread(target=run, daemon=True).start()
    try:
        return future.result(max(end - time.monotonic(), 0.0))
    except (_FailedError, CommandError):
        raise
    except Exception as error:
        is_late = isinstance(error, TimeoutError) and not future.done()
        raise _FailedError("is too slow" if is_late else _reason(error)) from None


def _reason(error: Exception) -> str:
    """Return why a request failed."""
    # requests turns a timeout of all tries into a ConnectionError round urllib3's error.
    cause = getattr(error.args[0], "reason", None) if error.args else None
    found = cause if isinstance(cause, ReadTimeoutError) else error
    texts = (text for types, text in _FAILURES if isinstance(found, types))
    return next(texts, "answered with what cannot be read")


def _check_status(service: Service, response: requests.Response, longest_pause: float) -> None:
    """Raise unless the status is 200."""
    status = response.status_code
    if status in {404, 410}:
        raise NotKnownError(f"{service.label} knows nothing of this; see whether it is typed right")
    if status == 429 or status >= 500:
        pause = _Retry().get_retry_after(response.raw) or 0.0
        if pause > longest_pause:
            raise _FailedError(f"asks to wait {pause:.0f} seconds")
        reason = "was asked too often" if status == 429 else "is out of order"
        raise _FailedError(f"{reason} (status {status})")
    if status != 200:
        is_refused = status in {401, 403}
        what = (
            f"refuses to answer (status {status})"
            if is_refused
            else f"answered with status {status}"
        )
        raise CommandError(f"{service.label} {what}; try again later")
