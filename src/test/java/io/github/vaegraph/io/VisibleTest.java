package io.github.vaegraph.io;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class VisibleTest {
  /** Characters by their numbers, as no editor shows them. */
  @ParameterizedTest
  @ValueSource(
      ints = {
        0x00, 0x07, 0x08, 0x1b, 0x7f, 0x80, 0x9b, 0x9f, 0xad, 0x61c, 0x180e, 0x200b, 0x200c, 0x200d,
        0x200e, 0x200f, 0x202a, 0x202e, 0x2060, 0x2066, 0x2069, 0xfeff, 0xfff9, 0xd800, 0xdfff
      })
  void whatTerminalsObeyOrHideIsEscaped(int code) {
    String text = "a" + (char) code + "b";
    assertThat(Visible.line(text)).isEqualTo("a\\u%04xb".formatted(code));
    assertThat(Visible.lines(text)).isEqualTo("a\\u%04xb".formatted(code));
  }

  @Test
  void charactersOfTwoHalvesAreEscapedAsJsonDoes() {
    assertThat(Visible.line(new StringBuilder("a").appendCodePoint(0xe0041).toString()))
        .isEqualTo("a\\udb40\\udc41");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\u00e9\u00e8 \u00fc \u00df", // Latin
        "\u4e2d\u6587 \u65e5\u672c\u8a9e \ud55c\uad6d\uc5b4",
        "\u0645\u0631\u062d\u0628\u0627 \u0664\u0662 \u0600\u0661", // Arabic, with its sign of
        // numbers
        "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645", // Persian, with a joiner
        "\u05e9\u05dc\u05d5\u05dd \u0928\u092e\u0938\u094d\u0924\u0947",
        "\ud83d\ude00 \ud83d\udc68\u200d\ud83d\udc69\u200d\ud83d\udc67 \u2764\ufe0f", // signs,
        // joined
        "C:\\users\\name $1 %s \u20ac \u2026 \u2013 \ue000"
      })
  void lettersAndSignsOfAllLanguagesStay(String text) {
    assertThat(Visible.line(text)).isEqualTo(text);
    assertThat(Visible.lines(text)).isEqualTo(text);
  }

  @Test
  void breaksAreSpacesInALineAndStayInSeveral() {
    assertThat(Visible.line("a\r\n\tb\u0085c\u2028d\u2029e")).isEqualTo("a b c d e");
    assertThat(Visible.lines("a\n\tb\u2028c\td\n\ne")).isEqualTo("a\n\tb c d\n\ne");
  }

  @ParameterizedTest
  @CsvSource({
    "http://user:secret@host:8501/x, http://***@host:8501/x",
    "'at HTTPS://user@host, said', 'at HTTPS://***@host, said'",
    "https://a:se@cret@host, https://***@host",
    "http:/user:secret@host, http:/***@host",
    "http://host/a@b, http://host/a@b",
    "mail@host, mail@host"
  })
  void passwordsOfAddressesAreLeftOut(String text, String shown) {
    assertThat(Visible.line(text)).isEqualTo(shown);
  }
}
