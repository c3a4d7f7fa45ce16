import type { CredentialEvent, CredentialFacts } from '@recordings/reconciliation';
import { makeWatchCredentials } from '../src/watch-credentials.ts';

const DAY_MS = 86_400_000;

const makeTest = (...facts: readonly CredentialFacts[]) => {
  const test = {
    nowMs: 1_000 * DAY_MS,
    facts: [...facts] as CredentialFacts[],
    used: [] as string[],
    notes: [] as CredentialEvent[],
    isRefused: false,
  };
  const watch = makeWatchCredentials({
    facts: () => test.facts,
    use: async (name) => {
      test.used.push(name);
      if (test.isRefused) throw new Error('401');
      test.facts = test.facts.map((fact) => (fact.name === name ? { ...fact, usedMs: test.nowMs } : fact));
    },
    now: () => test.nowMs,
    note: (event) => void test.notes.push(event),
  });
  return { test, watch };
};

const pat = { name: 'acme', isPat: true, usedMs: 1_000 * DAY_MS };

describe('the watch over credentials', () => {
  it('uses a PAT once a day, so that it is never idle', async () => {
    const { test, watch } = makeTest(pat, { ...pat, name: 'key', isPat: false });
    for (let hours = 0; hours < 24 * 10; hours += 1) {
      await watch();
      test.nowMs += DAY_MS / 24;
    }
    expect(test.used).toEqual(Array(9).fill('acme'));
    expect(test.notes).toEqual([]);
  });

  it('reports once a PAT that cannot be used for a week, and that it is in order again', async () => {
    const { test, watch } = makeTest(pat);
    test.isRefused = true;
    test.nowMs += 8 * DAY_MS;
    await watch();
    await watch();
    test.isRefused = false;
    await watch();
    expect(test.notes).toEqual([
      { type: 'credentials_outdated', credentials: 'acme', reason: 'idle' },
      { type: 'credentials_in_order', credentials: 'acme', reason: 'idle' },
    ]);
  });

  it('reports what expires soon or is old, until it is replaced or gone', async () => {
    const soon = { ...pat, expiresMs: pat.usedMs + DAY_MS, issuedMs: 0 };
    const { test, watch } = makeTest(soon);
    await watch();
    test.facts = [];
    await watch();
    expect(test.notes.map(({ type, reason }) => `${type} ${reason}`)).toEqual([
      'credentials_outdated expires',
      'credentials_outdated old',
      'credentials_in_order expires',
      'credentials_in_order old',
    ]);
  });
});
