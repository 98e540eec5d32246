package io.github.vaegraph.signature;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vaegraph.data.ImageShape;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class SignaturesTest {
  /** Where people read the table. */
  private static final Path DOCUMENT = Path.of("src/site/markdown/serving.md");

  private static final Path SOURCES = Path.of("src", "main", "java");
  private static final ImageShape SHAPE = new ImageShape(4, 3, 2);
  private static final Set<Trait> UNCONDITIONAL = EnumSet.complementOf(EnumSet.of(Trait.LABEL));

  @Test
  void theDocumentShowsThisTable() throws IOException {
    List<String> lines = Files.readAllLines(DOCUMENT);
    int head = lines.indexOf(MarkdownTable.HEAD.get(0));
    assertThat(head).as("the table's head in %s", DOCUMENT).isNotNegative();
    assertThat(lines.subList(head + 1, lines.size()).stream().takeWhile(l -> l.startsWith("|")))
        .containsExactlyElementsOf(
            Stream.concat(
                    MarkdownTable.HEAD.stream().skip(1),
                    MarkdownTable.rows(Signatures.of(new ModelForm(SHAPE, 5, UNCONDITIONAL)))
                        .stream())
                .toList());
  }

  @Test
  void whatAConditionalModelIsAskedTakesALabel() {
    assertThat(Signatures.of(new ModelForm(SHAPE, 5, EnumSet.allOf(Trait.class))))
        .allSatisfy(signature -> assertThat(signature.takes()).contains(Signatures.LABEL));
  }

  @Test
  void nothingElseNamesASignature() throws IOException {
    List<String> literals =
        Signatures.ALL.stream().map(signature -> '"' + signature.name() + '"').toList();
    try (Stream<Path> files = Files.walk(SOURCES)) {
      List<Path> naming =
          files
              .filter(file -> file.toString().endsWith(".java"))
              .filter(file -> literals.stream().anyMatch(text(file)::contains))
              .toList();
      assertThat(naming).extracting(Path::getFileName).containsExactly(Path.of("Signatures.java"));
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void namesAreThoseOfOneSignatureAndOnePartEach() {
    assertThat(Signatures.ALL).extracting(Signature::name).doesNotHaveDuplicates();
    for (Signature signature : Signatures.ALL) {
      assertThat(signature.takes()).isNotEmpty().extracting(Part::name).doesNotHaveDuplicates();
      assertThat(signature.returns()).isNotEmpty().extracting(Part::name).doesNotHaveDuplicates();
      // Two nodes of a graph have two names.
      assertThat(Stream.concat(signature.takes().stream(), signature.returns().stream()))
          .extracting(Part::node)
          .doesNotHaveDuplicates();
    }
  }

  @Test
  void aModelHasWhatItsTraitsAllow() {
    assertThat(names(Set.of()))
        .containsExactlyInAnyOrder(
            "encode",
            "serving_default",
            "generate",
            "generate_from_noise",
            "decode",
            "reconstruct",
            "interpolate");
    assertThat(names(Set.of(Trait.POSTERIOR)))
        .containsAll(names(Set.of()))
        .contains("sample", "score")
        .hasSize(9);
  }

  private static Set<String> names(Set<Trait> traits) {
    return Signatures.of(new ModelForm(SHAPE, 5, traits)).stream()
        .map(Signature::name)
        .collect(Collectors.toSet());
  }

  @Test
  void partsThatAModelLacksAreNotItsOwn() {
    Part always = Part.of("image", "input", Kind.IMAGE);
    Part drawn = new Part("seed", "seed", Kind.SEED, Set.of(Trait.POSTERIOR));
    Signature signature =
        new Signature("paint", List.of(always, drawn), List.of(drawn), "a test", Set.of());
    assertThat(signature.of(new ModelForm(SHAPE, 5, Set.of())).takes()).containsExactly(always);
    assertThat(signature.of(new ModelForm(SHAPE, 5, Set.of(Trait.POSTERIOR)))).isEqualTo(signature);
  }

  @Test
  void kindsKnowTheSizesOfTheirRows() {
    ModelForm form = new ModelForm(SHAPE, 5, Set.of());
    assertThat(Kind.IMAGE.sizes(form)).containsExactly(4, 3, 2);
    assertThat(Kind.CODES.sizes(form)).containsExactly(5);
    assertThat(Kind.SEED.sizes(form)).isEmpty();
    assertThat(Kind.IMAGE.toString()).isEqualTo("float32 [B,H,W,C] in [0,1]");
    assertThat(Kind.SEED.toString()).isEqualTo("int64 [B]");
  }
}
