package io.offlinemessages.gateway.shared;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

/** A test with a Redis of its own. */
abstract class WithRedis {

    private final List<RedisClient> clients = new ArrayList<>();
    RedisProcess redis = new RedisProcess();

    @AfterEach
    void end() {
        clients.forEach(RedisClient::shutdown);
        redis.close();
    }

    /** The commands of a connection by which a test looks at the server. */
    RedisCommands<String, String> commands() {
        var client = RedisClient.create(redis.url());
        clients.add(client);
        return client.connect().sync();
    }
}
