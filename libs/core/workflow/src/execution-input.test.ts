import type { ReconciliationId } from '@recordings/call-record';
import { ExecutionInput, executionInputOf, isExecutionName } from './execution-input.ts';
import { c1, c2, minute, waiting } from './test-window.ts';

const policy = { pollDelayMs: 300_000, maxPolls: 6 };

describe('the input of an execution', () => {
  it('is the window, its delay between polls in seconds and its polls', () => {
    expect(executionInputOf(waiting, policy)).toEqual({
      ...{ version: '1.0', reconciliationId: 'r-1', batchId: 'b-1', tenantId: 'acme', groupId: 'Acme_EN' },
      ...{ fromDate: minute(0), toDate: minute(15), priority: 'high', pollDelaySeconds: 300, maxPolls: 6 },
    });
  });

  it('names no call of the window: the history of the execution is kept for 90 days', () => {
    const text = JSON.stringify(executionInputOf(waiting, policy));
    for (const callId of [c1, c2]) expect(text).not.toContain(callId);
  });

  it.each([
    [1, 1],
    [999, 1],
    [1_001, 2],
    [300_000, 300],
  ])('waits a whole number of seconds and at least one: %i ms are %i s', (pollDelayMs, seconds) => {
    const input = executionInputOf(waiting, { ...policy, pollDelayMs });
    expect(input.pollDelaySeconds).toBe(seconds);
    expect(ExecutionInput.parse(input)).toEqual(input);
    for (const never of [{ pollDelaySeconds: 0 }, { maxPolls: 0 }])
      expect(ExecutionInput.safeParse({ ...input, ...never }).success).toBe(false);
  });
});

describe('the name of an execution', () => {
  it.each([
    ['c1214e78-d687-494c-9155-e8c2682947f0', true],
    ['a'.repeat(80), true],
    ['a'.repeat(81), false],
    ['window:1', false],
    ['window 1', false],
  ])('%s: %s', (id, isName) => {
    expect(isExecutionName(id as ReconciliationId)).toBe(isName);
  });
});
