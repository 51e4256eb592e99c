"""The one base of all published shapes."""

from pydantic import BaseModel, ConfigDict


class Frozen(BaseModel):
    """An immutable value that turns into JSON and back without loss; unknown fields are an error."""

    model_config = ConfigDict(frozen=True, extra="forbid")
