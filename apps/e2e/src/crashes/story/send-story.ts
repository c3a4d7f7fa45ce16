import { setTimeout as delay } from 'node:timers/promises';
import type { Story, StoryCall } from './story-call.ts';

export type Receiver = {
  /** Where the ingestion API listens now. */
  readonly url: () => Promise<string>;
  readonly key: string;
  readonly group: string;
};

const AGAIN_MS = 200;
const TIMEOUT_MS = 20_000;

/** Sends the events and pushes of a story as OCP does: each again and again until the answer is 2xx. */
export const sendStory = async (receiver: Receiver, story: Story, signal: AbortSignal): Promise<void> => {
  await Promise.all(story.calls.map((call) => sendCall(receiver, call, signal)));
};

const sendCall = async (receiver: Receiver, call: StoryCall, signal: AbortSignal): Promise<void> => {
  if (call.sendsEvents)
    await untilAccepted(receiver, signal, {
      method: 'POST',
      path: '/v1/events',
      contentType: 'application/json',
      body: JSON.stringify(endOf(call, receiver.group)),
    });
  if (call.pushed)
    await untilAccepted(receiver, signal, {
      method: 'PUT',
      path: `/v1/recordings/acme/${call.callId}`,
      contentType: 'audio/wav',
      body: call.pushed.bytes,
    });
};

const endOf = ({ callId, channel, startMs, endMs }: StoryCall, groupId: string): object => ({
  eventType: 'CDR_END',
  eventId: `end of ${callId}`,
  callId,
  groupId,
  timestamp: new Date(endMs).toISOString(),
  startTimestamp: new Date(startMs).toISOString(),
  endTimestamp: new Date(endMs).toISOString(),
  durationMs: endMs - startMs,
  channel,
});

type Sent = {
  readonly method: string;
  readonly path: string;
  readonly contentType: string;
  readonly body: string | Buffer;
};

const untilAccepted = async (receiver: Receiver, signal: AbortSignal, sent: Sent): Promise<void> => {
  while (!(await isAccepted(receiver, signal, sent).catch(() => false)))
    await delay(AGAIN_MS, undefined, { signal });
};

const isAccepted = async ({ url, key }: Receiver, signal: AbortSignal, sent: Sent): Promise<boolean> => {
  const response = await fetch(`${await url()}${sent.path}`, {
    method: sent.method,
    headers: { 'content-type': sent.contentType, 'x-api-key': key },
    body: new Uint8Array(Buffer.from(sent.body)),
    signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]),
  });
  await response.arrayBuffer();
  return response.ok;
};
