"""No code that nothing uses. Why: whoever changes something must read it, keep it working, and wonder what for."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator

from tests.house.checkout import File, files, tree

CALLED_BY_NAME = {
    "Meta": "Django",
    "handler400": "Django's urls",
    "handler403": "Django's urls",
    "handler404": "Django's urls",
    "handler500": "Django's urls",
    "app_name": "Django's urls",
    "parse_body": "ninja's parser",
    "process_exception": "Django's middleware",
    "process_view": "Django's middleware",
    "is_open_for_signup": "allauth's adapter",
    "get_reset_password_from_key_url": "allauth's adapter",
    "list_apps": "allauth's adapter of providers",
    "authenticate_by_email": "allauth's adapter of providers",
    "populate_user": "allauth's adapter of providers",
    "pre_social_login": "allauth's adapter of providers",
    "on_authentication_error": "allauth's adapter of providers",
    "get_callback_url": "allauth's view of a provider",
    "complete_login": "allauth's view of a provider",
    "get_public_key_credential_rp_entity": "allauth's adapter",
    "send_messages": "Django's mail",
    "get_user": "Django's authentication",
    "get_filters_params": "Django's admin",
    "get_results": "Django's admin",
    "has_view_permission": "Django's admin",
    "has_add_permission": "Django's admin",
    "has_change_permission": "Django's admin",
    "has_delete_permission": "Django's admin",
    "get_list_display": "Django's admin",
    "get_changelist": "Django's admin",
    "get_search_results": "Django's admin",
    "to_field_allowed": "Django's admin",
    "each_context": "Django's admin",
    "render_change_form": "Django's admin",
    "_get_socket": "smtplib, whose SMTP_SSL overrides it too",
}


def test_every_function_class_and_constant_is_used():
    """By the program, its templates, its benchmarks or pyproject.toml; a test alone does not count.

    Way out: delete it. What a framework calls by name is listed above.
    """
    text = "\n".join(file.text for file in files("src/*.py", "src/*.html", "benchmarks/*.py", "pyproject.toml"))
    words = Counter(re.findall(r"\w+", text))
    unused = [
        f"{file.path}: {name}"
        for file in files("src/*.py")
        for name, times in Counter(defined(file)).items()
        if words[name] <= times and not is_called_by_name(name)
    ]
    assert unused == []


def is_called_by_name(name: str) -> bool:
    return name in CALLED_BY_NAME or (name.startswith("__") and name.endswith("__"))


def is_command(node: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) -> bool:
    """Whether a framework calls it: a command of typer, or a route of the interface for programs."""
    return any(re.match(r"app\.command|api\.(read|send|put)\(", ast.unparse(each)) for each in node.decorator_list)


def defined(file: File) -> Iterator[str]:
    """Functions, classes, methods, and constants of the module.

    Left out: commands, settings, migrations, and what other people's programs call.
    """
    if "/migrations/" in file.path or file.path.endswith(("/settings.py", "/apps.py", "/client/operations.py")):
        return
    for node in ast.walk(tree(file)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) and not is_command(node):
            yield node.name
    for node in tree(file).body:
        if isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            yield from (target.id for target in targets if isinstance(target, ast.Name))
