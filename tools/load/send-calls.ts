import { type LoadCall, makeCall, makeRecordings } from './make-call.ts';
import type { LoadOptions } from './read-options.ts';
import { makeTally, sendUntilAccepted, type Tally } from './send-until-accepted.ts';

export type SentCalls = {
  readonly events: Tally;
  readonly recordings: Tally;
  readonly seconds: number;
  /** The calls whose recording was accepted. */
  readonly accepted: readonly LoadCall[];
};

type SendOptions = Pick<LoadOptions, 'url' | 'key' | 'group' | 'calls' | 'clients' | 'seconds' | 'sizeKb'>;

const KB = 1_000;
const RECORDINGS = 8;

/** Sends calls by so many clients at once, each one call after the other, until all are sent or the longest time has passed. */
export const sendCalls = async (options: SendOptions): Promise<SentCalls> => {
  const recordings = makeRecordings(RECORDINGS, options.sizeKb * KB);
  const tallies = { events: makeTally(), recordings: makeTally() };
  const accepted: LoadCall[] = [];
  const startMs = performance.now();
  const endMs = startMs + options.seconds * 1_000;
  let next = 0;
  const work = async (): Promise<void> => {
    while (next < options.calls && performance.now() < endMs) {
      const call = makeCall(options.group, recordings[next % RECORDINGS]!, Date.now());
      next += 1;
      if (await sendCall(options, call, tallies, endMs)) accepted.push(call);
    }
  };
  await Promise.all(Array.from({ length: options.clients }, work));
  return { ...tallies, accepted, seconds: (performance.now() - startMs) / 1_000 };
};

/** Sends the events one after the other, as OCP does, then the recording. @returns whether the recording was accepted. */
const sendCall = async (
  { url, key, group }: SendOptions,
  { callId, events, recording }: LoadCall,
  tallies: Pick<SentCalls, 'events' | 'recordings'>,
  endMs: number,
): Promise<boolean> => {
  const headers = { 'x-api-key': key };
  for (const event of events) {
    const init = {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json' },
      body: JSON.stringify(event),
    };
    await sendUntilAccepted(`${url}/v1/events`, init, tallies.events, endMs);
  }
  const form = new FormData();
  form.append('callId', callId);
  form.append('groupId', group);
  form.append('file', new Blob([recording.bytes], { type: 'audio/wav' }), `${callId}.wav`);
  const init = { method: 'POST', headers, body: form };
  return sendUntilAccepted(`${url}/v1/recordings`, init, tallies.recordings, endMs);
};
