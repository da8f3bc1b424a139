"""tests/system/contract_test.py: the program keeps what its own description promises, whatever it is asked.

Every operation of /api/v1/openapi.json is called many times, by people of several roles, with values made from the
description: likely ones, odd ones, wrong ones, and the ids that earlier answers showed. No answer is a 5XX; an answer that
went well has the shape that was described; a refusal is a problem document. The values come from a seed, so a failure
can be seen again.
"""
import json
import random
import re

import jsonschema

from program import Person, main, server, verify

TRIES = 12  # calls of each operation
LOGINS = ["office", "office", "office", "manager", "teacher", "liaison", "site-town", "learner", "sysadmin", "secadmin", "auditor"]
# What would sign people out or shut them out for the rest of the test.
LEFT_OUT = {("delete", "/api/v1/session"), ("post", "/api/v1/session/password"), ("put", "/api/v1/accounts/{account_id}"),
            ("post", "/api/v1/accounts/{account_id}/password"), ("delete", "/api/v1/roles/{role_id}")}
ODD_TEXTS = ["", " ", "张", "zhang", "％", "%", "'", "\"", "\\", "\u0000", "\u202e", "👩‍👩‍👧", "a" * 3000, "=1+1", "<b>", "NULL", "-1", "1e9"]
ODD_NUMBERS = [0, -1, 1, 2**31, 2**53, -2**63, 10**30, 0.1, 1e300]
ODD_DATES = ["2026-02-29", "0000-00-00", "9999-12-31", "2026-11-25", "1900-01-01", "2026-13-01", "今天"]
ODD_TIMES = ["2026-11-25T01:00:00Z", "2026-11-25T25:00:00Z", "9999-12-31T23:59:59Z", "1970-01-01T00:00:00Z", "2026-11-25"]
ODD_ANYTHING = [None, [], {}, True, "x", 1.5, [[]], {"a": {"b": 1}}]


class Maker:
    """Makes values for a schema. `seen` are the ids that answers have shown, by the name they had there."""

    def __init__(self, description, seed):
        self.schemas, self.random, self.seen = description["components"]["schemas"], random.Random(seed), {}

    def chance(self, share):
        return self.random.random() < share

    def look(self, value, name=""):
        """Keeps the ids of an answer."""
        if isinstance(value, dict):
            for key, inner in value.items():
                self.look(inner, key)
        elif isinstance(value, list):
            for inner in value[:20]:
                self.look(inner, name)
        elif isinstance(value, str) and re.fullmatch("[0-9]{6,19}", value):
            self.seen.setdefault(name.removesuffix("s"), []).append(value)

    def some_id(self, name):
        known = self.seen.get(name) or []
        if known and self.chance(0.8):
            return self.random.choice(known[-200:])
        every = [i for ids in self.seen.values() for i in ids[-5:]]
        return self.random.choice([*every, "1", "9223372036854775807"]) if self.chance(0.9) else self.random.choice(["0", "-1", "x", "1" * 30])

    def text(self, name, schema):
        if schema.get("enum"):
            return self.random.choice(schema["enum"]) if self.chance(0.9) else "no-such-word"
        if schema.get("pattern") == "^[0-9]+$":
            return self.some_id(name.removesuffix("s"))
        form = schema.get("format")
        if form == "date":
            return self.random.choice(ODD_DATES) if self.chance(0.3) else f"2026-{self.random.randint(1, 12):02}-{self.random.randint(1, 28):02}"
        if form == "date-time":
            return self.random.choice(ODD_TIMES) if self.chance(0.3) else f"2026-{self.random.randint(11, 12)}-{self.random.randint(1, 28):02}T0{self.random.randint(0, 9)}:00:00Z"
        return self.random.choice(ODD_TEXTS) if self.chance(0.3) else self.random.choice(["新班次", "春季主体班", "office", "甲", "abc"])

    def number(self, schema):
        if self.chance(0.3):
            return self.random.choice(ODD_NUMBERS)
        low = schema.get("minimum", 0)
        return self.random.randint(int(low), int(min(schema.get("maximum", low + 50), low + 50)))

    def value(self, name, schema, depth=0):
        while "$ref" in schema:
            schema = self.schemas[schema["$ref"].rsplit("/", 1)[1]]
        if self.chance(0.03):
            return self.random.choice(ODD_ANYTHING)
        kinds = schema.get("type", "string")
        kind = kinds if isinstance(kinds, str) else self.random.choice([k for k in kinds if k != "null"] + (["null"] if self.chance(0.1) else []))
        if kind == "object":
            needed = schema.get("required", [])
            return {key: self.value(key, inner, depth + 1) for key, inner in schema.get("properties", {}).items()
                    if not inner.get("readOnly") and self.chance(0.95 if key in needed else 0.6)}
        if kind == "array":
            return [self.value(name, schema.get("items", {}), depth + 1) for _ in range(self.random.choice([0, 1, 1, 2, 3]))]
        if kind in ("integer", "number"):
            return self.number(schema)
        return {"null": None, "boolean": self.chance(0.5)}.get(kind, None) if kind in ("null", "boolean") else self.text(name, schema)


def operations(description):
    for path, verbs in description["paths"].items():
        for verb, operation in verbs.items():
            if verb in ("get", "post", "put", "delete") and (verb, path) not in LEFT_OUT:
                yield verb, path, operation


def escaped(value):
    return "".join(f"%{b:02X}" for b in str(value).encode("utf-8", "surrogatepass"))


def target_of(maker, path, operation):
    query = []
    for parameter in operation.get("parameters", []):
        name = parameter["name"]
        if parameter["in"] == "path":
            path = path.replace("{" + name + "}", escaped(maker.value(name, parameter["schema"]) or "1"))
        elif parameter["in"] == "query" and maker.chance(0.25):
            value = maker.value(name, parameter["schema"])
            query.append(f"{name}={escaped(str(value).lower() if isinstance(value, bool) else value)}")
    return path + ("?" + "&".join(query) if query else "")


def body_of(maker, operation):
    content = operation.get("requestBody", {}).get("content", {}).get("application/json")
    return maker.value("", content["schema"]) if content else None


def answer_fault(description, operation, reply):
    """What is wrong with an answer, or None."""
    kind = (reply.header("Content-Type") or "").split(";")[0]
    if reply.status >= 500:
        return "an internal error"
    if reply.status >= 400:
        if kind != "application/problem+json":
            return f"a refusal as {kind}"
        told = reply.json()
        missing = [key for key in ("type", "title", "status", "detail", "code") if not told.get(key)]
        return f"a problem without {missing}" if missing or told["status"] != reply.status else None
    if str(reply.status) not in operation["responses"]:
        return None if reply.status == 304 else f"a status that is not described: {operation['responses'].keys()}"
    content = operation["responses"][str(reply.status)].get("content", {})
    if content and kind not in content:
        return f"{kind} where {list(content)} was described"
    schema = content.get("application/json", {}).get("schema")
    if not schema or kind != "application/json":
        return None
    checker = jsonschema.Draft202012Validator({**schema, "components": description["components"]})
    fault = next(checker.iter_errors(reply.json()), None)
    return fault and f"{'/'.join(map(str, fault.absolute_path))}: {fault.message[:200]}"


def every_operation_answers_as_described(program, city):
    data, url = city.copy()
    running = server.Server(program, data, url)
    people = {login: Person(running.address, login) for login in LOGINS}
    description = people["office"].ask("GET", "/api/v1/openapi.json").json()
    maker, faults, well = Maker(description, 20261125), [], set()
    for login in LOGINS[2:]:
        for verb, path, operation in operations(description):
            if verb == "get" and "{" not in path and path != "/api/v1/openapi.json":
                reply = people[login].ask("GET", path)
                if reply.status == 200 and "json" in (reply.header("Content-Type") or ""):
                    maker.look(reply.json(), path.rstrip("s").rsplit("/", 1)[1] + "_id")
    for turn in range(TRIES):
        for verb, path, operation in operations(description):
            login, target, body = maker.random.choice(LOGINS), target_of(maker, path, operation), body_of(maker, operation)
            reply = people[login].ask(verb.upper(), target, body)
            fault = answer_fault(description, operation, reply)
            if fault:
                faults.append(f"turn {turn}: {login} {verb.upper()} {target[:200]} {json.dumps(body, ensure_ascii=False)[:400]}\n"
                              f"  {reply.status}: {fault}\n  {reply.text()[:300]}")
            elif reply.status < 300:
                well.add((verb, path))
                if "json" in (reply.header("Content-Type") or ""):
                    maker.look(reply.json())
    total = len(list(operations(description)))
    assert not faults, f"{len(faults)} answers are not as described:\n" + "\n".join(faults[:12])
    assert len(well) > total / 3, f"only {len(well)} of {total} operations ever went well"
    problem = running.stop() or verify(program, data, url)
    assert problem is None, problem


main(every_operation_answers_as_described)
