package io.offlinemessages.gateway.contract;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** The catalogue of the gateway's own meters. Their names and tags are an interface to operators. */
public enum GatewayMeter {
    ADMISSION("gateway.admission", "Requests by what admission decided.", "outcome"),
    CACHE_REQUESTS("gateway.cache.requests", "Admitted requests by how the cache answered.", "route", "result"),
    CACHE_REFRESHES(
            "gateway.cache.refreshes", "Background refreshes of stale answers by how they ended.", "route", "outcome"),
    CACHE_FORBIDDEN(
            "gateway.cache.forbidden",
            "Answers that the upstream forbids to reuse, by what forbids it.",
            "route",
            "reason"),
    CACHE_OUTDATED(
            "gateway.cache.outdated",
            "Stored details that a page of the list has contradicted, by what is stored: the message, or that it was not found.",
            "answer"),
    CACHE_INCOMPARABLE(
            "gateway.cache.incomparable",
            "Times that a field was left out of the comparison of pages and details for an hour, by field.",
            "field"),
    UPSTREAM_REQUESTS(
            "gateway.upstream.requests",
            "Calls to the upstream, each attempt of a retry by itself.",
            "route",
            "outcome"),
    BUDGET_LIMIT(
            "gateway.upstream.budget.limit",
            "Calls to the upstream that any 60 seconds may hold; absent without a limit."),
    BUDGET_USED(
            "gateway.upstream.budget.used",
            "Calls to the upstream that the last 60 seconds hold; absent without a limit."),
    SHARED_UP("gateway.shared.up", "Whether the link to Redis is up: 1 or 0; absent where nothing is shared."),
    SHARED_MEMBERS(
            "gateway.shared.members",
            "Gateways that the server has heard of in the last 5 seconds, this one included; 1 while the link is lost, absent where nothing is shared."),
    SHARED_COMMANDS(
            "gateway.shared.commands", "Round trips to Redis by script and by what they came to.", "script", "outcome"),
    SHARED_SEALED_REFUSED(
            "gateway.shared.sealed.refused",
            "Values in Redis that did not open, because of other secrets or because somebody has changed them."),
    SHARED_LOGIN_RELOAD(
            "gateway.shared.login.reload", "Reloads of the gateway's own changed login at Redis, by result.", "result"),
    SHARED_LOGIN_FILES_REFUSED(
            "gateway.shared.login.files.refused",
            "Whether the files of the login at Redis were refused, so that the login before them is still in force: 1 or 0; absent where nothing is shared."),
    FAILURES("gateway.failures", "Error answers to callers by cause and by whose fault it is.", "cause", "fault"),
    PASSWORD_CHECKS("gateway.password.checks", "Passwords that were not remembered as right, by result.", "result"),
    USERS_RELOAD("gateway.users.reload", "Reloads of a changed users file, by result.", "result"),
    USERS_FILE_REFUSED(
            "gateway.users.file.refused",
            "Whether the users file was refused, so that the users before it are still in force: 1 or 0."),
    CREDENTIAL_RELOAD(
            "gateway.upstream.credential.reload",
            "Reloads of the gateway's own changed credential at the upstream, by result.",
            "result"),
    CREDENTIAL_FILES_REFUSED(
            "gateway.upstream.credential.files.refused",
            "Whether the files of the credential at the upstream were refused, so that the credential before them is still in force: 1 or 0."),
    CONNECTIONS("gateway.connections", "Callers' connections that are open."),
    CONNECTIONS_ENDED("gateway.connections.ended", "Callers' connections that a limit has ended, by limit.", "limit");

    private final String meterName;
    private final String description;

    @SuppressWarnings("ImmutableEnumChecker") // List.of is immutable
    private final List<String> tags;

    GatewayMeter(String meterName, String description, String... tags) {
        this.meterName = meterName;
        this.description = description;
        this.tags = List.of(tags);
    }

    /** The name in Micrometer's dotted form. */
    public String meterName() {
        return meterName;
    }

    /** The description, one sentence for operators. */
    public String description() {
        return description;
    }

    /** The tag keys. */
    public List<String> tags() {
        return tags;
    }

    /**
     * The counter with these tag values, in the order of {@link #tags()}. A counter whose first event raises an alert
     * is registered at the start, because Prometheus sees no increase in a series that appears with the value 1.
     */
    public Counter counter(MeterRegistry meters, String... values) {
        return Counter.builder(meterName)
                .description(description)
                .tags(pairs(values))
                .register(meters);
    }

    /** The timer with these tag values, in the order of {@link #tags()}. */
    public Timer timer(MeterRegistry meters, String... values) {
        return Timer.builder(meterName)
                .description(description)
                .tags(pairs(values))
                .register(meters);
    }

    /**
     * Registers the gauge, which has no tags.
     *
     * @param value gives the gauge's value whenever it is read
     */
    public void gauge(MeterRegistry meters, Supplier<Number> value) {
        Gauge.builder(meterName, value).description(description).register(meters);
    }

    /**
     * Registers the gauge, which has no tags and the values 1 and 0.
     *
     * @param isOn whether the value is 1, asked whenever the gauge is read
     */
    public void flag(MeterRegistry meters, BooleanSupplier isOn) {
        gauge(meters, () -> isOn.getAsBoolean() ? 1 : 0);
    }

    private Tags pairs(String... values) {
        return Tags.of(IntStream.range(0, tags.size())
                .mapToObj(i -> Tag.of(tags.get(i), values[i]))
                .toList());
    }
}
