package io.offlinemessages.gateway.check;

import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import io.offlinemessages.gateway.contract.InvalidProperty;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.core.env.Environment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/**
 * The properties of {@code resilience4j.*} that the gateway supports. Each supported property takes effect and blocks no thread. All
 * others are refused: those that would block an event loop or start threads, those that no part of the gateway reads, and those that
 * Resilience4j ignores or refuses with a stack trace.
 */
final class ResilienceSwitches {

    private static final ConfigurationPropertyName ROOT = ConfigurationPropertyName.of("resilience4j");
    private static final String BASE = "base-config";
    private static final String DEFAULT = "default";

    private static final Map<String, Module> MODULES = Map.of(
            "circuitbreaker",
            new Module(
                    Set.of("list", "detail"),
                    true,
                    List.of(
                            new Switch<>("sliding-window-type", SlidingWindowType.class, given -> true, ""),
                            number("sliding-window-size", 10_000),
                            number("minimum-number-of-calls", 1_000_000),
                            share("failure-rate-threshold"),
                            share("slow-call-rate-threshold"),
                            duration("slow-call-duration-threshold"),
                            duration("wait-duration-in-open-state"),
                            duration("max-wait-duration-in-half-open-state"),
                            new Switch<>(
                                    "transition-to-state-after-wait-duration",
                                    State.class,
                                    given -> given == State.CLOSED || given == State.OPEN,
                                    "CLOSED or OPEN"),
                            number("permitted-number-of-calls-in-half-open-state", 1_000_000),
                            flag("automatic-transition-from-open-to-half-open-enabled"))),
            "retry",
            new Module(
                    Set.of("list", "detail"),
                    true,
                    List.of(
                            number("max-attempts", 100),
                            duration("wait-duration"),
                            flag("enable-exponential-backoff"),
                            new Switch<>(
                                    "exponential-backoff-multiplier",
                                    Double.class,
                                    given -> given >= 1 && given <= 100,
                                    "from 1 to 100"),
                            flag("enable-randomized-wait"),
                            new Switch<>(
                                    "randomized-wait-factor",
                                    Double.class,
                                    given -> given >= 0 && given < 1,
                                    "from 0, below 1"))),
            "bulkhead",
            new Module(
                    Set.of("upstream", "list", "detail"),
                    false,
                    List.of(
                            number("max-concurrent-calls", 100_000),
                            new Switch<>(
                                    "max-wait-duration",
                                    Duration.class,
                                    Duration::isZero,
                                    "0: a call that waited would hold up an event loop, and all of its callers"))));

    /** Resilience4j's other modules. An environment variable with any other name belongs to other software. */
    private static final Map<String, String> OTHERS = Map.of(
            "threadpoolbulkhead", "calls need no threads; resilience4j.bulkhead.instances.upstream bounds them",
            "thread", "calls need no threads; resilience4j.bulkhead.instances.upstream bounds them",
            "ratelimiter", "it would block an event loop; gateway.upstream.requests-per-minute bounds calls",
            "timelimiter", "gateway.upstream.deadline bounds how long a call takes",
            "scheduled", "nothing here needs its threads",
            "micrometer", "nothing here reads it");

    /** The property names in the sections of each module. */
    static final Map<String, List<String>> NAMES = MODULES.entrySet().stream()
            .collect(Collectors.toMap(
                    Map.Entry::getKey, module -> module.getValue().names().toList()));

    private ResilienceSwitches() {}

    /** The refused and unreadable properties, one sentence each. */
    static List<RuntimeException> refusals(Environment environment) {
        var given = new LinkedHashMap<ConfigurationPropertyName, String>();
        ConfigurationPropertySources.get(environment).forEach(source -> collect(source, given));
        var binder = Binder.get(environment);
        var all = new ArrayList<RuntimeException>();
        given.forEach((name, why) -> {
            if (why.isEmpty()) {
                check(name, binder, given, all);
            } else {
                // The value is hidden, because it may be a secret under a misspelt name.
                all.add(new InvalidProperty(name.toString(), "***", "left out: " + why));
            }
        });
        return all;
    }

    private static void collect(ConfigurationPropertySource source, Map<ConfigurationPropertyName, String> given) {
        boolean variables = source.getUnderlyingSource() instanceof SystemEnvironmentPropertySource;
        if (source instanceof IterableConfigurationPropertySource names) {
            names.stream()
                    .filter(ROOT::isAncestorOf)
                    .filter(name -> !variables || isOfResilience4j(name.getElement(1, Form.UNIFORM)))
                    .forEach(name -> {
                        ConfigurationPropertyName known = known(name, variables);
                        given.putIfAbsent(known == null ? name : known, known == null ? why(name) : "");
                    });
        }
    }

    private static boolean isOfResilience4j(String module) {
        return MODULES.containsKey(module) || OTHERS.containsKey(module);
    }

    /** The documented name of a property that the gateway reads; null otherwise. A variable separates words where the name has dashes. */
    private static @Nullable ConfigurationPropertyName known(ConfigurationPropertyName name, boolean variable) {
        int size = name.getNumberOfElements();
        Module module = MODULES.get(name.getElement(1, Form.UNIFORM));
        if (module == null || size < 5 || (size > 5 && !variable)) {
            return null;
        }
        String section = name.getElement(2, Form.UNIFORM);
        String instance = name.getElement(3, Form.UNIFORM);
        String property = IntStream.range(4, size)
                .mapToObj(i -> name.getElement(i, Form.UNIFORM))
                .collect(Collectors.joining());
        boolean read = section.equals("configs")
                ? module.configs
                : section.equals("instances") && module.instances.contains(instance);
        return module.names()
                .filter(each -> read && each.replace("-", "").equals(property))
                .map(each -> name.chop(4).append(each))
                .findFirst()
                .orElse(null);
    }

    private static String why(ConfigurationPropertyName name) {
        return OTHERS.getOrDefault(name.getElement(1, Form.UNIFORM), "nothing here reads it");
    }

    private static void check(
            ConfigurationPropertyName name,
            Binder binder,
            Map<ConfigurationPropertyName, String> given,
            List<RuntimeException> all) {
        ConfigurationPropertyName section = name.chop(3);
        String config = name.getElement(3, Form.ORIGINAL);
        String property = name.getLastElement(Form.DASHED);
        if (property.equals(BASE)) {
            String base = base(name, binder);
            ConfigurationPropertyName configs = name.chop(2).append("configs");
            if (given.keySet().stream().noneMatch(each -> isIn(configs, base, each))) {
                all.add(new InvalidProperty(name.toString(), base, "the name of a section below " + configs));
            }
        } else if (section.getLastElement(Form.UNIFORM).equals("configs") && !isUsed(config, name.chop(2), binder)) {
            all.add(new InvalidProperty(
                    name.toString(), "***", "left out: no instance has the " + BASE + " \"" + config + "\""));
        } else {
            module(name).switches.stream()
                    .filter(each -> each.name.equals(property))
                    .forEach(each -> each.at(name).check(binder, all));
        }
    }

    private static Module module(ConfigurationPropertyName name) {
        return Objects.requireNonNull(MODULES.get(name.getElement(1, Form.UNIFORM)));
    }

    private static boolean isIn(ConfigurationPropertyName configs, String config, ConfigurationPropertyName name) {
        return configs.isAncestorOf(name) && name.getElement(3, Form.ORIGINAL).equals(config);
    }

    /** The default configuration is always used: the packaged file contains it. */
    private static boolean isUsed(String config, ConfigurationPropertyName module, Binder binder) {
        return config.equals(DEFAULT)
                || module(module).instances.stream()
                        .map(instance ->
                                module.append("instances").append(instance).append(BASE))
                        .anyMatch(name -> base(name, binder).equals(config));
    }

    private static String base(ConfigurationPropertyName name, Binder binder) {
        return binder.bind(name, Bindable.of(String.class)).orElse(DEFAULT);
    }

    private static Switch<Duration> duration(String name) {
        return new Switch<>(
                name,
                Duration.class,
                given -> given.compareTo(Duration.ofMillis(1)) >= 0 && given.compareTo(Duration.ofDays(1)) <= 0,
                "a duration from 1ms to 1d");
    }

    private static Switch<Float> share(String name) {
        return new Switch<>(name, Float.class, given -> given > 0 && given <= 100, "above 0, at most 100");
    }

    private static Switch<Integer> number(String name, int most) {
        return new Switch<>(name, Integer.class, given -> given >= 1 && given <= most, "a number from 1 to " + most);
    }

    private static Switch<Boolean> flag(String name) {
        return new Switch<>(name, Boolean.class, given -> true, "true or false");
    }

    private record Module(Set<String> instances, boolean configs, List<Switch<?>> switches) {

        Stream<String> names() {
            return Stream.concat(switches.stream().map(Switch::name), configs ? Stream.of(BASE) : Stream.empty());
        }
    }

    private record Switch<T>(String name, Class<T> type, Predicate<T> isAllowed, String allowed) {

        ServerSwitches.Rule<T> at(ConfigurationPropertyName place) {
            String property = IntStream.range(0, place.getNumberOfElements())
                    .mapToObj(i -> place.getElement(i, Form.DASHED))
                    .collect(Collectors.joining("."));
            return new ServerSwitches.Rule<>(property, type, isAllowed, allowed);
        }
    }
}
