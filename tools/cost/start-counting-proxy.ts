import { type IncomingHttpHeaders, type IncomingMessage, request as send } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { READ_UNITS, WRITE_UNITS } from '@recordings/forecast';
import { startServer } from '@recordings/test-kit';
import { makeUnitMeter, type Units } from './make-unit-meter.ts';
import { requestKind } from './request-kind.ts';

/** They grow with each request. */
export type GrowingCounts = Record<string, number>;

/** Starts a proxy of one emulator that counts what passes. */
export const startCountingProxy = (target: string, counts: GrowingCounts) => {
  const meter = makeUnitMeter();
  return startServer((incoming, outgoing) => {
    void (async () => {
      const { method = 'GET', url = '/', headers } = incoming;
      const body = await buffer(incoming);
      const kind = requestKind({ method, url, headers, body });
      add(counts, kind, 1);
      const operation = kind.split(' ')[1]!;
      const isDynamoDb = kind.startsWith('DynamoDB');
      const sent = isDynamoDb ? meter.prepare(operation, body) : body;
      const answer = await forward(new URL(url, target), method, headers, sent);
      const content = await buffer(answer);
      if (isDynamoDb) addUnits(counts, meter.unitsOf(operation, body, content));
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers).end(content);
    })().catch((error: unknown) => outgoing.destroy(error as Error));
  });
};

export const add = (counts: GrowingCounts, kind: string, n: number): void => {
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

const addUnits = (counts: GrowingCounts, { read, write }: Units): void => {
  if (read > 0) add(counts, READ_UNITS, read);
  if (write > 0) add(counts, WRITE_UNITS, write);
};
