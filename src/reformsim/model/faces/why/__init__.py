"""Why an actor did what it did in a year: what was open, by which terms, what the others said, what came of it."""

from reformsim.model.faces.why.asking import ACTORS, Explanation, asked
from reformsim.model.faces.why.decision import Decision, Phrase, Said, Term, Way
from reformsim.model.faces.why.looking import why

__all__ = ["ACTORS", "Decision", "Explanation", "Phrase", "Said", "Term", "Way", "asked", "why"]
