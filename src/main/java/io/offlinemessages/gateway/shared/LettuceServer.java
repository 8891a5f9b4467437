package io.offlinemessages.gateway.shared;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.StatefulRedisConnection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The server behind a Lettuce connection. Scripts are called by digest ({@code EVALSHA}), and by text where the server does not have
 * them.
 *
 * <p>Lettuce writes and closes under one lock. Only the link's own thread does either, so threads that serve requests never wait for
 * that lock.
 */
record LettuceServer(StatefulRedisConnection<byte[], byte[]> connection, Executor thread) implements Line.Server {

    @Override
    public CompletionStage<List<Object>> run(Call call, long deadline) {
        return CompletableFuture.supplyAsync(() -> send(call, deadline), thread).thenCompose(Function.identity());
    }

    private CompletionStage<List<Object>> send(Call call, long deadline) {
        byte[][] keys = call.keys().stream().map(key -> key.getBytes(UTF_8)).toArray(byte[][]::new);
        byte[][] arguments = Stream.concat(
                        Stream.of(Long.toString(deadline).getBytes(UTF_8)), call.arguments().stream())
                .toArray(byte[][]::new);
        Script script = call.script();
        return connection
                .async()
                .<List<Object>>evalsha(script.digest(), ScriptOutputType.MULTI, keys, arguments)
                .exceptionallyCompose(thrown -> isUnknown(thrown)
                        ? connection.async().eval(script.text(), ScriptOutputType.MULTI, keys, arguments)
                        : CompletableFuture.failedFuture(cause(thrown)));
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // close needs no follow-up
    public void close() {
        thread.execute(() -> {
            if (connection.isOpen()) {
                connection.closeAsync();
            }
        });
    }

    private static boolean isUnknown(Throwable thrown) {
        return cause(thrown) instanceof RedisNoScriptException;
    }

    private static Throwable cause(Throwable thrown) {
        return thrown instanceof CompletionException && thrown.getCause() != null ? thrown.getCause() : thrown;
    }
}
