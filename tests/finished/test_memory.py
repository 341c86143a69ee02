"""What memory the rules of a run needed: from its benchmarks, kept in the gallery."""

from memgen.finished import memory

TABLE = "manifold_memorization_potential"


def test_the_largest_job_of_a_rule_counts(small):
    run = small.run()
    small.took(run, TABLE, 2.0, 4.0, 3.0)
    found = memory.measure(small.root / run.results / "benchmarks").set_index("rule")["mb"]
    assert found[TABLE] == 400
    path = small.root / run.results / f"benchmarks/manifold_memorization/{TABLE}/0.tsv"
    path.write_text("s\tmax_rss\tcpu_time\n0.1\tNA\tNA\n")
    path.with_name("1.tsv").write_text("s\tcpu_time\n0.1\t0.1\n")
    found = memory.measure(small.root / run.results / "benchmarks").set_index("rule")["mb"]
    assert found[TABLE] == 300


def test_measured_rules_replace_what_was_known_of_them(small):
    run, other = small.run(), small.run("tiny")
    path = small.root / memory.FILE
    path.write_text(f"run,rule,mb\nlaptop,all_claims,90\nlaptop,gone,80\nlaptop,{TABLE},70\n")
    small.took(run, TABLE, 5.0)
    small.took(run, "not_a_rule", 3.0)
    memory.write(small.root, run)
    memory.write(small.root, other)
    again = memory.read(small.root).set_index(["run", "rule"])["mb"]
    assert again.to_dict() == {
        ("laptop", "all_claims"): 90,
        ("laptop", "figure"): 400,
        ("laptop", TABLE): 500,
    }
