"""`bilateral site` and `bilateral open`."""

from typer.testing import CliRunner

from pipeline.cli.app import app

RUN = CliRunner()


def test_site_writes_the_pages_for_an_address(published, tmp_path):
    folder = tmp_path / "web"
    answer = RUN.invoke(app, ["site", "-o", str(published), "--to", str(folder), "--base", "https://example.org/x"])
    assert answer.exit_code == 0
    page = (folder / "tables" / "trade.html").read_text("utf-8")
    assert '<link rel="canonical" href="https://example.org/x/tables/trade.html">' in page


def test_site_takes_no_address_that_is_none_of_the_web(published, tmp_path):
    folder = tmp_path / "web"
    answer = RUN.invoke(app, ["site", "-o", str(published), "--to", str(folder), "--base", "javascript:alert(1)"])
    assert answer.exit_code == 2
    assert "https://example.org/data/" in answer.stderr
    assert not folder.exists()


def test_open_makes_the_pages_where_there_are_none_and_serves_them(tables, tmp_path, monkeypatch):
    from pipeline.publish import publish

    package = publish(tables, tmp_path / "output").output
    asked = []

    def stop_after_a_look(server):
        asked.append(server.server_address[0])
        raise KeyboardInterrupt

    monkeypatch.setattr("http.server.ThreadingHTTPServer.serve_forever", stop_after_a_look)
    answer = RUN.invoke(app, ["open", "-o", str(package), "--no-browser"])
    assert answer.exit_code == 0
    assert asked == ["127.0.0.1"]
    assert "http://127.0.0.1:" in answer.stdout
    assert (package / "site" / "index.html").is_file()
