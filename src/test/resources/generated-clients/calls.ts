/** Calls a gateway, and a strict one, at the addresses that are the arguments, and prints a line for each outcome. */
import {
    type ApiResponse,
    Configuration,
    DescriptionApi,
    ErrorDetailFromJSON,
    ErrorEnvelopeFromJSON,
    type ListedMessage,
    MessagesApi,
    ResponseError,
} from './client';

declare const process: { argv: string[]; exit(code: number): void };

function configuration(basePath: string, username: string, password: string): Configuration {
    return new Configuration({ basePath, username, password });
}

async function call(name: string, make: () => Promise<unknown>): Promise<void> {
    let outcome: string;
    try {
        outcome = `200 ${await make()}`;
    } catch (e) {
        if (!(e instanceof ResponseError)) {
            throw e;
        }
        outcome = `${e.response.status} ${await sentence(e.response)}`;
    }
    console.log(`${name}: ${outcome}`.trim());
}

async function sentence(response: Response): Promise<string> {
    const text = await response.text();
    if (!text.startsWith('{')) {
        return text;
    }
    const json = JSON.parse(text);
    const error = 'error' in json ? ErrorEnvelopeFromJSON(json).error[0] : ErrorDetailFromJSON(json);
    if (error.code !== response.status) {
        throw new Error(text);
    }
    return error.message;
}

function ids(messages: ListedMessage[]): string {
    return messages.map(message => message.offlineMessageId).join(' ');
}

function etag(response: ApiResponse<void>): string {
    return response.raw.headers.has('ETag') ? 'with ETag' : 'without ETag';
}

async function main(gateway: string, strictGateway: string): Promise<void> {
    const john = configuration(gateway, 'john@example.com', '123456');
    const messages = new MessagesApi(john);
    const description = new DescriptionApi(john);

    await call('list', async () => ids(await messages.getOfflineMessages()));
    await call('list beyond the last page', async () => ids(await messages.getOfflineMessages({ pageNo: 99 })));
    await call('list with nulls and other fields', async () => ids(await messages.getOfflineMessages({ pageNo: 8301 })));
    await call('list by HEAD', async () => etag(await messages.headOfflineMessagesRaw({})));
    const page = (await messages.getOfflineMessagesRaw({})).raw.headers.get('ETag')!;
    await call('list by ETag', async () => ids(await messages.getOfflineMessages({ ifNoneMatch: page })));
    await call('list by HEAD and ETag', async () => etag(await messages.headOfflineMessagesRaw({ ifNoneMatch: page })));

    await call('message', async () => {
        const message = await messages.getOfflineMessage({ id: 744 });
        return `${message.offlineMessageId} ${message.message} ${message.replyMessages?.length}`;
    });
    await call('message with nulls and other fields',
        async () => (await messages.getOfflineMessage({ id: 8301 })).offlineMessageId);
    await call('message by HEAD', async () => etag(await messages.headOfflineMessageRaw({ id: 744 })));
    const one = (await messages.getOfflineMessageRaw({ id: 744 })).raw.headers.get('ETag')!;
    await call('message by ETag', async () => (await messages.getOfflineMessage({ id: 744, ifNoneMatch: one })).message);
    await call('message by HEAD and ETag',
        async () => etag(await messages.headOfflineMessageRaw({ id: 744, ifNoneMatch: one })));

    await call('document', async () => {
        await description.getDocument();
        return '';
    });
    await call('document by HEAD', async () => etag(await description.headDocumentRaw({})));

    await call('page -2', async () => ids(await messages.getOfflineMessages({ pageNo: -2 })));
    await call('page -2 by HEAD', async () => etag(await messages.headOfflineMessagesRaw({ pageNo: -2 })));
    await call('id -14', async () => (await messages.getOfflineMessage({ id: -14 })).message);
    await call('id 1', async () => (await messages.getOfflineMessage({ id: 1 })).message);
    await call('id 1 by HEAD', async () => etag(await messages.headOfflineMessageRaw({ id: 1 })));

    const wrong = new MessagesApi(configuration(gateway, 'nobody@example.com', 'wrong'));
    await call('wrong password', async () => ids(await wrong.getOfflineMessages()));
    const another = new MessagesApi(configuration(gateway, 'nobody@example.com', 'another'));
    await call('second wrong password', async () => ids(await another.getOfflineMessages()));
    const agent = new MessagesApi(configuration(gateway, 'agent@example.com', '123456'));
    await call('list for an agent', async () => ids(await agent.getOfflineMessages()));
    await call('message for an agent', async () => (await agent.getOfflineMessage({ id: 744 })).message);

    await call('HTML', async () => ids(await messages.getOfflineMessages(
        {}, async ({ init }) => ({ headers: { ...init.headers, Accept: 'text/html' } }))));
    await call('long request id', async () => ids(await messages.getOfflineMessages({ xRequestId: 'x'.repeat(9000) })));
    await call('only if cached',
        async () => (await messages.getOfflineMessage({ id: 594, cacheControl: 'only-if-cached' })).message);
    await call('error page of the upstream', async () => (await messages.getOfflineMessage({ id: 9005 })).message);
    await call('rate limit of the upstream', async () => (await messages.getOfflineMessage({ id: 429 })).message);

    const strict = new MessagesApi(configuration(strictGateway, 'john@example.com', '123456'));
    await call('late upstream', async () => (await strict.getOfflineMessage({ id: 8302 })).message);
    await call('second request in a minute', async () => (await strict.getOfflineMessage({ id: 744 })).message);
}

main(process.argv[2], process.argv[3]).catch(e => {
    console.error(e);
    process.exit(1);
});
