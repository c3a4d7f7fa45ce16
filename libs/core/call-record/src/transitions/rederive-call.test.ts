import type { RegistryGroup } from '../registry.ts';
import { apply, by, ended, group, minute, missing, reported, started, stored } from '../test-call.ts';
import { shifted } from '../timestamp.ts';
import { giveUpCall } from './give-up-call.ts';
import { rederiveCall } from './rederive-call.ts';

const DAY_MS = 86_400_000;
const day = (days: number) => shifted(minute(0), days * DAY_MS);
const HOUR_MS = 3_600_000;

const rederive = (days: number, over: Partial<RegistryGroup> = {}) =>
  rederiveCall(HOUR_MS, by(0, { now: day(days), group: { ...group, ...over } }));

const explainedBy = (old: Partial<RegistryGroup>) => {
  const wrong = { group: { ...group, ...old } };
  const start = { eventType: 'CDR_START', timestamp: minute(0), channel: 'voice' };
  const end = { eventType: 'CDR_END', timestamp: minute(2), durationMs: 120_000 };
  return apply(undefined, reported(start, by(1, wrong)), reported(end, by(3, wrong)));
};

describe('rederiveCall', () => {
  it.each<[string, Partial<RegistryGroup>]>([
    ['recording that was off', { recording: { enabled: false } }],
    ['a channel that was not recorded', { unrecordedChannels: ['voice'] }],
    ['a date before which nothing was recorded', { recording: { enabled: true, since: day(1) } }],
  ])('makes a call pending that was explained by %s', (_, old) => {
    const explained = explainedBy(old);
    expect(explained.outcome?.code).toBe('NO_AUDIO_EXPECTED');
    const { next, result } = rederive(2)(explained);
    expect(result).toBe('expected');
    expect(next).toMatchObject({
      reconciliationStatus: 'pending',
      reconciliationAttempts: 0,
      reconciliationShard: missing.reconciliationShard,
    });
    expect(next?.outcome).toBeUndefined();
    expect(next?.history.at(-1)).toMatchObject({ what: 'reopened', at: day(2) });
  });

  it('writes nothing for a call that the registry still explains', () => {
    const old = { recording: { enabled: false } };
    expect(rederive(2, old)(explainedBy(old))).toEqual({ result: 'final' });
  });

  it('keeps the explanation of a call whose group is not in the registry now', () => {
    const explained = explainedBy({ recording: { enabled: false } });
    expect(rederiveCall(HOUR_MS, by(0, { now: day(2), group: undefined }))(explained).result).toBe('final');
  });

  it('reopens a call that left the index and whose retention is longer now', () => {
    const givenUp = apply(missing, giveUpCall({ code: 'RETENTION_EXPIRED', message: 'gone' }, by()));
    const gone = apply(givenUp, rederive(40, { retentionDays: 6 }));
    expect(gone).toMatchObject({ reconciliationStatus: 'given_up' });
    expect(gone.reconciliationShard).toBeUndefined();
    const { next, result } = rederive(40)(gone);
    expect(result).toBe('reopened');
    expect(next).toMatchObject({
      reconciliationStatus: 'pending',
      reconciliationShard: missing.reconciliationShard,
      recoverableUntil: day(60),
    });
  });

  it('keeps a call given up if OCP deletes it before an export could finish', () => {
    const givenUp = apply(missing, giveUpCall({ code: 'RETENTION_EXPIRED', message: 'gone' }, by()));
    const withinMargin = rederiveCall(HOUR_MS, by(0, { now: shifted(day(60), -HOUR_MS) }));
    expect(withinMargin(givenUp).result).toBe('final');
    const beforeMargin = rederiveCall(HOUR_MS, by(0, { now: shifted(day(60), -HOUR_MS - 1) }));
    expect(beforeMargin(givenUp).result).toBe('reopened');
  });

  it.each([
    ['without a record', undefined],
    ['that is missing', apply(undefined, started, ended)],
    ['that is stored', apply(missing, stored())],
    ['that was reopened before', apply(explainedBy({ recording: { enabled: false } }), rederive(2))],
  ])('does not change a call %s', (_, record) => {
    expect(rederive(2, { recording: { enabled: false } })(record)).toEqual({ result: 'other' });
  });
});
