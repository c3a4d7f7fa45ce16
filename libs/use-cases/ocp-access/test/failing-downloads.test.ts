import { OcpBreakerOpenError, type OcpGate, type RequestOutcome } from '@recordings/reconciliation';
import { makeTestAccess } from './access-fixture.ts';

const open = new AbortController().signal;

const makeTwo = () => {
  const world = makeTestAccess();
  const [first, second] = [world.access, world.makeAccess()];
  const send = async (
    gate: OcpGate,
    lane: 'control' | 'download',
    group: string,
    outcome: RequestOutcome['kind'],
  ): Promise<boolean> => {
    const permit = gate.awaitPermit({ lane, group }, open).catch((error: unknown) => error);
    await world.passTime(2_000);
    const granted = await permit;
    if (granted instanceof OcpBreakerOpenError) return false;
    gate.report(granted as { departureMs: number }, outcome, { lane, group });
    await world.passTime(1_000);
    return true;
  };
  const types = () => world.notes.map(({ type }) => type).filter((type) => /^(breaker|downloads)/.test(type));
  return { ...world, first, second, send, types };
};

describe('downloads of one group that fail', () => {
  it('stop in every worker, while creates, polls and downloads of others go on', async () => {
    const { first, second, send, types } = makeTwo();
    for (let times = 0; times < 5; times += 1)
      expect(await send(first, 'download', 'bad', 'outage')).toBe(true);
    expect(await send(first, 'download', 'bad', 'answered')).toBe(false);
    expect(await send(first, 'control', 'bad', 'answered')).toBe(true);
    expect(await send(second, 'control', 'good', 'answered')).toBe(true);
    expect(await send(second, 'download', 'bad', 'answered')).toBe(false);
    expect(await send(second, 'download', 'good', 'answered')).toBe(true);
    expect(types()).toEqual(['downloads_paused', 'downloads_paused']);
  });

  it('never stop the host, however long they fail', async () => {
    const { first, send, types, passTime } = makeTwo();
    for (let minutes = 0; minutes < 15; minutes += 1) {
      while (await send(first, 'download', 'bad', 'outage'));
      expect(await send(first, 'control', 'good', 'answered')).toBe(true);
      await passTime(60_000);
    }
    expect(types()).toEqual(['downloads_paused']);
  });

  it('are tried by one request after the pause, and go on when it is answered', async () => {
    const { first, send, passTime, types } = makeTwo();
    for (let times = 0; times < 5; times += 1) await send(first, 'download', 'bad', 'outage');
    await passTime(60_000);
    const permits = [1, 2].map(() =>
      first.awaitPermit({ lane: 'download', group: 'bad' }, open).catch((error: unknown) => error),
    );
    await passTime(3_000);
    const [trial, other] = await Promise.all(permits);
    expect(other).toBeInstanceOf(OcpBreakerOpenError);
    first.report(trial as { departureMs: number }, 'answered', { lane: 'download', group: 'bad' });
    await passTime(1_000);
    expect(await send(first, 'control', 'good', 'answered')).toBe(true);
    expect(await send(first, 'download', 'bad', 'answered')).toBe(true);
    expect(types()).toEqual(['downloads_paused', 'downloads_resumed']);
  });
});
