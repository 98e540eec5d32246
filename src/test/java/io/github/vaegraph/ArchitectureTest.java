package io.github.vaegraph;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The design's rules: imports point one way, and TensorFlow stays behind its border. */
class ArchitectureTest {
  private static final Path SOURCES = Path.of("src", "main", "java");

  /** Where the site's generator looks for what no person wrote. */
  private static final Path PICTURE =
      Path.of("target", "generated-site", "resources", "images", "architecture.svg");

  private static final String CLIENT = Arrows.full("client");

  /** No package is so large that it holds several subjects. */
  private static final double LARGEST_PART = 0.15;

  /** What is one thing in several files, and may lead in a circle. */
  private static final Set<Set<String>> FAMILIES =
      Set.of(
          // An interface or abstract class, and what its factory methods give.
          Set.of("data.Images", "data.InMemoryImages", "data.SelectedImages"),
          Set.of("VaeModel", "LoadedVae", "GivenVae"),
          Set.of("Vae", "VaeBuilder", "ResumedRun"),
          Set.of("run.RunDirectory", "run.RunLock"),
          // A class that was too long for one file, and its other half.
          Set.of("evaluate.Evaluation", "evaluate.EvaluationText"),
          Set.of("picture.Curves", "picture.CurveChart"),
          Set.of("data.ReadOptions", "data.ReadOptionsBuilder"),
          Set.of("savedmodel.SavedModelExporter", "savedmodel.ExportGate"),
          Set.of("train.Trainer", "train.Recovery"),
          Set.of("check.LoadedModel", "check.ModelCheck", "check.RunRules"));

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages(Arrows.BASE);

  static Set<String> packages() {
    return Arrows.packages();
  }

  @Test
  void everyPackageHasAPlaceInTheDesign() {
    Set<String> found = CLASSES.stream().map(JavaClass::getPackageName).collect(Collectors.toSet());
    assertThat(found).contains(Arrows.full("model"));
    assertThat(found).isSubsetOf(packages().stream().map(Arrows::full).toList());
  }

  @ParameterizedTest
  @MethodSource("packages")
  void importsPointAlongTheArrows(String name) {
    Set<String> allowed = Arrows.reachable(name);
    String[] forbidden =
        packages().stream()
            .filter(other -> !allowed.contains(other))
            .map(Arrows::full)
            .toArray(String[]::new);
    noClasses()
        .that()
        .resideInAPackage(Arrows.full(name))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(forbidden)
        .allowEmptyShould(true)
        .check(CLASSES);
  }

  @Test
  void thePictureShowsEveryPackageThatThereIs() throws IOException {
    Set<String> found =
        packages().stream()
            .filter(
                name ->
                    CLASSES.stream().anyMatch(c -> c.getPackageName().equals(Arrows.full(name))))
            .collect(Collectors.toSet());
    Map<String, Set<String>> arrows = Arrows.fewest(found);
    String svg = ArrowsPicture.svg(arrows, Arrows.TENSORFLOW);
    Files.createDirectories(PICTURE.getParent());
    Files.writeString(PICTURE, svg);
    assertThat(arrows).hasSameSizeAs(found);
    assertThat(arrows.keySet())
        .allSatisfy(name -> assertThat(svg).contains(">" + name + "</text>"));
    long drawn = Pattern.compile("marker-end").matcher(svg).results().count();
    assertThat(drawn).isEqualTo(arrows.values().stream().mapToLong(Set::size).sum());
  }

  @Test
  void noPackageLeadsBackToItself() {
    assertThat(Circles.in(dependencies(JavaClass::getPackageName))).isEmpty();
  }

  /** Classes in one file are one. */
  @Test
  void noClassLeadsBackToItselfButWithinAFamily() {
    Set<Set<String>> circles = Circles.in(dependencies(ArchitectureTest::file));
    assertThat(circles).isSubsetOf(FAMILIES);
  }

  @Test
  void noPackageHoldsMoreThanItsPartOfTheLines() throws IOException {
    Map<String, Long> lines = new TreeMap<>();
    try (Stream<Path> files = Files.walk(SOURCES)) {
      for (Path file : files.filter(file -> file.toString().endsWith(".java")).toList()) {
        try (Stream<String> text = Files.lines(file)) {
          lines.merge(
              SOURCES.relativize(file).resolveSibling("").toString(), text.count(), Long::sum);
        }
      }
    }
    long all = lines.values().stream().mapToLong(Long::longValue).sum();
    assertThat(lines).allSatisfy((name, count) -> assertThat(count).isLessThan(part(all)));
  }

  private static long part(long lines) {
    return Math.round(LARGEST_PART * lines);
  }

  @Test
  void picturesKnowOfDataTheShapeOfAnImageAlone() {
    noClasses()
        .that()
        .resideInAPackage(Arrows.full("picture"))
        .should()
        .dependOnClassesThat(
            JavaClass.Predicates.resideInAPackage(Arrows.full("data"))
                .and(JavaClass.Predicates.simpleName("ImageShape").negate()))
        .allowEmptyShould(true)
        .check(CLASSES);
  }

  @Test
  void tensorFlowStaysBehindItsBorder() {
    noClasses()
        .that()
        .resideOutsideOfPackages(
            Arrows.TENSORFLOW.stream().map(Arrows::full).toArray(String[]::new))
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

  /** Who leads directly to whom, among ours and without itself. */
  private static Map<String, Set<String>> dependencies(Function<JavaClass, String> name) {
    Map<String, Set<String>> dependencies = new TreeMap<>();
    for (JavaClass type : CLASSES) {
      Set<String> targets = dependencies.computeIfAbsent(name.apply(type), n -> new TreeSet<>());
      for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
        JavaClass target = dependency.getTargetClass().getBaseComponentType();
        if (target.getPackageName().startsWith(Arrows.BASE)) {
          targets.add(name.apply(target));
        }
      }
    }
    dependencies.forEach((from, targets) -> targets.remove(from));
    return dependencies;
  }

  private static String file(JavaClass type) {
    return type.getName().substring(Arrows.BASE.length() + 1).replaceAll("\\$.*", "");
  }
}
