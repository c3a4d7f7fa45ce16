import { z } from 'zod';
import { stateOf, states } from './test-machine.ts';

const Update = z.object({
  TableName: z.string(),
  Key: z.unknown(),
  UpdateExpression: z.string(),
  ConditionExpression: z.string(),
  ExpressionAttributeNames: z.record(z.string(), z.string()),
  ExpressionAttributeValues: z.record(z.string(), z.record(z.string(), z.string())),
});
const updates = [...states].filter(([, { Resource }]) => String(Resource).endsWith('dynamodb:updateItem'));
const readUpdate = (name: string) => Update.parse(stateOf(name)['Parameters']);

/** What the update sets: names of attributes with their value or its path. */
const setBy = (name: string): Record<string, string> => {
  const { UpdateExpression, ExpressionAttributeValues: values } = readUpdate(name);
  const pairs = [...UpdateExpression.matchAll(/#(\w+) = (:\w+)/g)];
  return Object.fromEntries(
    pairs.map(([, attribute, value]) => [attribute, Object.values(values[value!]!)[0]!]),
  );
};
const textOf = (path: string): string => `States.Format('{}', ${path})`;
const progressOf = (report: string) => ({ leaseUntil: `${report}.leaseUntil`, lastUpdated: `${report}.at` });

describe('the updates of the state machine', () => {
  it('UpdateStatusExportCreated writes the job, its times, the execution and the lease', () => {
    expect(setBy('UpdateStatusExportCreated')).toEqual({
      ...{ exportJobId: '$.exportJob.exportJobId', exportJobStatus: 'CREATED' },
      ...{ exportCreatedAt: '$.exportJob.at', pollingIteration: textOf('$.context.retryCount') },
      sfExecutionId: '$.context.executionId',
      ...progressOf('$.exportJob'),
    });
  });

  it('UpdateStatusPolling writes the status, the number of the poll and its time', () => {
    expect(setBy('UpdateStatusPolling')).toEqual({
      ...{ exportJobStatus: 'POLLING', pollingIteration: textOf('$.context.retryCount') },
      lastPolledAt: '$.statusCheck.at',
      ...progressOf('$.statusCheck'),
    });
  });

  it('UpdateStatusExportCompleted writes the status and its time', () => {
    expect(setBy('UpdateStatusExportCompleted')).toEqual({
      ...{ exportJobStatus: 'EXPORT_COMPLETED', exportCompletedAt: '$.statusCheck.at' },
      ...progressOf('$.statusCheck'),
    });
  });

  it.each(['UpdateStatusExportCreated', 'UpdateStatusPolling', 'UpdateStatusExportCompleted'])(
    'writes progress to an open window only, and raises its revision: %s',
    (name) => {
      const { UpdateExpression, ConditionExpression, ExpressionAttributeValues: values } = readUpdate(name);
      expect(UpdateExpression).toMatch(/ADD #revision :one$/);
      expect(values[':one']).toEqual({ N: '1' });
      expect(ConditionExpression).toBe('#reconciliationStatus = :expected_reconciliationStatus');
      expect(values[':expected_reconciliationStatus']).toEqual({ S: 'IN_PROGRESS' });
      expect(stateOf(name)['Catch']).toMatchObject([{ Next: 'ReconciliationAlreadyClosed' }]);
    },
  );

  it.each(updates)('names each of its attributes and uses each name and value: %s', (name) => {
    const update = readUpdate(name);
    const text = `${update.UpdateExpression} ${update.ConditionExpression}`;
    const used = (pattern: RegExp): string[] => [...new Set(text.match(pattern))].sort();
    expect(used(/#\w+/g)).toEqual(Object.keys(update.ExpressionAttributeNames).sort());
    expect(used(/:\w+/g)).toEqual(Object.keys(update.ExpressionAttributeValues).sort());
  });

  it.each(updates)('changes the item of the window, and keeps no answer of DynamoDB: %s', (name, state) => {
    const { TableName, Key } = readUpdate(name);
    expect(TableName).toBe('prod-reconciliations');
    expect(Key).toEqual({ reconciliationId: { 'S.$': '$.input.reconciliationId' } });
    expect(state['ResultPath']).toBeNull();
  });

  it.each(updates)(
    'is repeated after a fault of DynamoDB, and not after a failed condition: %s',
    (_, state) => {
      expect(state['Retry']).toEqual([
        { ErrorEquals: ['DynamoDB.ConditionalCheckFailedException'], MaxAttempts: 0 },
        { ErrorEquals: ['States.ALL'], IntervalSeconds: 5, MaxAttempts: 3, BackoffRate: 2 },
      ]);
    },
  );
});

describe('the ends that the state machine writes', () => {
  const always = {
    ...{ phase: 'closed', reconciliationStatus: '$.end.reconciliationStatus', lastUpdated: '$.end.at' },
    ...{ sfExecutionId: '$.context.executionId', revision: textOf('$.end.nextRevision') },
    ...{ expiresAtEpochS: textOf('$.end.expiresAtEpochS'), TTL: textOf('$.end.expiresAtEpochS') },
  };
  const failure = {
    ...{ ...always, failedAt: '$.end.at' },
    ...{ failureReason: '$.end.failureReason', errorDetails: '$.end.errorDetails' },
  };
  const job = { exportJobStatus: 'FAILED' };
  const polls = { totalPollingAttempts: textOf('$.end.totalPollingAttempts') };

  it.each([
    ['UpdateFinalStatus', { ...always, completedAt: '$.end.at' }],
    ['HandleExportJobFailed', { ...failure, ...job, ...polls }],
    ['HandleMaxRetriesExceeded', { ...failure, ...job, ...polls }],
    ['HandleOCPAPIError', { ...failure, ...job }],
    ['HandleUnknownStatus', { ...failure, ...job, ...polls, unknownStatus: '$.end.unknownStatus' }],
    ['HandleParallelError', failure],
    ['HandleUnexpectedError', failure],
  ])('%s writes the status, its times and why', (name, expected) => {
    expect(setBy(name)).toEqual(expected);
  });

  const ends = updates.filter(([name]) => name === 'UpdateFinalStatus' || name.startsWith('Handle'));
  it.each(ends)(
    'is written only to the revision that the worker has seen, and decided again else: %s',
    (name) => {
      const { ConditionExpression, ExpressionAttributeValues, UpdateExpression } = readUpdate(name);
      expect(ConditionExpression).toBe('#revision = :expected_revision');
      expect(ExpressionAttributeValues[':expected_revision']).toEqual({ 'N.$': textOf('$.end.revision') });
      expect(UpdateExpression).toContain('REMOVE #downloadToken');
      expect(stateOf(name)['Catch']).toMatchObject([{ Next: 'ReleaseAgain' }]);
    },
  );
});
