import { CONTROL, makeTestAccess, makeTwo, START_MS } from './access-fixture.ts';

const open = new AbortController().signal;

describe('the breaker that all workers share', () => {
  it('counts the outages of all workers, and refuses the requests of each', async () => {
    const { first, second, send, types } = makeTwo();
    for (const gate of [first, second, first, second, first]) expect(await send(gate, 'outage')).toBe(true);
    expect(await send(first, 'answered')).toBe(false);
    expect(await send(second, 'answered')).toBe(false);
    expect(types()).toEqual(['breaker_opened', 'breaker_opened']);
  });

  it('ends a row of outages by an answer that another worker received', async () => {
    const { first, second, send } = makeTwo();
    for (let times = 0; times < 4; times += 1) await send(first, 'outage');
    await send(second, 'answered');
    for (let times = 0; times < 4; times += 1) await send(first, 'outage');
    expect(await send(second, 'answered')).toBe(true);
  });

  it('lets one worker try after the pause, and closes for all when OCP answers', async () => {
    const { first, second, send, passTime, types } = makeTwo();
    for (let times = 0; times < 5; times += 1) await send(first, 'outage');
    await passTime(60_000);
    const trial = first.awaitPermit(CONTROL, open);
    await passTime(100);
    expect(await send(second, 'answered')).toBe(false);
    first.report(await trial, 'answered', CONTROL);
    await passTime(3_000);
    expect(await send(second, 'answered')).toBe(true);
    expect(await send(first, 'answered')).toBe(true);
    expect(types()).toEqual(['breaker_opened', 'breaker_opened', 'breaker_closed', 'breaker_closed']);
  });

  it('opens again when the request that tries is given up before OCP answers', async () => {
    const { first, send, passTime } = makeTwo();
    for (let times = 0; times < 5; times += 1) await send(first, 'outage');
    await passTime(60_000);
    expect(await send(first, 'aborted')).toBe(true);
    await passTime(50_000);
    expect(await send(first, 'answered')).toBe(false);
  });

  it('needs no write of its own while OCP answers', async () => {
    const { first, send, shared } = makeTwo();
    for (let times = 0; times < 20; times += 1) await send(first, 'answered');
    expect(shared.writes).toBe(20);
    expect(
      Object.values(shared.budget.breaker.minutes).reduce((sum, { requests }) => sum + requests, 0),
    ).toBe(19);
  });

  it('gives up requests that wait in this worker as soon as its own outage opens it', async () => {
    const { first, passTime, shared } = makeTwo();
    const permits = Array.from({ length: 12 }, () => first.awaitPermit(CONTROL, open));
    const ends = permits.map((permit) =>
      permit.then(
        (granted) => {
          first.report(granted, 'outage', CONTROL);
          return 'sent';
        },
        () => 'refused',
      ),
    );
    await passTime(20_000);
    const outcomes = await Promise.all(ends);
    expect(outcomes.slice(0, 5)).toEqual(['sent', 'sent', 'sent', 'sent', 'sent']);
    expect(outcomes.slice(6)).toEqual(Array.from({ length: 6 }, () => 'refused'));
    expect(shared.budget.breaker.openUntilMs).toBeGreaterThan(START_MS + 60_000);
  });

  it('is one for each host', async () => {
    const { first, send } = makeTwo();
    const other = makeTestAccess({ host: 'other.example' });
    for (let times = 0; times < 5; times += 1) await send(first, 'outage');
    expect(await other.access.awaitPermit(CONTROL, open)).toEqual({ departureMs: START_MS });
  });
});

describe('the parallelism', () => {
  it('is halved while half of the requests of 10 minutes are outages', async () => {
    const { first, second, send, passTime, types } = makeTwo();
    const halves = () => [first.parallelism(5), first.parallelism(1), second.parallelism(8)];
    expect(halves()).toEqual([5, 1, 8]);
    for (let times = 0; times < 5; times += 1) {
      await send(first, 'answered');
      await send(second, 'outage');
    }
    await send(first, 'outage');
    await send(second, 'outage');
    expect(halves()).toEqual([2, 1, 4]);
    await passTime(700_000);
    await send(first, 'answered');
    await send(second, 'answered');
    expect(halves()).toEqual([5, 1, 8]);
    expect(types()).toEqual([
      'outage_rate_high',
      'outage_rate_high',
      'outage_rate_normal',
      'outage_rate_normal',
    ]);
  });
});
