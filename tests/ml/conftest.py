"""A tiny pack, a model trained on it and its bundle, made once for all tests that read them."""

import resource
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest
from django.conf import settings

from ml.run_config import Run, run_from_dict
from tests.ml.tiny import RUN, make_pack

FIXTURES = Path(settings.BASE_DIR) / "fixtures"


def silent(what: str, done: int, total: int) -> None:
    """Show no progress."""


@pytest.fixture(scope="session")
def pack(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A pack of coloured shapes."""
    return make_pack(tmp_path_factory.mktemp("ml") / "pack")


@pytest.fixture(scope="session")
def run() -> Run:
    """The run that learns the shapes."""
    import tomllib

    return run_from_dict(tomllib.loads(RUN))


@pytest.fixture(scope="session")
def one_thread() -> Iterator[None]:
    """Let torch use one thread, as sums depend on their number."""
    from ml.torch_import import torch_and_timm

    torch, _ = torch_and_timm()
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


@pytest.fixture(scope="session")
def trained(pack: Path, run: Run, one_thread: None) -> Path:
    """The folder of a run that went through in one go."""
    from ml.photos import decoded
    from ml.training.loop import Job, train

    out = pack.with_name("trained")
    train(Job(run, decoded(pack, progress=silent), out), progress=silent)
    return out


@pytest.fixture(scope="session")
def bundle(trained: Path, pack: Path) -> Path:
    """The bundle of that run's last checkpoint."""
    from ml.export.bundle import Order, make_bundle

    out = pack.with_name("bundle")
    make_bundle(Order(trained / "stage-2.pt", out, pack, FIXTURES), progress=silent)
    return out


@pytest.fixture
def small_files() -> Callable[[int], AbstractContextManager[None]]:
    """A context in which no file may grow beyond so many bytes: to the writer it is a full disk."""

    @contextmanager
    def limited(largest: int) -> Iterator[None]:
        soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (largest, hard))
        try:
            yield
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))

    return limited
