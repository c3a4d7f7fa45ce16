import { type IncomingHttpHeaders, type IncomingMessage, request as send } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { startServer } from '@recordings/test-kit';
import { requestKind } from './request-kind.ts';

/** Requests by kind, and what else is paid for. */
export type Counts = Record<string, number>;

export const LOG_BYTES = 'Log bytes';
/** The units that DynamoDB charges, those of the indexes included. */
export const READ_UNITS = 'DynamoDB read units';
export const WRITE_UNITS = 'DynamoDB write units';

/** Starts a proxy of one emulator that counts what passes. */
export const startCountingProxy = (target: string, counts: Counts) =>
  startServer((incoming, outgoing) => {
    void (async () => {
      const { method = 'GET', url = '/', headers } = incoming;
      const body = await buffer(incoming);
      const kind = requestKind({ method, url, headers, body });
      add(counts, kind, 1);
      const isDynamoDb = kind.startsWith('DynamoDB');
      const answer = await forward(
        new URL(url, target),
        method,
        headers,
        isDynamoDb ? askForUnits(body) : body,
      );
      const content = await buffer(answer);
      if (isDynamoDb) addUnits(counts, kind, content);
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers).end(content);
    })().catch((error: unknown) => outgoing.destroy(error as Error));
  });

export const add = (counts: Counts, kind: string, n: number): void => {
  counts[kind] = (counts[kind] ?? 0) + n;
};

const forward = (
  url: URL,
  method: string,
  { 'transfer-encoding': _, ...headers }: IncomingHttpHeaders,
  body: Buffer,
): Promise<IncomingMessage> =>
  new Promise((resolve, reject) => {
    send(url, { method, headers: { ...headers, 'content-length': body.length } }, resolve)
      .on('error', reject)
      .end(body);
  });

/** With it, DynamoDB says in the answer how many units it charges, those of the indexes included. */
const askForUnits = (body: Buffer): Buffer =>
  Buffer.from(
    JSON.stringify({ ...(JSON.parse(body.toString()) as object), ReturnConsumedCapacity: 'TOTAL' }),
  );

type Consumed = { readonly CapacityUnits?: number };

const addUnits = (counts: Counts, kind: string, answer: Buffer): void => {
  const { ConsumedCapacity = [] } = JSON.parse(answer.toString() || '{}') as {
    ConsumedCapacity?: Consumed | Consumed[];
  };
  const isWrite = /(Put|Update|Delete|Write)Item$/.test(kind);
  for (const { CapacityUnits = 0 } of [ConsumedCapacity].flat()) {
    add(counts, isWrite ? WRITE_UNITS : READ_UNITS, CapacityUnits);
  }
};
