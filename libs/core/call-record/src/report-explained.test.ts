import { apply, by, ended, minute, missing, started, stored, reported } from './test-call.ts';
import { reportExplained } from './report-explained.ts';

const chat = reported({ eventType: 'CDR_START', timestamp: minute(0), channel: 'chat' });
const watched = (transition: ReturnType<typeof reported>) => reportExplained(transition, by());

describe('reportExplained', () => {
  it('says why a call was explained, once, by the change that explained it', () => {
    const first = watched(chat)(undefined);
    expect(first.result).toEqual({ result: 'changed', explained: 'channel' });
    expect(watched(chat)(first.next).result).toEqual({ result: 'unchanged' });
    expect(watched(ended)(first.next).result).toEqual({ result: 'changed' });
  });

  it('says it of a call that was to be reconciled until then', () => {
    const test = reported({ eventType: 'CDR_END', timestamp: minute(2), test: true });
    expect(watched(test)(apply(undefined, started)).result).toEqual({ result: 'changed', explained: 'test' });
  });

  it('says nothing of a call whose audio is expected or stored, and writes what the transition writes', () => {
    expect(watched(started)(undefined)).toEqual({
      next: started(undefined).next,
      result: { result: 'changed' },
    });
    expect(watched(chat)(apply(missing, stored())).result).not.toHaveProperty('explained');
  });
});
