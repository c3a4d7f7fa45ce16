import { reportExplained } from './report-explained.ts';
import { apply, by, ended, minute, missing, reported, started, stored } from './test-call.ts';

const chat = reported({ eventType: 'CDR_START', timestamp: minute(0), channel: 'chat' });
const reporting = (transition: ReturnType<typeof reported>) => reportExplained(transition, by());

describe('reportExplained', () => {
  it('reports why no audio is expected, once, at the change that found it out', () => {
    const first = reporting(chat)(undefined);
    expect(first.result).toEqual({ result: 'changed', explained: 'channel' });
    expect(reporting(chat)(first.next).result).toEqual({ result: 'unchanged' });
    expect(reporting(ended)(first.next).result).toEqual({ result: 'changed' });
  });

  it('reports it of a call that was pending until then', () => {
    const test = reported({ eventType: 'CDR_END', timestamp: minute(2), test: true });
    expect(reporting(test)(apply(undefined, started)).result).toEqual({
      result: 'changed',
      explained: 'test',
    });
  });

  it('reports no reason if audio is expected or stored, and writes what the transition writes', () => {
    expect(reporting(started)(undefined)).toEqual({
      next: started(undefined).next,
      result: { result: 'changed' },
    });
    expect(reporting(chat)(apply(missing, stored())).result).not.toHaveProperty('explained');
  });
});
