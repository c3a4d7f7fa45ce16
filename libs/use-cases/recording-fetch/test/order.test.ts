import { makeTestFetch, OutageError, storedCall, taskOf } from './fetch-fixture.ts';

const DOWNLOAD = 'download Acme_EN job-1 rec-1';

describe('the order of one download', () => {
  it('reads both records, downloads, stores, settles, and asks to close', async () => {
    const { fetch, steps } = makeTestFetch();
    expect(await fetch()).toEqual({ kind: 'ack' });
    expect(steps).toEqual([
      'read call',
      'read call done',
      'read reconciliation',
      'read reconciliation done',
      'reserve download',
      DOWNLOAD,
      'store',
      'store done',
      'settle',
      'settle done',
      'send check',
      'send check done',
    ]);
  });

  it('publishes again before it settles a call that is stored already', async () => {
    const { fetch, steps } = makeTestFetch({ call: storedCall() });
    expect(await fetch()).toEqual({ kind: 'ack' });
    expect(steps.filter((step) => step.endsWith('done'))).toEqual([
      'read call done',
      'publish done',
      'read reconciliation done',
      'settle done',
      'send check done',
    ]);
  });

  it.each([
    ['read call', [], []],
    ['publish', ['read call done'], []],
    ['read reconciliation', ['read call done', 'publish done'], []],
  ])('throws when it cannot %s, so that the message is received again', async (name, done, settled) => {
    const test = makeTestFetch({ call: storedCall(), failing: { [name]: new OutageError('down') } });
    await expect(test.fetch()).rejects.toThrow('down');
    expect(test.steps.filter((step) => step.endsWith('done'))).toEqual(done);
    expect(test.settled).toEqual(settled);
    expect(test.sent).toEqual([]);
  });

  it.each(['store', 'settle', 'send check'])('puts the task off when it cannot %s', async (name) => {
    const { fetch, sent } = makeTestFetch({ failing: { [name]: new OutageError('down') } });
    expect(await fetch()).toEqual({ kind: 'ack' });
    expect(sent).toEqual([{ task: taskOf({ tries: 1 }), delayS: 1 }]);
  });
});
