package io.offlinemessages.gateway.telemetry;

import io.offlinemessages.gateway.contract.LogText;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.Collection;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.NestedExceptionUtils;

/**
 * A span exporter that logs one sentence when the collector stops accepting spans, and one when it accepts them again.
 * The exporter behind it would by itself log a stack trace for each failure.
 */
final class SpanDelivery implements SpanExporter {

    private static final Logger LOG = LoggerFactory.getLogger(SpanDelivery.class);

    private final SpanExporter exporter;
    private final @Nullable String endpoint;
    private final AtomicBoolean failing = new AtomicBoolean();

    SpanDelivery(SpanExporter exporter, @Nullable String endpoint) {
        this.exporter = exporter;
        this.endpoint = endpoint;
    }

    @Override
    public CompletableResultCode export(Collection<SpanData> spans) {
        CompletableResultCode result = exporter.export(spans);
        return result.whenComplete(() -> tell(result));
    }

    private void tell(CompletableResultCode result) {
        boolean failed = !result.isSuccess();
        if (failing.getAndSet(failed) == failed) {
            return;
        }
        if (failed) {
            LOG.warn(
                    "Spans cannot be sent to {}: {}. They are dropped until it takes them;"
                            + " logging.level.io.opentelemetry=info tells of each time.",
                    endpoint,
                    reason(result.getFailureThrowable()));
        } else {
            LOG.info("Spans are sent to {} again.", endpoint);
        }
    }

    /** The root cause; an HTTP error from the collector has none. */
    private static String reason(@Nullable Throwable thrown) {
        Throwable cause = NestedExceptionUtils.getRootCause(thrown);
        return cause == null ? "it refuses them" : LogText.escaped(cause.toString());
    }

    @Override
    public CompletableResultCode flush() {
        return exporter.flush();
    }

    @Override
    public CompletableResultCode shutdown() {
        return exporter.shutdown();
    }
}
