package io.offlinemessages.gateway.check;

import io.offlinemessages.gateway.contract.Secret;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;

/**
 * The names of all properties of a record, such as {@code gateway.cache.ttl}.
 *
 * @param names the names, with dashes
 */
record PropertyNames(List<String> names) {

    /** The names of a record's components, and of the records within it. */
    static PropertyNames of(String prefix, Class<?> properties) {
        var names = new ArrayList<String>();
        add(prefix, properties, names);
        return new PropertyNames(List.copyOf(names));
    }

    private static void add(String prefix, Class<?> properties, List<String> names) {
        for (RecordComponent component : properties.getRecordComponents()) {
            String name = prefix + '.' + DataObjectPropertyName.toDashedForm(component.getName());
            if (component.getType().isRecord() && component.getType() != Secret.class) {
                add(name, component.getType(), names);
            } else {
                names.add(name);
            }
        }
    }

    /** Whether the name is that of a property, or of an element of a list property. */
    boolean have(ConfigurationPropertyName name) {
        ConfigurationPropertyName whole = name.isLastElementIndexed() ? name.getParent() : name;
        return names.stream()
                .anyMatch(known -> ConfigurationPropertyName.of(known).equals(whole));
    }

    /** Whether the environment variable sets a property, or an element of a list property. */
    boolean haveVariable(String variable) {
        String spelled = spelled(variable);
        String whole = spelled.replaceFirst("_\\d+_?$", "");
        return names.stream()
                .flatMap(name -> Stream.of(variable(name), variable(name.replace('-', '_'))))
                .anyMatch(known -> known.equals(spelled) || known.equals(whole));
    }

    /** The environment variable with the most similar name that sets a property. */
    String nearestVariable(String variable) {
        return names.stream()
                .map(PropertyNames::variable)
                .min(Comparator.comparingInt(known -> distance(known, spelled(variable))))
                .orElseThrow();
    }

    private static String spelled(String variable) {
        return variable.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }

    private static String variable(String name) {
        return name.replace("-", "").replace('.', '_').toUpperCase(Locale.ROOT);
    }

    /** The number of insertions, deletions and replacements between the two (Levenshtein distance). */
    private static int distance(String one, String other) {
        int[] above = new int[other.length() + 1];
        for (int i = 0; i <= one.length(); i++) {
            int[] row = new int[other.length() + 1];
            row[0] = i;
            for (int j = 1; j <= other.length(); j++) {
                row[j] = i == 0
                        ? j
                        : Math.min(
                                Math.min(above[j], row[j - 1]) + 1,
                                above[j - 1] + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1));
            }
            above = row;
        }
        return above[other.length()];
    }
}
