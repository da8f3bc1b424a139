"""tests/system/api_guide_test.py: what docs/api.md and docs/api.zh-CN.md tell to type works, and says what they promise.

The ```sh blocks of a guide run in order in one bash against a fresh demo city, then the ```python ones. Each block has to
end well, and what follows "# →" has to stand in what it printed, in that order; "…" there stands for anything.
"""
import os
import pathlib
import re
import subprocess

from program import ROOT, main, server

GUIDES = ["api.md", "api.zh-CN.md"]
BLOCK = re.compile(r"^```(sh|python)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
PROMISE = "# → "
END = "@@ end of block"


def blocks_of(guide):
    found = BLOCK.findall((ROOT / "docs" / guide).read_text("utf-8"))
    assert found, f"{guide} has no blocks"
    return found


def promised(text):
    """The pieces that a block promises, in their order."""
    lines = [line[len(PROMISE):] for line in text.splitlines() if line.startswith(PROMISE)]
    return [piece for line in lines for piece in line.split("…") if piece]


def check(guide, text, output):
    at = 0
    for piece in promised(text):
        place = output.find(piece, at)
        assert place >= 0, f"{guide}: “{piece}” is missing in the output of\n{text}\nwhich printed\n{output}"
        at = place + len(piece)


def run(command, text, place, base):
    done = subprocess.run(command, input=text, cwd=place, env={**os.environ, "BASE": base}, capture_output=True, text=True,
                          timeout=120, check=False)
    assert done.returncode == 0, f"ended with {done.returncode}:\n{done.stdout[-3000:]}\n{done.stderr}"
    return done.stdout


def follow(program, city, guide):
    data, url = city.copy()
    running = server.Server(program, data, url)
    base = "http://%s:%d" % running.address
    place = pathlib.Path(data).with_suffix(".typed")
    place.mkdir()
    shell = [text for language, text in blocks_of(guide) if language == "sh"]
    typed = "".join(f"{text}\necho '{END}'\n" for text in shell)
    printed = run(["bash", "-euo", "pipefail", "-s"], typed, place, base).split(END)
    for text, output in zip(shell, printed):
        check(guide, text, output)
    for language, text in blocks_of(guide):
        if language == "python":
            check(guide, text, run(["/usr/bin/python3", "-"], text, place, base))
    problem = running.stop()
    assert problem is None, problem


def check_same(english, chinese):
    assert english == chinese, [pair for pair in zip(english, chinese) if pair[0] != pair[1]]
    assert sum(len(promised(text)) for _, text in english) > 40, "the guides promise hardly anything"


def guides_on(city):
    """One guide on each database, as their commands are the same; both where there is only SQLite."""
    if not os.environ.get("TONGKE_TEST_PG"):
        return GUIDES
    return GUIDES[1:] if city.url else GUIDES[:1]


def what_the_guides_tell_to_type_works_and_is_the_same_in_both_languages(program, city):
    check_same(*map(blocks_of, GUIDES))
    for guide in guides_on(city):
        follow(program, city, guide)


main(what_the_guides_tell_to_type_works_and_is_the_same_in_both_languages)
