"""Find what an author says of an object somewhere else than in its docstring."""

from __future__ import annotations

import ast
import re

from mkdocs_howto.facts.docstring import docstring_at, docstring_in, read
from mkdocs_howto.facts.outcomes import constructor_of
from mkdocs_howto.facts.purpose import purpose
from mkdocs_howto.facts.values import Docstring
from mkdocs_howto.facts.words import sentences
from mkdocs_howto.section import NamedBlock, Project
from mkdocs_howto.writers.offline.words import decapitalised

_MAKES = re.compile(r"(?:the )?(?:initiali[sz]|constructor\b|instantiat|init\b|set[s]? up\b|see\b)", re.IGNORECASE)
"""How the docstring of a constructor begins that says only that it is one."""
_MAKES_NAMED = (
    r"(?:gets?|returns?|creates?|constructs?|builds?|makes?|generates?) (?:an?|the|a new|new) (?:new )?"
    r"`?{name}`?(?: (?:object|instance|class))?(?: [^\s.]+){{0,5}}\.?\Z"
)
"""The same with the name of its class: "Gets an AsYouTypeFormatter for a region"."""
_GENERAL = re.compile(
    r"\b(?:base|abstract|mix-?in|interface|common|generic|parent|subclass\w*|deriv\w+|inherit\w*|superclass|internal"
    r"|root|all (?:other )?\w+)\b",
    re.IGNORECASE,
)
"""Words of a docstring that is about all classes built on one, not about each of them."""
_THING = re.compile(r"(?:An?|The) (?=[a-z])")
_INSTANCE = re.compile(r"(?P<name>[A-Za-z_]\w*)\(\)\Z")
_LONGEST = 160
_METHOD = r"(?:the )?`(?:[\w.]+\.)?{name}(?:\(\))?`(?: (?:class ?method|method|function|property))?,? "


def of_readme(block: NamedBlock) -> str:
    """Return what the README says of a package, or of the object that has its name; empty where it says nothing."""
    return purpose(read(block.about), block.name) if block.about else ""


def of_class(block: NamedBlock, node: ast.ClassDef, project: Project) -> tuple[str, Docstring]:
    """Return the purpose of a class without a docstring of its own, in the words of another one, and what that says.

    That is the docstring of its constructor, or of a module that holds nothing else.
    """
    docstring = constructor_docstring(node)
    told = purpose(docstring, block.name, is_class=True)
    makes = re.compile(_MAKES_NAMED.format(name=re.escape(block.name)), re.IGNORECASE)
    if told and not _MAKES.match(told) and not makes.match(told):
        return told, docstring
    return of_module_around(block, project), Docstring()


def constructor_docstring(node: ast.ClassDef) -> Docstring:
    """Return what the docstring of a constructor says; nothing where there is none."""
    constructor = constructor_of(node)
    names = [one.arg for one in constructor.args.args] if constructor is not None else []
    return read(docstring_at(constructor), names=names) if constructor is not None else Docstring()


def of_module_around(block: NamedBlock, project: Project) -> str:
    """Return the purpose of a module that has only one public object, which is the one asked for."""
    path = block.shape.object_path.rpartition(".")[0]
    is_package = "__init__." in block.file
    module = project.shape(path) if path and not is_package else None
    if module is None or module.kind != "module":
        return ""
    own = [
        one for one in module.members if one.kind in {"class", "function"} and one.object_path.startswith(f"{path}.")
    ]
    public = [one.object_path for one in own if not one.name.startswith("_")]
    return purpose(read(module.summary), block.name) if public == [block.shape.object_path] else ""


def of_method(block: NamedBlock, project: Project) -> str:
    """Return the sentence of the docstring of its class that is about a method."""
    owner = block.shape.object_path.rpartition(".")[0]
    around = project.source(owner) if owner.rpartition(".")[2][:1].isupper() else None
    if around is None:
        return ""
    about = re.compile(_METHOD.format(name=re.escape(block.name)) + r"(?P<verb>[a-z]+s) ", re.IGNORECASE)
    for paragraph in read(docstring_in(around.text)).paragraphs:
        for text in sentences(paragraph.text):
            found = about.match(text)
            if found is not None and found["verb"] not in {"is", "was", "has", "does"} and text.endswith("."):
                return text[:1].upper() + text[1:]
    return ""


def of_base(path: str, project: Project) -> str:
    """Return what a base class says of each of its instances, as the end of a sentence; empty if it says nothing."""
    base = project.shape(path)
    told = purpose(read(base.summary), path.rpartition(".")[2], is_class=True) if base is not None else ""
    is_thing = _THING.match(told) is not None and not _GENERAL.search(told) and len(sentences(told)) == 1
    return decapitalised(told).rstrip(".") if is_thing and len(told) <= _LONGEST else ""


def of_alias(block: NamedBlock, project: Project) -> str:
    """Return what the function or class is for that an attribute of a module is another name of.

    That may be a method of an instance: `choice = _random.choice` below `_random = Random()`.
    """
    module = block.shape.object_path.rpartition(".")[0]
    head, *rest = (block.shape.value or "").split(".")
    if not module or not all(part.isidentifier() for part in (head, *rest)):
        return ""
    first = project.shape(f"{module}.{head}")
    made = _INSTANCE.match(first.value or "") if first is not None and first.kind == "attribute" else None
    path = ".".join([module, made["name"] if made is not None else head, *rest])
    found = project.shape(path)
    code = project.source(path) if found is not None and found.kind in {"function", "class"} else None
    return purpose(read(docstring_in(code.text)), block.name) if code is not None else ""
