import { OcpBreakerOpenError, type OcpPermit } from '@recordings/reconciliation';
import { makeTwo } from './access-fixture.ts';

const open = new AbortController().signal;
const bad = { lane: 'download', group: 'bad' } as const;
const good = { lane: 'download', group: 'good' } as const;
const PAUSES = /^(breaker|downloads)/;

describe('downloads of one group that fail', () => {
  it('stop in every worker, while creates, polls and downloads of others go on', async () => {
    const { first, second, send, types } = makeTwo();
    for (let times = 0; times < 5; times += 1) expect(await send(first, 'outage', bad)).toBe(true);
    expect(await send(first, 'answered', bad)).toBe(false);
    expect(await send(first, 'answered', { lane: 'control', group: 'bad' })).toBe(true);
    expect(await send(second, 'answered', { lane: 'control', group: 'good' })).toBe(true);
    expect(await send(second, 'answered', bad)).toBe(false);
    expect(await send(second, 'answered', good)).toBe(true);
    expect(types(PAUSES)).toEqual(['downloads_paused', 'downloads_paused']);
  });

  it('never stop the host, however long they fail', async () => {
    const { first, send, types, passTime } = makeTwo();
    for (let minutes = 0; minutes < 15; minutes += 1) {
      while (await send(first, 'outage', bad));
      expect(await send(first, 'answered', { lane: 'control', group: 'good' })).toBe(true);
      await passTime(60_000);
    }
    expect(types(PAUSES)).toEqual(['downloads_paused']);
  });

  it('are tried by one request after the pause, and go on when it is answered', async () => {
    const { first, send, passTime, types } = makeTwo();
    for (let times = 0; times < 5; times += 1) await send(first, 'outage', bad);
    await passTime(60_000);
    const permits = [1, 2].map(() => first.awaitPermit(bad, open).catch((error: unknown) => error));
    await passTime(3_000);
    const [trial, other] = await Promise.all(permits);
    expect(other).toBeInstanceOf(OcpBreakerOpenError);
    first.report(trial as OcpPermit, 'answered', bad);
    await passTime(1_000);
    expect(await send(first, 'answered', { lane: 'control', group: 'good' })).toBe(true);
    expect(await send(first, 'answered', bad)).toBe(true);
    expect(types(PAUSES)).toEqual(['downloads_paused', 'downloads_resumed']);
  });

  it('let the request that tries use the permit that was reserved for it', async () => {
    const { first, send, passTime } = makeTwo();
    for (let times = 0; times < 5; times += 1) await send(first, 'outage', bad);
    await passTime(60_000);
    const reserving = first.awaitPermit(bad, open);
    await passTime(200);
    const held = await reserving;
    expect(await first.awaitPermit({ ...bad, held }, open)).toBe(held);
  });
});
