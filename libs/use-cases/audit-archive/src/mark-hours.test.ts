import { announcement, entryOf, setUp } from '../test/test-archive.ts';
import type { StoredHistory } from './prepare-lines.ts';

describe('makeArchiveMessage, of changes that change counts of hours', () => {
  const at = (time: string): string => `2026-01-15T${time}:00.000Z`;
  const read = (callTimestamp: string): StoredHistory => ({
    kind: 'read',
    revision: 1,
    history: [{ ...entryOf('CDR_END'), detail: { callTimestamp } }],
  });

  it('marks each closed hour once for a whole batch, and no open hour', async () => {
    const { receive, elapse, records, marked } = setUp(10);
    records.set('call-1', read(at('08:10')));
    const received = [
      receive(announcement(0, [], [at('08:00')]), 'm-1'),
      receive(announcement(0, [], [at('08:00'), at('07:00')]), 'm-2'),
      receive(announcement(0, [], [at('11:00'), at('12:00')]), 'm-3'),
      receive(announcement(0, [], []), 'm-4'),
    ];
    elapse();
    await Promise.all(received);
    expect(marked).toEqual([`acme ${at('08:00')}`, `acme ${at('07:00')}`]);
  });

  it('marks the hour of a call whose announcement names none, because an older service sent it', async () => {
    const { receive, elapse, records, marked } = setUp(10);
    records.set('call-1', read(at('08:10')));
    const received = receive(announcement(0));
    elapse();
    await received;
    expect(marked).toEqual([`acme ${at('08:00')}`]);
  });

  it('marks again when a change is looked at once more, because it may have come meanwhile', async () => {
    const { receive, elapse, marked } = setUp(10);
    for (const receiveCount of [1, 2]) {
      const received = receive(announcement(0, [], [at('08:00')]), 'm-1', receiveCount);
      elapse();
      await received;
    }
    expect(marked).toEqual([`acme ${at('08:00')}`, `acme ${at('08:00')}`]);
  });

  it('keeps each tenant of unregistered groups once, so that its hours are counted', async () => {
    const { receive, elapse, tenants, failMarks } = setUp(10);
    const change = async (...tenantIds: string[]): Promise<void> => {
      const received = tenantIds.map((id, n) => receive(announcement(0, [], [], id), `m-${n}`));
      elapse();
      await Promise.all(received);
    };
    await change('acme', 'unknown:acme+bolt', 'unknown:acme+bolt', 'unknown:bolt');
    expect(tenants).toEqual([['unknown:acme+bolt', 'unknown:bolt']]);
    failMarks(new Error('throttled'));
    await expect(change('unknown:cato')).rejects.toThrow('throttled');
    failMarks(undefined);
    await change('unknown:bolt', 'unknown:cato', 'acme');
    expect(tenants.slice(1)).toEqual([['unknown:cato']]);
  });

  it('acknowledges and archives no change whose hour could not be marked', async () => {
    const { receive, elapse, records, objects, failMarks } = setUp(10);
    records.set('call-1', read(at('08:10')));
    failMarks(new Error('throttled'));
    const received = receive(announcement(0, [], [at('08:00')]));
    elapse();
    await expect(received).rejects.toThrow('throttled');
    expect(objects.size).toBe(0);
  });
});
