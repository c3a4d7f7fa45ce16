import { setTimeout as delay } from 'node:timers/promises';

/** One kind of request: how many were accepted, sent again, and how long an accepted one took. */
export type Tally = {
  accepted: number;
  /** Requests that were answered 429 or 5xx, or not at all, and were sent again. */
  sentAgain: number;
  /** Requests that were answered 4xx, or not accepted before the time was over. */
  refused: number;
  readonly latenciesMs: number[];
  /** One example of each answer that was not 2xx, with its count. */
  readonly answers: Map<string, number>;
};

export const makeTally = (): Tally => ({
  accepted: 0,
  sentAgain: 0,
  refused: 0,
  latenciesMs: [],
  answers: new Map(),
});

/** Longest time that a server may take for one answer. */
const ANSWER_MS = 120_000;
const FIRST_PAUSE_MS = 200;
const MAX_PAUSE_MS = 5_000;

/**
 * Sends a request until it is accepted, as the contract asks of a sender: 429, 5xx and broken connections are sent again
 * after `Retry-After`, or after a pause that doubles.
 *
 * @param endMs when to stop, by `performance.now()`.
 * @returns whether it was accepted.
 */
export const sendUntilAccepted = async (
  url: string,
  init: RequestInit,
  tally: Tally,
  endMs: number,
): Promise<boolean> => {
  for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(2 * pauseMs, MAX_PAUSE_MS)) {
    const sentMs = performance.now();
    const { status, words, retryAfterMs } = await send(url, init);
    if (status >= 200 && status < 300) {
      tally.accepted += 1;
      tally.latenciesMs.push(performance.now() - sentMs);
      return true;
    }
    tally.answers.set(words, (tally.answers.get(words) ?? 0) + 1);
    const isFinal = status >= 400 && status < 500 && status !== 429 && status !== 408;
    const waitMs = retryAfterMs ?? pauseMs;
    if (isFinal || performance.now() + waitMs > endMs) {
      tally.refused += 1;
      return false;
    }
    tally.sentAgain += 1;
    await delay(waitMs);
  }
};

type Answer = { readonly status: number; readonly words: string; readonly retryAfterMs?: number };

/** `status` 0: no answer. */
const send = async (url: string, init: RequestInit): Promise<Answer> => {
  try {
    const response = await fetch(url, { ...init, signal: AbortSignal.timeout(ANSWER_MS) });
    const text = await response.text();
    if (response.ok) return { status: response.status, words: '' };
    const retryAfterS = Number(response.headers.get('retry-after') ?? Number.NaN);
    return {
      status: response.status,
      words: `${response.status} ${codeOf(text)}`,
      ...(Number.isFinite(retryAfterS) && { retryAfterMs: retryAfterS * 1_000 }),
    };
  } catch (error) {
    const { message, cause } = error as Error;
    return { status: 0, words: `no answer: ${cause instanceof Error ? cause.message : message}` };
  }
};

const codeOf = (text: string): string => {
  try {
    const { code } = JSON.parse(text) as { readonly code?: unknown };
    return typeof code === 'string' ? code : text.slice(0, 80);
  } catch {
    return text.slice(0, 80);
  }
};
