package io.github.vaegraph;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/**
 * Draws packages and their arrows as SVG, floor above floor, so that every arrow points down
 * (Sugiyama, Tagawa and Toda 1981). An arrow that passes a floor is given a place of its own there;
 * then each floor is ordered by where its neighbours below lie, and above, and again.
 */
final class ArrowsPicture {
  private static final int SWEEPS = 30;
  private static final int BOX_WIDTH = 116;
  private static final int BOX_HEIGHT = 28;
  private static final int GAP = 22;
  private static final int FLOOR_HEIGHT = 70;
  private static final int MARGIN = 16;
  private static final int LEGEND_HEIGHT = 36;

  /** A package, or where an arrow passes a floor. */
  private static final class Place {
    private final String name; // empty for an arrow's
    private final int floor;
    private final int width;
    private final List<Place> above = new ArrayList<>();
    private final List<Place> below = new ArrayList<>();
    private double wished; // where it would like to lie
    private double x; // of the middle

    Place(String name, int floor) {
      this.name = name;
      this.floor = floor;
      this.width = name.isEmpty() ? 0 : BOX_WIDTH;
    }

    /** The middle of these, or where it lies where there are none. */
    double middle(List<Place> others) {
      return others.stream().mapToDouble(place -> place.x).average().orElse(x);
    }
  }

  private final Map<String, Set<String>> targets;
  private final Map<String, Place> packages = new TreeMap<>();
  private final List<List<Place>> floors = new ArrayList<>(); // the lowest first
  private final List<List<Place>> arrows = new ArrayList<>(); // each from above to below

  private ArrowsPicture(Map<String, Set<String>> targets) {
    this.targets = targets;
    targets.keySet().forEach(name -> packages.put(name, place(name, floor(name))));
    packages.forEach((name, from) -> below(name).forEach(to -> connect(from, to)));
    floors.forEach(floor -> arrange(floor, floor::indexOf));
    for (int sweep = 0; sweep < SWEEPS; sweep++) {
      floors.forEach(floor -> arrange(floor, place -> place.middle(place.below)));
      for (int i = floors.size() - 1; i >= 0; i--) {
        arrange(floors.get(i), place -> place.middle(place.above));
      }
    }
  }

  /**
   * Draws.
   *
   * @param targets where the arrows of each package lead, never in a circle
   * @param tinted the packages that may name TensorFlow's types
   */
  static String svg(Map<String, Set<String>> targets, Set<String> tinted) {
    return new ArrowsPicture(targets).svg(tinted);
  }

  private Set<String> below(String name) {
    return targets.getOrDefault(name, Set.of());
  }

  private int floor(String name) {
    return below(name).stream().mapToInt(to -> 1 + floor(to)).max().orElse(0);
  }

  private Place place(String name, int floor) {
    while (floors.size() <= floor) {
      floors.add(new ArrayList<>());
    }
    Place place = new Place(name, floor);
    floors.get(floor).add(place);
    return place;
  }

  private void connect(Place from, String target) {
    Place to = Objects.requireNonNull(packages.get(target));
    List<Place> arrow = new ArrayList<>(List.of(from));
    for (int floor = from.floor - 1; floor > to.floor; floor--) {
      arrow.add(place("", floor));
    }
    arrow.add(to);
    for (int i = 1; i < arrow.size(); i++) {
      arrow.get(i - 1).below.add(arrow.get(i));
      arrow.get(i).above.add(arrow.get(i - 1));
    }
    arrows.add(arrow);
  }

  /** Brings a floor's places into the order of where they would like to lie, and near to it. */
  private static void arrange(List<Place> floor, ToDoubleFunction<Place> liking) {
    floor.forEach(place -> place.wished = liking.applyAsDouble(place));
    floor.sort(Comparator.comparingDouble(place -> place.wished));
    double right = Double.NEGATIVE_INFINITY;
    double surplus = 0;
    for (Place place : floor) {
      place.x = Math.max(place.wished, right + GAP + place.width / 2.0);
      right = place.x + place.width / 2.0;
      surplus += place.x - place.wished;
    }
    for (Place place : floor) {
      place.x -= surplus / floor.size();
    }
  }

  private String svg(Set<String> tinted) {
    List<Place> all = floors.stream().flatMap(List::stream).toList();
    double left = all.stream().mapToDouble(p -> p.x - p.width / 2.0).min().orElse(0) - MARGIN;
    double right = all.stream().mapToDouble(p -> p.x + p.width / 2.0).max().orElse(0) + MARGIN;
    all.forEach(place -> place.x -= left);
    int height = floors.size() * FLOOR_HEIGHT + LEGEND_HEIGHT;
    StringBuilder svg = new StringBuilder();
    svg.append(
        text(
            """
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %.0f %d" width="%.0f" height="%d"
                font-family="sans-serif" font-size="13" text-anchor="middle">
            <title>Who may import whom</title>
            <defs><marker id="head" markerWidth="8" markerHeight="8" refX="7" refY="4" orient="auto">
            <path d="M0,1 L8,4 L0,7 z" fill="#6b7280"/></marker></defs>
            <rect width="100%%" height="100%%" fill="#ffffff"/>
            """,
            right - left, height, right - left, height));
    arrows.forEach(arrow -> svg.append(path(arrow)));
    packages.forEach((name, place) -> svg.append(box(place, tinted.contains(name))));
    svg.append(
        text(
            "<text x=\"%d\" y=\"%d\" text-anchor=\"start\" fill=\"#374151\" font-size=\"12\">"
                + "Imports point along the arrows, by one or several; blue may name TensorFlow's"
                + " types.</text>%n</svg>%n",
            MARGIN, height - MARGIN));
    return svg.toString();
  }

  private double top(Place place) {
    return MARGIN + (floors.size() - 1 - place.floor) * FLOOR_HEIGHT;
  }

  private String path(List<Place> arrow) {
    Place from = arrow.get(0);
    double y = top(from) + BOX_HEIGHT;
    StringBuilder path = new StringBuilder(text("M%.1f,%.1f", from.x, y));
    for (Place to : arrow.subList(1, arrow.size())) {
      double middle = (y + top(to)) / 2;
      path.append(
          text(" C%.1f,%.1f %.1f,%.1f %.1f,%.1f", from.x, middle, to.x, middle, to.x, top(to)));
      y = top(to);
      if (to.name.isEmpty()) { // straight through the floor
        y += BOX_HEIGHT;
        path.append(text(" V%.1f", y));
      }
      from = to;
    }
    return text(
        "<path d=\"%s\" fill=\"none\" stroke=\"#6b7280\" marker-end=\"url(#head)\"/>%n", path);
  }

  private String box(Place place, boolean tinted) {
    return text(
        """
        <rect x="%.1f" y="%.1f" width="%d" height="%d" rx="5" fill="%s" stroke="#374151"/>
        <text x="%.1f" y="%.1f" fill="#111827">%s</text>
        """,
        place.x - BOX_WIDTH / 2.0,
        top(place),
        BOX_WIDTH,
        BOX_HEIGHT,
        tinted ? "#dbeafe" : "#f9fafb",
        place.x,
        top(place) + BOX_HEIGHT / 2.0 + 4.5,
        place.name);
  }

  private static String text(String format, Object... arguments) {
    return String.format(Locale.ROOT, format, arguments);
  }
}
