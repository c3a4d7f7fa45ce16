import { shifted } from '@recordings/call-record';
import { minute, policy } from '../planning/test-exports.ts';
import { exported, nudged, polling, step } from './test-export-job.ts';

/** The next watchdog that looks has the right time. */
describe('a job whose worker had a clock that was 30 hours fast, and died', () => {
  const ahead = minute(66 + 30 * 60);
  const now = minute(67);

  it('is polled at once, although its poll seems to be due in 30 hours', () => {
    const lost = step(polling, nudged, ahead).job;
    expect(lost).toMatchObject({ pollDueAt: ahead });
    expect(step(lost, nudged, now)).toEqual({
      job: { ...lost, pollDueAt: now },
      commands: [{ type: 'send-poll', number: 2, delayMs: 0 }],
    });
  });

  it('is delivered at once, although its delivery seems to have begun in 30 hours', () => {
    const begun = { ...exported, exportedAt: ahead } as typeof exported;
    expect(step(begun, nudged, now)).toEqual({
      job: { ...exported, exportedAt: now },
      commands: [{ type: 'deliver-results' }],
    });
  });

  it('waits for a poll that is due after the longest wait of a poll', () => {
    const waiting = { ...polling, pollDueAt: shifted(now, policy.maxPollDelayMs) } as typeof polling;
    expect(step(waiting, nudged, now)).toEqual({ job: waiting, commands: [] });
  });
});
