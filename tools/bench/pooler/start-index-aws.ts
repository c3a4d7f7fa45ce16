import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { reconciliationIndex } from '@recordings/topology';
import { answerMessages } from '../ingest/sinks/answer-messages.ts';
import type { SinkAnswer } from '../ingest/sinks/start-null-aws.ts';
import type { makeIndexPages } from './index-pages.ts';

type Query = {
  readonly IndexName?: string;
  readonly ExpressionAttributeValues?: Readonly<Record<string, { readonly S?: string }>>;
  readonly ExclusiveStartKey?: { readonly from: { readonly N: string } };
};

/** AWS that has pending calls in an index and nothing else. It accepts every write. */
export const startIndexAws = async (pages: ReturnType<typeof makeIndexPages>) => {
  const server = createServer((request, response) => {
    void readText(request).then((text) => {
      const { status = 200, headers = {}, body = '' } = answer(request, text, pages);
      response.writeHead(status, { 'content-length': Buffer.byteLength(body), ...headers }).end(body);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    environment: {
      AWS_ENDPOINT_URL: `http://127.0.0.1:${port}`,
      AWS_REGION: 'eu-west-1',
      AWS_ACCESS_KEY_ID: 'bench',
      AWS_SECRET_ACCESS_KEY: 'bench',
    },
    stop: () => {
      server.closeAllConnections();
      server.close();
    },
  };
};

const answer = (
  { headers }: IncomingMessage,
  text: string,
  pages: ReturnType<typeof makeIndexPages>,
): SinkAnswer => {
  const target = headers['x-amz-target'] as string | undefined;
  if (!target?.startsWith('DynamoDB')) return answerMessages(target, text, headers.host ?? '');
  const action = target.split('.')[1];
  return {
    headers: { 'content-type': 'application/x-amz-json-1.0' },
    body: JSON.stringify(action === 'Query' ? queried(JSON.parse(text) as Query, pages) : {}),
  };
};

const queried = ({ IndexName, ...query }: Query, pages: ReturnType<typeof makeIndexPages>) => {
  if (IndexName !== reconciliationIndex.name) return { Items: [], Count: 0 };
  const shard = query.ExpressionAttributeValues?.[':shard']?.S ?? '';
  const { items, next } = pages.page(shard, Number(query.ExclusiveStartKey?.from.N ?? 0));
  return {
    Items: items,
    Count: items.length,
    ...(next !== undefined && { LastEvaluatedKey: { from: { N: String(next) } } }),
  };
};

const readText = async (request: IncomingMessage): Promise<string> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
};
