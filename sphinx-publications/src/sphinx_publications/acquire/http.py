"""Asking services: with time limits, pauses, a cache, and one line for whatever goes wrong."""

from __future__ import annotations

import contextlib
import hashlib
import os
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from typing import TypeVar
from urllib.parse import urlencode
from xml.etree.ElementTree import ParseError

import requests
from urllib3.exceptions import HTTPError, LocationValueError, ReadTimeoutError

from sphinx_publications.acquire import CommandError, NotKnownError
from sphinx_publications.acquire.services import Service, Settings

# Answers of services, kept for a day and for work without a network.
#
# A file that cannot be read or written is as good as none: nothing depends on it.


class Cache:
    """Answers by what was asked."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def get(self, asked: str, oldest: float | None) -> bytes | None:
        """Return the answer to `asked`, None if there is none of at most `oldest` seconds."""
        path = self._path(asked)
        try:
            if oldest is not None and time.time() - path.stat().st_mtime > oldest:
                return None
            return path.read_bytes()
        except OSError:
            return None

    def put(self, asked: str, answer: bytes) -> None:
        """Keep an answer."""
        path = self._path(asked)
        beside = None
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            handle, beside = tempfile.mkstemp(dir=path.parent)
            with os.fdopen(handle, "wb") as file:
                file.write(answer)
            Path(beside).replace(path)
        except OSError:
            if beside is not None:
                with contextlib.suppress(OSError):
                    Path(beside).unlink()

    def forget(self, asked: str) -> None:
        """Remove an answer that turned out to be none."""
        with contextlib.suppress(OSError):
            self._path(asked).unlink()

    def _path(self, asked: str) -> Path:
        return self._folder / "answers" / hashlib.sha256(asked.encode()).hexdigest()


T = TypeVar("T")
AGENT = "sphinx-publications"
_NONSENSE = (LookupError, TypeError, AttributeError, ValueError, ParseError, RecursionError)
"""What is raised where an answer is not of the documented form."""
_NO_ADDRESS = (
    requests.exceptions.InvalidURL, requests.exceptions.InvalidSchema,
    requests.exceptions.MissingSchema, LocationValueError, UnicodeError, ValueError,
)  # fmt: skip
"""What is raised for an address, often one that a server leads to, that is none."""
_CHUNK = 65_536


class _FailedError(Exception):
    """A request without an answer; the text says why, as what a service or an address does."""


class _PassingError(_FailedError):
    """A failure that may pass: why, and how long the service asks to wait."""

    def __init__(self, why: str, wait: float = 0.0) -> None:
        super().__init__(why)
        self.wait = wait


class Web:
    """The services, asked one after another."""

    def __init__(
        self,
        settings: Settings,
        waiting: Callable[[str], AbstractContextManager[object]] = lambda what: nullcontext(),
    ) -> None:
        """`waiting` is entered with what is waited for, and shows it if that takes long."""
        self.settings = settings
        self.waiting = waiting
        self._cache = Cache(settings.cache)
        self._asked: dict[str, float] = {}
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

        Whatever goes wrong is a `CommandError` of one line, and an identifier that is not
        known is a `NotKnownError`. Only what could be read is kept.
        """
        url = self.settings.address(service) + path
        asked = f"{accept} {url}?{urlencode(sorted(parameters.items()))}"
        kept = self._cache.get(asked, None if self.settings.offline else self.settings.fresh)
        if kept is not None:
            try:
                return read(kept)
            except _NONSENSE:
                self._cache.forget(asked)
        if self.settings.offline:
            message = f"nothing is kept of what {service.label} said; run it without --offline"
            raise CommandError(message)
        with self.waiting(f"Asking {service.label}"):
            answer = self._patiently(service, url, {**parameters}, accept)
        try:
            found = read(answer)
        except _NONSENSE:
            is_page = b"<html" in answer[:2000].lower()
            kind = "a web page" if is_page else "something else than its documentation says"
            raise CommandError(f"{service.label} answered with {kind}; try again later") from None
        self._cache.put(asked, answer)
        return found

    def _patiently(
        self, service: Service, url: str, parameters: dict[str, str], accept: str
    ) -> bytes:
        """Return an answer, of one of the tries; all of them together have so much time."""
        settings = self.settings
        everything = {**parameters, **settings.parameters(service)}
        # Who failed in all tries is asked once for what else there is.
        tries = 1 if service.name in self._failed else settings.tries
        end = time.monotonic() + settings.patience
        for number in range(1, tries + 1):
            self._keep_distance(service)
            try:
                return _before(end, lambda: self._once(service, url, everything, accept))
            except _FailedError as failure:
                asked = failure.wait if isinstance(failure, _PassingError) else 0.0
                wait = asked or 2.0 ** (number - 1)
                if wait > settings.longest_pause:
                    why = f"asks to wait {wait:.0f} seconds; try again later"
                    raise CommandError(f"{service.label} {why}") from None
                is_late = time.monotonic() + wait * settings.pause > end
                if number == tries or is_late or not isinstance(failure, _PassingError):
                    self._failed.add(service.name)
                    raise CommandError(f"{service.label} {failure}; try again later") from None
                time.sleep(wait * settings.pause)
        raise AssertionError("there is no try")

    def _keep_distance(self, service: Service) -> None:
        """Wait until a service may be asked again."""
        due = self._asked.get(service.name, 0.0) + service.interval * self.settings.pause
        wait = due - time.monotonic()
        if wait > 0:
            time.sleep(wait)
        self._asked[service.name] = time.monotonic()

    def _once(
        self, service: Service, url: str, parameters: Mapping[str, str], accept: str
    ) -> bytes:
        headers = {"Accept": accept, "User-Agent": self._agent}
        with (
            _failures(),
            self._session() as session,
            session.get(
                url,
                params=parameters,
                headers=headers,
                timeout=self.settings.timeout,
                stream=True,
            ) as response,
        ):
            _judge(service, response)
            return self._body(service, response)

    def _body(self, service: Service, response: requests.Response) -> bytes:
        body = bytearray()
        for chunk in response.iter_content(_CHUNK):
            body += chunk
            if len(body) > self.settings.largest:
                size = self.settings.largest / 1e6
                message = f"answered with more than {size:,.0f} MB; tell them"
                raise CommandError(f"{service.label} {message}")
        return bytes(body)

    @property
    def _agent(self) -> str:
        return f"{AGENT} (mailto:{self.settings.contact})" if self.settings.contact else AGENT

    @contextmanager
    def _session(self) -> Iterator[requests.Session]:
        with requests.Session() as session:
            session.max_redirects = 8
            yield session

    def status(self, url: str) -> int:
        """Return the status that an address answers with; a `CommandError` if it does not."""
        headers = {"User-Agent": self._agent}

        def work() -> int:
            found = 0
            with _failures(), self._session() as session:
                for method in ("HEAD", "GET"):
                    with session.request(
                        method, url, headers=headers, timeout=self.settings.timeout,
                        allow_redirects=True, stream=True,
                    ) as response:  # fmt: skip
                        found = response.status_code
                    if found < 400:
                        break
            return found

        try:
            return _before(time.monotonic() + self.settings.patience, work)
        except _FailedError as failure:
            raise CommandError(str(failure)) from None


def _before(end: float, work: Callable[[], T]) -> T:
    """Return what `work` does, if it does it before a time of `time.monotonic`.

    The time limit of requests is for each sign of life, and somebody may answer byte by byte.
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
    except TimeoutError:
        raise _FailedError("is too slow") from None


def _judge(service: Service, response: requests.Response) -> None:
    """Raise what a status means."""
    status = response.status_code
    if status in {404, 410}:
        raise NotKnownError(f"{service.label} knows nothing of this; see whether it is typed right")
    if status == 429:
        raise _PassingError("was asked too often (status 429)", _seconds(response))
    if status >= 500:
        raise _PassingError(f"is out of order (status {status})", _seconds(response))
    if status in {401, 403}:
        raise CommandError(f"{service.label} refuses to answer (status {status}); try again later")
    if status != 200:
        raise CommandError(f"{service.label} answered with status {status}; try again later")


def _seconds(response: requests.Response) -> float:
    """Return how long a service asks to wait (RFC 9110, section 10.2.3); dates are not heeded."""
    value = response.headers.get("Retry-After", "").strip()
    return float(value) if value.isdecimal() else 0.0


@contextmanager
def _failures() -> Iterator[None]:
    """Turn what requests raises into what may pass, and what does not."""
    try:
        yield
    except requests.TooManyRedirects:
        raise _FailedError("leads in a circle") from None
    except (requests.Timeout, ReadTimeoutError):
        raise _PassingError("is too slow") from None
    except (_FailedError, CommandError):
        raise
    except _NO_ADDRESS:
        raise _FailedError("is or leads to no address that can be asked") from None
    except (requests.RequestException, HTTPError, OSError):
        raise _PassingError("cannot be reached") from None
    except Exception:
        # Whatever else an answer makes of the libraries that read it: each has said one thing.
        raise _FailedError("answered with what cannot be read") from None
