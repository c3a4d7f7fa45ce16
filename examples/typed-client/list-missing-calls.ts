// Lists the calls of yesterday whose recording is missing, with the reason of each and what happens next.
// API=http://127.0.0.1:8080 KEY=... node examples/typed-client/list-missing-calls.ts northfield
import createClient from 'openapi-fetch';
import type { paths } from './openapi.d.ts';

const { API = 'http://127.0.0.1:8080', KEY = '' } = process.env;
const tenant = process.argv[2] ?? 'northfield';
const DAY_MS = 86_400_000;
const dayOf = (epochMs: number): string => new Date(epochMs).toISOString().slice(0, 10);

const client = createClient<paths>({ baseUrl: API, headers: { 'X-API-Key': KEY } });
const question = {
  tenant,
  from: dayOf(Date.now() - DAY_MS),
  to: dayOf(Date.now()),
  state: 'missing',
} as const;

let cursor: string | undefined;
do {
  const { data, error } = await client.GET('/v1/calls', { params: { query: { ...question, cursor } } });
  if (!data) throw new Error(`${error.code}: ${error.detail}`);
  for (const { callId, callTimestamp, why, since, next } of data.calls) {
    process.stdout.write(`${callTimestamp} ${callId}: ${why}, since ${since}. ${next}\n`);
  }
  ({ cursor } = data);
} while (cursor !== undefined);
