from memgen.site.reference import grouped, places, rooms


def test_every_public_module_has_its_place(root):
    known = places(rooms(root))
    for path in (root / "src/memgen").rglob("*.py"):
        parts = path.relative_to(root / "src").with_suffix("").parts
        if parts[-1] == "__init__":
            parts = parts[:-1]
        if not any(part.startswith("_") for part in parts):
            assert ".".join(parts) in known
    assert known["memgen.theory.manifold.times"].startswith("theory_manifold.html#memgen.theory")


def test_rooms_say_what_they_have(root):
    told = rooms(root)
    assert len({room.file for room in told}) == len(told)
    assert all(room.says for room in told)
    groups = grouped(told)
    assert sum(map(len, groups.values())) == len(told)
    assert "theory.capacity" in {room.name for room in groups["The library"]}
