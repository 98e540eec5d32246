package io.github.vaegraph;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ModifiersTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePathScanner;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;

/**
 * The public surface for notebooks and applications: the base package's types, those that open
 * data, and what the methods of all these take and return. Other types are public only where
 * another package needs them. A module could tell the compiler as much; but notebooks and the
 * launcher use the class path, where a module says nothing, and most of our libraries are none.
 */
final class PublicApiTest {
  private static final String BASE = "io.github.vaegraph";
  private static final Path SOURCES = Path.of("src", "main", "java");
  private static final List<String> ROOTS =
      List.of(BASE + ".Vae", BASE + ".VaeModel", BASE + ".VaeBuilder", BASE + ".source.Datasets");

  @Test
  void theSurfaceIsListed() throws ClassNotFoundException {
    Set<Class<?>> surface = surface();
    assertThat(surface.stream().map(type -> type.getName().substring(BASE.length() + 1)))
        .containsExactlyInAnyOrder(
            "Vae",
            "VaeBuilder",
            "VaeModel",
            "History",
            "Posterior",
            "source.Datasets",
            "data.Dataset",
            "data.DataOptions",
            "data.ReadOptions",
            "data.ReadOptions$Arrays",
            "data.ReadOptionsBuilder",
            "data.ReadOptions$Crop",
            "data.ReadOptions$Damaged",
            "data.ReadOptions$LabelColumn",
            "data.ReadOptions$Layout",
            "data.DataOptions$SplitSize",
            "data.ImageShape",
            "data.Images",
            "data.Factors",
            "data.Factors$Factor",
            "data.Split",
            "evaluate.Evaluation",
            "evaluate.CodeFigures",
            "evaluate.CodeFigures$Probe",
            "evaluate.Convergence",
            "evaluate.Convergence$BySamples",
            "evaluate.Estimate",
            "evaluate.FactorFigures",
            "evaluate.FactorFigures$OfFactor",
            "evaluate.PixelScale",
            "evaluate.StandardErrors",
            "model.WeightsId",
            "signature.Model",
            "signature.Floats",
            "signature.Codes",
            "signature.Generated",
            "signature.Sampled",
            "signature.Scores",
            "train.EpochMetrics",
            "train.EpochMetrics$Figures");
    assertThat(surface.stream().mapToLong(type -> methods(type).count()).sum()).isEqualTo(339);
  }

  @Test
  void everyPublicTypeAndMethodIsDocumented() throws IOException, ClassNotFoundException {
    Set<Path> files = new TreeSet<>();
    for (Class<?> type : surface()) {
      String outermost = type.getName().replaceAll("\\$.*", "");
      files.add(SOURCES.resolve(outermost.replace('.', '/') + ".java"));
    }
    assertThat(undocumented(files)).isEmpty();
  }

  @Test
  void otherTypesArePublicOnlyWhereAnotherPackageNeedsThem() throws ClassNotFoundException {
    JavaClasses classes =
        new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(BASE);
    Set<String> surface = new TreeSet<>();
    surface().forEach(type -> surface.add(type.getName()));
    List<String> needless =
        classes.stream()
            .filter(type -> type.getModifiers().contains(JavaModifier.PUBLIC))
            .filter(type -> type.getEnclosingClass().isEmpty())
            .filter(type -> !type.getSimpleName().equals("package-info"))
            .filter(type -> !surface.contains(type.getName()))
            .filter(type -> !type.getName().equals(BASE + ".cli.Main"))
            // Where an exception is caught, the class file tells no dependency.
            .filter(type -> !type.isAssignableTo(Throwable.class))
            .filter(PublicApiTest::staysAtHome)
            .map(JavaClass::getName)
            .toList();
    assertThat(needless).isEmpty();
  }

  /** A type is needed for what it encloses as well. */
  private static boolean staysAtHome(JavaClass type) {
    return type.getPackage().getClasses().stream()
        .filter(other -> other.getName().matches(Pattern.quote(type.getName()) + "(\\$.*)?"))
        .flatMap(other -> other.getDirectDependenciesToSelf().stream())
        .allMatch(use -> use.getOriginClass().getPackage().equals(type.getPackage()));
  }

  /** The roots, and the types of ours that their methods lead to. */
  static Set<Class<?>> surface() throws ClassNotFoundException {
    Set<Class<?>> surface = new TreeSet<>(Comparator.comparing(Class::getName));
    Deque<Type> open = new ArrayDeque<>();
    for (String root : ROOTS) {
      open.add(Class.forName(root, false, PublicApiTest.class.getClassLoader()));
    }
    while (!open.isEmpty()) {
      Type next = open.pop();
      if (next instanceof ParameterizedType generic) {
        open.addAll(List.of(generic.getActualTypeArguments()));
        next = generic.getRawType();
      }
      if (next instanceof Class<?> type
          && type.getName().startsWith(BASE)
          && Modifier.isPublic(type.getModifiers())
          && surface.add(type)) {
        methods(type)
            .forEach(
                method -> {
                  open.add(method.getGenericReturnType());
                  open.addAll(List.of(method.getGenericParameterTypes()));
                });
      }
    }
    return surface;
  }

  /** What the type itself offers: not what it has from Object, nor the compiler's own. */
  private static Stream<Method> methods(Class<?> type) {
    return Arrays.stream(type.getDeclaredMethods())
        .filter(method -> Modifier.isPublic(method.getModifiers()))
        .filter(method -> !method.isSynthetic())
        .filter(method -> !Set.of("equals", "hashCode").contains(method.getName()));
  }

  private static List<String> undocumented(Set<Path> files) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    List<String> found = new ArrayList<>();
    try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
      JavacTask task =
          (JavacTask)
              compiler.getTask(
                  null, manager, null, null, null, manager.getJavaFileObjectsFromPaths(files));
      DocTrees docs = DocTrees.instance(task);
      for (CompilationUnitTree unit : task.parse()) {
        new Undocumented(docs, found).scan(unit, null);
      }
    }
    return found;
  }

  /** Collects public types and methods without a comment; what overrides has that of the other. */
  private static final class Undocumented extends TreePathScanner<Void, Void> {
    private final DocTrees docs;
    private final List<String> found;

    Undocumented(DocTrees docs, List<String> found) {
      this.docs = docs;
      this.found = found;
    }

    @Override
    public Void visitClass(ClassTree type, Void unused) {
      check(type.getModifiers(), type.getSimpleName().toString());
      return super.visitClass(type, null);
    }

    @Override
    public Void visitMethod(MethodTree method, Void unused) {
      ClassTree home = (ClassTree) getCurrentPath().getParentPath().getLeaf();
      check(method.getModifiers(), home.getSimpleName() + "." + method.getName());
      return null;
    }

    private void check(ModifiersTree modifiers, String name) {
      boolean overrides =
          modifiers.getAnnotations().stream()
              .anyMatch(annotation -> annotation.getAnnotationType().toString().equals("Override"));
      if (modifiers.getFlags().contains(javax.lang.model.element.Modifier.PUBLIC)
          && !overrides
          && docs.getDocComment(getCurrentPath()) == null) {
        found.add(name);
      }
    }
  }
}
