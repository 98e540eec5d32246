package io.github.vaegraph.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vaegraph.data.Binarization;
import io.github.vaegraph.data.DatasetSummary;
import io.github.vaegraph.model.ModelConfig;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class AdviceTest {
  private static final ModelConfig BERNOULLI = TinyTraining.model("bernoulli", Optional.empty());
  private static final ModelConfig LEARNED = TinyTraining.model("gaussian", Optional.of("learned"));

  private static List<String> ofData(
      boolean binary, int brightest, int constant, ModelConfig model, Binarization binarization) {
    return Advice.ofData(
        new DatasetSummary("", binary, 256, brightest, constant, new float[16]),
        model,
        binarization);
  }

  @Test
  void fewLevelsUnderALikelihoodOf256AreSaid() {
    ModelConfig categorical = TinyTraining.model("categorical", Optional.empty());
    for (int levels : new int[] {2, 16, 64, 65}) {
      List<String> advice =
          Advice.ofData(
              new DatasetSummary("", levels == 2, levels, 255, 0, new float[16]),
              categorical,
              Binarization.NONE);
      if (levels > 64) {
        assertThat(advice).isEmpty();
      } else {
        assertThat(advice)
            .singleElement()
            .asString()
            .startsWith("the pixels have " + levels + " of the 256 levels");
      }
    }
    assertThat(ofData(false, 255, 0, categorical, Binarization.DYNAMIC))
        .singleElement()
        .asString()
        .isEqualTo(
            "binary pixels under a categorical:256 likelihood: its 256 levels say little about them");
  }

  @Test
  void ordinaryDataNeedNoAdvice() {
    assertThat(ofData(false, 255, 3, BERNOULLI, Binarization.DYNAMIC)).isEmpty();
    assertThat(ofData(true, 255, 3, BERNOULLI, Binarization.NONE)).isEmpty();
    assertThat(ofData(false, 255, 0, LEARNED, Binarization.NONE)).isEmpty();
  }

  @Test
  void greyUnderBernoulliAndBinaryUnderGaussianAreSaid() {
    assertThat(ofData(false, 255, 0, BERNOULLI, Binarization.NONE))
        .singleElement()
        .asString()
        .startsWith("grey pixels under a Bernoulli likelihood");
    assertThat(ofData(false, 255, 0, LEARNED, Binarization.DYNAMIC))
        .singleElement()
        .asString()
        .startsWith("binary pixels under a gaussian:learned likelihood");
  }

  @Test
  void zerosAndOnesInAFileOfBytesAreTooDark() {
    assertThat(ofData(false, 1, 0, BERNOULLI, Binarization.DYNAMIC))
        .singleElement()
        .asString()
        .contains("do not fill [0, 1]", "1 of 255", "maxValue(...)");
  }

  /** Cycles of 5 epochs come to 0.32, 0.72, 1, 1 and 1 of their peak at the ends of these. */
  @Test
  void patienceThatIsShorterThanACyclesGrowthIsSaid() {
    TrainingConfig cyclical = TinyTraining.config(20, 0.01, "cycles:1,4", 0);
    assertThat(
            Advice.ofSettings(
                BERNOULLI, cyclical.endingBy(Optional.of(2), Optional.empty()), 25, 5))
        .singleElement()
        .asString()
        .contains("falls below its peak for up to 2 epochs", "try patience(3)");
    assertThat(
            Advice.ofSettings(
                BERNOULLI, cyclical.endingBy(Optional.of(3), Optional.empty()), 25, 5))
        .isEmpty();
    TrainingConfig ramp = TinyTraining.config(20, 0.01, "ramp:1,10", 0);
    assertThat(Advice.ofSettings(BERNOULLI, ramp.endingBy(Optional.of(1), Optional.empty()), 25, 5))
        .isEmpty();
  }

  @Test
  void constantPixelsMatterToALearnedSigma() {
    assertThat(ofData(false, 255, 3, LEARNED, Binarization.NONE))
        .singleElement()
        .asString()
        .startsWith("3 of 16 pixel values never change");
  }

  @Test
  void imagesThatAreAllTheSameTeachNothing() {
    assertThat(ofData(false, 255, 16, BERNOULLI, Binarization.DYNAMIC))
        .containsExactly("all training images are the same: there is nothing to learn");
  }
}
