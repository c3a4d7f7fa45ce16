import { minute } from '../planning/test-exports.ts';
import { ExecutionRecord } from './execution-record.ts';
import { endExecution, INTERRUPTED, startExecution } from './next-execution.ts';

const started = startExecution(
  { executionId: 'b-1', claim: 'pooler-execution', isDryRun: false, scope: { tenantIds: ['acme'] } },
  minute(0),
);

describe('an execution', () => {
  it('is running from its start, and is kept for 30 days', () => {
    expect(ExecutionRecord.parse(started)).toMatchObject({
      status: 'running',
      startedAt: minute(0),
      revision: 1,
    });
    expect(started.expiresAtEpochS - Date.parse(minute(0)) / 1000).toBe(30 * 86_400);
  });

  it('ends with its figures', () => {
    const ended = endExecution(
      started,
      { status: 'completed', figures: { totalWindowsCreated: 3 } },
      minute(1),
    );
    expect(ExecutionRecord.parse(ended)).toMatchObject({
      status: 'completed',
      endedAt: minute(1),
      figures: { totalWindowsCreated: 3 },
      revision: 2,
    });
  });

  it('fails with a code and a message that is cut to 1,000 bytes', () => {
    const error = { code: 'TOPIC_UNUSABLE', message: 'x'.repeat(5_000) };
    const ended = endExecution(started, { status: 'failed', error }, minute(1));
    expect(ended).toMatchObject({ status: 'failed', error: { code: 'TOPIC_UNUSABLE' } });
    expect(ended?.error?.message.length).toBeLessThanOrEqual(1_000);
  });

  it('stays as it ended', () => {
    const ended = endExecution(started, { status: 'completed', figures: {} }, minute(1))!;
    expect(endExecution(ended, INTERRUPTED, minute(2))).toBeUndefined();
  });

  it('keeps fields of a newer version', () => {
    const newer = ExecutionRecord.parse({ ...started, region: 'eu' });
    expect(endExecution(newer, INTERRUPTED, minute(2))).toMatchObject({ region: 'eu' });
  });
});
