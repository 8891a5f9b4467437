package io.offlinemessages.gateway.chart;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** A test of each {@linkplain Chart#WAYS way} to install the gateway. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@ParameterizedTest
@FieldSource("io.offlinemessages.gateway.chart.Chart#WAYS")
public @interface ForEachWay {}
