"""How something of moto's is replaced: where it is not there any more, with another version of moto, the server does not start."""


def repair(owner, name, replacement):
    """Answers with what was there. `owner`: a class or a module."""
    if name not in vars(owner):
        raise AttributeError(f"moto has no {owner.__name__}.{name}, which is repaired here: look at what it does now")
    # As it is called, without a `staticmethod` around it.
    before = getattr(owner, name)
    setattr(owner, name, staticmethod(replacement) if isinstance(vars(owner)[name], staticmethod) else replacement)
    return before
