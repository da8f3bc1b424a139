"""tests/api/scenario/check.py: variables, JSON paths and comparisons."""
import datetime
import json
import re
import uuid

MISSING = object()
NAME = re.compile(r"\{\{\s*([^}]+?)\s*\}\}")
MOVED = re.compile(r"^(today|now)\s*(?:([+-])\s*(\d+)\s*([dhm]?))?$")
COMPARISON = re.compile(r"^(?P<subject>.*?)\s+(?:(?P<op>==|!=|<=|>=|<|>|contains|lacks|matches)\s+(?P<value>.*)"
                        r"|(?P<bare>exists|absent)|as\s+(?P<name>\w+))$")
PART = re.compile(r'\.?([A-Za-z_][\w-]*)|\[(-?\d*)\]|\[([\w.]+)\s*=\s*("[^"]*"|[^\]]+)\]|\."([^"]+)"')


class CheckFailed(Exception):
    pass


def clock_value(name):
    """{{today}}, {{today+7d}}, {{now}}, {{now-2h}}, {{now+90m}}; None for other names. The city's time is UTC+8."""
    found = MOVED.match(name)
    if not found:
        return None
    amount = int((found[2] or "+") + (found[3] or "0"))
    unit = {"d": "days", "h": "hours", "m": "minutes", "": "days"}[found[4] or ""]
    moment = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(**{unit: amount})
    if found[1] == "today":
        return (moment + datetime.timedelta(hours=8)).strftime("%Y-%m-%d")
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def as_text(value):
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def fill(text, variables):
    """Replaces every {{name}}."""
    def one(found):
        name = found[1]
        if name in variables:
            return as_text(variables[name])
        if name == "uuid":
            return str(uuid.uuid4())
        value = clock_value(name)
        if value is None:
            raise CheckFailed(f"nothing has set {{{{{name}}}}}")
        return value
    return NAME.sub(one, text)


def pick(value, index):
    if not isinstance(value, list):
        return MISSING
    if index == "":
        return value
    position = int(index)
    return value[position] if -len(value) <= position < len(value) else MISSING


def find_member(value, key, wanted):
    """The first member of a list whose `key` is `wanted`."""
    if not isinstance(value, list):
        return MISSING
    wanted = literal(wanted)
    return next((m for m in value if walk(m, "." + key) == wanted), MISSING)


def walk(value, path):
    """The value at a path: .a.b[0].c, .items[-1], .items[].id (of every member), .items[login="learner"].id"""
    position = 0
    path = path.strip()
    if path in ("", "."):
        return value
    while position < len(path):
        part = PART.match(path, position)
        if not part:
            raise CheckFailed(f"not a path: {path}")
        position = part.end()
        key, index, member, wanted, quoted = part.groups()
        if key or quoted:
            value = value.get(key or quoted, MISSING) if isinstance(value, dict) else MISSING
        elif member:
            value = find_member(value, member, wanted)
        elif index == "" and position < len(path):
            rest = path[position:]
            return [walk(m, rest) for m in value] if isinstance(value, list) else MISSING
        else:
            value = pick(value, index)
        if value is MISSING:
            return MISSING
    return value


FUNCTIONS = {
    "length": len,
    "keys": lambda v: sorted(v),
    "sum": sum,
    "sort": sorted,
    "unique": lambda v: sorted(set(v)),
    "text": as_text,
}


def evaluate(value, expression):
    """A path and functions after pipes: .items[].hours | sum"""
    path, *names = [p.strip() for p in expression.split("|")]
    value = walk(value, path)
    for name in names:
        if name not in FUNCTIONS:
            raise CheckFailed(f"no function {name}; there are {', '.join(FUNCTIONS)}")
        if value is MISSING:
            return MISSING
        value = FUNCTIONS[name](value)
    return value


def literal(text):
    """JSON, or the bare words themselves."""
    try:
        return json.loads(text)
    except ValueError:
        return text


def same(actual, text):
    """Equal as JSON, or word for word: an id is a string, and {{id}} without quotes is meant as one."""
    return actual == literal(text) or actual == text


def has(actual, text):
    if isinstance(actual, str):
        return as_text(literal(text)) in actual or text in actual
    return any(same(member, text) for member in actual)


def holds(actual, op, text):
    if op in ("==", "!="):
        return same(actual, text) == (op == "==")
    if actual is MISSING:
        return False
    if op in ("contains", "lacks"):
        return has(actual, text) == (op == "contains")
    if op == "matches":
        return re.search(as_text(literal(text)), as_text(actual)) is not None
    expected = literal(text)
    return {"<": lambda: actual < expected, "<=": lambda: actual <= expected,
            ">": lambda: actual > expected, ">=": lambda: actual >= expected}[op]()


def shown(value):
    return "absent" if value is MISSING else json.dumps(value, ensure_ascii=False)[:400]


def compare(text, read, variables):
    """`SUBJECT OP VALUE`, `SUBJECT exists`, `SUBJECT as NAME`; `read` gives a subject's value."""
    found = COMPARISON.match(text)
    if not found:
        raise CheckFailed(f"not a check: {text}")
    actual = read(fill(found["subject"], variables))
    if found["name"]:
        if actual is MISSING:
            raise CheckFailed("absent, so it cannot be kept")
        variables[found["name"]] = actual
    elif found["bare"]:
        if (actual is not MISSING) != (found["bare"] == "exists"):
            raise CheckFailed(f"is {shown(actual)}")
    else:
        try:
            good = holds(actual, found["op"], fill(found["value"], variables))
        except TypeError:
            good = False
        if not good:
            raise CheckFailed(f"is {shown(actual)}")
