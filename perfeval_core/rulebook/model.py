"""The rulebook in memory: packs (计分规则包), rule cards (规则卡), and the set of both that is in force on a day."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal, TypeVar, get_args

from pydantic import BeforeValidator, Field, ValidationInfo, field_validator, model_validator

from perfeval_core.domain.base import Frozen
from perfeval_core.domain.findings import Certainty, Level, Severity, Sureness
from perfeval_core.domain.numbers import dec
from perfeval_core.domain.quantity import Attainment, Operator
from perfeval_core.domain.reference import OfficialFigures


def _number(text: Any) -> Any:
    """A number of the rulebook passes the same door as a number of a document."""
    if isinstance(text, Decimal):
        return text
    value = dec(text) if isinstance(text, str) else None
    if value is None:
        raise ValueError(f"{text!r} is not a number written as a string")
    return value


Number = Annotated[Decimal, BeforeValidator(_number)]

UNKNOWN = "unknown"
"""What the rulebook writes where a region's rule has not been seen. It is never read "as national"."""

PUBLISHED_PLACES = 2
"""Decimals of published points where a pack does not say how it rounds."""

Anything = TypeVar("Anything")
OrUnknown = Annotated[Anything | None, BeforeValidator(lambda value: None if value == UNKNOWN else value)]
"""A value, or ``None`` where the rulebook says ``unknown``. Leaving the field out is an error."""

DivisionCode = Annotated[str, Field(pattern=r"^\d{2}(\d{2}){0,2}(\d{3}){0,2}$")]
"""An administrative division code (行政区划代码), or its leading digits: 42 is Hubei and everything in it."""

Topic = Literal["weights", "execution", "quantity", "quality", "grades", "rounding"]
"""What a pack has a clause for; a card may rest on the pack's clause instead of one of its own."""


UNVERIFIED = "〔条文待核〕"


class Citation(Frozen):
    """The clause that a rule or a parameter rests on. ``verified``: its wording was seen in the original."""

    instrument: str
    clause: str
    quote: str
    url: str | None = None
    verified: bool

    def __str__(self) -> str:
        mark = "" if self.verified else UNVERIFIED
        return f"{self.instrument} {self.clause}{mark}"


class Effective(Frozen):
    """From which day to which (``None``: still) something is in force."""

    since: date
    until: date | None = None

    def covers(self, on: date | None) -> bool:
        """Whether the day ``on`` lies within; ``None`` asks for what has no end yet."""
        if on is None:
            return self.until is None
        return self.since <= on and (self.until is None or on <= self.until)


class Weights(Frozen):
    """Weights (权重) of budget execution and of the level-1 indicators.

    ``level1`` lists the divisions that are allowed, each keyed by 产出, 效益, 满意度, 成本; ``效益+满意度`` is a sum of
    two. An empty list leaves the division to the unit.
    """

    total: Number
    execution: Number
    level1: tuple[dict[str, Number], ...]


class Band(Frozen):
    """The share of the weight that one quality word allows; the lower end always belongs to it."""

    low: Number
    high: Number
    high_included: bool


class Grade(Frozen):
    """A grade (评价等级) and the lowest total that earns it."""

    word: str
    at_least: Number


class Execution(Frozen):
    """How budget execution (预算执行率) is scored; a rate under ``reason_below`` has to be explained."""

    method: OrUnknown[str]
    reason_below: Number | None = None


class WarningLights(Frozen):
    """The platform's warning lights (预警灯): red above a relative gap, yellow above an unspent share of the budget."""

    red_gap: Number
    yellow_unspent: Number


class Pack(Frozen):
    """One scoring pack: all parameters and method names that apply on one day. ``None`` is what is unknown.

    ``methods`` binds each operator to the name of a scoring method; ``pass_share`` is the share of the target below
    which a method with a pass threshold (及格门槛) gives nothing. Without ``strict_operators`` a target of ``<`` or
    ``>`` is met by its own limit. ``target_compared`` says which target counts where the initial one (年初指标值) and
    the adjusted one differ. From ``overshoot_from`` times the target on, points are to be reduced by an amount that no
    rule gives (``none``: no such demand). ``grades`` run from best to worst; unknown, there are none.
    """

    id: str
    title: str
    verified: bool
    effective: Effective
    jurisdictions: tuple[DivisionCode, ...]
    weights: Weights
    execution: Execution
    methods: dict[Operator, OrUnknown[str]]
    pass_share: Number | None = None
    strict_operators: OrUnknown[bool]
    target_compared: OrUnknown[Literal["initial", "adjusted"]]
    overshoot_from: OrUnknown[Number | Literal["none"]]
    bands: OrUnknown[dict[Attainment, Band]]
    grades: Annotated[tuple[Grade, ...], BeforeValidator(lambda value: () if value == UNKNOWN else value)]
    decimals: OrUnknown[Number]
    warning_lights: WarningLights
    citations: dict[Topic, Citation]

    @field_validator("methods", "bands", "citations")
    @classmethod
    def _complete(cls, value: dict[Any, Any] | None, field: ValidationInfo) -> dict[Any, Any] | None:
        """Nothing may be left out by oversight: what is not known is written as unknown."""
        wanted = {"methods": tuple(Operator), "bands": tuple(Attainment), "citations": get_args(Topic)}
        missing = [key for key in wanted[str(field.field_name)] if key not in (value or {})]
        if value is not None and missing:
            raise ValueError(f"nothing is said about {', '.join(missing)}; write {UNKNOWN} if it is not known")
        return value

    @property
    def places(self) -> int:
        """To how many decimals a line is rounded (四舍五入); unknown, the two that results are published with."""
        return PUBLISHED_PLACES if self.decimals is None else int(self.decimals)

    @property
    def grade_words(self) -> tuple[str, ...]:
        """The words that are grades, from best to worst."""
        return tuple(grade.word for grade in self.grades)

    @property
    def unknown(self) -> tuple[str, ...]:
        """The names of all fields that are unknown; such a pack is never chosen by itself."""
        fields: dict[str, Any] = {"execution.method": self.execution.method}
        fields |= {f"methods.{operator}": method for operator, method in self.methods.items()}
        fields |= {name: getattr(self, name) for name in _MAY_BE_UNKNOWN}
        fields |= {"grades": self.grades or None}
        return tuple(name for name, value in fields.items() if value is None)


_MAY_BE_UNKNOWN = ("strict_operators", "target_compared", "overshoot_from", "bands", "decimals")


class Expected(Frozen):
    """A finding that an example must give; only the fields that are written are compared."""

    indicator: str | None = None
    field: str | None = None
    stated: str | None = None
    expected: str | None = None
    severity: Severity | None = None
    sureness: Sureness | None = None


class Example(Frozen):
    """One example of a rule: a few cells of a report, and what the rule must find in them under ``pack``.

    ``report`` holds the fields of a filing that matter; the rest is filled in. ``outcome`` ``pass`` and
    ``not_applicable`` both mean no finding: the line is right, or the definition does not clearly apply to it.
    ``reference`` holds the amounts of the official row that the report is held against, if the example needs one.
    """

    outcome: Literal["fail", "pass", "not_applicable"]
    why: str
    pack: str = "mof-2020-10"
    report: dict[str, Any]
    reference: dict[str, str] | None = None
    finds: tuple[Expected, ...] = ()


class HowSure(Frozen):
    """How sure findings of a judgement rule are (把握程度), unless the rule says otherwise of one of them.

    ``why`` tells a reviewer what may explain the same sight innocently, and what the rule demands before it speaks.
    """

    level: Sureness
    why: str = Field(min_length=10)


class Card(Frozen):
    """One rule card: everything about a rule but its function.

    ``scope`` says whether the function sees one report or several, ``levels`` over which several reports it is run;
    ``applies_to`` lists forms, ``*`` is every form.
    ``message`` is filled from the evidence. ``caused_by`` names the rules (``SC201``, or one field of a rule,
    ``SC301.points``) whose findings in the same report lead to this one's.
    """

    id: str = Field(pattern=r"^[A-Z]{2}[1-9]\d{2}$")
    kind: str
    title: str
    severity: Severity
    certainty: Certainty
    sureness: HowSure | None = None
    scope: Literal["report", "portfolio"] = "report"
    levels: tuple[Level, ...] = ()
    applies_to: tuple[str, ...] = Field(min_length=1)
    effective: Effective
    citations: tuple[Citation, ...] = Field(min_length=1)
    params: dict[str, str] = Field(default_factory=dict)
    caused_by: tuple[str, ...] = ()
    message: str
    fix_hint: str
    examples: tuple[Example, ...] = Field(min_length=3)

    @model_validator(mode="after")
    def _has_levels(self) -> "Card":
        if bool(self.levels) != (self.scope == "portfolio"):
            raise ValueError("a rule over several reports, and no other, says over which (levels)")
        return self

    @model_validator(mode="after")
    def _is_as_sure_as_it_says(self) -> "Card":
        if (self.sureness is None) == (self.certainty == "judgement"):
            raise ValueError("a rule of judgement, and no other, says how sure it is and why (sureness)")
        return self

    def how_sure(self, said: Sureness | None) -> Sureness | None:
        """How sure a finding is of which the rule itself says ``said``; ``None`` for a certain rule."""
        return None if self.sureness is None else said or self.sureness.level

    @property
    def citation(self) -> str:
        """The citations as one line."""
        return "；".join(str(citation) for citation in self.citations)

    def applies(self, form: str) -> bool:
        """Whether the rule is meant for this form."""
        return "*" in self.applies_to or form in self.applies_to


class Change(Frozen):
    """One field of a pack or a card that an overlay (地方补充) changed, and why; ``switch_off`` is a field too."""

    overlay: str
    target: str
    field: str
    value: str
    why: str
    since: date


class RuleSet(Frozen):
    """A pack and the cards in force on one day, overlays applied. The hashes follow from their content alone.

    ``reference`` is the official row (财政口径数据) of the report that the rules are for, if the bureau has one.
    """

    pack: Pack
    cards: tuple[Card, ...]
    changes: tuple[Change, ...] = ()
    pack_hash: str
    hash: str
    reference: OfficialFigures | None = None

    def card(self, rule: str) -> Card:
        """The card with the id ``rule``; ``KeyError`` if it is not in force."""
        for card in self.cards:
            if card.id == rule:
                return card
        raise KeyError(rule)
