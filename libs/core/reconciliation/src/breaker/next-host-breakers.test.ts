import { judgeBreaker } from './next-breaker.ts';
import { type HostBreakers, nextHostBreakers } from './next-host-breakers.ts';
import { CLOSED_BREAKER, type RequestOutcome } from './shared-breaker.ts';

const rules = { rowPauseMs: 60_000, burstPauseMs: 300_000 };
const START_MS = Date.UTC(2026, 0, 15);

/** A host, and its breakers after each outcome. Each request takes a second. */
const makeHost = () => {
  let nowMs = START_MS;
  let breakers: HostBreakers = { breaker: CLOSED_BREAKER, downloads: {} };
  const take = (kind: RequestOutcome['kind'], downloadOf?: string): void => {
    nowMs += 1_000;
    const outcome = { kind, departureMs: nowMs, ...(downloadOf !== undefined && { downloadOf }) };
    breakers = nextHostBreakers(breakers, outcome, rules, nowMs);
  };
  const ofHost = () => judgeBreaker(breakers.breaker, rules, nowMs).kind;
  const ofGroup = (group: string) =>
    judgeBreaker(breakers.downloads[group] ?? CLOSED_BREAKER, rules, nowMs).kind;
  const wait = (ms: number): void => void (nowMs += ms);
  return { take, ofHost, ofGroup, wait, breakers: () => breakers };
};

const times = (count: number, run: (at: number) => void): void => {
  for (let at = 0; at < count; at += 1) run(at);
};

describe('downloads of one group that fail', () => {
  it('open the breaker of its downloads after five in a row, and not that of the host', () => {
    const { take, ofHost, ofGroup } = makeHost();
    times(4, () => take('outage', 'bad'));
    expect(ofGroup('bad')).toBe('closed');
    take('outage', 'bad');
    expect([ofGroup('bad'), ofGroup('good'), ofHost()]).toEqual(['open', 'closed', 'closed']);
  });

  it('never open the breaker of the host, however many fail beside answered polls', () => {
    const { take, ofHost } = makeHost();
    times(200, (at) => {
      take('outage', 'bad');
      if (at % 3 === 0) take('answered');
      expect(ofHost()).toBe('closed');
    });
  });

  it('do not open the breaker of the host if every second one fails', () => {
    const { take, ofHost, ofGroup } = makeHost();
    times(9, () => {
      take('outage', 'bad');
      take('answered', 'bad');
    });
    expect(ofGroup('bad')).toBe('closed');
    take('outage', 'bad');
    expect([ofGroup('bad'), ofHost()]).toEqual(['open', 'closed']);
  });

  it('count for the rate of outages, as every request', () => {
    const { take, breakers } = makeHost();
    times(6, () => take('outage', 'bad'));
    times(4, () => take('answered'));
    const counts = Object.values(breakers().breaker.minutes);
    expect(
      counts.reduce((sum, { outages, requests }) => [sum[0]! + outages, sum[1]! + requests], [0, 0]),
    ).toEqual([6, 10]);
  });

  it('go on after a pause, when one of them is answered', () => {
    const { take, ofGroup, wait, breakers } = makeHost();
    times(5, () => take('outage', 'bad'));
    wait(60_000);
    expect(ofGroup('bad')).toBe('trial');
    take('outage', 'bad');
    expect(ofGroup('bad')).toBe('open');
    wait(60_000);
    take('answered', 'bad');
    expect(ofGroup('bad')).toBe('closed');
    wait(300_000);
    take('answered', 'other');
    expect(breakers().downloads).toEqual({});
  });

  it('do not keep the breaker of the host open: another request tries', () => {
    const { take, ofHost, wait } = makeHost();
    times(5, () => take('outage', 'bad'));
    take('outage');
    expect(ofHost()).toBe('open');
    wait(60_000);
    take('outage', 'bad');
    expect(ofHost()).toBe('trial');
    take('answered');
    expect(ofHost()).toBe('closed');
  });
});

describe('an outage of OCP', () => {
  it('opens the breaker of the host if five downloads in a row fail, of two groups', () => {
    const { take, ofHost } = makeHost();
    times(5, (at) => {
      expect(ofHost()).toBe('closed');
      take('outage', `group-${at % 2}`);
    });
    expect(ofHost()).toBe('open');
  });

  it('is found by creates, polls and listings as before', () => {
    const { take, ofHost } = makeHost();
    times(5, () => take('outage'));
    expect(ofHost()).toBe('open');
  });

  it('keeps the breakers of twenty groups at most, those that failed last', () => {
    const { take, breakers } = makeHost();
    times(30, (at) => take('outage', `group-${at}`));
    expect(Object.keys(breakers().downloads).sort()).toEqual(
      Array.from({ length: 20 }, (_, at) => `group-${at + 10}`).sort(),
    );
  });
});
