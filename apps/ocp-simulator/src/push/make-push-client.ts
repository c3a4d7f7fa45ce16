import type { Readable } from 'node:stream';
import type { Logger } from '@recordings/service';
import { Agent, request } from 'undici';
import type { RecordedCall } from '../plan/planned-call.ts';
import type { PushRecordingEffects } from '../script/push-effects.ts';
import type { EncodedRequest } from './encode-request.ts';
import { recordingForm } from './recording-form.ts';
import { type RetryPolicy, retryUntilAccepted } from './retry-until-accepted.ts';

export type PushClient = {
  /** @returns false if it gave up. */
  pushEvents(request: EncodedRequest): Promise<boolean>;
  /** @returns false if it gave up. */
  pushRecording(
    call: RecordedCall,
    effects: Pick<PushRecordingEffects, 'form' | 'firstBytes'>,
  ): Promise<boolean>;
  /** Aborts open requests. May be repeated. */
  close(): Promise<void>;
};

export type PushClientOptions = {
  readonly ingestionUrl: string;
  readonly apiKey: string;
  readonly retryPolicy: RetryPolicy;
  readonly log: Logger;
  readonly now: () => number;
  readonly signal: AbortSignal;
};

type PushRequest = {
  readonly body: string | Buffer | Readable;
  readonly headers: Readonly<Record<string, string>>;
};

/** Pushes like OCP's streaming export: it retries until the answer is a 2xx. */
export const makePushClient = (options: PushClientOptions): PushClient => {
  const { apiKey, log, now, signal, retryPolicy: policy } = options;
  const dispatcher = new Agent();

  const post = async (path: string, { body, headers }: PushRequest): Promise<void> => {
    const response = await request(new URL(path, options.ingestionUrl), {
      method: 'POST',
      headers: { 'x-api-key': apiKey, ...headers },
      body,
      signal,
      dispatcher,
    });
    const answer = await response.body.text();
    if (response.statusCode < 200 || response.statusCode > 299)
      throw new Error(`${path} answered ${response.statusCode}: ${answer.slice(0, 200)}`);
  };

  /** Warns of the first failure of a push only, because the others repeat it. */
  const onFailure = (attempt: number, error: unknown): void =>
    log[attempt === 1 ? 'warn' : 'debug']({ event: 'push_failed', err: error, attempt }, 'push failed');

  const retried = (attempt: () => Promise<void>): Promise<boolean> =>
    retryUntilAccepted(attempt, { policy, now, signal, onFailure });

  return {
    pushEvents: ({ body, contentType, contentEncoding }) => {
      const encoding: Record<string, string> =
        contentEncoding === undefined ? {} : { 'content-encoding': contentEncoding };
      return retried(() =>
        post('/v1/events', { body, headers: { 'content-type': contentType, ...encoding } }),
      );
    },
    pushRecording: (call, { form, firstBytes }) => {
      let bytes = firstBytes;
      return retried(async () => {
        const variant = { form, bytes };
        bytes = undefined; // Only the first request carries something else.
        await post('/v1/recordings', recordingForm(call, variant));
      });
    },
    close: () => dispatcher.destroy(),
  };
};
