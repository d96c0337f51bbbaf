"""Write the expected outcomes of all shipped scenarios anew, and say what changed.

Run ``python -m tests.golden.update`` in the project's folder after a change that is meant to change outcomes
(a parameter, a rule, a figure of the territory), and commit ``scenarios/expected/``, ``docs/effects.md`` and
``tests/golden/effects.json`` with that change.
"""

from __future__ import annotations

from reformsim.scenario import shipped_scenarios
from tests.golden.outcomes import differences, expected_file, read, write
from tests.golden.sources import PAGE, update


def main() -> None:
    """Update the expected outcomes of every shipped scenario."""
    names = shipped_scenarios()
    for name in names:
        before = read(name) if expected_file(name).exists() else {}
        path = write(name)
        changed = differences(before, read(name))
        print(f"{path.parent.name}/{path.name}: {f'{len(changed)} changed' if before else 'new'}")
        for line in changed if before else []:
            print(f"  {line}")
    for stale in sorted(set(expected_file("x").parent.glob("*.json")) - {expected_file(n) for n in names}):
        stale.unlink()
        print(f"{stale.name}: removed, there is no such scenario")
    update()
    print(PAGE.name)


if __name__ == "__main__":
    main()
