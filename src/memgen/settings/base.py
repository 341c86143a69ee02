"""What all sections of the configuration share."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, model_validator

PositiveFloat = Annotated[float, Field(gt=0, allow_inf_nan=False)]
Load = Annotated[float, Field(gt=0, le=2, description="alpha = log P / N")]
Aspect = Annotated[float, Field(gt=0, le=4, description="alpha_D = D / N")]
Count = Annotated[int, Field(ge=1)]
Draws = Annotated[int, Field(ge=2, description="an error bar needs two draws or more")]


class Section(BaseModel):
    """A part of the configuration: immutable, and closed to unknown keys."""

    model_config = ConfigDict(extra="forbid", frozen=True, validate_default=True)

    @model_validator(mode="after")
    def _lists_name_points_once(self) -> "Section":
        for name in type(self).model_fields:
            value = getattr(self, name)
            if isinstance(value, list) and not value:
                raise ValueError(f"{name} is empty: name one value or more.")
            if isinstance(value, list) and len(set(value)) < len(value):
                raise ValueError(f"{name} = {value} names a value twice: leave it once.")
            if name.endswith("_range") and not value[0] < value[1]:
                raise ValueError(f"{name} = {list(value)}: the first must be below the second.")
        return self
