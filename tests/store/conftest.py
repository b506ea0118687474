"""An object store that speaks S3, started for these tests, with a bucket for each."""

import itertools
import logging

import pytest

pytest.importorskip("s3fs", reason='the extra "s3" is not installed')
moto_server = pytest.importorskip("moto.server", reason="moto, whose server these tests ask, is not installed")


@pytest.fixture(scope="session")
def s3():
    """The variables by which anybody finds the server; they are set as long as it runs."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = moto_server.ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    variables = {
        "AWS_ENDPOINT_URL": f"http://{host}:{port}",
        "AWS_ACCESS_KEY_ID": "nobody",
        "AWS_SECRET_ACCESS_KEY": "nothing",
        "AWS_DEFAULT_REGION": "us-east-1",
    }
    with pytest.MonkeyPatch.context() as patch:
        for name, value in variables.items():
            patch.setenv(name, value)
        yield variables
    server.stop()


_numbers = itertools.count()


@pytest.fixture
def bucket(s3):
    """The address of an empty bucket."""
    import s3fs

    name = f"bucket-{next(_numbers)}"
    s3fs.S3FileSystem().mkdir(name)
    return f"s3://{name}"
