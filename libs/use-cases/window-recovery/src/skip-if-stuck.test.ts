import { CallId, TenantId } from '@recordings/call-record';
import { DomainError, NewerItemError, UnreadableItemError } from '@recordings/fault';
import type { RecoveryEvent } from './recovery-event.ts';
import { skipIfStuck } from './skip-if-stuck.ts';

class ThrottledError extends DomainError {
  readonly code = 'STORE_UNAVAILABLE';
  readonly fault = 'retryable';
}
const call = { tenantId: TenantId.parse('acme'), callId: CallId.parse('c-1') };
const failing = (error: Error) => {
  const noted: RecoveryEvent[] = [];
  const note = (event: RecoveryEvent) => void noted.push(event);
  return { noted, result: skipIfStuck({ note }, call, () => Promise.reject(error)) };
};

describe('skipIfStuck', () => {
  it.each([
    ['that no version can read', new UnreadableItemError('x'), 'STORE_ITEM_UNREADABLE'],
    ['that only a newer version can read', new NewerItemError('x'), 'STORE_ITEM_NEWER'],
  ])('reports and skips a call %s', async (_, error, code) => {
    const { noted, result } = failing(error);
    expect(await result).toBeUndefined();
    expect(noted).toMatchObject([{ type: 'call_stuck', ...call, code }]);
  });

  it('rethrows a transient error', async () => {
    const { noted, result } = failing(new ThrottledError('x'));
    await expect(result).rejects.toThrow(ThrottledError);
    expect(noted).toEqual([]);
  });
});
