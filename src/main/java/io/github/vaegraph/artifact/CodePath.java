package io.github.vaegraph.artifact;

/** The way from one code to another, z(t) for t from 0 to 1. */
public enum CodePath {
  /** The straight line. */
  LINEAR("through the latent space") {
    @Override
    void fill(float[] start, float[] end, double t, float[] codes, int at) {
      // z(t) = (1 - t) z_0 + t z_1
      mix(1 - t, start, t, end, codes, at);
    }
  },

  /**
   * The arc of a circle around 0, or of a spiral where the ends are not equally far from it
   * (Shoemake 1985; White 2016, Sampling Generative Networks): the codes of N(0, I) in many
   * dimensions lie near a sphere, and straight lines lead through the inside, where there are none.
   * Between codes of one direction, or of opposite ones, which no arc is the shortest between, it
   * is the straight line.
   */
  SPHERICAL("around the middle of the latent space") {
    @Override
    void fill(float[] start, float[] end, double t, float[] codes, int at) {
      // z(t) = { sin((1 - t) w) z_0 + sin(t w) z_1 } / sin w,  cos w = z_0 . z_1 / |z_0| |z_1|
      double lengths = Math.sqrt(product(start, start) * product(end, end));
      double angle = Math.acos(Math.max(-1, Math.min(1, product(start, end) / lengths)));
      double sine = Math.sin(angle);
      if (sine > 1e-6) { // which NaN, the angle to 0, is not
        mix(Math.sin((1 - t) * angle) / sine, start, Math.sin(t * angle) / sine, end, codes, at);
      } else {
        LINEAR.fill(start, end, t, codes, at);
      }
    }
  };

  private final String says;

  CodePath(String says) {
    this.says = says;
  }

  /** Where it leads through, for people. */
  String says() {
    return says;
  }

  /**
   * Writes z(t) into some codes.
   *
   * @param start z(0) [L]
   * @param end z(1) [L]
   * @param at where in the codes
   */
  abstract void fill(float[] start, float[] end, double t, float[] codes, int at);

  private static void mix(double a, float[] x, double b, float[] y, float[] codes, int at) {
    for (int i = 0; i < x.length; i++) {
      codes[at + i] = (float) (a * x[i] + b * y[i]);
    }
  }

  private static double product(float[] x, float[] y) {
    double sum = 0;
    for (int i = 0; i < x.length; i++) {
      sum += (double) x[i] * y[i];
    }
    return sum;
  }
}
