import { z } from 'zod';
import type { Config } from '../../config.ts';

/** What came of asking the pooler for an execution. */
export type Asked =
  | { readonly kind: 'started'; readonly executionId: string }
  /** Another execution runs; it or the next one takes the calls. */
  | { readonly kind: 'busy' }
  | { readonly kind: 'not configured' }
  | { readonly kind: 'refused'; readonly why: string };

/** An execution is answered when it has ended. */
const LONGEST_WAIT_MS = 120_000;

/** The summary of an execution; its id is that of its batch of windows. */
const Answer = z.object({ batchId: z.string() });

/** Asks the pooler for an execution over a scope, if its address and a key are configured. It does not throw. */
export const askPooler = async (
  { POOLER_URL: url, POOLER_API_KEY: key }: Pick<Config, 'POOLER_URL' | 'POOLER_API_KEY'>,
  scope: object,
  signal: AbortSignal,
): Promise<Asked> => {
  if (url === undefined || key === undefined) return { kind: 'not configured' };
  try {
    const answer = await fetch(`${url.replace(/\/$/, '')}/v1/executions`, {
      method: 'POST',
      headers: { 'x-api-key': key, 'content-type': 'application/json' },
      body: JSON.stringify(scope),
      signal: AbortSignal.any([signal, AbortSignal.timeout(LONGEST_WAIT_MS)]),
    });
    if (answer.status === 409) return { kind: 'busy' };
    if (!answer.ok) return { kind: 'refused', why: `HTTP ${answer.status}` };
    const { data } = Answer.safeParse(await answer.json());
    return data
      ? { kind: 'started', executionId: data.batchId }
      : { kind: 'refused', why: 'it gave no summary' };
  } catch (error) {
    return { kind: 'refused', why: error instanceof Error ? error.message : String(error) };
  }
};

export const sayAsked = (asked: Asked): string => {
  switch (asked.kind) {
    case 'started':
      return `The pooler took them in execution ${asked.executionId}.`;
    case 'busy':
      return 'The pooler is running an execution now; the next one takes them.';
    case 'not configured':
      return 'The next execution of the pooler takes them (POOLER_URL and POOLER_API_KEY ask for one at once).';
    case 'refused':
      return `The pooler could not be asked for an execution (${asked.why}); the next one takes them.`;
    default:
      return asked satisfies never;
  }
};
