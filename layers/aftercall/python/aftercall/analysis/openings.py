"""How turns and clauses begin before what they are about: "okay so please"."""

LEAD = (
    r"(?:(?:and|but|so|okay|ok|oh|well|yes|yeah|please|also|then|actually|just|alright|all right|look|fine"
    r"|sure"
    r"|right|no|perfect|great|yep|in that case)[, ]+)*"
)
