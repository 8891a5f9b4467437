package io.offlinemessages.gateway.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class GatewayMeterTest {

    private final MeterRegistry meters = new SimpleMeterRegistry();

    @ParameterizedTest
    @EnumSource
    void a_meters_name_begins_with_the_gateway_and_its_description_is_a_sentence(GatewayMeter meter) {
        assertThat(meter.meterName()).startsWith("gateway.");
        assertThat(meter.description()).endsWith(".");
    }

    @Test
    void a_meter_is_registered_with_the_description_and_the_tags_of_the_catalogue() {
        GatewayMeter.FAILURES.counter(meters, "no_record", "caller").increment();
        GatewayMeter.USERS_FILE_REFUSED.gauge(meters, () -> 1);

        assertThat(meters.getMeters())
                .extracting(Meter::getId)
                .extracting(Meter.Id::getName)
                .containsExactlyInAnyOrder("gateway.failures", "gateway.users.file.refused");
        Meter.Id failures = meters.get("gateway.failures").counter().getId();
        assertThat(failures.getDescription()).isEqualTo(GatewayMeter.FAILURES.description());
        assertThat(failures.getTags()).containsExactly(Tag.of("cause", "no_record"), Tag.of("fault", "caller"));
        assertThat(GatewayMeter.FAILURES.tags()).containsExactly("cause", "fault");
        assertThat(meters.get("gateway.users.file.refused").gauge().value()).isEqualTo(1);
    }
}
