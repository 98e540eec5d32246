package io.github.vaegraph.check;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.TextFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tensorflow.proto.MetaGraphDef;

class GraphContentsTest {
  private static final String RESTORE =
      """
      saver_def { filename_tensor_name: 'file:0' restore_op_name: 'restore' }
      graph_def {
        node { name: 'file' op: 'Placeholder' }
        node { name: 'other' op: 'Const' }
        node { name: 'read' op: 'RestoreV2' input: '%s' }
        node { name: 'restore' op: 'NoOp' input: '^read' }
      }
      signature_def { key: 's' value { outputs { key: 'y' value { name: '%s' } } } }
      """;

  private static final String RESTORE_FUNCTION =
      """
      saver_def { filename_tensor_name: 'file:0' restore_op_name: 'restore' }
      graph_def {
        node { name: 'file' op: 'Placeholder' }
        node { name: 'other' op: 'Const' }
        node { name: 'restore' op: 'StatefulPartitionedCall' input: '%s'
               attr { key: 'f' value { func { name: 'reads' } } } }
        library { function {
          signature { name: 'reads' input_arg { name: 'prefix' type: DT_STRING } }
          node_def { name: 'read' op: 'RestoreV2' input: '%s' }
        } }
      }
      """;

  private static GraphContents contents(String text) {
    try {
      return GraphContents.of(TextFormat.parse(text, MetaGraphDef.class));
    } catch (TextFormat.ParseException e) {
      throw new AssertionError(e);
    }
  }

  @ParameterizedTest
  @CsvSource({"file, file, true", "file:0, other, true", "other, file, false", "file, read, false"})
  void variablesAreReadFromTheModelsOwnFileWhenItIsLoaded(
      String name, String output, boolean harmless) {
    assertThat(contents(RESTORE.formatted(name, output)).harmless()).isEqualTo(harmless);
  }

  @ParameterizedTest
  @CsvSource({"file, prefix, true", "other, prefix, false", "file, read, false"})
  void functionThatReadsThemIsGivenTheFile(String given, String read, boolean harmless) {
    assertThat(contents(RESTORE_FUNCTION.formatted(given, read)).harmless()).isEqualTo(harmless);
  }

  @Test
  void savingIsHarmlessAsLongAsNothingRunsIt() {
    String text =
        """
        graph_def {
          node { name: 'save' op: 'SaveV2' }
          node { name: 'saved' op: 'Identity' input: '^save' }
          node { name: 'y' op: 'Const' }
        }
        signature_def { key: 's' value { outputs { key: 'y' value { name: '%s:0' } } } }
        """;
    assertThat(contents(text.formatted("y")).harmless()).isTrue();
    assertThat(contents(text.formatted("y")).idle()).containsExactly("SaveV2: save");
    assertThat(contents(text.formatted("saved")).refused()).containsExactly("SaveV2: save");
  }

  @Test
  void constantsAreHeldToWhatTheyCanMake() {
    String text =
        """
        graph_def {
          node { name: 'size' op: 'Const' attr { key: 'value' value { tensor {
            dtype: DT_INT32 tensor_shape { dim { size: %s } } int_val: %s } } } }
          node { name: 'one' op: 'Const' }
          node { name: 'all' op: '%s' input: 'size' input: 'one' }
          node { name: 'more' op: 'Mul' input: 'all' input: 'all' }
        }
        """;
    assertThat(contents(text.formatted(2, 100, "Fill")).harmless()).isTrue();
    // The last number stands for those that are left away: 100,000 x 100,000.
    assertThat(contents(text.formatted(2, 100_000, "Fill")).contained())
        .containsExactly("constants that take much memory: all");
    assertThat(contents(text.formatted(2, 10_000, "Fill")).contained())
        .containsExactly("constants that take much memory: more");
    assertThat(contents(text.formatted(1_000_000_000, 1, "Add")).contained())
        .containsExactly("constants that take much memory: size");
    assertThat(
            contents(
                text.replace("'Mul' input: 'all'", "'Fill' input: 'all'").formatted(2, 9, "Add")))
        .as("a size that is computed")
        .extracting(GraphContents::harmless)
        .isEqualTo(false);
  }

  /** Thirty functions that call the one before them twice: a thousand million nodes. */
  @Test
  void callsThatMultiplyAreNotHarmless() {
    StringBuilder text = new StringBuilder("graph_def { library {");
    for (int i = 0; i < 30; i++) {
      String call =
          "op: 'PartitionedCall' attr { key: 'f' value { func { name: 'f%d' } } }".formatted(i - 1);
      String body = i == 0 ? "op: 'NoOp'" : call;
      text.append(
          "function { signature { name: 'f%1$d' } node_def { name: 'a' %2$s } node_def { name: 'b' %2$s } }"
              .formatted(i, body));
    }
    GraphContents contents = contents(text + "} }");
    assertThat(contents.contained())
        .hasSize(1)
        .allMatch(line -> line.startsWith("calls without an end"));
    assertThat(contents.refused()).isEmpty();
  }

  @Test
  void whatIsShownOfAModelIsPrintableAndShort() {
    GraphContents contents =
        contents(
            "graph_def { node { name: '%s' op: 'Ab\\033[2Jort' } }"
                .formatted("a\\r\\nholds".repeat(99)));
    assertThat(contents.refused()).hasSize(1);
    assertThat(contents.refused().get(0)).matches("Ab\\?\\[2Jort: [\\x20-\\x7e]{77}\\.\\.\\.");
  }
}
