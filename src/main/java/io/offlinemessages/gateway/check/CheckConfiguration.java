package io.offlinemessages.gateway.check;

import io.offlinemessages.gateway.upstream.UpstreamProperties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

@Configuration(proxyBeanMethods = false)
class CheckConfiguration {

    private static final Logger LOG = LoggerFactory.getLogger(CheckConfiguration.class);

    /**
     * Runs before servers and circuit breakers are created: these refuse some values in words of their own, and accept others silently.
     * A rehearsal has already reported these refusals, and continues.
     */
    @Bean
    static BeanFactoryPostProcessor switches(Environment environment) {
        return factory -> {
            if (factory.getBeanNamesForType(BindFindings.class, true, false).length == 0) {
                ServerSwitches.require(environment);
                ResilienceSwitches.refusals(environment).stream().findFirst().ifPresent(refusal -> {
                    throw refusal;
                });
            }
        };
    }

    @Bean
    static UnknownNames unknownNames(ObjectProvider<BindFindings> rehearsal) {
        BindFindings findings = rehearsal.getIfAvailable();
        return new UnknownNames(findings == null ? LOG::warn : findings::find);
    }

    @Bean
    SmartInitializingSingleton startupChecks(Environment environment, UpstreamProperties upstream) {
        return () -> StartupChecks.run(environment, upstream);
    }
}
