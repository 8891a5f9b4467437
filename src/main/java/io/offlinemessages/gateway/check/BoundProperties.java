package io.offlinemessages.gateway.check;

import io.offlinemessages.gateway.contract.InvalidProperty;
import io.offlinemessages.gateway.contract.Role;
import io.offlinemessages.gateway.contract.Secret;
import java.lang.reflect.RecordComponent;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.util.ReflectionUtils;
import org.springframework.util.unit.DataSize;

/** Reads bound properties back as operators write them: {@code connect-timeout}, {@code 1s}, {@code 2MB}, {@code Super Admin}. */
final class BoundProperties {

    private BoundProperties() {}

    /** All that is set, by full name; a secret is what its {@code toString} makes of it. */
    static Map<String, Object> of(String prefix, Record properties) {
        var all = new LinkedHashMap<String, Object>();
        collect(prefix, properties, all);
        return all;
    }

    private static void collect(String prefix, Record properties, Map<String, Object> all) {
        for (RecordComponent component : properties.getClass().getRecordComponents()) {
            ReflectionUtils.makeAccessible(component.getAccessor());
            Object value = ReflectionUtils.invokeMethod(component.getAccessor(), properties);
            String name = prefix + '.' + DataObjectPropertyName.toDashedForm(component.getName());
            if (value instanceof Record section && !(value instanceof Secret)) {
                collect(name, section, all);
            } else if (value instanceof Collection<?> several) {
                all.put(
                        name,
                        several.stream().map(BoundProperties::written).sorted().toList());
            } else if (value != null) {
                all.put(name, written(value));
            }
        }
    }

    private static String written(Object value) {
        if (value instanceof Role role) {
            return role.label();
        }
        if (value instanceof Enum<?> constant) {
            return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
        return value instanceof DataSize size ? InvalidProperty.size(size.toBytes()) : InvalidProperty.shown(value);
    }
}
