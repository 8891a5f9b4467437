package io.offlinemessages.gateway.faults;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.offlinemessages.gateway.sandbox.SandboxUpstream;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.descriptor.web.FilterDef;
import org.apache.tomcat.util.descriptor.web.FilterMap;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.ProviderManager;
import org.springframework.security.authentication.dao.DaoAuthenticationProvider;
import org.springframework.security.authorization.AuthenticatedAuthorizationManager;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.DefaultSecurityFilterChain;
import org.springframework.security.web.FilterChainProxy;
import org.springframework.security.web.access.ExceptionTranslationFilter;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.authentication.www.BasicAuthenticationFilter;
import org.springframework.security.web.util.matcher.AnyRequestMatcher;

/**
 * The documented API as it is documented: Tomcat, which closes connections by count and by age, with HTTP Basic by Spring Security,
 * and chunked answers. It keeps its port over restarts.
 */
final class TomcatUpstream implements AutoCloseable {

    private static final int MOST_REQUESTS = 10;
    private static final int LONGEST_IDLE_MILLIS = 200;

    private final Path folder;
    /** Bound, and never listening: the port stays ours while Tomcat is down. */
    private final Socket reservation = new Socket();

    private @Nullable Tomcat tomcat;

    TomcatUpstream(Path folder) throws IOException {
        this.folder = folder;
        reservation.setReuseAddress(true);
        reservation.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    }

    String url() {
        return "http://127.0.0.1:" + reservation.getLocalPort();
    }

    void start() throws LifecycleException {
        var starting = new Tomcat();
        starting.setBaseDir(folder.toString());
        starting.setConnector(connector());
        Context context = starting.addContext("", folder.toString());
        Tomcat.addServlet(context, "messages", new Messages());
        context.addServletMappingDecoded("/", "messages");
        protect(context, basic());
        starting.start();
        tomcat = starting;
    }

    void stop() throws LifecycleException {
        if (tomcat != null) {
            tomcat.stop();
            tomcat.destroy();
            tomcat = null;
        }
    }

    private Connector connector() {
        var connector = new Connector();
        connector.setPort(reservation.getLocalPort());
        connector.setThrowOnFailure(true);
        connector.setProperty("address", "127.0.0.1");
        connector.setProperty("maxKeepAliveRequests", Integer.toString(MOST_REQUESTS));
        connector.setProperty("keepAliveTimeout", Integer.toString(LONGEST_IDLE_MILLIS));
        return connector;
    }

    private static void protect(Context context, Filter filter) {
        var definition = new FilterDef();
        definition.setFilterName("security");
        definition.setFilter(filter);
        context.addFilterDef(definition);
        var mapping = new FilterMap();
        mapping.setFilterName("security");
        mapping.addURLPattern("/*");
        context.addFilterMap(mapping);
    }

    private static Filter basic() {
        var users = new InMemoryUserDetailsManager(User.withUsername(SandboxUpstream.USERNAME)
                .password("{noop}" + SandboxUpstream.PASSWORD)
                .roles("API")
                .build());
        AuthenticationEntryPoint challenge = (request, response, failure) -> {
            response.setHeader("WWW-Authenticate", "Basic realm=\"revechat\"");
            write(response, 401, "Bad credentials");
        };
        return new FilterChainProxy(new DefaultSecurityFilterChain(
                AnyRequestMatcher.INSTANCE,
                new BasicAuthenticationFilter(new ProviderManager(new DaoAuthenticationProvider(users)), challenge),
                new ExceptionTranslationFilter(challenge),
                new AuthorizationFilter(AuthenticatedAuthorizationManager.authenticated())));
    }

    private static void write(HttpServletResponse response, int status, String body) throws IOException {
        response.setStatus(status);
        response.setContentType("application/json;charset=UTF-8");
        response.getOutputStream().write(body.getBytes(UTF_8));
        // Before its end, so that its length is not known and it is chunked.
        response.flushBuffer();
    }

    @Override
    public void close() throws IOException, LifecycleException {
        stop();
        reservation.close();
    }

    /** The two routes. */
    private static final class Messages extends HttpServlet {

        private static final long serialVersionUID = 1L;

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
            Question documented = Documented.at(request.getRequestURI());
            write(response, documented.status(), documented.body());
        }
    }
}
