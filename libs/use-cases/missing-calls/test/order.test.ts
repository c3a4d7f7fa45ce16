import type { Transition } from '@recordings/call-record';
import { daysBefore, ended, inOrder, keyOf, minutesBefore, queuedBy } from './call-fixture.ts';
import { makeTestFinder } from './test-finder.ts';

describe('the order of an execution', () => {
  it('claims, reads the index, checks holders, queues window after window, publishes, releases', async () => {
    const finder = makeTestFinder({ deps: () => ({ shards: ['0'], shardCount: 1 }) });
    const put = (id: string, startedAt: string, ...more: readonly Transition<unknown>[]) =>
      finder.put(keyOf(id), inOrder(ended({ key: keyOf(id), startedAt }, { shardCount: 1 }), ...more));
    put('expired', daysBefore(61));
    put('a', minutesBefore(90));
    put('b', minutesBefore(89));
    put('stale', minutesBefore(60), (current) => {
      const queued = queuedBy('r-1', minutesBefore(40))(current).next!;
      return { next: { ...queued, reconciliationShard: '0' }, result: undefined };
    });
    await finder.run();
    expect(finder.steps.log).toEqual([
      ...['claim', 'claim done', 'journal start', 'journal start done'],
      ...['query 0', 'query 0 done', 'index_page_read'],
      ...['change expired', 'change expired done', 'call_given_up', 'retention_expired'],
      ...['candidate_seen', 'index_page_read', 'candidate_seen', 'get r-1', 'get r-1 done', 'candidate_seen'],
      ...['index_classified', 'overdue_counted', 'stale_call_found', 'candidates_found'],
      ...['read a,b', 'read a,b done', 'change a', 'change b', 'change a done', 'change b done'],
      ...['read stale', 'read stale done', 'change stale', 'change stale done'],
      ...['backlog_measured', 'window_planned', 'window_planned'],
      ...['publish', 'publish done', 'sns_event_published', 'sns_event_published'],
      ...['journal end', 'journal end done', 'execution_measured', 'release', 'release done'],
      'pooler_execution_completed',
    ]);
    expect(finder.memory.publishedUnqueued).toEqual([]);
  });

  it('reads one shard after the other', async () => {
    const finder = makeTestFinder();
    await finder.run();
    const queries = ['0', '1', '2', '3'].flatMap((shard) => [`query ${shard}`, `query ${shard} done`]);
    expect(finder.steps.log.filter((step) => step.startsWith('query'))).toEqual(queries);
  });
});
