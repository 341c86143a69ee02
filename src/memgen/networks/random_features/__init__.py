"""The random-feature score model s_A(x) = (A / sqrt p) sigma(W x / sqrt d) at finite size."""
