import { GetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import { claimCall, giveUpCall } from '@recordings/call-record';
import { Reconciliation } from '@recordings/reconciliation';
import { sha256Of, waitUntil } from '@recordings/test-kit';
import { queues } from '@recordings/topology';
import { another, recording } from './audio.ts';
import { holdCalls, idOf, keyOf, minutesAgo, outcomeOf, pushRecording, taskOf } from './calls.ts';
import { type Environment, startSurroundings } from './environment.ts';
import { slow, whole } from './fake-ocp.ts';
import { startTestDownloader, stopDownloaders } from './start-test-downloader.ts';

let surroundings: Awaited<ReturnType<typeof startSurroundings>>;
let environment: Environment;
beforeAll(async () => {
  surroundings = await startSurroundings();
});
afterAll(() => surroundings.stop());
let asked = 0;
beforeEach(async () => {
  environment = await surroundings.makeEnvironment();
  await holdCalls(environment, ['call']);
  environment.ocp.serve('rec-call', whole(recording));
  asked = environment.ocp.requests().length;
});
afterEach(stopDownloaders);

const requests = (): number => environment.ocp.requests().length - asked;
const context = { group: undefined, shardCount: 8, now: minutesAgo(0), by: 'test' };

describe('a call that the push completed', () => {
  it('is not fetched and not touched; it is settled as stored', async () => {
    const before = await pushRecording(environment, 'call', another);
    const downloader = await startTestDownloader(environment);
    await environment.send(taskOf('call'));
    await downloader.settled('ack', 1);
    expect(requests()).toBe(0);
    expect(await environment.calls.get(keyOf('call'))).toEqual(before);
    expect((await environment.bytesAt('recordings-sales', 'acme/call')).equals(another)).toBe(true);
    expect(await outcomeOf(environment, 'call')).toMatchObject({ outcome: 'stored', code: 'STORED_BEFORE' });
    expect(await environment.checks()).toHaveLength(1);
    // The push has published its event.
    expect(await environment.events()).toEqual([]);
  });

  it.each([
    ['after the same bytes', recording, undefined],
    ['after other bytes, and the downloaded ones are quarantined', another, [{ reason: 'CONFLICT' }]],
  ])('during the download stays as the push left it, %s', async (_, pushed, quarantined) => {
    const gate = Promise.withResolvers<void>();
    environment.ocp.serve('rec-call', slow(recording, gate.promise));
    const downloader = await startTestDownloader(environment);
    await environment.send(taskOf('call'));
    await waitUntil('it is being fetched', () => requests() === 1);
    await pushRecording(environment, 'call', pushed);
    gate.resolve();
    await downloader.settled('ack', 1);
    const call = await environment.calls.get(keyOf('call'));
    expect(call).toMatchObject({ ingestionSource: 'REALTIME', audio: { sha256: sha256Of(pushed) } });
    if (quarantined === undefined) expect(call?.quarantined).toBeUndefined();
    else expect(call?.quarantined).toMatchObject(quarantined);
    expect((await environment.bytesAt('recordings-sales', 'acme/call')).equals(pushed)).toBe(true);
    expect(await environment.finalObjects()).toHaveLength(1);
    const outcome = await outcomeOf(environment, 'call');
    expect(outcome).toMatchObject({ outcome: 'stored', code: 'STORED' });
    expect(outcome?.isAboutTheCall ?? true).toBe(true); // It is, unless the item says otherwise.
  });
});

describe('a task that is out of date', () => {
  it('of a call that another reconciliation holds is settled without a download and without an attempt', async () => {
    await environment.calls.change(keyOf('call'), claimCall(idOf('r-2'), idOf('r-1'), context));
    const before = await environment.calls.get(keyOf('call'));
    const downloader = await startTestDownloader(environment);
    await environment.send(taskOf('call'));
    await downloader.settled('ack', 1);
    expect(requests()).toBe(0);
    expect(await environment.calls.get(keyOf('call'))).toEqual(before);
    expect(await outcomeOf(environment, 'call')).toMatchObject({
      outcome: 'failed',
      code: 'HELD_ELSEWHERE',
      message: expect.stringContaining('r-2') as string,
      isAboutTheCall: false,
    });
    expect(await downloader.metric('downloads_ignored_total', 'held elsewhere')).toBe(1);
  });

  it('of a call that was given up is settled with that status', async () => {
    await environment.calls.change(
      keyOf('call'),
      giveUpCall({ code: 'X', message: '' }, context, idOf('r-1')),
    );
    const downloader = await startTestDownloader(environment);
    await environment.send(taskOf('call'));
    await downloader.settled('ack', 1);
    expect(requests()).toBe(0);
    expect((await outcomeOf(environment, 'call'))?.message).toBe(
      'the call is given_up, its reconciliation is r-1',
    );
  });

  it('of a closed reconciliation is acknowledged and counted, and changes no record', async () => {
    const closed = Reconciliation.parse({
      ...(await environment.reconciliations.get(idOf('r-1'))),
      phase: 'closed',
      reconciliationStatus: 'FAILED_MAX_RETRIES',
      failedAt: minutesAgo(0),
      failureReason: 'no download had a result',
      revision: 2,
    });
    expect(await environment.reconciliations.put(closed)).toBe(true);
    const before = await environment.calls.get(keyOf('call'));
    const downloader = await startTestDownloader(environment);
    await environment.send(taskOf('call'));
    await downloader.settled('ack', 1);
    expect(requests()).toBe(0);
    expect(await environment.calls.get(keyOf('call'))).toEqual(before);
    expect(await outcomeOf(environment, 'call')).toMatchObject({ outcome: 'open' });
    expect(await environment.checks()).toEqual([]);
    expect(await downloader.metric('downloads_ignored_total', 'reconciliation closed')).toBe(1);
  });

  it('of an unknown call and reconciliation is acknowledged', async () => {
    const downloader = await startTestDownloader(environment);
    await environment.send(taskOf('stranger', { reconciliationId: idOf('r-unknown') }));
    await downloader.settled('ack', 1);
    expect(requests()).toBe(0);
    expect(await environment.calls.get(keyOf('stranger'))).toBeUndefined();
  });
});

describe('a message that cannot be handled', () => {
  it.each([
    ['is no JSON', 'hola'],
    ['lacks its call', { ...taskOf('call'), callId: undefined }],
  ])('goes to the DLQ with its reason if it %s', async (_, body) => {
    const downloader = await startTestDownloader(environment);
    await environment.send(body);
    await downloader.settled('dead-letter', 1);
    const [letter, ...more] = await environment.deadLetters();
    expect(more).toEqual([]);
    expect(letter!.MessageAttributes?.['reason']?.StringValue).toMatch(/.+/);
    expect(requests()).toBe(0);
  });

  it.each([
    ['is of a newer version', { ...taskOf('call'), version: '2.0', callId: ['call'] }],
    ['is of a group that the registry may soon have', { ...taskOf('call'), groupId: 'Nobody_EN' }],
  ])('is postponed if it %s', async (_, body) => {
    const downloader = await startTestDownloader(environment);
    await environment.send(body);
    await downloader.settled('postpone', 1);
    expect(requests()).toBe(0);
    expect(await environment.deadLetters()).toEqual([]);
    expect(await delayedIn(queues.downloads.name)).toBe(1);
  });
});

const delayedIn = async (queue: string): Promise<number> => {
  const { Attributes = {} } = await environment.clients.sqs.send(
    new GetQueueAttributesCommand({
      QueueUrl: await environment.queueUrl(queue),
      AttributeNames: ['ApproximateNumberOfMessagesDelayed'],
    }),
  );
  return Number(Attributes['ApproximateNumberOfMessagesDelayed']);
};
