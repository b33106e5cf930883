"""The files by which the site is set up say what they should; there is no container engine to ask."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.core.management import get_commands

BASE_DIR = Path(__file__).resolve().parent.parent.parent
SITE = ("migrate", "web", "worker")


def read(name: str) -> str:
    return (BASE_DIR / name).read_text("utf-8")


@pytest.fixture
def services() -> dict[str, Any]:
    return dict(yaml.safe_load(read("deploy/compose.yaml"))["services"])


def variables_of_settings() -> set[str]:
    """Every variable of the environment that the site reads."""
    modules = [*(BASE_DIR / "metep").rglob("settings.py"), *(BASE_DIR / "metep").rglob("versions.py")]
    modules += [BASE_DIR / "metep" / "environment.py", BASE_DIR / "gunicorn.conf.py"]
    sources = [module.read_text("utf-8") for module in modules]
    pattern = r"""(?:env_\w+\(\s*|environ\.get\(\s*|environ\[|REVISION = )["']([A-Z_]+)["']"""
    named = {name for source in sources for name in re.findall(pattern, source)}
    return named | {f"OIDC_{name}" for name in ("PROVIDER_ID", "NAME", "CLIENT_ID", "SECRET", "SERVER_URL")}


def test_one_machine_has_all_that_a_site_needs(services: dict[str, Any]) -> None:
    assert services.keys() == {"postgres", "migrate", "web", "worker", "proxy"}
    for name in SITE:
        service = services[name]
        assert service["read_only"] is True
        assert service["cap_drop"] == ["ALL"]
        assert service["environment"]["DATABASE_URL"].startswith("postgresql://metep:${POSTGRES_PASSWORD")
        assert service["environment"]["BEHIND_TLS"] == "True"
    assert "ports" not in services["web"]  # only the proxy is reached from outside
    assert "ports" not in services["postgres"]


def test_web_and_worker_begin_when_the_database_is_migrated(services: dict[str, Any]) -> None:
    for name in ("web", "worker"):
        assert services[name]["depends_on"]["migrate"]["condition"] == "service_completed_successfully"
    assert services["proxy"]["depends_on"]["web"]["condition"] == "service_healthy"


def test_every_command_of_the_services_exists(services: dict[str, Any]) -> None:
    words = " ".join(" ".join(services[name].get("command", [])) for name in SITE)
    named = re.findall(r"manage\.py (\w+)", words)
    assert {"migrate", "db_worker"} <= set(named)
    assert set(named) <= set(get_commands())


def test_every_setting_that_is_named_is_read_by_the_site(services: dict[str, Any]) -> None:
    example = set(re.findall(r"^([A-Z_]+)=", read("deploy/example.env"), re.MULTILINE))
    of_compose = {"SITE_HOST", "POSTGRES_PASSWORD"}
    of_programs = {"WEB_CONCURRENCY"}  # gunicorn's
    assert of_compose <= example
    assert example - of_compose - of_programs <= variables_of_settings()
    assert set(services["web"]["environment"]) <= variables_of_settings()


def test_no_secret_is_written_into_the_example() -> None:
    values = dict(re.findall(r"^([A-Z_]+)=(.*)$", read("deploy/example.env"), re.MULTILINE))
    assert {name: values[name] for name in values if re.search("KEY|PASSWORD|TOKEN", name) and values[name]} == {}


def test_the_image_runs_without_rights_and_with_what_reports_need() -> None:
    build, run = read("Containerfile").split("\nFROM ")[1:]
    assert "script/bootstrap" in build
    assert re.search(r"^USER (?!root)", run, re.MULTILINE)
    for package in re.findall(r"loads \S+ \|\| echo (lib(?:pango|harfbuzz)\S+)", read("script/bootstrap")):
        assert package in run, package
    assert "/healthz" in run
    assert "apt-get install" in run
    assert "npm" not in run  # what builds does not run


def test_what_is_secret_or_made_here_stays_out_of_the_image() -> None:
    left_out = read(".dockerignore").split()
    assert {".git", ".venv", "node_modules", "var", "deploy/.env"} <= set(left_out)


def test_the_proxy_hides_what_is_for_machines_and_writes_no_addresses() -> None:
    proxy = "\n".join(line for line in read("deploy/Caddyfile").splitlines() if not line.startswith("#"))
    for address in ("/metrics", "/healthz", "/readyz"):
        assert address in proxy
    assert "X-Request-ID {http.request.uuid}" in proxy
    assert not re.search(r"^\s*log\b", proxy, re.MULTILINE)


def test_every_setting_is_told_to_people() -> None:
    told = read("README.md") + "".join(path.read_text("utf-8") for path in (BASE_DIR / "docs").rglob("*.md"))
    assert sorted(name for name in variables_of_settings() if f"{name}" not in told) == []


def test_many_machines_are_asked_whether_they_are_alive_and_ready() -> None:
    parts = list(yaml.safe_load_all(read("deploy/kubernetes.yaml")))
    deployments = {
        part["metadata"]["name"]: part["spec"]["template"]["spec"] for part in parts if "template" in part["spec"]
    }
    assert deployments.keys() == {"metep-migrate", "metep-web", "metep-worker"}
    (web,) = deployments["metep-web"]["containers"]
    assert web["livenessProbe"]["httpGet"]["path"] == "/healthz"
    assert web["readinessProbe"]["httpGet"]["path"] == "/readyz"
    (claim,) = [part for part in parts if part["kind"] == "PersistentVolumeClaim"]
    assert claim["spec"]["accessModes"] == ["ReadWriteMany"]
    for name in ("metep-web", "metep-worker"):
        (container,) = deployments[name]["containers"]
        assert container["securityContext"]["readOnlyRootFilesystem"] is True
        assert deployments[name]["securityContext"]["runAsUser"] == 10001  # as the Containerfile says
    assert "--uid 10001" in read("Containerfile")
    commands = [part["containers"][0].get("command", []) for part in deployments.values()]
    assert {command[2] for command in commands if command} <= set(get_commands())
