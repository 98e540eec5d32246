package io.github.vaegraph.check;

import java.util.List;

/**
 * What became of one rule.
 *
 * @param details what breaks it, one line each; or why it could not be tested; or what was seen
 */
public record Finding(Rule rule, Verdict verdict, List<String> details) {
  /** How a rule fared. */
  public enum Verdict {
    /** It holds. */
    HOLDS,
    /** It does not. */
    BROKEN,
    /** It could not be tested, which is no fault. */
    UNTESTED
  }

  /** Copies the details. */
  public Finding {
    details = List.copyOf(details);
  }

  static Finding of(Rule rule, List<String> breaches) {
    return new Finding(rule, breaches.isEmpty() ? Verdict.HOLDS : Verdict.BROKEN, breaches);
  }

  static Finding untested(Rule rule, List<String> reasons) {
    return new Finding(rule, Verdict.UNTESTED, reasons);
  }
}
