package io.offlinemessages.gateway.admission;

import io.offlinemessages.gateway.access.AccessProperties;
import io.offlinemessages.gateway.access.Authenticator;
import io.offlinemessages.gateway.contract.Accounts;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class AdmissionConfiguration {

    @Bean
    Admission admission(Authenticator authenticator, AccessProperties access, Accounts accounts) {
        return new Admission(authenticator, access, accounts);
    }
}
