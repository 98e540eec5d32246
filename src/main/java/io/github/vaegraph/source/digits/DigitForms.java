package io.github.vaegraph.source.digits;

import io.github.vaegraph.data.CountedNoise;
import java.util.Arrays;
import java.util.List;

/**
 * The ways people write the ten digits, as strokes in a box of 100 x 100, y downwards. A form reads
 * as {@link Stroke#parse}, its strokes divided by a slash.
 */
final class DigitForms {
  private static final List<List<List<Stroke>>> FORMS =
      List.of(
          digit(
              // closed at the top
              "54,3 28,14 13,48 25,86 50,97 76,84 88,48 75,14 50,2 42,5",
              // closed with an overlap, the end inside
              "62,8 36,6 15,36 18,75 45,97 75,82 87,45 75,12 52,4 36,14",
              // begun at the side
              "20,28 12,60 30,94 60,96 84,66 82,24 58,2 32,12 18,34"),
          digit(
              // a bare line
              "52,0 50,50 48,100",
              // with a flag
              "32,24 44,14 56,0! 55,50 54,100",
              // with a flag and a foot
              "33,21 44,13 54,0! 52,98 / 28,99 52,98 78,98"),
          digit(
              // a corner at the foot
              "14,26 24,8 50,1 76,10 82,30 66,56 38,80 10,98! 50,97 90,96",
              // a loop at the foot
              "14,24 28,5 56,1 78,16 76,42 54,70 26,95 10,91 16,79 36,80 62,95 92,90",
              // a straight neck and a wavy foot
              "14,20 32,4 60,4 76,22 62,50 12,97! 40,92 64,97 90,91"),
          digit(
              // two bows
              "14,14 36,1 66,4 78,22 66,42 40,47! 70,53 84,74 68,94 38,99 12,86",
              // a flat roof
              "16,4 50,4 82,3! 60,22 42,40! 68,44 84,66 72,90 44,99 12,88",
              // a curl at the waist
              "16,16 40,1 70,8 74,30 54,46 38,49 46,42 70,54 82,74 66,95 38,99 12,86"),
          digit(
              // open, in right angles
              "22,2 18,30 14,58! 50,57 90,54 / 70,4 68,50 64,100",
              // closed
              "64,2 38,34 10,68! 50,66 92,64 / 64,2 64,50 62,100",
              // open and round
              "24,4 14,34 22,54 48,56 80,44 / 82,4 76,50 68,100"),
          digit(
              // the roof drawn last
              "26,4 22,42! 46,36 76,46 84,70 66,94 38,99 12,88 / 26,4 54,4 84,2",
              // in one go
              "84,3 52,4 28,6! 22,44! 50,38 80,54 80,82 50,99 14,90",
              // round like an S
              "84,5 54,3 30,8 25,36 50,44 76,58 80,80 58,97 34,98 12,88"),
          digit(
              // a round back
              "72,2 44,18 22,48 16,76 34,97 64,97 82,78 70,58 44,56 20,74",
              // a straight back
              "56,0 34,32 18,66 26,92 50,99 76,90 78,70 58,58 34,64 20,80",
              // a hooked head
              "80,10 62,1 38,14 18,50 22,84 48,99 76,88 82,66 62,52 36,58 20,74"),
          digit(
              // plain
              "4,1 46,2 87,5! 62,44 40,100",
              // with a bar
              "4,2 46,3 87,5! 62,46 42,100 / 40,57 76,53",
              // with a tick at the roof and a bent leg
              "7,15 9,0! 89,5! 66,36 52,66 44,100"),
          digit(
              // in one go, from the upper right
              "76,14 52,1 26,10 24,32 50,48 78,66 80,88 50,99 20,88 22,66 50,48 74,30 78,12",
              // two rings
              "52,1 28,8 25,30 50,46 76,30 73,8 50,1 44,3 / 50,46 22,60 18,84 48,99 80,86 80,62 52,46",
              // in one go, from the waist
              "50,48 26,30 30,8 54,1 76,14 70,36 48,50 20,70 26,92 52,99 78,88 76,66 48,46"),
          digit(
              // a straight leg
              "78,22 60,3 30,6 16,30 32,50 60,46 78,22! 76,60 70,100",
              // a round leg
              "78,24 58,2 28,10 20,36 42,52 68,42 79,20 82,56 68,90 42,99 22,90",
              // a long slanting leg
              "74,10 46,2 20,18 22,44 48,52 72,34 78,8! 72,54 54,100"));

  private DigitForms() {}

  /** One of the digit's forms, each as likely. */
  static List<Stroke> draw(int digit, CountedNoise noise) {
    List<List<Stroke>> forms = FORMS.get(digit);
    return forms.get(noise.below(forms.size()));
  }

  private static List<List<Stroke>> digit(String... forms) {
    return Arrays.stream(forms)
        .map(form -> Arrays.stream(form.split("/", -1)).map(Stroke::parse).toList())
        .toList();
  }
}
