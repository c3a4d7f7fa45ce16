import { jest } from '@jest/globals';
import { type Timestamp, timestampOf } from '@recordings/call-record';
import { type ExecutionClaimDeps, makeExecutionClaim } from './execution-claim.ts';

const LEASE_MS = 300_000;
const now = (): Timestamp => timestampOf(Date.now());

const fixture = (claim?: ExecutionClaimDeps['coordination']['claim']) => {
  const events: unknown[] = [];
  let held: { readonly owner: string; readonly until: Timestamp } | undefined;
  const coordination: ExecutionClaimDeps['coordination'] = {
    claim: async (...args) => {
      const [, owner, at, until] = args;
      if (claim) return claim(...args);
      if (held && held.owner !== owner && held.until > at) return false;
      held = { owner, until };
      return true;
    },
    release: async (_, owner, at) => {
      if (held?.owner === owner) held = { owner, until: at };
    },
  };
  const warn = (fields: { event: string }): void => void events.push(fields.event);
  const log = { warn } as unknown as ExecutionClaimDeps['log'];
  const claims = makeExecutionClaim({ coordination, name: 'pooler-execution', leaseMs: LEASE_MS, now, log });
  return { claims, events };
};

beforeEach(() => {
  jest.useFakeTimers();
});
afterEach(() => {
  jest.useRealTimers();
});

it('keeps the claim of an execution that takes longer than its lease, until it is released', async () => {
  const { claims, events } = fixture();
  expect(await claims.take('long', now())).toBe(true);
  await jest.advanceTimersByTimeAsync(10 * LEASE_MS);
  expect(await claims.take('second', now())).toBe(false);
  await claims.release('long');
  expect(await claims.take('second', now())).toBe(true);
  await claims.release('second');
  expect(events).toEqual([]);
  expect(jest.getTimerCount()).toBe(0);
});

it('does not renew a claim that it could not take', async () => {
  const { claims } = fixture(async () => false);
  expect(await claims.take('late', now())).toBe(false);
  expect(jest.getTimerCount()).toBe(0);
});

it('keeps the claim if two renewals in a row fail', async () => {
  let calls = 0;
  const { claims, events } = fixture(async () => {
    calls += 1;
    if (calls === 2 || calls === 3) throw new Error('throttled');
    return true;
  });
  await claims.take('long', now());
  await jest.advanceTimersByTimeAsync(LEASE_MS - 1);
  expect(calls).toBe(4);
  expect(events).toEqual(['execution_claim_not_renewed', 'execution_claim_not_renewed']);
  await claims.release('long');
});

it('logs a claim that another execution took', async () => {
  let calls = 0;
  const { claims, events } = fixture(async () => (calls += 1) === 1);
  await claims.take('stalled', now());
  await jest.advanceTimersByTimeAsync(LEASE_MS / 3);
  expect(events).toEqual(['execution_claim_lost']);
  await claims.release('stalled');
});

it('releases only after a renewal under way has ended', async () => {
  const renewal = Promise.withResolvers<boolean>();
  let calls = 0;
  const { claims } = fixture(async () => ((calls += 1) === 1 ? true : renewal.promise));
  await claims.take('long', now());
  await jest.advanceTimersByTimeAsync(LEASE_MS / 3);
  let isReleased = false;
  const release = claims.release('long').then(() => {
    isReleased = true;
  });
  await jest.advanceTimersByTimeAsync(1_000);
  expect(isReleased).toBe(false);
  renewal.resolve(true);
  await release;
  expect(isReleased).toBe(true);
});
