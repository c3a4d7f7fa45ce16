import { setTimeout as delay } from 'node:timers/promises';
import type { LoadOptions } from './read-options.ts';

/** A call that must be stored with these bytes. */
export type ExpectedCall = { readonly callId: string; readonly sha256: string };

/** A call that is not stored, and what the API says of it. */
export type LostCall = { readonly callId: string; readonly why: string };

export type Awaited = {
  readonly lost: readonly LostCall[];
  /** Calls that were stored by push, and by stage 2. */
  readonly stored: { readonly push: number; readonly reconciliation: number };
  readonly seconds: number;
};

type AskOptions = Pick<LoadOptions, 'url' | 'askKey' | 'tenants' | 'waitSeconds'>;

type Record = {
  readonly s3Stored?: boolean;
  readonly ingestionSource?: string;
  readonly audio?: { readonly sha256?: string };
  readonly status?: { readonly why?: string };
};

const AT_ONCE = 8;
const PAUSE_MS = 1_000;
const ANSWER_MS = 30_000;

/** Asks for each call until it is stored or the longest time of waiting has passed. */
export const awaitStored = async (options: AskOptions, calls: readonly ExpectedCall[]): Promise<Awaited> => {
  const startMs = performance.now();
  const endMs = startMs + options.waitSeconds * 1_000;
  const stored = { push: 0, reconciliation: 0 };
  let waiting = [...calls];
  let lost: LostCall[] = [];
  while (waiting.length > 0) {
    const left: ExpectedCall[] = [];
    lost = [];
    const queue = [...waiting];
    const work = async (): Promise<void> => {
      for (let call = queue.pop(); call; call = queue.pop()) {
        const { why, source } = await ask(options, call);
        if (why === undefined) stored[source] += 1;
        else {
          left.push(call);
          lost.push({ callId: call.callId, why });
        }
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
    waiting = left;
    if (waiting.length === 0 || performance.now() > endMs) break;
    await delay(PAUSE_MS);
  }
  return { lost, stored, seconds: (performance.now() - startMs) / 1_000 };
};

type Asked = { readonly why?: string; readonly source: 'push' | 'reconciliation' };

/** Looks for the call in each tenant. `why`: why it does not count as stored. */
const ask = async (
  { url, askKey, tenants }: AskOptions,
  { callId, sha256 }: ExpectedCall,
): Promise<Asked> => {
  let why = 'no record';
  for (const tenant of tenants) {
    const answer = await get(`${url}/v1/calls/${encodeURIComponent(tenant)}/${callId}`, askKey);
    if (typeof answer === 'string') {
      why = answer;
      continue;
    }
    const source = answer.ingestionSource === 'RECONCILIATION' ? 'reconciliation' : 'push';
    if (!answer.s3Stored) return { why: answer.status?.why ?? 'not stored', source };
    if (answer.audio?.sha256 !== sha256) {
      return { why: `stored with SHA-256 ${answer.audio?.sha256}, expected ${sha256}`, source };
    }
    return { source };
  }
  return { why, source: 'push' };
};

/** @returns the record, or why there is none. */
const get = async (url: string, key: string): Promise<Record | string> => {
  try {
    const response = await fetch(url, {
      headers: { 'x-api-key': key },
      signal: AbortSignal.timeout(ANSWER_MS),
    });
    if (response.ok) return (await response.json()) as Record;
    await response.body?.cancel();
    return response.status === 404 ? 'no record' : `the question was answered ${response.status}`;
  } catch (error) {
    return `the question was not answered: ${(error as Error).message}`;
  }
};
