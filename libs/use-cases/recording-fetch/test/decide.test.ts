import { ReconciliationId } from '@recordings/call-record';
import { callOf, key, location, makeTestFetch, storedCall, taskOf } from './fetch-fixture.ts';

const other = ReconciliationId.parse('r-2');

describe('a call that needs no download', () => {
  it('is ignored if its reconciliation is closed', async () => {
    const { fetch, events, steps, settled } = makeTestFetch({ phase: 'closed' });
    expect(await fetch()).toEqual({ kind: 'ack' });
    expect(events).toEqual([{ type: 'download_ignored', reason: 'reconciliation closed' }]);
    expect(settled).toEqual([]);
    expect(steps).not.toContain('download Acme_EN job-1 rec-1');
  });

  it('is settled as stored before, and its event is published again', async () => {
    const { fetch, settled, published, events, steps } = makeTestFetch({ call: storedCall() });
    expect(await fetch()).toEqual({ kind: 'ack' });
    expect(published).toEqual([{ ...key, location, sha256: 'aa', source: 'RECONCILIATION' }]);
    expect(settled).toEqual([{ outcome: 'stored', code: 'STORED_BEFORE', isAboutTheCall: true }]);
    expect(events).toEqual([]);
    expect(steps).not.toContain('store');
  });

  it('is published again if its reconciliation is closed', async () => {
    const { fetch, published, settled } = makeTestFetch({ call: storedCall(), phase: 'closed' });
    await fetch();
    expect(published).toHaveLength(1);
    expect(settled).toEqual([]);
  });

  it.each([
    ['was pushed', { ingestionSource: 'REALTIME' as const }],
    ['has no location', { location: undefined }],
    ['has no audio', { audio: undefined }],
  ])('is not published again if it %s', async (_, over) => {
    const { fetch, published, settled } = makeTestFetch({ call: storedCall(over) });
    await fetch();
    expect(published).toEqual([]);
    expect(settled).toMatchObject([{ code: 'STORED_BEFORE' }]);
  });

  it.each([
    [
      'another reconciliation holds it',
      callOf({ reconciliationId: other }),
      'the call is in_progress, its reconciliation is r-2',
    ],
    [
      'it is pending again',
      callOf({ reconciliationStatus: 'pending', reconciliationId: undefined }),
      'the call is pending, its reconciliation is none',
    ],
    [
      'this reconciliation has released it',
      callOf({ reconciliationStatus: 'failed' }),
      'the call is failed, its reconciliation is r-1',
    ],
    ['it has no record', undefined, 'the call is not to be reconciled, its reconciliation is none'],
  ])('is settled without an attempt if %s', async (_, call, message) => {
    const { fetch, settled, events, steps } = makeTestFetch({ call });
    expect(await fetch()).toEqual({ kind: 'ack' });
    expect(settled).toEqual([{ outcome: 'failed', code: 'HELD_ELSEWHERE', message, isAboutTheCall: false }]);
    expect(events).toEqual([{ type: 'download_ignored', reason: 'held elsewhere' }]);
    expect(steps).not.toContain('store');
  });
});

describe('a message that is no task of this version', () => {
  it.each([
    ['{', { kind: 'dead-letter', reason: 'the body is no JSON' }],
    [JSON.stringify(taskOf({ version: '2.0' })), { kind: 'postpone', delayS: 300 }],
  ])('does nothing: %s', async (body, disposition) => {
    const { handle, steps } = makeTestFetch();
    expect(await handle({ body }, new AbortController().signal)).toEqual(disposition);
    expect(steps).toEqual([]);
  });

  it.each([
    ['that is not registered', taskOf({ groupId: 'Gone_EN' as never }), 'GROUP_UNKNOWN: Gone_EN of acme'],
    ['of another tenant', taskOf({ tenantId: 'bolt' as never }), 'GROUP_UNKNOWN: Acme_EN of bolt'],
  ])(
    'waits for its group, then is dead-lettered, and asks OCP for nothing: a group %s',
    async (_, task, reason) => {
      const { handle, steps, events } = makeTestFetch();
      const take = (times: number) =>
        handle(
          { body: JSON.stringify(task), postponed: { reason: 'GROUP_UNKNOWN', times } },
          new AbortController().signal,
        );
      expect(await take(1)).toEqual({ kind: 'postpone', delayS: 300, reason: 'GROUP_UNKNOWN' });
      expect(await take(72)).toEqual({ kind: 'dead-letter', reason });
      expect(steps).toEqual([]);
      expect(events).toMatchObject([
        { type: 'group_unknown', disposition: 'postpone' },
        { type: 'group_unknown', disposition: 'dead-letter' },
      ]);
    },
  );

  it('is dead-lettered with what is wrong with it', async () => {
    const { fetch } = makeTestFetch();
    const disposition = await fetch({ ...taskOf(), callId: 7 });
    expect(disposition).toMatchObject({
      kind: 'dead-letter',
      reason: expect.stringContaining('callId') as string,
    });
  });
});
