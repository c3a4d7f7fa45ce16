import { apply, by, minute, missing, r1, reported } from './test-call.ts';
import { queueCall } from './transitions/queue-call.ts';
import { releaseCall } from './transitions/release-call.ts';

const rule = {
  maxAttempts: 3,
  retryDelayMs: 1_000,
  firstFaultDelayMs: 1_000,
  maxFaultDelayMs: 1_000,
  dailyDelayMs: 1_000,
};
const why = { code: 'NOT_FOUND', message: 'not listed', isAboutTheCall: true };
const ended = reported({ eventType: 'CDR_END', timestamp: minute(2), durationMs: 61_234 }, by(3));

describe('the fields of the requirement documents on a call record', () => {
  it('have the duration in seconds', () => {
    const record = apply(undefined, ended);
    expect(record).toMatchObject({ durationMs: 61_234, duration: 61.234 });
    expect(apply(undefined, reported({ eventType: 'CDR_START' })).duration).toBeUndefined();
  });

  it('have code and message of the last error, as long as there is one', () => {
    const failed = apply(missing, queueCall(r1, undefined, by(20)), releaseCall(r1, why, rule, by(30)));
    expect(failed.errorDetails).toEqual({ code: 'NOT_FOUND', message: 'not listed' });
    expect(apply({ ...failed, outcome: undefined }, ended).errorDetails).toBeUndefined();
  });

  it('are not repeated in the history, and are no change by themselves', () => {
    const record = apply(undefined, ended);
    expect(record.history.flatMap(({ detail }) => Object.keys(detail))).toEqual(
      expect.not.arrayContaining(['duration', 'errorDetails']),
    );
    const { duration: _, ...older } = record;
    expect(ended(older as typeof record).next).toBeUndefined();
  });
});
