"""Reading a synthesised template as plain data."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

type Resource = dict[str, Any]


class Template:
    """A CloudFormation template with the questions tests ask of it."""

    def __init__(self, document: Mapping[str, Any]) -> None:
        self.document = document

    def resources(self, kind: str) -> dict[str, Resource]:
        """Resources of one type by logical id."""
        return {
            name: resource
            for name, resource in self.document["Resources"].items()
            if resource["Type"] == kind
        }

    def properties(self, kind: str) -> list[Resource]:
        """Properties of every resource of one type."""
        return [resource["Properties"] for resource in self.resources(kind).values()]

    def only(self, kind: str) -> Resource:
        """Properties of the one resource of a type."""
        found = self.properties(kind)
        assert len(found) == 1, f"expected one {kind}, found {len(found)}"
        return found[0]

    def named(self, kind: str, key: str, name: str) -> Resource:
        """Properties of the resource of a type whose name property has a value."""
        found = [properties for properties in self.properties(kind) if properties.get(key) == name]
        assert len(found) == 1, f"expected one {kind} with {key} {name}, found {len(found)}"
        return found[0]

    def function(self, verb_noun: str) -> Resource:
        """Properties of a function by its folder's name."""
        return self.named("AWS::Lambda::Function", "FunctionName", f"aftercall-{verb_noun.replace('_', '-')}")

    def environment(self, verb_noun: str) -> Resource:
        """Environment variables of a function."""
        variables: Resource = self.function(verb_noun)["Environment"]["Variables"]
        return variables

    def statements_of_role(self, role: str) -> list[Resource]:
        """Policy statements attached to a role by its logical id."""
        return [
            statement
            for properties in self.properties("AWS::IAM::Policy")
            if {"Ref": role} in properties["Roles"]
            for statement in properties["PolicyDocument"]["Statement"]
        ]

    def statements(self, verb_noun: str) -> list[Resource]:
        """Policy statements of a function's role."""
        return self.statements_of_role(self.function(verb_noun)["Role"]["Fn::GetAtt"][0])


def many(value: object) -> list[Any]:
    """CloudFormation writes a list of one as the one."""
    return value if isinstance(value, list) else [value]


def readable(value: Any) -> str:
    """A resource address as one line: references by logical id without its hash, imports by export name."""
    if isinstance(value, str):
        return value
    ((function, argument),) = value.items()
    match function:
        case "Fn::Join":
            return _shortened(str(argument[0]).join(readable(part) for part in argument[1]))
        case "Fn::ImportValue":
            return _exported(argument)
        case "Fn::GetAtt":
            return f"<{_without_hash(argument[0])}.{argument[1]}>"
        case _:
            return f"<{_without_hash(argument)}>"


def _exported(name: str) -> str:
    """The CDK's own export names hold what they export; those given by hand stand for themselves."""
    automatic = re.fullmatch(r"\w+:ExportsOutput(?:FnGetAtt|Ref)(\w+?)[0-9A-F]{8}(Arn)?[0-9A-F]{8}", name)
    if automatic is None:
        return f"<{name}>"
    return f"<{automatic[1]}.Arn>" if automatic[2] else f"<{automatic[1]}>"


def _without_hash(logical_id: str) -> str:
    return re.sub(r"[0-9A-F]{8}$", "", logical_id)


def _shortened(address: str) -> str:
    return address.replace("arn:<AWS::Partition>:secretsmanager:<AWS::Region>:<AWS::AccountId>:", "")


def allowed(statements: list[Resource]) -> Iterator[tuple[str, str]]:
    """Pairs of action and readable resource that statements allow."""
    for statement in statements:
        assert statement["Effect"] == "Allow"
        for action in many(statement["Action"]):
            for resource in many(statement["Resource"]):
                yield action, readable(resource)
