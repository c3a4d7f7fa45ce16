import { loadConfig } from '@recordings/service';
import { Config } from '../src/config.ts';
import { retryDelaysMs } from '../src/publishing-config.ts';
import { wireTopic } from '../src/wire-topic.ts';
import { credentials } from './test-keys.ts';

const STANDARD = 'arn:aws:sns:eu-west-1:123456789012:prod-reconciliation-events';
const configOf = (settings: Record<string, string> = {}): Config =>
  loadConfig(Config, {
    RESOURCE_PREFIX: 'prod',
    API_CREDENTIALS: JSON.stringify(credentials),
    RECONCILIATION_TOPIC_ARN: STANDARD,
    ...settings,
  });

type Entry = { readonly Id: string; readonly MessageGroupId?: string };
type Command = { readonly input: { readonly PublishBatchRequestEntries: readonly Entry[] } };

/** A topic that throttles everything. @returns what was sent, and the signal of each request. */
const throttling = () => {
  const requests: (readonly Entry[])[] = [];
  const send = async ({ input }: Command) => {
    requests.push(input.PublishBatchRequestEntries);
    const Failed = input.PublishBatchRequestEntries.map(({ Id }) => ({ Id, Code: 'Throttled' }));
    return { Successful: [], Failed };
  };
  return { requests, sns: { send } as never };
};

const events = Array.from({ length: 12 }, (_, n) => ({ id: `e-${n}`, body: {}, attributes: {} }));

describe('the settings of publishing', () => {
  it('have the defaults of the requirement documents', () => {
    expect(configOf()).toMatchObject({
      PARALLEL_PUBLISHING: 10,
      PUBLISH_TIMEOUT_MS: 5_000,
      PUBLISH_RETRIES: 3,
      PUBLISHES_PER_SECOND: 300,
      MAX_EVENTS_PER_EXECUTION: 1_000,
      ENABLE_MESSAGE_ATTRIBUTES: true,
      INCLUDE_CALL_DETAILS: true,
    });
  });

  it('wait 100 ms and 500 ms between three attempts, and at most 10 s between more', () => {
    expect(retryDelaysMs(1)).toEqual([]);
    expect(retryDelaysMs(3)).toEqual([100, 500]);
    expect(retryDelaysMs(6)).toEqual([100, 500, 2_500, 10_000, 10_000]);
  });

  it.each([
    ['1', 1],
    ['2', 2],
  ])('attempt to publish a window %s times in all', async (PUBLISH_RETRIES, attempts) => {
    const { requests, sns } = throttling();
    const topic = wireTopic(configOf({ PUBLISH_RETRIES }), (client) => client, sns);
    expect((await topic.publishAll(events.slice(0, 1))).failed).toMatchObject([{ code: 'Throttled' }]);
    expect(requests).toHaveLength(attempts);
  });

  it('send so many windows in a request as may be on their way', async () => {
    const { requests, sns } = throttling();
    const config = configOf({ PUBLISH_RETRIES: '1', PARALLEL_PUBLISHING: '4' });
    await wireTopic(config, (client) => client, sns).publishAll(events);
    expect(requests.map(({ length }) => length)).toEqual([4, 4, 4]);
  });

  it('space windows by their rate', async () => {
    const { sns } = throttling();
    const config = configOf({ PUBLISH_RETRIES: '1', PUBLISHES_PER_SECOND: '50' });
    const startedMs = performance.now();
    await wireTopic(config, (client) => client, sns).publishAll(events);
    expect(performance.now() - startedMs).toBeGreaterThanOrEqual(195);
  });

  it('give a request up after its time', async () => {
    const silent = {
      send: (_: unknown, { abortSignal }: { readonly abortSignal: AbortSignal }) =>
        new Promise((_resolve, reject) => {
          abortSignal.addEventListener('abort', () => reject(new Error('aborted')));
        }),
    };
    const config = configOf({ PUBLISH_RETRIES: '1', PUBLISH_TIMEOUT_MS: '100' });
    const { failed } = await wireTopic(config, (client) => client, silent as never).publishAll(
      events.slice(0, 1),
    );
    expect(failed).toMatchObject([{ code: 'PUBLISH_TIMEOUT' }]);
  });

  it('name the message group of a FIFO topic', async () => {
    const { requests, sns } = throttling();
    const settings = { RECONCILIATION_TOPIC_ARN: `${STANDARD}.fifo`, MESSAGE_GROUP_ID: 'windows' };
    const config = configOf({ PUBLISH_RETRIES: '1', ...settings });
    await wireTopic(config, (client) => client, sns).publishAll(events.slice(0, 1));
    expect(requests[0]).toMatchObject([{ MessageGroupId: 'windows' }]);
  });

  it.each([
    [{ MESSAGE_GROUP_ID: 'windows' }, 'only for a topic whose ARN ends with .fifo'],
    [{ RECONCILIATION_TOPIC_ARN: `${STANDARD}.fifo` }, 'required, because RECONCILIATION_TOPIC_ARN'],
  ])('are refused as %j', (settings, reason) => {
    expect(() => configOf(settings)).toThrow(reason);
  });
});
