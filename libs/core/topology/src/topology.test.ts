import {
  auditBucket,
  bucketNames,
  configBucket,
  quarantineBucket,
  recordingsBucket,
  replayBucket,
} from './buckets.ts';
import { physicalName } from './physical-name.ts';
import { deadLetterQueues, MAX_DELAY_S, type QueueShape, queues } from './queues.ts';
import { type TableShape, tables } from './tables.ts';
import { type TopicShape, topics } from './topics.ts';

const workQueues: readonly QueueShape[] = Object.values(queues);
const allTables: readonly TableShape[] = Object.values(tables);
const allTopics: readonly TopicShape[] = Object.values(topics);
const isUnique = (names: readonly string[]): boolean => new Set(names).size === names.length;

describe('names', () => {
  it.each([
    ['queues', [...workQueues, ...deadLetterQueues].map(({ name }) => name)],
    ['topics', allTopics.map(({ name }) => name)],
    ['tables', allTables.map(({ name }) => name)],
    ['buckets', bucketNames(['cards', 'loans'])],
    [
      'buckets when a line of business has the name of one of our own buckets',
      bucketNames(['unassigned', 'replay', 'quarantine', 'audit', 'config']),
    ],
  ])('of %s are unique', (_, names) => {
    expect(names.filter((name, at) => names.indexOf(name) !== at)).toEqual([]);
  });

  it('are valid at AWS, with a prefix', () => {
    const names = [...workQueues, ...deadLetterQueues, ...allTopics].map(({ name }) =>
      physicalName('prod', name),
    );
    for (const name of names) expect(name).toMatch(/^prod-[A-Za-z0-9_-]{1,75}$/);
    for (const name of bucketNames(['cards', 'a-very-long-line-of-business'])) {
      expect(physicalName('prod', name)).toMatch(/^prod-[a-z0-9-]{1,58}$/);
    }
  });

  it('give a bucket to each line of business, to unassigned recordings, to quarantine, to replays, to the audit and to the registry', () => {
    expect(bucketNames(['cards'])).toEqual([
      recordingsBucket('cards'),
      recordingsBucket('unassigned'),
      quarantineBucket,
      replayBucket,
      auditBucket,
      configBucket,
    ]);
  });
});

describe('queues', () => {
  it.each(Object.values(queues))('$name moves failed messages to an existing DLQ', ({ deadLetter }) => {
    expect(deadLetterQueues.map(({ name }) => name)).toContain(deadLetter.queue);
    expect(deadLetter.maxReceives).toBeGreaterThan(1);
    // The consumer moves it first, with the reason.
    expect(deadLetter.maxReceivesBySqs).toBeGreaterThan(deadLetter.maxReceives);
  });

  it('have a DLQ each, so that a DLQ says which messages failed', () => {
    expect(isUnique(Object.values(queues).map(({ deadLetter }) => deadLetter.queue))).toBe(true);
  });

  it('keep work for 4 days and failed messages for 14, the maximum of SQS', () => {
    expect(new Set(workQueues.map(({ retentionDays }) => retentionDays))).toEqual(new Set([4]));
    expect(new Set(deadLetterQueues.map(({ retentionDays }) => retentionDays))).toEqual(new Set([14]));
  });

  it('do not give a DLQ a DLQ of its own', () => {
    expect(deadLetterQueues.every(({ deadLetter }) => deadLetter === undefined)).toBe(true);
  });

  it('stay within the limits of SQS', () => {
    expect(MAX_DELAY_S).toBe(900);
    for (const { visibilityTimeoutS } of [...workQueues, ...deadLetterQueues]) {
      expect(visibilityTimeoutS).toBeGreaterThan(0);
      expect(visibilityTimeoutS).toBeLessThanOrEqual(43_200);
    }
  });
});

describe('topics', () => {
  it.each(allTopics)('$name delivers only to existing queues', ({ subscriptions, undelivered }) => {
    const names = workQueues.map(({ name }) => name);
    for (const { queue } of subscriptions) expect(names).toContain(queue);
    expect(deadLetterQueues.map(({ name }) => name)).toContain(undelivered);
  });

  it.each([
    ['high', ['reconciliation-high']],
    ['low', ['reconciliation-low']],
    ['normal', ['reconciliation-normal']],
    ['urgent', ['reconciliation-normal']],
    ['HIGH', ['reconciliation-normal']],
    [undefined, ['reconciliation-normal']],
  ])(
    'deliver a window of priority %s to exactly one work queue, and to analytics and audit',
    (priority, expected) => {
      const reached = topics.reconciliationEvents.subscriptions
        .filter((one) => takes('filterPolicy' in one ? one.filterPolicy : undefined, priority))
        .map(({ queue }) => queue);
      expect(reached).toEqual([...expected, 'reconciliation-analytics', 'audit']);
    },
  );
});

describe('tables', () => {
  it.each(allTables)('$name projects no attribute twice into an index, and no key again', (table) => {
    for (const { projection, partitionKey, sortKey } of table.indexes) {
      if (projection === 'ALL') continue;
      const keys = [table.partitionKey, table.sortKey, partitionKey, sortKey];
      expect(isUnique(projection)).toBe(true);
      expect(projection.filter((attribute) => keys.includes(attribute))).toEqual([]);
    }
  });

  it('project at most the 20 attributes that DynamoDB allows an index, and the 100 that it allows a table', () => {
    for (const { indexes } of allTables) {
      const count = indexes.reduce((sum, { projection }) => sum + projection.length, 0);
      expect(count).toBeLessThanOrEqual(100);
      for (const { projection } of indexes) expect(projection.length).toBeLessThanOrEqual(20);
    }
  });
});

/** SNS filter policies as documented: values of one attribute are alternatives. */
const takes = (
  policy: { readonly priority: readonly unknown[] } | undefined,
  priority: string | undefined,
): boolean =>
  policy === undefined ||
  policy.priority.some((rule) => {
    if (typeof rule === 'string') return rule === priority;
    const { exists, 'anything-but': others } = rule as {
      exists?: boolean;
      'anything-but'?: readonly string[];
    };
    if (exists !== undefined) return exists === (priority !== undefined);
    return priority !== undefined && others !== undefined && !others.includes(priority);
  });
