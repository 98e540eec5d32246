package io.github.vaegraph;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The design's rules: imports point one way, and TensorFlow stays behind its border. */
class ArchitectureTest {
  private static final String BASE = "io.github.vaegraph";

  /** The base package itself: the door for notebooks and applications. */
  private static final String DOOR = "";

  /** Who may import whom; and whatever lies further along the arrows. */
  private static final Map<String, Set<String>> ARROWS =
      Map.ofEntries(
          Map.entry(
              DOOR,
              Set.of(
                  "report",
                  "result",
                  "tensorboard",
                  "run",
                  "serve",
                  "signature",
                  "picture",
                  "evaluate",
                  "data",
                  "train")),
          Map.entry(
              "cli",
              Set.of(
                  "report",
                  "result",
                  "tensorboard",
                  "run",
                  "client",
                  "contract",
                  "serve",
                  "signature",
                  "picture",
                  "evaluate",
                  "data",
                  "model",
                  "train")),
          Map.entry("tensorboard", Set.of("run", "train", "picture", "model", "graph", "data")),
          Map.entry("report", Set.of("run", "picture", "train", "evaluate", "data")),
          Map.entry("client", Set.of("signature", "data")),
          Map.entry("result", Set.of("run", "serve", "signature", "picture", "evaluate", "data")),
          Map.entry("run", Set.of("train", "evaluate", "model", "data")),
          Map.entry("train", Set.of("evaluate", "model", "data")),
          Map.entry("evaluate", Set.of("model", "data")),
          Map.entry("serve", Set.of("model", "signature", "data", "contract")),
          Map.entry("signature", Set.of("data")),
          Map.entry("contract", Set.of("graph")),
          Map.entry("model", Set.of("objective", "network", "distribution", "graph", "data")),
          Map.entry("objective", Set.of("distribution", "graph")),
          Map.entry("network", Set.of("distribution", "graph")),
          Map.entry("distribution", Set.of("graph")),
          Map.entry("graph", Set.of()),
          Map.entry("data", Set.of()),
          Map.entry("picture", Set.of()));

  private static final String CLIENT = BASE + ".client";

  private static final String[] TENSORFLOW_PACKAGES = {
    BASE + ".graph",
    BASE + ".distribution",
    BASE + ".network",
    BASE + ".objective",
    BASE + ".model",
    BASE + ".serve",
    BASE + ".contract"
  };

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages(BASE);

  static Set<String> packages() {
    return new TreeSet<>(ARROWS.keySet());
  }

  @Test
  void everyPackageHasAPlaceInTheDesign() {
    Set<String> found = CLASSES.stream().map(JavaClass::getPackageName).collect(Collectors.toSet());
    assertThat(found).contains(BASE + ".model");
    assertThat(found).isSubsetOf(ARROWS.keySet().stream().map(ArchitectureTest::full).toList());
  }

  @ParameterizedTest
  @MethodSource("packages")
  void importsPointAlongTheArrows(String name) {
    Set<String> allowed = reachable(name);
    String[] forbidden =
        ARROWS.keySet().stream()
            .filter(other -> !allowed.contains(other))
            .filter(other -> !(name.equals("picture") && other.equals("data")))
            .map(ArchitectureTest::full)
            .toArray(String[]::new);
    noClasses()
        .that()
        .resideInAPackage(full(name))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(forbidden)
        .allowEmptyShould(true)
        .check(CLASSES);
  }

  @Test
  void picturesKnowOfDataTheShapeOfAnImageAlone() {
    noClasses()
        .that()
        .resideInAPackage(BASE + ".picture")
        .should()
        .dependOnClassesThat(
            JavaClass.Predicates.resideInAPackage(BASE + ".data")
                .and(JavaClass.Predicates.simpleName("ImageShape").negate()))
        .allowEmptyShould(true)
        .check(CLASSES);
  }

  @Test
  void tensorFlowStaysBehindItsBorder() {
    noClasses()
        .that()
        .resideOutsideOfPackages(TENSORFLOW_PACKAGES)
        .and()
        .resideOutsideOfPackage(CLIENT)
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.tensorflow..")
        .check(CLASSES);
  }

  /**
   * The messages of TensorFlow Serving's protocol are plain Java: no native library comes along.
   */
  @Test
  void theClientKnowsOfTensorFlowItsMessagesAlone() {
    noClasses()
        .that()
        .resideInAPackage(CLIENT)
        .should()
        .dependOnClassesThat(
            JavaClass.Predicates.resideInAPackage("org.tensorflow..")
                .and(JavaClass.Predicates.resideOutsideOfPackage("org.tensorflow.framework")))
        .check(CLASSES);
  }

  @Test
  void everyPackageChecksItsNulls() {
    for (JavaClass type : CLASSES) {
      JavaPackage home = type.getPackage();
      assertThat(home.tryGetPackageInfo()).as("package-info of %s", home.getName()).isPresent();
      assertThat(home.isAnnotatedWith(NullMarked.class)).as(home.getName()).isTrue();
    }
  }

  private static String full(String name) {
    return name.equals(DOOR) ? BASE : BASE + "." + name;
  }

  private static Set<String> reachable(String name) {
    Set<String> reachable = new TreeSet<>(Set.of(name));
    for (String next : ARROWS.getOrDefault(name, Set.of())) {
      reachable.addAll(reachable(next));
    }
    return reachable;
  }
}
