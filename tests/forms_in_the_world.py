"""What happens to a form outside the computer: printed, filled in, stamped, photographed."""

from anzhu.ops.demo.drawing import (
    Filled,
    contract,
    filled,
    id_in_hand,
    photographed,
    portrait,
    rasterised,
)

__all__ = ["Filled", "contract", "filled", "id_in_hand", "photographed", "portrait", "rasterised"]
