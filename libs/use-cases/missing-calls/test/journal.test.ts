import { DomainError } from '@recordings/fault';
import { ended, keyOf, minutesBefore } from './call-fixture.ts';
import { type FinderOptions, makeTestFinder } from './test-finder.ts';

class TopicGoneError extends DomainError {
  override readonly code = 'TOPIC_UNUSABLE';
  override readonly fault = 'configuration';
}

const key = keyOf('a');
const finderOf = (deps?: FinderOptions['deps']) => {
  const finder = makeTestFinder(deps ? { deps } : {});
  finder.put(key, ended({ key, startedAt: minutesBefore(60) }));
  return finder;
};

describe('the journal of an execution', () => {
  it('says what the execution was asked for while it runs', async () => {
    const seen: unknown[] = [];
    const finder = finderOf((deps) => ({
      publish: async (windows) => {
        seen.push(...finder.memory.journal.values());
        return deps.publish(windows);
      },
    }));
    await finder.run({ tenantIds: ['acme'] });
    expect(seen).toEqual([{ status: 'running', options: { isDryRun: false, tenantIds: ['acme'] } }]);
  });

  it('keeps the figures of one that completed under the id of its batch', async () => {
    const finder = finderOf();
    const { batchId } = await finder.run();
    expect(finder.memory.journal.get(batchId)).toMatchObject({
      status: 'completed',
      figures: { totalCallsFound: 1, totalEventsPublished: 1 },
    });
  });

  it('keeps the code and the message of one that failed', async () => {
    const finder = finderOf(() => ({ publish: () => Promise.reject(new TopicGoneError('no such topic')) }));
    await expect(finder.run()).rejects.toThrow('no such topic');
    const error = { code: 'TOPIC_UNUSABLE', message: 'no such topic' };
    expect([...finder.memory.journal.values()]).toMatchObject([{ status: 'failed', error }]);
  });

  it('does not stop the execution if it cannot be written', async () => {
    const fail = (): Promise<never> => Promise.reject(new Error('throttled'));
    const finder = finderOf(() => ({ journal: { start: fail, end: fail } }));
    expect(await finder.run()).toMatchObject({ totalEventsPublished: 1 });
    expect(finder.noted('execution_not_recorded')).toHaveLength(2);
  });
});
