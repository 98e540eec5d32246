package io.github.vaegraph.report;

import java.util.Optional;

/** A number with what it is. */
record Figure(String label, String value, Optional<String> unit, String meaning) {}
