package io.github.vaegraph.graph;

import org.tensorflow.ConcreteFunction;
import org.tensorflow.DeviceSpec;
import org.tensorflow.ExecutionEnvironment;
import org.tensorflow.Graph;
import org.tensorflow.Operation;
import org.tensorflow.OperationBuilder;
import org.tensorflow.op.Op;
import org.tensorflow.op.Scope;

/**
 * Names of nodes in plain digits. TensorFlow Java numbers equal names ({@code Const_1}) in the
 * JVM's default locale, and then refuses the digits of ar-EG, fa-IR, bn-BD, ne-NP, mr-IN or my-MM.
 * The locale is the application's, so that it is left alone; each name is put into plain digits
 * instead.
 */
record PlainNames(Scope scope) implements Scope {

  /** A graph whose ops are named so. */
  record Environment(Graph graph) implements ExecutionEnvironment {
    @Override
    public OperationBuilder opBuilder(String type, String name, Scope scope) {
      return graph.opBuilder(type, name, scope);
    }

    @Override
    public void attachFunction(ConcreteFunction function) {
      graph.attachFunction(function);
    }

    @Override
    public void checkInput(Operation input) {
      graph.checkInput(input);
    }

    @Override
    public Types environmentType() {
      return graph.environmentType();
    }

    @Override
    public Scope baseScope() {
      return new PlainNames(graph.baseScope());
    }

    @Override
    public boolean isInitializer(Operation op) {
      return graph.isInitializer(op);
    }
  }

  @Override
  public String makeOpName(String defaultName) {
    return plain(scope.makeOpName(defaultName));
  }

  @Override
  public String makeUnique(String id) {
    return plain(scope.makeUnique(id));
  }

  /** The same with ASCII digits: of other characters names have ASCII ones alone. */
  static String plain(String name) {
    StringBuilder plain = new StringBuilder();
    name.codePoints()
        .forEach(
            c -> plain.appendCodePoint(Character.isDigit(c) ? '0' + Character.digit(c, 10) : c));
    return plain.toString();
  }

  @Override
  public ExecutionEnvironment env() {
    return scope.env();
  }

  @Override
  public Scope withSubScope(String childScopeName) {
    return new PlainNames(scope.withSubScope(childScopeName));
  }

  @Override
  public Scope withName(String opName) {
    return new PlainNames(scope.withName(opName));
  }

  @Override
  public Scope withNameAsSubScope(String defaultName) {
    return new PlainNames(scope.withNameAsSubScope(defaultName));
  }

  @Override
  public Scope withDevice(DeviceSpec newDevice) {
    return new PlainNames(scope.withDevice(newDevice));
  }

  @Override
  public Scope withInitScope() {
    return new PlainNames(scope.withInitScope());
  }

  @Override
  public void refreshNames() {
    scope.refreshNames();
  }

  @Override
  public Scope withControlDependencies(Iterable<Op> controls) {
    return new PlainNames(scope.withControlDependencies(controls));
  }

  @Override
  public Scope withControlDependencyOps(Iterable<Operation> controls) {
    return new PlainNames(scope.withControlDependencyOps(controls));
  }

  @Override
  public OperationBuilder apply(OperationBuilder builder) {
    return scope.apply(builder);
  }

  @Override
  public String getDeviceString() {
    return scope.getDeviceString();
  }

  @Override
  public boolean isInit() {
    return scope.isInit();
  }
}
