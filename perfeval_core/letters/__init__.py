"""整改通知: the findings of one report as a letter to the unit, through a Word template that a bureau can edit."""

from perfeval_core.letters.compose import compose
from perfeval_core.letters.model import Letter
from perfeval_core.letters.render import TemplateBroken, render

__all__ = ["Letter", "TemplateBroken", "compose", "render"]
